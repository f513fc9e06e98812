//! A module of the domain that lies elsewhere.

pub fn send() -> u32 {
    crate::adapter::send()
    // <- layer_violation: `domain` may not use `adapter`
}
