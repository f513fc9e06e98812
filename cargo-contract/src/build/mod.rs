//! Builds wire models from facts: what `#[derive(Serialize, Deserialize)]` would make of a type.

mod attrs;
mod builder;
mod code;
mod convert;
mod defaults;
mod derive;
mod fields;
mod program;
mod specs;
mod types;

pub use builder::{Builder, Index};
pub(crate) use code::tokens;
pub use program::Program;
pub(crate) use program::is_primitive;
