//! What all stand on.

pub use std::time::SystemTime as Moment;
