//! Values under keys that are replaced only by those who know the present revision.

use std::collections::BTreeMap;

use orders::port::{Expected, Revision, StoreError, Versioned};

#[derive(Debug)]
pub(super) struct Cells<K, V> {
    cells: BTreeMap<K, Versioned<V>>,
    last: u64,
}

impl<K, V> Default for Cells<K, V> {
    fn default() -> Self {
        Self {
            cells: BTreeMap::new(),
            last: 0,
        }
    }
}

impl<K: Ord, V: Clone> Cells<K, V> {
    pub(super) fn load(&self, key: &K) -> Option<Versioned<V>> {
        self.cells.get(key).cloned()
    }

    pub(super) fn commit(
        &mut self,
        key: K,
        value: V,
        expected: Expected,
    ) -> Result<Revision, StoreError> {
        let present = self.cells.get(&key).map(|cell| cell.revision);
        let fits = match expected {
            Expected::Absent => present.is_none(),
            Expected::At(revision) => present == Some(revision),
        };
        if !fits {
            return Err(StoreError::Conflict);
        }
        self.last += 1;
        let revision = Revision(self.last);
        self.cells.insert(key, Versioned { value, revision });
        Ok(revision)
    }

    /// The same value with a new revision, if there is one.
    pub(super) fn touch(&mut self, key: &K) -> Option<Revision> {
        let cell = self.cells.get_mut(key)?;
        self.last += 1;
        cell.revision = Revision(self.last);
        Some(cell.revision)
    }

    pub(super) fn forget(&mut self, key: &K) {
        self.cells.remove(key);
    }
}
