//! What orders need from outside.

pub trait Clock {
//        ^^^^^ port_without_adapter: no adapter implements the port `orders::port::Clock`
    fn now(&self) -> u64;
}

/// Not a port of its own: it adds to one.
pub trait ClockExt: Clock {
    fn next(&self) -> u64 {
        self.now() + 1
    }
}

impl<T: Clock> ClockExt for T {}

pub trait Store {
    fn store(&self, key: &str);
}
