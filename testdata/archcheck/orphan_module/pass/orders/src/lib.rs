//! Orders. No module is lost.

pub mod customer;
pub mod order;

include!("table.in.rs");

#[cfg(windows)]
mod handle;
