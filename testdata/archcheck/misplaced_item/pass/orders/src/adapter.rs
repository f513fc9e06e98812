//! Technology.

pub struct Disk;

impl crate::port::Store for Disk {
    fn save(&self, _: &str) {}
}

pub mod handlers {
    pub struct OrderHandler;

    pub struct CustomersHandler;

    pub enum Outcome {
        Done,
    }
}
