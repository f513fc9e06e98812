//! Seen by all layers.

pub struct Key(pub String);
