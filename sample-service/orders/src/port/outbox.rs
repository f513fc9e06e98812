//! Which orders have something to tell.

use std::future::Future;

use super::versioned::StoreError;
use crate::domain::OrderKey;

/// Announces orders whose history was committed, each at least once, until it is told that this was dealt with.
pub trait Outbox: Send + Sync {
    /// What an announcement is confirmed with.
    type Receipt: Send;

    /// Announcements that are not confirmed, oldest first, at most so many; none if there is nothing to tell.
    fn changed(
        &self,
        most: usize,
    ) -> impl Future<Output = Result<Vec<ChangedOrder<Self::Receipt>>, StoreError>> + Send;

    /// The announcement was dealt with and need not come again.
    fn confirm(
        &self,
        receipt: Self::Receipt,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// The announcement that the history of an order was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedOrder<R> {
    /// Which order.
    pub order: OrderKey,
    /// What it is confirmed with.
    pub receipt: R,
}
