//! Where events are read.

use std::future::Future;
use std::time::Duration;

use thiserror::Error;

use crate::domain::OrderEvent;

/// Hands out the events of the log to one reader, each at least once, until it is acknowledged.
pub trait EventFeed: Send + Sync {
    /// What a delivery is acknowledged with.
    type Receipt: Send;

    /// Events that are not acknowledged and are due, oldest first, at most so many; none if there is no news.
    fn fetch(
        &self,
        most: usize,
    ) -> impl Future<Output = Result<Vec<Delivery<Self::Receipt>>, FeedError>> + Send;

    /// The event was dealt with and need not come again.
    fn acknowledge(
        &self,
        receipt: Self::Receipt,
    ) -> impl Future<Output = Result<(), FeedError>> + Send;

    /// The event comes again, but not before this time has passed; others are not held up by it.
    fn postpone(
        &self,
        receipt: Self::Receipt,
        delay: Duration,
    ) -> impl Future<Output = Result<(), FeedError>> + Send;

    /// How many events are not acknowledged.
    fn waiting(&self) -> impl Future<Output = Result<u64, FeedError>> + Send;
}

/// An event on its way to a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery<R> {
    /// The event.
    pub event: OrderEvent,
    /// The how manieth attempt to deliver it this is, from 1.
    pub attempt: u32,
    /// What it is acknowledged with.
    pub receipt: R,
}

/// Why a feed did not do what it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FeedError {
    /// The log does not answer.
    #[error("the log of events does not answer: {reason}")]
    Unavailable {
        /// What the log's client says.
        reason: String,
    },
}
