//! Checks a workspace against its declared architecture.
//!
//! [`config`] is the section `[archcheck]` of `govern.toml` as written; [`policy`] is what it means. [`model`] joins that with
//! the workspace and its linked names: packages, modules with their layers, and every use of a name that leads out of its
//! module, in two readings. The [`rules`] are functions over the model and share what is in `findings`; the subcommands are
//! in [`commands`].

mod canaries;
pub mod commands;
pub mod config;
mod configurations;
#[cfg(test)]
mod disguises;
mod findings;
#[cfg(test)]
mod fixture;
mod gate;
pub mod model;
mod path;
pub mod policy;
pub mod rules;

pub use gate::Archcheck;

/// The gate.
pub static GATE: Archcheck = Archcheck;
