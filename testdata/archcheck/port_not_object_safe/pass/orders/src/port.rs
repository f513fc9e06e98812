//! What orders need from outside.

pub trait Publish {
    fn publish(&self, event: &str);
    fn again(&self) -> Self
    where
        Self: Sized;
}
