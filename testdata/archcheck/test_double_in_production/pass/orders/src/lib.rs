//! Orders.

pub mod adapter;
pub mod port;
