//! What orders need from outside.

pub trait Publish {
    fn publish<T: Into<String>>(&self, event: T);
    // ^^^^^^^ port_not_object_safe: the port `orders::port::Publish` cannot be used as `dyn Publish`: it has parameters
    fn again(&self) -> Self;
}
