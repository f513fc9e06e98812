//! Orders.

pub mod adapter;
pub mod tools;
