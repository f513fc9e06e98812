//! Orders.

pub mod adapter;
pub mod application;
pub mod domain;
