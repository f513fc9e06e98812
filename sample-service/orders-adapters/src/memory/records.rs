//! Aggregates in memory, and which of them changed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use orders::domain::{Aggregate, Entity, History, Key, Stock};
use orders::port::{Changed, Expected, Outbox, Revision, Store, StoreError, Versioned};

use super::cells::Cells;
use super::due::Due;

/// Keeps aggregates and announces each commit.
#[derive(Debug)]
pub struct MemoryRecords<T: Entity>(Arc<Mutex<State<T>>>);

/// Keeps histories of orders and announces each commit.
pub type MemoryOrders = MemoryRecords<History>;
/// Keeps the stock of articles and announces each commit.
pub type MemoryStock = MemoryRecords<Stock>;

/// Confirms one announcement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryReceipt(Revision);

#[derive(Debug)]
struct State<T: Entity> {
    records: Cells<Key<T>, T>,
    announcements: BTreeMap<Revision, Announcement<Key<T>>>,
}

#[derive(Debug)]
struct Announcement<K> {
    key: K,
    due: Due,
}

impl<T: Entity> Clone for MemoryRecords<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Entity> Default for MemoryRecords<T> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(State {
            records: Cells::default(),
            announcements: BTreeMap::new(),
        })))
    }
}

impl<T: Entity> State<T> {
    fn announce(&mut self, key: Key<T>, revision: Revision) {
        let due = Due::default();
        self.announcements
            .insert(revision, Announcement { key, due });
    }
}

impl<T: Entity> MemoryRecords<T> {
    fn state(&self) -> MutexGuard<'_, State<T>> {
        // Nothing panics between the changes that belong together, so the state is whole even then.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Entity> Store for MemoryRecords<T> {
    type Of = T;

    async fn load(&self, key: &Key<T>) -> Result<Option<Versioned<T>>, StoreError> {
        Ok(self.state().records.load(key))
    }

    async fn commit(&self, value: &T, expected: Expected) -> Result<Revision, StoreError> {
        let key = value.key().clone();
        let mut state = self.state();
        let revision = state.records.commit(key.clone(), value.clone(), expected)?;
        state.announce(key, revision);
        Ok(revision)
    }
}

impl<T: Aggregate> Outbox for MemoryRecords<T> {
    type Of = T;
    type Receipt = MemoryReceipt;

    async fn changed(&self, most: usize) -> Result<Vec<Changed<T, MemoryReceipt>>, StoreError> {
        let now = Instant::now();
        let mut state = self.state();
        let due = state
            .announcements
            .iter_mut()
            .filter(|(_, announcement)| announcement.due.is_at(now));
        Ok(due
            .take(most)
            .map(|(&revision, Announcement { key, due })| Changed {
                key: key.clone(),
                committed: None,
                revision,
                attempt: due.deliver(),
                receipt: MemoryReceipt(revision),
            })
            .collect())
    }

    async fn confirm(&self, receipt: MemoryReceipt) -> Result<(), StoreError> {
        self.state().announcements.remove(&receipt.0);
        Ok(())
    }

    async fn postpone(&self, receipt: MemoryReceipt, delay: Duration) -> Result<(), StoreError> {
        if let Some(announcement) = self.state().announcements.get_mut(&receipt.0) {
            announcement.due.postpone(delay);
        }
        Ok(())
    }

    async fn announce(&self, key: &Key<T>) -> Result<(), StoreError> {
        let mut state = self.state();
        if let Some(revision) = state.records.touch(key) {
            state.announce(key.clone(), revision);
        }
        Ok(())
    }

    async fn waiting(&self) -> Result<u64, StoreError> {
        Ok(self.state().announcements.len() as u64)
    }
}
