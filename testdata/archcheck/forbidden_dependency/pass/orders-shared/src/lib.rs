//! What all layers use.

pub struct Id(pub u64);
