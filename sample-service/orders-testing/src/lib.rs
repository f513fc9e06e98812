//! A real NATS server per test, the module that has the rules, clocks and ids that a test controls, and adapters that
//! fail when a test wants it.
#![expect(
    clippy::disallowed_methods,
    reason = "test support starts a server, and reads where it listens and what was built"
)]

mod controlled;
mod guest_module;
mod interrupted;
mod nats_server;
mod quick_streams;

pub use controlled::{ManualClock, SequentialIds};
pub use guest_module::{GuestError, GuestModule};
pub use interrupted::{Interrupted, Interruption, Manner, Moment};
pub use nats_server::{NatsServer, ServerError};
pub use quick_streams::quick_streams;
