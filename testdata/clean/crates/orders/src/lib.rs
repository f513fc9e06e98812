//! Orders: what they are, and what they need of the world.

pub mod domain;
pub mod port;
