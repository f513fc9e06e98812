//! Checks a workspace against its declared architecture.
//!
//! [`config`] is the section `[archcheck]` of `govern.toml` as written, [`interpret`](mod@interpret) makes a
//! [`policy::Policy`] of it, with the tables of the [`project`] itself. [`assembly`] joins that with the workspace and its
//! linked names into the model, [`architecture::Architecture`]: packages, modules with their layers, and every use of a name
//! that leads out of its module, in two readings. The [`rules`] are functions over it, and so are the subcommands.

mod aliased;
pub mod architecture;
pub mod area;
mod asked;
pub mod assembly;
mod bans;
pub mod built;
mod causes;
pub mod config;
mod configurations;
mod custom;
mod custom_findings;
mod cycles;
pub mod declarations;
mod declared;
mod detours;
pub mod digraph;
#[cfg(test)]
mod disguises;
pub mod effects;
mod end;
mod exposed;
mod extraction;
#[cfg(test)]
mod fixture;
mod foreign;
mod gate;
mod graph;
mod guest;
mod hypothetical;
pub mod init;
pub mod interpret;
mod items;
pub mod layer;
mod layering;
mod metrics;
mod occurrences;
mod opaque;
mod orphans;
mod outside;
mod packages;
mod partial;
mod parts;
pub mod pattern;
mod placement;
pub mod policy;
mod ports;
pub mod preset;
pub mod project;
mod remedy;
mod required;
pub mod rows;
pub mod rules;
mod said;
mod selection;
pub mod selector;
pub mod sites;
mod texts;
mod unset;
mod uses;
mod why;
mod why_not;

pub use gate::Archcheck;

/// The gate.
pub static GATE: Archcheck = Archcheck;
