//! Names of the bus for all layers.

pub use async_nats as bus;
