//! A log of events in memory, and feeds that read it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use orders::domain::{EventId, OrderEvent, StockEvent};
use orders::port::{
    Delivery, EventArchive, EventFeed, EventPublisher, FeedError, Page, PublishError, Published,
};

use super::due::Due;

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
    stock: Vec<StockEvent>,
    ids: BTreeSet<EventId>,
    readers: BTreeMap<String, Reader>,
}

/// What a reader has not acknowledged: all events from `next` on and those before it that were delivered.
#[derive(Debug, Default)]
struct Reader {
    next: usize,
    delivered: BTreeMap<usize, Due>,
}

impl MemoryLog {
    /// A feed of all events under a name.
    pub fn feed(&self, name: impl Into<String>) -> MemoryFeed {
        MemoryFeed {
            log: self.clone(),
            name: name.into(),
        }
    }

    /// All events of orders, oldest first.
    pub fn events(&self) -> Vec<OrderEvent> {
        self.state().events.clone()
    }

    /// All events of stock, oldest first.
    pub fn stock_events(&self) -> Vec<StockEvent> {
        self.state().stock.clone()
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

impl EventPublisher<StockEvent> for MemoryLog {
    async fn publish(&self, event: &StockEvent) -> Result<Published, PublishError> {
        let mut state = self.state();
        if !state.ids.insert(event.id.clone()) {
            return Ok(Published::Before);
        }
        state.stock.push(event.clone());
        Ok(Published::At(state.stock.len() as u64))
    }
}

impl EventArchive for MemoryLog {
    async fn read(&self, from: u64, most: usize) -> Result<Page, FeedError> {
        let state = self.state();
        let before = usize::try_from(from.saturating_sub(1)).unwrap_or(usize::MAX);
        let events: Vec<_> = state
            .events
            .iter()
            .skip(before)
            .take(most)
            .cloned()
            .collect();
        let next = before.saturating_add(events.len());
        Ok(Page {
            events,
            next: next as u64 + 1,
            is_last: next >= state.events.len(),
        })
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
        let now = Instant::now();
        let mut deliveries = Vec::new();
        for (&place, due) in &mut reader.delivered {
            if deliveries.len() < most && due.is_at(now) {
                deliveries.push((place, due.deliver()));
            }
        }
        while deliveries.len() < most && reader.next < events.len() {
            let mut due = Due::default();
            deliveries.push((reader.next, due.deliver()));
            reader.delivered.insert(reader.next, due);
            reader.next += 1;
        }
        let deliveries = deliveries.into_iter();
        Ok(deliveries
            .filter_map(|(place, attempt)| {
                events.get(place).map(|event| Delivery {
                    event: event.clone(),
                    attempt,
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

    async fn postpone(&self, receipt: usize, delay: Duration) -> Result<(), FeedError> {
        let mut state = self.log.state();
        let reader = state.readers.get_mut(&self.name);
        if let Some(due) = reader.and_then(|reader| reader.delivered.get_mut(&receipt)) {
            due.postpone(delay);
        }
        Ok(())
    }

    async fn waiting(&self) -> Result<u64, FeedError> {
        let state = self.log.state();
        let (next, delivered) = match state.readers.get(&self.name) {
            Some(reader) => (reader.next, reader.delivered.len()),
            None => (0, 0),
        };
        Ok((state.events.len().saturating_sub(next) + delivered) as u64)
    }
}
