//! Orders.

pub mod domain;
