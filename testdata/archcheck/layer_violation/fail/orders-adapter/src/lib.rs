//! The broker as a crate of its own.

pub struct Client;
