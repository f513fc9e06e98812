//! Publishes what commands caused.
//!
//! An event is marked as published only after the log has it. A relay that dies in between publishes it again with the
//! same id, which the log recognises; so every event is published, and none is kept twice.

use thiserror::Error;

use crate::domain::OrderKey;
use crate::port::{
    EventPublisher, Expected, OrderStore, Outbox, PublishError, Published, StoreError,
};

/// The relay over its ports.
#[derive(Debug, Clone)]
pub struct Relay<S, O, P> {
    orders: S,
    outbox: O,
    publisher: P,
}

/// What one round did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RelayReport {
    /// How many announcements there were.
    pub announced: usize,
    /// How many events are known now that were not.
    pub published: usize,
    /// How many events the log had already.
    pub repeated: usize,
    /// Orders that will be announced again, and why.
    pub failed: Vec<(OrderKey, RelayError)>,
}

/// Why the events of an order could not be published.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RelayError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The log failed.
    #[error(transparent)]
    Publish(#[from] PublishError),
}

impl<S: OrderStore, O: Outbox, P: EventPublisher> Relay<S, O, P> {
    /// The most orders that one round looks at.
    pub const BATCH: usize = 64;

    /// The relay over these ports.
    pub const fn new(orders: S, outbox: O, publisher: P) -> Self {
        Self {
            orders,
            outbox,
            publisher,
        }
    }

    /// Publishes the events of the orders that were announced. An order that fails does not hold up the others.
    pub async fn run_once(&self) -> Result<RelayReport, StoreError> {
        let mut report = RelayReport::default();
        for changed in self.outbox.changed(Self::BATCH).await? {
            report.announced += 1;
            match self.publish(&changed.order, &mut report).await {
                Ok(()) => self.outbox.confirm(changed.receipt).await?,
                Err(error) => report.failed.push((changed.order, error)),
            }
        }
        Ok(report)
    }

    async fn publish(&self, order: &OrderKey, report: &mut RelayReport) -> Result<(), RelayError> {
        let Some(stored) = self.orders.load(order).await? else {
            return Ok(());
        };
        let mut history = stored.value;
        if history.unpublished().next().is_none() {
            return Ok(());
        }
        for event in history.unpublished() {
            match self.publisher.publish(event).await? {
                Published::At(_) => report.published += 1,
                Published::Before => report.repeated += 1,
            }
        }
        history.mark_published();
        match self
            .orders
            .commit(&history, Expected::At(stored.revision))
            .await
        {
            // Whoever was faster caused an announcement of their own, and the log knows these events.
            Ok(_) | Err(StoreError::Conflict) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
