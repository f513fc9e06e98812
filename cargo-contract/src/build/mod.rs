//! Builds wire models from facts: what `#[derive(Serialize, Deserialize)]` would make of a type.

mod attrs;
mod bodies;
mod builder;
mod code;
mod codes;
mod convert;
mod defaults;
mod depends;
mod derive;
mod derive_enum;
mod fields;
mod frame;
mod getter;
mod implied;
mod lookups;
mod node;
mod one_sided;
mod outcomes;
mod parse;
mod pieces;
mod program;
mod proxies;
mod run;
mod serde_as;
mod specs;
mod tokens;
mod ty;
mod types;

pub use builder::{Builder, DeclaredWire, Index};
pub(crate) use codes::{By, Code, Coded};
pub(crate) use program::is_primitive;
pub use program::{Holds, Program};
pub(crate) use tokens::tokens;
