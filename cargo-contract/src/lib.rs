//! Checks wire types against what was published: from source, by what serde does, in both directions.

pub mod build;
mod collect;
pub mod compat;
mod config;
mod contracts;
pub mod diff;
mod diff_command;
mod diff_workspaces;
mod expand;
mod gate;
mod known;
mod rules;
pub mod wire;

pub use config::{Config, Direction, TypeConfig};
pub use contracts::{Break, Contracts, Meets};
pub use gate::Contract;

/// The gate.
pub static GATE: Contract = Contract;
