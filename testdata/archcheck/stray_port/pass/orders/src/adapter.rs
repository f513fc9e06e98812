//! What stands behind the ports.

pub struct System;

impl crate::port::Clock for System {
    fn now(&self) -> u64 {
        1
    }
}

impl crate::domain::Store for System {
    fn store(&self) {}
}
