//! The whole service in one place, over memory.

use orders::application::{Desk, Projector, ProjectorError, Relay, RelayError};
use orders::domain::OrderEvent;
use orders::port::{Clock, EventIds, FeedError, StoreError};
use orders_adapters::memory::{MemoryBoards, MemoryFeed, MemoryLog, MemoryOrders};
use orders_adapters::requests;
use thiserror::Error;

/// Desk, relay and projector over one memory.
#[derive(Debug)]
pub struct Embedded<C, I> {
    desk: Desk<MemoryOrders, MemoryBoards, C, I>,
    relay: Relay<MemoryOrders, MemoryOrders, MemoryLog>,
    projector: Projector<MemoryFeed, MemoryBoards>,
    log: MemoryLog,
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

impl<C: Clock, I: EventIds> Embedded<C, I> {
    /// A service to which nothing happened yet.
    pub fn new(clock: C, ids: I) -> Self {
        let orders = MemoryOrders::default();
        let boards = MemoryBoards::default();
        let log = MemoryLog::default();
        Self {
            desk: Desk::new(orders.clone(), boards.clone(), clock, ids),
            relay: Relay::new(orders.clone(), orders, log.clone()),
            projector: Projector::new(log.feed("projector"), boards),
            log,
        }
    }

    /// The reply to a request, after it took its full effect.
    pub async fn answer(&self, subject: &str, payload: &[u8]) -> Result<Vec<u8>, SettleError> {
        let reply = requests::answer(&self.desk, subject, payload).await;
        self.settle().await?;
        Ok(reply)
    }

    /// The reply to a request in one line, after it took its full effect.
    pub async fn answer_line(&self, line: &[u8]) -> Result<Vec<u8>, SettleError> {
        let reply = requests::answer_line(&self.desk, line).await;
        self.settle().await?;
        Ok(reply)
    }

    /// Everything that was made known, oldest first.
    pub fn events(&self) -> Vec<OrderEvent> {
        self.log.events()
    }

    /// Publishes and takes in until there is nothing left to do.
    async fn settle(&self) -> Result<(), SettleError> {
        loop {
            let report = self.relay.run_once().await?;
            if let Some((_, error)) = report.failed.into_iter().next() {
                return Err(error.into());
            }
            let projected = self.projector.run_once().await?;
            if let Some((_, error)) = projected.failed.into_iter().next() {
                return Err(error.into());
            }
            if report.announced == 0 && projected.taken_in == 0 {
                return Ok(());
            }
        }
    }
}
