//! Orders.

pub struct Order;
