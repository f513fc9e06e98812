//! A macro of the adapter.

pub fn send() -> u32 {
    crate::publish!()
    // <- layer_violation: `domain` may not use `adapter`
}
