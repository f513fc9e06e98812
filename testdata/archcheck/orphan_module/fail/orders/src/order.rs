//! An order.

pub struct Order;
