//! A use.

use crate::adapter::Bus;
//  ^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`

pub fn open(bus: &Bus) -> bool {
    bus.open
}
