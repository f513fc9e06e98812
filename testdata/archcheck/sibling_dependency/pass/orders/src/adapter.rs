//! Adapters, each for itself.

pub mod common;
pub mod nats;
pub mod postgres;

pub use nats::Bus;
