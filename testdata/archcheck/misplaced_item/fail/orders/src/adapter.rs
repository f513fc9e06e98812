//! Technology.

pub struct Disk;

impl crate::port::Store for Disk {
    fn save(&self, _: &str) {}
}

pub mod handlers {
    pub struct OrderHandler;

    pub struct Customers;
    //         ^^^^^^^^^ misplaced_item: the struct `orders::adapter::handlers::Customers` must be called `*Handler`

    pub enum Outcome {
        Done,
    }
}
