//! Keeps the boards of customers in step with the events.

use thiserror::Error;

use super::retry::Retry;
use crate::domain::{CustomerBoard, EventId, OrderEvent};
use crate::port::{BoardStore, EventFeed, Expected, FeedError, StoreError};

/// The projector over its ports.
#[derive(Debug, Clone)]
pub struct Projector<F, B> {
    feed: F,
    boards: B,
    retry: Retry,
}

/// What one round did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProjectorReport {
    /// How many events were taken in, or were known already.
    pub taken_in: usize,
    /// Events that will be delivered again, and why.
    pub postponed: Vec<(EventId, ProjectorError)>,
}

/// Why an event could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProjectorError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Others change the same board all the time.
    #[error("gave up after {attempts} attempts: others kept changing the board")]
    Contended {
        /// How often it was tried.
        attempts: u32,
    },
}

/// How often an event is tried while others change the same board.
pub(super) const MAX_ATTEMPTS: u32 = 16;

impl<F: EventFeed, B: BoardStore> Projector<F, B> {
    /// The most events that one round takes in.
    pub const BATCH: usize = 256;

    /// The projector over these ports.
    pub const fn new(feed: F, boards: B, retry: Retry) -> Self {
        Self {
            feed,
            boards,
            retry,
        }
    }

    /// Takes in what is new. An event is acknowledged after its board was kept: that is how far the projector is, also for
    /// whoever goes on in its place. An event that fails comes again, and does not hold up the others.
    pub async fn run_once(&self) -> Result<ProjectorReport, FeedError> {
        let mut report = ProjectorReport::default();
        for delivery in self.feed.fetch(Self::BATCH).await? {
            match take_in(&self.boards, &delivery.event).await {
                Ok(()) => {
                    self.feed.acknowledge(delivery.receipt).await?;
                    report.taken_in += 1;
                }
                Err(error) => {
                    let delay = self.retry.delay(delivery.attempt);
                    self.feed.postpone(delivery.receipt, delay).await?;
                    report.postponed.push((delivery.event.id, error));
                }
            }
        }
        Ok(report)
    }

    /// How many events are not taken in yet.
    pub async fn lag(&self) -> Result<u64, FeedError> {
        self.feed.waiting().await
    }
}

/// The board of the event's customer knows the event when this returns, whoever else changes it.
pub(super) async fn take_in(
    boards: &impl BoardStore,
    event: &OrderEvent,
) -> Result<(), ProjectorError> {
    let customer = event.customer_key();
    for _ in 0..MAX_ATTEMPTS {
        let (mut board, expected) = match boards.load(&customer).await? {
            Some(stored) => (stored.value, Expected::At(stored.revision)),
            None => (CustomerBoard::new(customer.clone()), Expected::Absent),
        };
        if !board.take_in(event) {
            return Ok(());
        }
        match boards.commit(&board, expected).await {
            Ok(_) => return Ok(()),
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(ProjectorError::Contended {
        attempts: MAX_ATTEMPTS,
    })
}
