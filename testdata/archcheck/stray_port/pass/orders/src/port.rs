//! What orders need from outside.

pub use crate::domain::Store;

pub trait Clock {
    fn now(&self) -> u64;
}
