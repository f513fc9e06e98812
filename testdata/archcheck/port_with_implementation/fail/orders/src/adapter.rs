//! What stands behind the ports.

use crate::port::Clock;

pub struct System;

impl Clock for System {
    fn now(&self) -> u64 {
        1
    }
}
