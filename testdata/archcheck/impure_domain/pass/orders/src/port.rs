//! What the core needs.

use std::io;

pub trait Console {
    fn write(&self, line: &str) -> io::Result<()>;
}
