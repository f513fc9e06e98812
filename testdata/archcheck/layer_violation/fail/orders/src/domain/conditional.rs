//! A module under a condition that holds.

#[cfg(feature = "push")]
pub mod push {
    pub fn send() -> u32 {
        crate::adapter::send()
        // <- layer_violation: `domain` may not use `adapter`
    }
}
