//! Time and ids that follow the test.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use orders::domain::EventId;
use orders::port::{Clock, EventIds};
use orders::shared::Timestamp;

/// A clock that stands still until it is moved.
#[derive(Debug, Clone, Default)]
pub struct ManualClock(Arc<AtomicU64>);

/// Ids `e-1`, `e-2` and so on.
#[derive(Debug, Clone, Default)]
pub struct SequentialIds(Arc<AtomicU64>);

impl ManualClock {
    /// A clock that shows this moment.
    pub fn at(moment: Timestamp) -> Self {
        Self(Arc::new(AtomicU64::new(moment.as_millis())))
    }

    /// Moves the clock on.
    pub fn advance(&self, millis: u64) {
        self.0.fetch_add(millis, Ordering::Relaxed);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }
}

impl EventIds for SequentialIds {
    fn next_id(&self) -> EventId {
        let number = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        EventId::parse(&format!("e-{number}")).expect("a letter, a dash and digits are an id")
    }
}
