//! A client.

pub struct Client;
