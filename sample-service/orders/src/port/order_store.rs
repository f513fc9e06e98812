//! Where the histories of orders are kept.

use std::future::Future;

use super::versioned::{Expected, Revision, StoreError, Versioned};
use crate::domain::{History, OrderKey};

/// Keeps one history for each order and replaces it in one step.
pub trait OrderStore: Send + Sync {
    /// The history of the order, if there is one.
    fn load(
        &self,
        order: &OrderKey,
    ) -> impl Future<Output = Result<Option<Versioned<History>>, StoreError>> + Send;

    /// Keeps the history in place of the expected one.
    fn commit(
        &self,
        history: &History,
        expected: Expected,
    ) -> impl Future<Output = Result<Revision, StoreError>> + Send;
}
