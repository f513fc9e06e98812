//! A log of events in memory, and feeds that read it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use orders::domain::{EventId, OrderEvent};
use orders::port::{Delivery, EventFeed, EventPublisher, FeedError, PublishError, Published};

/// Keeps events in the order in which they came.
#[derive(Debug, Clone, Default)]
pub struct MemoryLog(Arc<Mutex<State>>);

/// Reads a log under a name. Feeds of one name share what is read; each name reads everything.
#[derive(Debug, Clone)]
pub struct MemoryFeed {
    log: MemoryLog,
    name: String,
}

#[derive(Debug, Default)]
struct State {
    events: Vec<OrderEvent>,
    ids: BTreeSet<EventId>,
    readers: BTreeMap<String, Reader>,
}

/// What a reader has not acknowledged: all events from `next` on and those before it that were delivered.
#[derive(Debug, Default)]
struct Reader {
    next: usize,
    delivered: BTreeMap<usize, u32>,
}

impl MemoryLog {
    /// A feed of all events under a name.
    pub fn feed(&self, name: impl Into<String>) -> MemoryFeed {
        MemoryFeed {
            log: self.clone(),
            name: name.into(),
        }
    }

    /// All events, oldest first.
    pub fn events(&self) -> Vec<OrderEvent> {
        self.state().events.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics between the changes that belong together, so the state is whole even then.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl EventPublisher for MemoryLog {
    async fn publish(&self, event: &OrderEvent) -> Result<Published, PublishError> {
        let mut state = self.state();
        if !state.ids.insert(event.id.clone()) {
            return Ok(Published::Before);
        }
        state.events.push(event.clone());
        Ok(Published::At(state.events.len() as u64))
    }
}

impl EventFeed for MemoryFeed {
    type Receipt = usize;

    async fn fetch(&self, most: usize) -> Result<Vec<Delivery<usize>>, FeedError> {
        let mut state = self.log.state();
        let State {
            events, readers, ..
        } = &mut *state;
        let reader = readers.entry(self.name.clone()).or_default();
        let fresh = events.len().saturating_sub(reader.next);
        for place in
            reader.next..reader.next + fresh.min(most.saturating_sub(reader.delivered.len()))
        {
            reader.delivered.insert(place, 0);
            reader.next = place + 1;
        }
        let due = reader.delivered.iter_mut().take(most);
        Ok(due
            .filter_map(|(&place, attempt)| {
                *attempt += 1;
                events.get(place).map(|event| Delivery {
                    event: event.clone(),
                    attempt: *attempt,
                    receipt: place,
                })
            })
            .collect())
    }

    async fn acknowledge(&self, receipt: usize) -> Result<(), FeedError> {
        let mut state = self.log.state();
        if let Some(reader) = state.readers.get_mut(&self.name) {
            reader.delivered.remove(&receipt);
        }
        Ok(())
    }
}
