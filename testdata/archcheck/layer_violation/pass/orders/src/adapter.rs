//! The broker.

use crate::{domain::Order, port::Publish};

#[derive(Default)]
pub struct Bus;

impl Publish for Bus {
    fn publish(&self, _: &Order) {}
}

pub fn send() -> u32 {
    3
}

pub mod domain {
    pub mod model {
        pub(in crate::adapter) struct Record(pub u32);
    }

    pub fn size() -> usize {
        size_of::<model::Record>()
    }
}

pub fn sized() -> u32 {
    domain::model::Record(1).0
}
