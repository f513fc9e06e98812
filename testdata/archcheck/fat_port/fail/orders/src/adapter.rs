//! What stands behind the ports.

pub struct Memory;

impl crate::port::Orders for Memory {
    fn load(&self) {}
    fn store(&self) {}
}
