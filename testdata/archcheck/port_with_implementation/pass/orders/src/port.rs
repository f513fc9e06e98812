//! What orders need from outside.

pub trait Clock {
    fn now(&self) -> u64;
}

/// A point in time.
pub struct Time {
    pub seconds: u64,
}

impl Time {
    pub fn after(&self, seconds: u64) -> Time {
        Time {
            seconds: self.seconds.saturating_add(seconds),
        }
    }
}
