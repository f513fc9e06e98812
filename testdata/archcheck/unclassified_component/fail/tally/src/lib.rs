//! Counts.

pub fn count() -> u32 {
    1
}

pub mod inner {
    pub fn again() -> u32 {
        2
    }
}
