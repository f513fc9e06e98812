//! The ports of the order desk over memory and over NATS JetStream.
//!
//! Adapters translate: they turn messages into calls of ports and calls of ports into messages, and errors of a client
//! library into errors of the port. They decide nothing and do not read the environment.

pub mod authentication;
pub mod health;
pub mod measured;
pub mod memory;
pub mod meters;
#[cfg(feature = "nats")]
pub mod nats;
pub mod requests;
pub mod security;
pub mod system;
