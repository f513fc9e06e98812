//! Orders.

#[cfg(feature = "host")]
pub mod host;
pub mod job;
pub mod permissions;
