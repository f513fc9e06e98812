//! A domain of its own.

pub struct Order;
