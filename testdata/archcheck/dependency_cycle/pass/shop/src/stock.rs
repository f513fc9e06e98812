//! What is on the shelf.

use crate::prelude::*;

#[derive(Default)]
pub struct Shelf {
    pub orders: Vec<Order>,
    pub customers: Vec<Customer>,
}
