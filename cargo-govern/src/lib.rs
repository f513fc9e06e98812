//! Forbidden patterns, and every gate over one workspace.

pub mod config;
pub mod patterns;
mod rules;
pub mod settings;

/// The name of the gate.
pub const NAME: &str = "patterns";
