//! The whole service in one place, over memory.

use orders::application::{Desk, NativeRules, Projector, ProjectorError, Relay, RelayError, Retry};
use orders::domain::OrderEvent;
use orders::port::{Clock, EventIds, FeedError, Message, Metric, StoreError, Telemetry};
use orders_adapters::authentication::{Door, KeyRing};
use orders_adapters::measured::Measured;
use orders_adapters::memory::{
    MemoryBoards, MemoryDeadLetters, MemoryFeed, MemoryLog, MemoryOrders,
};
use orders_adapters::meters::Meters;
use orders_adapters::requests::Reply;
use orders_adapters::security::SecurityEvent;
use orders_adapters::{health, requests};
use thiserror::Error;

use crate::edge::{DeskRules, Edge};
use crate::health::{Health, Pulse};
use crate::node::PROJECTOR;
use crate::role::Role;
use crate::topology::Topology;
use crate::workers::Notes;

/// Desk, relay and projector over one memory.
#[derive(Debug)]
pub struct Embedded<C, I> {
    desk: Measured<Desk<MemoryOrders, MemoryBoards, C, I, DeskRules>, Meters>,
    door: Door<C>,
    relay: Relay<MemoryOrders, MemoryOrders, MemoryLog, MemoryDeadLetters>,
    projector: Projector<MemoryFeed, MemoryBoards>,
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
}

impl<C: Clock + Clone, I: EventIds> Embedded<C, I> {
    /// A service to which nothing happened yet, with the rules of the domain. Without keys it listens to everybody.
    pub fn new(node: &str, keys: Option<KeyRing>, clock: C, ids: I) -> Self {
        Self::with_rules(node, keys, clock, ids, None)
    }

    /// The same, with the rules of the module that is there.
    pub fn with_module(
        node: &str,
        keys: Option<KeyRing>,
        clock: C,
        ids: I,
        edge: Edge,
    ) -> Self {
        Self::with_rules(node, keys, clock, ids, Some(edge))
    }

    fn with_rules(
        node: &str,
        keys: Option<KeyRing>,
        clock: C,
        ids: I,
        edge: Option<Edge>,
    ) -> Self {
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
        let desk = Desk::with_rules(orders.clone(), boards.clone(), clock, ids, rules);
        Self {
            desk: Measured::new(desk, meters.clone()),
            door,
            relay: Relay::new(orders.clone(), orders, log.clone(), letters, Retry::USUAL),
            projector: Projector::new(log.feed(PROJECTOR), boards, Retry::USUAL),
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

    /// Everything that was made known, oldest first.
    pub fn events(&self) -> Vec<OrderEvent> {
        self.log.events()
    }

    fn count(&self, denied: Option<SecurityEvent>) {
        self.notes.meters.add(Metric::Requests, 1);
        if denied.is_some() {
            self.notes.meters.add(Metric::RequestsDenied, 1);
        }
    }

    async fn health_report(&self) -> Result<Vec<u8>, SettleError> {
        let (waiting, letters) = self.relay.lag().await?;
        let meters = &self.notes.meters;
        meters.set(Metric::RelayLag, waiting);
        meters.set(Metric::DeadLetters, letters);
        meters.set(Metric::ProjectorLag, self.projector.lag().await?);
        Ok(self.health.report(true))
    }

    /// Publishes and takes in until there is nothing left to do.
    async fn settle(&self) -> Result<(), SettleError> {
        loop {
            let report = self.relay.run_once().await?;
            self.notes.relayed(&report);
            let failed = report.postponed.into_iter().chain(report.buried);
            if let Some((_, error)) = failed.into_iter().next() {
                return Err(error.into());
            }
            let projected = self.projector.run_once().await?;
            self.notes.projected(&projected);
            if let Some((_, error)) = projected.postponed.into_iter().next() {
                return Err(error.into());
            }
            if report.announced == 0 && projected.taken_in == 0 {
                return Ok(());
            }
        }
    }
}
