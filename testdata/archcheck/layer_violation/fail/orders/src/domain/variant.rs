//! A variant.

pub fn mode() -> u32 {
    use crate::adapter::Mode::*;
    //  ^^^^^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`
    Fast as u32
}
