//! Where the boards of customers are kept.

use std::future::Future;

use super::versioned::{Expected, Revision, StoreError, Versioned};
use crate::domain::{CustomerBoard, CustomerKey};

/// Keeps one board for each customer and replaces it in one step.
pub trait BoardStore: Send + Sync {
    /// The board of the customer, if there is one.
    fn load(
        &self,
        customer: &CustomerKey,
    ) -> impl Future<Output = Result<Option<Versioned<CustomerBoard>>, StoreError>> + Send;

    /// Keeps the board in place of the expected one.
    fn commit(
        &self,
        board: &CustomerBoard,
        expected: Expected,
    ) -> impl Future<Output = Result<Revision, StoreError>> + Send;

    /// Forgets the board of the customer, also one that cannot be read.
    fn forget(&self, customer: &CustomerKey)
    -> impl Future<Output = Result<(), StoreError>> + Send;
}
