//! Checks wire types against what was published: from source, by what serde does, in both directions.

pub mod accepted;
pub mod build;
mod canaries;
mod causes;
mod changes;
mod cli;
mod cli_tree;
mod collect;
mod commands;
pub mod compat;
mod config;
mod contracts;
mod declared_mistakes;
mod declared_schemas;
mod declared_wires;
pub mod diff;
mod direction;
mod echoes;
mod errors;
mod expand;
pub mod files;
#[doc(hidden)]
pub mod fuzzing;
mod gate;
mod gone;
mod known;
mod lifecycle;
pub mod manifest;
mod moves;
pub mod overview;
mod places;
mod published;
mod rules;
mod rust_api;
mod samples;
pub mod schemas;
mod server;
mod subjects;
mod switched_off;
mod told;
mod traffic;
pub mod wire;
mod wires;

pub use changes::{Break, Meets};
pub use config::{Config, NatsConfig, TypeConfig, manifest_schema};
pub use contracts::Contracts;
pub use direction::Direction;
pub use files::{Category, FilesConfig, Kind as FileKind, Role};
pub use gate::Contract;

/// The gate.
pub static GATE: Contract = Contract;
