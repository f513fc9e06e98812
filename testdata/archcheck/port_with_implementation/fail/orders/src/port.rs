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

pub struct Stopped;

impl Clock for Stopped {
//   ^^^^^ port_with_implementation: `orders::port::Stopped` implements the port `orders::port::Clock` among the ports
    fn now(&self) -> u64 {
        0
    }
}

pub fn start() -> u64 {
//     ^^^^^ port_with_implementation: `orders::port::start` is a function among the ports
    0
}
