//! The whole service in one place, over memory.

use orders::application::{
    Desk, FrontDesk, Fulfiller, FulfilmentError, Projector, ProjectorError, Relay, RelayError,
    RelayReport, Retry, Warehouse,
};
use orders::domain::{OrderEvent, StockEvent};
use orders::port::{Clock, EventIds, FeedError, Metric, StoreError, Telemetry};
use orders_adapters::measured::Measured;
use orders_adapters::memory::{
    MemoryBoards, MemoryDeadLetters, MemoryFeed, MemoryFulfilments, MemoryLog, MemoryOrders,
    MemoryStock,
};
use orders_adapters::meters::Meters;
use orders_adapters::{health, requests};
use thiserror::Error;

use crate::health::{EMBEDDED, Health, Pulse};
use crate::node::{FULFILMENT, PROJECTOR};
use crate::role::Role;
use crate::workers::Notes;

type EmbeddedDesk<C, I> = Desk<MemoryOrders, MemoryBoards, C, I>;
type EmbeddedFrontDesk<C, I> = FrontDesk<EmbeddedDesk<C, I>, Warehouse<MemoryStock, C, I>>;
type EmbeddedFulfiller<C, I> =
    Fulfiller<MemoryFeed, EmbeddedDesk<C, I>, MemoryOrders, MemoryFulfilments, MemoryStock, C, I>;

/// Desk, relays, projector and fulfiller over one memory.
#[derive(Debug)]
pub struct Embedded<C, I> {
    desk: Measured<EmbeddedFrontDesk<C, I>, Meters>,
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
    /// A service to which nothing happened yet.
    pub fn new(node: &str, clock: C, ids: I) -> Self {
        let orders = MemoryOrders::default();
        let boards = MemoryBoards::default();
        let log = MemoryLog::default();
        let letters = MemoryDeadLetters::default();
        let meters = Meters::default();
        let pulse = Pulse::new();
        let stock = MemoryStock::default();
        let desk = Desk::new(orders.clone(), boards.clone(), clock.clone(), ids.clone());
        let warehouse = Warehouse::new(stock.clone(), clock, ids);
        let retry = Retry::USUAL;
        Self {
            fulfiller: Fulfiller::new(
                log.feed(FULFILMENT),
                desk.clone(),
                orders.clone(),
                MemoryFulfilments::default(),
                warehouse.clone(),
                retry,
            ),
            desk: Measured::new(FrontDesk::new(desk, warehouse), meters.clone()),
            relay: Relay::new(orders.clone(), orders, log.clone(), letters.clone(), retry),
            stock_relay: Relay::new(stock.clone(), stock, log.clone(), letters, retry),
            projector: Projector::new(log.feed(PROJECTOR), boards, retry),
            log,
            health: Health {
                node: node.to_owned(),
                topology: EMBEDDED,
                roles: Role::ALL.to_vec(),
                pulse: pulse.clone(),
                meters: meters.clone(),
            },
            notes: Notes { meters, pulse },
        }
    }

    /// The reply to a request, after it took its full effect.
    pub async fn answer(&self, subject: &str, payload: &[u8]) -> Result<Vec<u8>, SettleError> {
        if health::is_asked(subject) {
            return self.health_report().await;
        }
        self.notes.meters.add(Metric::Requests, 1);
        let reply = requests::answer(&self.desk, subject, payload).await;
        self.settle().await?;
        Ok(reply)
    }

    /// The reply to a request in one line, after it took its full effect.
    pub async fn answer_line(&self, line: &[u8]) -> Result<Vec<u8>, SettleError> {
        if health::is_asked_in(line) {
            return Ok(health::line(&self.health_report().await?));
        }
        self.notes.meters.add(Metric::Requests, 1);
        let reply = requests::answer_line(&self.desk, line).await;
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
