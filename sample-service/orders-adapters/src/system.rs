//! Time and ids from the machine.

use std::time::{SystemTime, UNIX_EPOCH};

use orders::domain::EventId;
use orders::port::{Clock, EventIds};
use orders::shared::Timestamp;
use uuid::Uuid;

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

/// Random ids that sort by time.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomIds;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        // A clock before 1970 is set wrong; the epoch is the nearest moment there is.
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }
}

impl EventIds for RandomIds {
    fn next_id(&self) -> EventId {
        EventId::parse(&Uuid::now_v7().to_string())
            .expect("a UUID is made of hex digits and dashes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ_and_the_clock_shows_this_century() {
        assert_ne!(RandomIds.next_id(), RandomIds.next_id());
        assert!(SystemClock.now() > Timestamp::from_millis(1_700_000_000_000));
    }
}
