//! Which orders have something to tell.

use std::future::Future;
use std::time::Duration;

use super::versioned::{Revision, StoreError, Versioned};
use crate::domain::{History, OrderKey};

/// Announces orders whose history was committed, each at least once, until it is told that this was dealt with.
pub trait Outbox: Send + Sync {
    /// What an announcement is confirmed or postponed with.
    type Receipt: Send;

    /// Announcements that are not confirmed and are due, oldest first, at most so many; none if there is nothing to tell.
    fn changed(
        &self,
        most: usize,
    ) -> impl Future<Output = Result<Vec<ChangedOrder<Self::Receipt>>, StoreError>> + Send;

    /// The announcement was dealt with and need not come again.
    fn confirm(
        &self,
        receipt: Self::Receipt,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The announcement comes again, but not before this time has passed; others are not held up by it.
    fn postpone(
        &self,
        receipt: Self::Receipt,
        delay: Duration,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Announces the order once more, as if its history had been committed again. Nothing happens if there is none.
    fn announce(&self, order: &OrderKey) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// How many announcements are not confirmed.
    fn waiting(&self) -> impl Future<Output = Result<u64, StoreError>> + Send;
}

/// The announcement that the history of an order was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedOrder<R> {
    /// Which order.
    pub order: OrderKey,
    /// The history that was committed, if the announcement has it.
    pub history: Option<Versioned<History>>,
    /// What the commit, or the later announcement, is known by.
    pub revision: Revision,
    /// The how manieth time it is announced, from 1.
    pub attempt: u32,
    /// What it is confirmed with.
    pub receipt: R,
}
