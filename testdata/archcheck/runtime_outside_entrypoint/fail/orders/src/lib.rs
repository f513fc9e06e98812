//! Orders.

pub mod adapter;
