//! A glob.

use super::super::adapter::*;
//  ^^^^^^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`

pub fn open(bus: &Bus) -> bool {
    bus.open
}
