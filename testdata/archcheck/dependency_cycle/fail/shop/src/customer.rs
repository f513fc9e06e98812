//! Customers, who know their orders, which know them.

use crate::order::Order;
//  ^^^^^^^^^^^^^^^^^^^ dependency_cycle: the modules `shop::customer` and `shop::order` depend on each other

#[derive(Default)]
pub struct Customer {
    pub orders: Vec<Order>,
}

#[derive(Clone, Copy, Default)]
pub struct CustomerId(pub u64);
