//! Publishes what commands caused.
//!
//! An event is marked as published only after the log has it. A relay that dies in between publishes it again with the
//! same id, which the log recognises; so every event is published, and none is kept twice. What fails again and again for a
//! reason that lies in the order itself becomes a dead letter: the record stays as it is, and somebody has to look.

use thiserror::Error;

use super::retry::Retry;
use crate::domain::OrderKey;
use crate::port::{
    ChangedOrder, DeadLetter, DeadLetters, EventPublisher, Expected, OrderStore, Outbox,
    PublishError, Published, StoreError,
};

/// The relay over its ports.
#[derive(Debug, Clone)]
pub struct Relay<S, O, P, D> {
    orders: S,
    outbox: O,
    publisher: P,
    dead_letters: D,
    retry: Retry,
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
    pub postponed: Vec<(OrderKey, RelayError)>,
    /// Orders that are dead letters now, and why.
    pub buried: Vec<(OrderKey, RelayError)>,
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

impl RelayError {
    /// What kind of failure it is, without a word of the order: fit for a log.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Store(StoreError::Conflict) => "conflict",
            Self::Store(StoreError::Unavailable { .. }) => "store_unavailable",
            Self::Store(StoreError::Unreadable { .. }) => "record_unreadable",
            Self::Publish(PublishError::Unavailable { .. }) => "log_unavailable",
            Self::Publish(PublishError::Refused { .. }) => "event_refused",
        }
    }

    /// Whether it lies in the order, and not in what the relay talks to: then waiting may not help.
    const fn is_poison(&self) -> bool {
        matches!(
            self,
            Self::Store(StoreError::Unreadable { .. })
                | Self::Publish(PublishError::Refused { .. })
        )
    }
}

impl<S: OrderStore, O: Outbox, P: EventPublisher, D: DeadLetters> Relay<S, O, P, D> {
    /// The most orders that one round looks at.
    pub const BATCH: usize = 64;

    /// The relay over these ports.
    pub const fn new(orders: S, outbox: O, publisher: P, dead_letters: D, retry: Retry) -> Self {
        Self {
            orders,
            outbox,
            publisher,
            dead_letters,
            retry,
        }
    }

    /// Publishes the events of the orders that were announced. An order that fails does not hold up the others.
    pub async fn run_once(&self) -> Result<RelayReport, StoreError> {
        let mut report = RelayReport::default();
        for changed in self.outbox.changed(Self::BATCH).await? {
            report.announced += 1;
            match self.publish(&changed, &mut report).await {
                Ok(()) => self.outbox.confirm(changed.receipt).await?,
                Err(error) => self.give_way(changed, error, &mut report).await?,
            }
        }
        Ok(report)
    }

    /// How many announcements nobody has dealt with, and how many dead letters there are.
    pub async fn lag(&self) -> Result<(u64, u64), StoreError> {
        Ok((
            self.outbox.waiting().await?,
            self.dead_letters.count().await?,
        ))
    }

    /// What the announcement has may be older than what is kept: then its events are in the newer history, too, and the log knows
    /// them by their ids.
    async fn publish(
        &self,
        changed: &ChangedOrder<O::Receipt>,
        report: &mut RelayReport,
    ) -> Result<(), RelayError> {
        let stored = match &changed.history {
            Some(announced) => announced.clone(),
            None => match self.orders.load(&changed.order).await? {
                Some(stored) => stored,
                None => return Ok(()),
            },
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

    /// The announcement comes again later, or never: then it is a dead letter before it is confirmed.
    async fn give_way(
        &self,
        changed: ChangedOrder<O::Receipt>,
        error: RelayError,
        report: &mut RelayReport,
    ) -> Result<(), StoreError> {
        if error.is_poison() && self.retry.is_last(changed.attempt) {
            let letter = DeadLetter {
                order: changed.order,
                revision: changed.revision,
                reason: error.code().to_owned(),
                attempts: changed.attempt,
            };
            self.dead_letters.bury(&letter).await?;
            self.outbox.confirm(changed.receipt).await?;
            report.buried.push((letter.order, error));
        } else {
            let delay = self.retry.delay(changed.attempt);
            self.outbox.postpone(changed.receipt, delay).await?;
            report.postponed.push((changed.order, error));
        }
        Ok(())
    }
}
