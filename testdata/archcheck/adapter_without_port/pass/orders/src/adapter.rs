//! Technology.

pub mod disk;
pub mod failure;
pub mod mail;
pub mod server;
