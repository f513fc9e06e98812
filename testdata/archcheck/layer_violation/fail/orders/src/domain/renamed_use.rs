//! A use under another name.

use crate::adapter::Bus as Channel;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`

pub fn open(bus: &Channel) -> bool {
    bus.open
}
