//! Checks wire types against what was published: from source, by what serde does, in both directions.

pub mod build;
pub mod compat;
pub mod diff;
mod expand;
mod known;
pub mod wire;
