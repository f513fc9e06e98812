//! Which aggregates have something to tell.

use std::future::Future;
use std::time::Duration;

use super::versioned::{Revision, StoreError, Versioned};
use crate::domain::{Aggregate, Key};

/// Announces aggregates that were committed, each at least once, until it is told that this was dealt with.
pub trait Outbox: Send + Sync {
    /// What is announced.
    type Of: Aggregate;
    /// What an announcement is confirmed or postponed with.
    type Receipt: Send;

    /// Announcements that are not confirmed and are due, oldest first, at most so many; none if there is nothing to tell.
    fn changed(
        &self,
        most: usize,
    ) -> impl Future<Output = Result<Announced<Self>, StoreError>> + Send;

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

    /// Announces the aggregate once more, as if it had been committed again. Nothing happens if there is none.
    fn announce(&self, key: &Key<Self::Of>) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// How many announcements are not confirmed.
    fn waiting(&self) -> impl Future<Output = Result<u64, StoreError>> + Send;
}

/// What an outbox hands out at once.
pub type Announced<O> = Vec<Changed<<O as Outbox>::Of, <O as Outbox>::Receipt>>;

/// The announcement that an aggregate was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed<T: Aggregate, R> {
    /// Which one.
    pub key: Key<T>,
    /// What was committed, if the announcement has it.
    pub committed: Option<Versioned<T>>,
    /// What the commit, or the later announcement, is known by.
    pub revision: Revision,
    /// The how manieth time it is announced, from 1.
    pub attempt: u32,
    /// What it is confirmed with.
    pub receipt: R,
}
