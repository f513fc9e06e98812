//! What an order consists of. It knows the order, which knows it: they belong together.

use super::Order;

#[derive(Default)]
pub struct Line {
    pub count: u32,
}

pub fn first(order: &Order) -> Option<&Line> {
    order.lines.first()
}
