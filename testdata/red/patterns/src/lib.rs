//! An order desk.

/// Reads how many are ordered.
pub fn quantity(text: &str) -> u32 {
    text.trim().parse().unwrap()
}
