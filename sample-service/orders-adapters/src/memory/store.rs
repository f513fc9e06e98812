//! Entities in memory.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use orders::domain::{Entity, Fulfilment, Key};
use orders::port::{Expected, Revision, Store, StoreError, Versioned};

use super::cells::Cells;

/// Keeps entities.
#[derive(Debug)]
pub struct MemoryStore<T: Entity>(Arc<Mutex<Cells<Key<T>, T>>>);

/// Keeps how far orders and stock have come together.
pub type MemoryFulfilments = MemoryStore<Fulfilment>;

impl<T: Entity> Clone for MemoryStore<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Entity> Default for MemoryStore<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T: Entity> MemoryStore<T> {
    fn cells(&self) -> MutexGuard<'_, Cells<Key<T>, T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Entity> Store for MemoryStore<T> {
    type Of = T;

    async fn load(&self, key: &Key<T>) -> Result<Option<Versioned<T>>, StoreError> {
        Ok(self.cells().load(key))
    }

    async fn commit(&self, value: &T, expected: Expected) -> Result<Revision, StoreError> {
        self.cells()
            .commit(value.key().clone(), value.clone(), expected)
    }
}
