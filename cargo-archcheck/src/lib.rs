//! Checks a workspace against its declared architecture.

pub mod architecture;
pub mod assembly;
mod causes;
pub mod config;
mod cycles;
pub mod digraph;
#[cfg(test)]
mod disguises;
#[cfg(test)]
mod fixture;
mod gate;
mod graph;
pub mod interpret;
mod layering;
mod occurrences;
mod packages;
mod partial;
pub mod pattern;
pub mod policy;
pub mod preset;
pub mod rules;
pub mod selector;
mod texts;
mod uses;
mod why;

pub use gate::Archcheck;

/// The gate.
pub static GATE: Archcheck = Archcheck;
