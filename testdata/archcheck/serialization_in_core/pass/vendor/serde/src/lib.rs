//! Serialization.

pub trait Serialize {}
