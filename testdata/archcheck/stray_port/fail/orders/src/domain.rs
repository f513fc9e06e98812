//! Orders.

pub trait Store {
//        ^^^^^ stray_port: the trait `orders::domain::Store` is a port
    fn store(&self);
}
