//! A path in a body.

pub fn send() -> u32 {
    1 + crate::adapter::send()
    //  ^^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`
}
