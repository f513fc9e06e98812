//! What the core needs.

use std::io;

pub trait Console {
    fn lock(&self) -> io::StdoutLock<'static>;
    //                ^^^^^^^^^^^^^^ impure_domain: `std::io::StdoutLock`
}
