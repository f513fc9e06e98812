//! What orders need from outside.

pub trait Store {
    type Key;
    const MOST: usize;
    fn load(&self);
    fn store(&self);
}

pub trait Publish {
    fn publish(&self) {}
}
