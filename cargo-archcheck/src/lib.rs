//! Checks a workspace against its declared architecture.
//!
//! [`config`] is the section `[archcheck]` of `govern.toml` as written, [`interpret`](mod@interpret) makes a
//! [`policy::Policy`] of it. [`assembly`] joins that with the workspace and its linked names into the model,
//! [`architecture::Architecture`]: packages, modules with their layers, and every use of a name that leads out of its
//! module, in two readings. The [`rules`] are functions over it, and so are the subcommands.

pub mod architecture;
pub mod area;
pub mod assembly;
mod bans;
mod causes;
pub mod config;
pub mod configurations;
pub mod custom;
mod cycles;
pub mod digraph;
#[cfg(test)]
mod disguises;
mod end;
#[cfg(test)]
mod fixture;
mod gate;
mod graph;
pub mod interpret;
pub mod items;
mod layering;
mod metrics;
mod occurrences;
pub mod orphans;
mod packages;
mod partial;
pub mod pattern;
pub mod placement;
pub mod policy;
pub mod preset;
pub mod required;
pub mod rules;
pub mod selector;
mod texts;
mod uses;
mod why;
mod why_not;

pub use gate::Archcheck;

/// The gate.
pub static GATE: Archcheck = Archcheck;
