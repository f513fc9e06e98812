//! Orders.

pub mod adapter;
pub mod domain;
