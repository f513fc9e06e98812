//! Keeps the boards of customers in step with the events.

use std::collections::BTreeMap;

use thiserror::Error;

use super::retry::Retry;
use crate::domain::{CustomerBoard, CustomerKey, EventId, OrderEvent};
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

    /// Takes in what is new, all events of a customer in one step. An event is acknowledged after its board was kept: that is how
    /// far the projector is, also for whoever goes on in its place. Events of a board that fails come again, and do not hold up
    /// the others.
    pub async fn run_once(&self) -> Result<ProjectorReport, FeedError> {
        let mut report = ProjectorReport::default();
        let mut by_customer: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for delivery in self.feed.fetch(Self::BATCH).await? {
            let customer = delivery.event.customer_key();
            by_customer.entry(customer).or_default().push(delivery);
        }
        for (customer, deliveries) in by_customer {
            let events = deliveries.iter().map(|delivery| &delivery.event);
            let taken = take_in(&self.boards, &customer, events).await;
            for delivery in deliveries {
                match &taken {
                    Ok(()) => {
                        self.feed.acknowledge(delivery.receipt).await?;
                        report.taken_in += 1;
                    }
                    Err(error) => {
                        let delay = self.retry.delay(delivery.attempt);
                        self.feed.postpone(delivery.receipt, delay).await?;
                        report.postponed.push((delivery.event.id, error.clone()));
                    }
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

/// The board of the customer knows the events, which are theirs, when this returns, whoever else changes it.
pub(super) async fn take_in<'e>(
    boards: &impl BoardStore,
    customer: &CustomerKey,
    events: impl Iterator<Item = &'e OrderEvent> + Clone,
) -> Result<(), ProjectorError> {
    for _ in 0..MAX_ATTEMPTS {
        let (mut board, expected) = match boards.load(customer).await? {
            Some(stored) => (stored.value, Expected::At(stored.revision)),
            None => (CustomerBoard::new(customer.clone()), Expected::Absent),
        };
        let mut is_news = false;
        for event in events.clone() {
            is_news |= board.take_in(event);
        }
        if !is_news {
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
