//! What the core needs.

use crate::domain::Order;

pub trait Publish {
    fn publish(&self, order: &Order);
}
