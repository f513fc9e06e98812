//! Orders: what they are, and what they need of the world.

pub mod application;
pub mod domain;
pub mod port;
