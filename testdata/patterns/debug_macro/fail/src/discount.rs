//! Discounts, not written yet.

pub fn of(_sum: u64) -> u64 {
    core::todo!("ask sales")
    // <- debug_macro: `todo!` is left in the code
}
