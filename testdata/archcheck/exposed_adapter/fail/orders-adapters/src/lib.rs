//! Adapters.

pub mod bus;
mod retry;

pub use retry::Patience;
