//! Boards in memory.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use orders::domain::{CustomerBoard, CustomerKey};
use orders::port::{BoardStore, Expected, Revision, StoreError, Versioned};

use super::cells::Cells;

/// Keeps boards.
#[derive(Debug, Clone, Default)]
pub struct MemoryBoards(Arc<Mutex<Cells<CustomerKey, CustomerBoard>>>);

impl MemoryBoards {
    fn cells(&self) -> MutexGuard<'_, Cells<CustomerKey, CustomerBoard>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl BoardStore for MemoryBoards {
    async fn load(
        &self,
        customer: &CustomerKey,
    ) -> Result<Option<Versioned<CustomerBoard>>, StoreError> {
        Ok(self.cells().load(customer))
    }

    async fn commit(
        &self,
        board: &CustomerBoard,
        expected: Expected,
    ) -> Result<Revision, StoreError> {
        self.cells()
            .commit(board.customer().clone(), board.clone(), expected)
    }

    async fn forget(&self, customer: &CustomerKey) -> Result<(), StoreError> {
        self.cells().forget(customer);
        Ok(())
    }
}
