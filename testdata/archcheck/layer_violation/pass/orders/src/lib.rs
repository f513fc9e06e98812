//! Orders, with a domain that only seems to know the broker.

pub mod adapter;
pub mod application;
pub mod domain;
pub mod port;
pub mod shared;
