//! Dead letters in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use orders::port::{Buried, DeadLetter, DeadLetters, StoreError};

/// Keeps dead letters.
#[derive(Debug, Clone, Default)]
pub struct MemoryDeadLetters(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    letters: BTreeMap<u64, DeadLetter>,
    last: u64,
}

impl MemoryDeadLetters {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl DeadLetters for MemoryDeadLetters {
    async fn bury(&self, letter: &DeadLetter) -> Result<(), StoreError> {
        let mut state = self.state();
        let is_known = |known: &DeadLetter| {
            (&known.record, known.revision) == (&letter.record, letter.revision)
        };
        if !state.letters.values().any(is_known) {
            state.last += 1;
            let place = state.last;
            state.letters.insert(place, letter.clone());
        }
        Ok(())
    }

    async fn list(&self, most: usize) -> Result<Vec<Buried>, StoreError> {
        let state = self.state();
        let oldest = state.letters.iter().take(most);
        Ok(oldest
            .map(|(&place, letter)| Buried {
                place,
                letter: letter.clone(),
            })
            .collect())
    }

    async fn find(&self, place: u64) -> Result<Option<DeadLetter>, StoreError> {
        Ok(self.state().letters.get(&place).cloned())
    }

    async fn remove(&self, place: u64) -> Result<(), StoreError> {
        self.state().letters.remove(&place);
        Ok(())
    }

    async fn count(&self) -> Result<u64, StoreError> {
        Ok(self.state().letters.len() as u64)
    }
}
