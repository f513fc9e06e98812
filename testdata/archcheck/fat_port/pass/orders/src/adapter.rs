//! What stands behind the ports.

pub struct Memory;

impl crate::port::Store for Memory {
    type Key = u8;
    const MOST: usize = 1;
    fn load(&self) {}
    fn store(&self) {}
}

impl crate::port::Publish for Memory {}
