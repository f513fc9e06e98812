//! What is sold, and where it is kept.

pub mod adapter;
pub mod domain;
