//! Histories in memory, and which of them changed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use orders::domain::{History, OrderKey};
use orders::port::{ChangedOrder, Expected, OrderStore, Outbox, Revision, StoreError, Versioned};

use super::cells::Cells;
use super::due::Due;

/// Keeps histories and announces each commit.
#[derive(Debug, Clone, Default)]
pub struct MemoryOrders(Arc<Mutex<State>>);

/// Confirms one announcement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryReceipt(Revision);

#[derive(Debug, Default)]
struct State {
    histories: Cells<OrderKey, History>,
    announcements: BTreeMap<Revision, Announcement>,
}

#[derive(Debug)]
struct Announcement {
    order: OrderKey,
    due: Due,
}

impl State {
    fn announce(&mut self, order: OrderKey, revision: Revision) {
        let due = Due::default();
        self.announcements
            .insert(revision, Announcement { order, due });
    }
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
        state.announce(order, revision);
        Ok(revision)
    }
}

impl Outbox for MemoryOrders {
    type Receipt = MemoryReceipt;

    async fn changed(&self, most: usize) -> Result<Vec<ChangedOrder<MemoryReceipt>>, StoreError> {
        let now = Instant::now();
        let mut state = self.state();
        let due = state
            .announcements
            .iter_mut()
            .filter(|(_, announcement)| announcement.due.is_at(now));
        Ok(due
            .take(most)
            .map(|(&revision, Announcement { order, due })| ChangedOrder {
                order: order.clone(),
                history: None,
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

    async fn announce(&self, order: &OrderKey) -> Result<(), StoreError> {
        let mut state = self.state();
        if let Some(revision) = state.histories.touch(order) {
            state.announce(order.clone(), revision);
        }
        Ok(())
    }

    async fn waiting(&self) -> Result<u64, StoreError> {
        Ok(self.state().announcements.len() as u64)
    }
}
