//! Variables as values.

pub fn from_env() -> u32 {
    1
}
