//! What orders need from outside.

pub trait Orders {
//        ^^^^^^ fat_port: the port `orders::port::Orders` has 3 methods, more than 2
    fn load(&self);
    fn store(&self);
    fn publish(&self) {}
}
