//! Orders.

pub mod adapter;
pub mod domain;
pub mod shared;
