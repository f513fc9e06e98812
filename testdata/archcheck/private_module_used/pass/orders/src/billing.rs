//! Its face is what it declares and re-exports.

pub use store::{Invoice as Bill, Row};

pub mod store;

pub fn total(row: &store::Row) -> u64 {
    row.0
}
