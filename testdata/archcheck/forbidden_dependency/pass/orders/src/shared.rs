//! What all layers use.

pub fn later() {}
