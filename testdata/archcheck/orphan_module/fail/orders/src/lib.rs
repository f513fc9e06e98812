//! Orders. One module was lost.

pub mod order;

include!("table.in.rs");

#[cfg(windows)]
mod handle;
