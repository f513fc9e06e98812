//! What orders need from outside.

pub trait Clock: Send {
//        ^^^^^ port_not_send_sync: the port `orders::port::Clock` does not ask for `Sync`
    fn now(&self) -> u64;
}
