//! An order desk in layers.

pub mod adapter;
pub mod domain;
