//! A use of the module, and then of what is in it: one mistake.

use crate::adapter as outside;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`

pub fn send() -> u32 {
    outside::send() + outside::LIMIT
}
