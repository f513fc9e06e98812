//! The host and what it runs: the good module and many bad ones, alone and on a real NATS server.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod breaker;
mod differential;
mod fuzz;
mod good;
mod hostile;
mod refused;
#[path = "../../../../fuzz/src/replay.rs"]
mod replay;
#[path = "../../../../fuzz/src/service/mod.rs"]
mod service;
#[path = "../../../../fuzz/src/settings.rs"]
mod settings;
mod strangers;
mod support;
mod swap;
