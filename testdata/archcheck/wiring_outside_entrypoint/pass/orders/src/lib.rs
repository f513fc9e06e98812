//! Orders.

pub mod adapter;
pub mod jobs;
