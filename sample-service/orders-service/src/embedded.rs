//! The whole service in one place, over memory.

use orders::application::{
    Desk, FrontDesk, Fulfiller, FulfilmentError, NativeRules, Projector, ProjectorError, Relay,
    RelayError, RelayReport, Retry, Warehouse,
};
use orders::domain::{OrderEvent, StockEvent};
use orders::port::{Clock, EventIds, FeedError, Message, Metric, StoreError, Telemetry};
use orders_adapters::authentication::{Door, KeyRing};
use orders_adapters::measured::Measured;
use orders_adapters::memory::{
    MemoryBoards, MemoryDeadLetters, MemoryFeed, MemoryFulfilments, MemoryLog, MemoryOrders,
    MemoryStock,
};
use orders_adapters::meters::Meters;
use orders_adapters::requests::Reply;
use orders_adapters::security::SecurityEvent;
use orders_adapters::{health, requests};
use thiserror::Error;

use crate::edge::{DeskRules, Edge};
use crate::health::{Health, Pulse};
use crate::node::{FULFILMENT, PROJECTOR};
use crate::role::Role;
use crate::topology::Topology;
use crate::workers::Notes;

type EmbeddedDesk<C, I, R = NativeRules> = Desk<MemoryOrders, MemoryBoards, C, I, R>;
type EmbeddedFrontDesk<C, I> =
    FrontDesk<EmbeddedDesk<C, I, DeskRules>, Warehouse<MemoryStock, C, I>>;
type EmbeddedFulfiller<C, I> =
    Fulfiller<MemoryFeed, EmbeddedDesk<C, I>, MemoryOrders, MemoryFulfilments, MemoryStock, C, I>;

/// Desk, relays, projector and fulfiller over one memory.
#[derive(Debug)]
pub struct Embedded<C, I> {
    desk: Measured<EmbeddedFrontDesk<C, I>, Meters>,
    door: Door<C>,
    relay: Relay<MemoryOrders, MemoryOrders, MemoryLog, MemoryDeadLetters>,
    stock_relay: Relay<MemoryStock, MemoryStock, MemoryLog, MemoryDeadLetters>,
    projector: Projector<MemoryFeed, MemoryBoards>,
    fulfiller: EmbeddedFulfiller<C, I>,
    log: MemoryLog,
    notes: Notes,
    health: Health,
}

/// Why what was asked for did not take its full effect.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SettleError {
    /// The announcements could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Events could not be published.
    #[error(transparent)]
    Relay(#[from] RelayError),
    /// Events could not be read.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// Events could not be taken in.
    #[error(transparent)]
    Projector(#[from] ProjectorError),
    /// An order and the stock could not be brought together.
    #[error(transparent)]
    Fulfilment(#[from] FulfilmentError),
}

impl<C: Clock + Clone, I: EventIds + Clone> Embedded<C, I> {
    /// A service to which nothing happened yet, with the rules of the domain. Without keys it listens to everybody.
    pub fn new(node: &str, keys: Option<KeyRing>, clock: C, ids: I) -> Self {
        Self::with_rules(node, keys, clock, ids, None)
    }

    /// The same, with the rules of the module that is there.
    pub fn with_module(node: &str, keys: Option<KeyRing>, clock: C, ids: I, edge: Edge) -> Self {
        Self::with_rules(node, keys, clock, ids, Some(edge))
    }

    fn with_rules(node: &str, keys: Option<KeyRing>, clock: C, ids: I, edge: Option<Edge>) -> Self {
        let orders = MemoryOrders::default();
        let boards = MemoryBoards::default();
        let log = MemoryLog::default();
        let letters = MemoryDeadLetters::default();
        let meters = Meters::default();
        let pulse = Pulse::new();
        let door = Door::new(keys, clock.clone());
        let access = Some(door.name());
        let rules = match &edge {
            Some(edge) => edge.rules(&meters),
            None => DeskRules::Domain(NativeRules),
        };
        let stock = MemoryStock::default();
        let desk = Desk::with_rules(
            orders.clone(),
            boards.clone(),
            clock.clone(),
            ids.clone(),
            rules,
        );
        // What runs short is cancelled by the rules of the domain, whatever becomes of a module.
        let canceller = Desk::new(orders.clone(), boards.clone(), clock.clone(), ids.clone());
        let warehouse = Warehouse::new(stock.clone(), clock, ids);
        let retry = Retry::USUAL;
        Self {
            fulfiller: Fulfiller::new(
                log.feed(FULFILMENT),
                canceller,
                orders.clone(),
                MemoryFulfilments::default(),
                warehouse.clone(),
                retry,
            ),
            desk: Measured::new(FrontDesk::new(desk, warehouse), meters.clone()),
            door,
            relay: Relay::new(orders.clone(), orders, log.clone(), letters.clone(), retry),
            stock_relay: Relay::new(stock.clone(), stock, log.clone(), letters, retry),
            projector: Projector::new(log.feed(PROJECTOR), boards, retry),
            log,
            health: Health {
                node: node.to_owned(),
                topology: Topology::Embedded,
                access,
                roles: Role::ALL.to_vec(),
                pulse: pulse.clone(),
                meters: meters.clone(),
                edge,
            },
            notes: Notes { meters, pulse },
        }
    }

    /// The reply to a request, after it took its full effect.
    pub async fn answer(&self, request: &Message<'_>) -> Result<Reply, SettleError> {
        if health::is_asked(request.subject) {
            return Ok(Reply::json(self.health_report().await?));
        }
        let reply = requests::answer(&self.desk, &self.door, request).await;
        self.count(reply.denied);
        self.settle().await?;
        Ok(reply)
    }

    /// The reply to a request in one line, after it took its full effect.
    pub async fn answer_line(&self, line: &[u8]) -> Result<Vec<u8>, SettleError> {
        if health::is_asked_in(line) {
            return Ok(health::line(&self.health_report().await?));
        }
        let (reply, denied) = requests::answer_line(&self.desk, &self.door, line).await;
        self.count(denied);
        self.settle().await?;
        Ok(reply)
    }

    /// Everything that was made known of orders, oldest first.
    pub fn events(&self) -> Vec<OrderEvent> {
        self.log.events()
    }

    /// Everything that was made known of stock, oldest first.
    pub fn stock_events(&self) -> Vec<StockEvent> {
        self.log.stock_events()
    }

    fn count(&self, denied: Option<SecurityEvent>) {
        self.notes.meters.add(Metric::Requests, 1);
        if denied.is_some() {
            self.notes.meters.add(Metric::RequestsDenied, 1);
        }
    }

    async fn health_report(&self) -> Result<Vec<u8>, SettleError> {
        let (waiting, letters) = self.relay.lag().await?;
        let (stock_waiting, _) = self.stock_relay.lag().await?;
        let meters = &self.notes.meters;
        meters.set(Metric::RelayLag, waiting + stock_waiting);
        meters.set(Metric::DeadLetters, letters);
        meters.set(Metric::ProjectorLag, self.projector.lag().await?);
        meters.set(Metric::FulfilmentLag, self.fulfiller.lag().await?);
        Ok(self.health.report(true))
    }

    /// Publishes and takes in until there is nothing left to do.
    async fn settle(&self) -> Result<(), SettleError> {
        loop {
            let announced = self.relayed(self.relay.run_once().await?)?
                + self.relayed(self.stock_relay.run_once().await?)?;
            let projected = self.projector.run_once().await?;
            self.notes.projected(&projected);
            if let Some((_, error)) = projected.postponed.into_iter().next() {
                return Err(error.into());
            }
            let fulfilled = self.fulfiller.run_once().await?;
            self.notes.fulfilled(&fulfilled);
            if let Some((_, error)) = fulfilled.postponed.into_iter().next() {
                return Err(error.into());
            }
            if announced + projected.taken_in + fulfilled.settled == 0 {
                return Ok(());
            }
        }
    }

    /// How many announcements there were.
    fn relayed(&self, report: RelayReport) -> Result<usize, SettleError> {
        self.notes.relayed(&report);
        let failed = report.postponed.into_iter().chain(report.buried);
        match failed.into_iter().next() {
            Some((_, error)) => Err(error.into()),
            None => Ok(report.announced),
        }
    }
}
