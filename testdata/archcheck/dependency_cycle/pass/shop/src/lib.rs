//! A shop.

pub mod customer;
pub mod order;
pub mod prelude;
pub mod stock;

pub use order::Order;

#[derive(Debug)]
pub struct Error;
