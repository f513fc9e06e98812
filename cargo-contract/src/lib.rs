//! Checks wire types against what was published: from source, by what serde does, in both directions.

mod accept_command;
mod accept_lines;
pub mod accepted;
mod asked;
pub mod build;
mod causes;
mod changes;
mod cli;
mod collect;
pub mod compat;
mod config;
mod contracts;
mod declared_wires;
pub mod diff;
mod diff_command;
mod diff_workspaces;
mod direction;
mod docs_command;
mod echoes;
mod errors;
mod expand;
pub mod files;
mod gate;
mod known;
mod lifecycle;
pub mod manifest;
mod moves;
mod permissions;
mod places;
mod rollout;
mod rules;
mod rust_api;
mod samples;
mod samples_command;
mod schema_command;
pub mod schemas;
mod server;
mod subjects;
mod subjects_command;
mod told;
mod traffic;
mod why;
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
