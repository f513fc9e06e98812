//! Orders on the wire, for the adapters.

pub mod adapter;
