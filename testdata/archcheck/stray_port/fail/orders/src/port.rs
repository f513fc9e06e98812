//! What orders need from outside.

pub trait Clock {
    fn now(&self) -> u64;
}
