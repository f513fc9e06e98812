//! Stands in for the crate of that name.

pub mod net {
    pub struct TcpStream;
}

pub fn spawn() {}
