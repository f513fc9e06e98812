//! What orders need from outside.

pub trait Base: Send + Sync {}

pub trait Clock: Base {
    fn now(&self) -> u64;
}
