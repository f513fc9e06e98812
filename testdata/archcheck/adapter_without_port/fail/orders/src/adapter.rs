//! Technology.

pub mod disk;
pub mod failure;
pub mod mail;
//      ^^^^ adapter_without_port: no port leads to `orders::adapter::mail`, which reaches outside
pub mod server;
