//! What runs at the edge.

pub use orders::job::beside;
