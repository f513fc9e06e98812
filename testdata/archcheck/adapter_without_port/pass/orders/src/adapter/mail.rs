//! Mail.

use std::net::TcpStream;

use crate::port::Notify;

/// Sends mail.
pub struct Mail(pub TcpStream);

impl Notify for Mail {
    fn notify(&self, _: &str) {}
}
