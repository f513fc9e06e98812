//! The use cases.

use crate::{domain::Order, port::Publish};

pub struct Place<P>(P);

impl<P: Publish> Place<P> {
    pub fn new(port: P) -> Self {
        Place(port)
    }

    pub fn place(&self, order: &Order) {
        self.0.publish(order);
    }
}
