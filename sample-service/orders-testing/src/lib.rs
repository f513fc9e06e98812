//! A real NATS server per test, the module that has the rules, and clocks and ids that a test controls.
#![expect(
    clippy::disallowed_methods,
    reason = "test support starts a server, and reads where it listens and what was built"
)]

mod controlled;
mod guest_module;
mod nats_server;

pub use controlled::{ManualClock, SequentialIds};
pub use guest_module::{GuestError, GuestModule};
pub use nats_server::{NatsServer, ServerError};
