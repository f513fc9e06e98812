//! Histories in memory, and which of them changed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use orders::domain::{History, OrderKey};
use orders::port::{ChangedOrder, Expected, OrderStore, Outbox, Revision, StoreError, Versioned};

use super::cells::Cells;

/// Keeps histories and announces each commit.
#[derive(Debug, Clone, Default)]
pub struct MemoryOrders(Arc<Mutex<State>>);

/// Confirms one announcement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryReceipt(Revision);

#[derive(Debug, Default)]
struct State {
    histories: Cells<OrderKey, History>,
    announcements: BTreeMap<Revision, OrderKey>,
}

impl MemoryOrders {
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics between the changes that belong together, so the state is whole even then.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OrderStore for MemoryOrders {
    async fn load(&self, order: &OrderKey) -> Result<Option<Versioned<History>>, StoreError> {
        Ok(self.state().histories.load(order))
    }

    async fn commit(&self, history: &History, expected: Expected) -> Result<Revision, StoreError> {
        let order = history.order().clone();
        let mut state = self.state();
        let revision = state
            .histories
            .commit(order.clone(), history.clone(), expected)?;
        state.announcements.insert(revision, order);
        Ok(revision)
    }
}

impl Outbox for MemoryOrders {
    type Receipt = MemoryReceipt;

    async fn changed(&self, most: usize) -> Result<Vec<ChangedOrder<MemoryReceipt>>, StoreError> {
        let state = self.state();
        let oldest = state.announcements.iter().take(most);
        Ok(oldest
            .map(|(revision, order)| ChangedOrder {
                order: order.clone(),
                receipt: MemoryReceipt(*revision),
            })
            .collect())
    }

    async fn confirm(&self, receipt: MemoryReceipt) -> Result<(), StoreError> {
        self.state().announcements.remove(&receipt.0);
        Ok(())
    }
}
