//! Orders.

pub trait Store {
    fn store(&self);
}
