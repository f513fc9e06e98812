//! A real NATS server per test, and clocks and ids that a test controls.
#![expect(
    clippy::disallowed_methods,
    reason = "test support starts a server and reads where it listens"
)]

mod controlled;
mod nats_server;

pub use controlled::{ManualClock, SequentialIds};
pub use nats_server::{NatsServer, ServerError};
