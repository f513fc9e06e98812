//! Adapters.

pub mod bus;
mod retry;
