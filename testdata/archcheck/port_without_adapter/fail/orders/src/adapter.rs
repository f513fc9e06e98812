//! What stands behind the ports.

use crate::port::{Clock, Store};

pub struct Memory;

impl Store for Memory {
    fn store(&self, _key: &str) {}
}

/// Passes calls on: nothing stands behind the port by that.
impl<T: Clock> Clock for Box<T> {
    fn now(&self) -> u64 {
        (**self).now()
    }
}

#[cfg(test)]
mod tests {
    use crate::port::Clock;

    struct Stopped;

    impl Clock for Stopped {
        fn now(&self) -> u64 {
            0
        }
    }
}
