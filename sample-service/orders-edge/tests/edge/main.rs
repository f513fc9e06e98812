//! The host and what it runs: the good module and many bad ones, alone and on a real NATS server.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod breaker;
mod differential;
mod good;
mod hostile;
mod refused;
mod strangers;
mod support;
mod swap;
