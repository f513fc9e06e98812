//! The log of events from its beginning, for those who start anew.

use std::future::Future;

use super::event_feed::FeedError;
use crate::domain::OrderEvent;

/// Reads the log by places, as often as somebody wishes; readers of feeds do not notice.
pub trait EventArchive: Send + Sync {
    /// The events at the place and behind it, oldest first, at most so many. Places count from 1.
    fn read(&self, from: u64, most: usize) -> impl Future<Output = Result<Page, FeedError>> + Send;
}

/// Some events of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The events. Some places may hold none.
    pub events: Vec<OrderEvent>,
    /// The place behind them.
    pub next: u64,
    /// Whether the log had nothing behind them.
    pub is_last: bool,
}
