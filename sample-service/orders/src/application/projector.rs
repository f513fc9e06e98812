//! Keeps the boards of customers in step with the events.

use thiserror::Error;

use crate::domain::{CustomerBoard, OrderEvent};
use crate::port::{BoardStore, EventFeed, Expected, FeedError, StoreError};

/// The projector over its ports.
#[derive(Debug, Clone)]
pub struct Projector<F, B> {
    feed: F,
    boards: B,
}

/// Why an event could not be taken in. It will be delivered again.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProjectorError {
    /// The feed failed.
    #[error(transparent)]
    Feed(#[from] FeedError),
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

impl<F: EventFeed, B: BoardStore> Projector<F, B> {
    /// The most events that one round takes in.
    pub const BATCH: usize = 256;

    /// How often an event is tried while others change the same board.
    pub const MAX_ATTEMPTS: u32 = 16;

    /// The projector over these ports.
    pub const fn new(feed: F, boards: B) -> Self {
        Self { feed, boards }
    }

    /// Takes in what is new and says how many events that were. An event is acknowledged after its board was kept.
    pub async fn run_once(&self) -> Result<usize, ProjectorError> {
        let deliveries = self.feed.fetch(Self::BATCH).await?;
        let count = deliveries.len();
        for delivery in deliveries {
            self.take_in(&delivery.event).await?;
            self.feed.acknowledge(delivery.receipt).await?;
        }
        Ok(count)
    }

    async fn take_in(&self, event: &OrderEvent) -> Result<(), ProjectorError> {
        for _ in 0..Self::MAX_ATTEMPTS {
            let (mut board, expected) = match self.boards.load(&event.customer).await? {
                Some(stored) => (stored.value, Expected::At(stored.revision)),
                None => (CustomerBoard::new(event.customer.clone()), Expected::Absent),
            };
            if !board.take_in(event) {
                return Ok(());
            }
            match self.boards.commit(&board, expected).await {
                Ok(_) => return Ok(()),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(ProjectorError::Contended {
            attempts: Self::MAX_ATTEMPTS,
        })
    }
}
