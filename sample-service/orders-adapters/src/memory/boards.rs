//! Boards in memory.

use std::sync::{Arc, Mutex, PoisonError};

use orders::domain::{CustomerBoard, CustomerKey};
use orders::port::{BoardStore, Expected, Revision, StoreError, Versioned};

use super::cells::Cells;

/// Keeps boards.
#[derive(Debug, Clone, Default)]
pub struct MemoryBoards(Arc<Mutex<Cells<CustomerKey, CustomerBoard>>>);

impl BoardStore for MemoryBoards {
    async fn load(
        &self,
        customer: &CustomerKey,
    ) -> Result<Option<Versioned<CustomerBoard>>, StoreError> {
        let boards = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(boards.load(customer))
    }

    async fn commit(
        &self,
        board: &CustomerBoard,
        expected: Expected,
    ) -> Result<Revision, StoreError> {
        let mut boards = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        boards.commit(board.customer().clone(), board.clone(), expected)
    }
}
