//! Contracts that are files: schemas, modules, interfaces. Each kind is compared by rules of its own, all under one model.

mod api;
mod change;
mod config;
mod diff;
pub(crate) mod json;
mod proto;
mod published;
mod report;
pub mod schema;
mod wasm;
mod wasm_entity;
mod wit;
mod yaml;

pub use config::{Category, FilesConfig, Kind, Role};

pub(crate) use config::validate;
pub(crate) use diff::{FileDiff, diff};
pub(crate) use published::{Checked, Standing, check, standing};
pub(crate) use report::{FileContracts, report};
pub(crate) use wasm::{imports, matches};
pub(crate) use yaml::parse_as;
