//! Contracts that are files: schemas, modules, interfaces. Each kind is compared by rules of its own, all under one model.

mod change;
mod json;
pub mod schema;
