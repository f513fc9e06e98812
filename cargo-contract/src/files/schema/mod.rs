//! JSON Schema: whether one schema accepts all that another one does.
//!
//! A proof says yes (`prove`); a document that one accepts and the other refuses says no (`generate`, `check`). If there
//! is neither, it is not known.

mod alone;
mod check;
mod close;
mod compare;
mod compile;
mod conj;
mod dialect;
mod dropped;
mod formats;
mod generate;
mod judge;
mod keywords;
mod model;
mod number;
mod pattern;
mod prove;
mod prove_array;
mod prove_object;
mod prove_scalar;
mod same;
mod scalars;
mod truth;
mod uri;
mod version;

pub(crate) use alone::{Answer, ask, example, mistakes};
pub(super) use compare::{Pair, compare};
pub use compare::{SchemaVerdict, compare_schemas};
pub(super) use dialect::Dialect;
pub(super) use judge::{Files, between};
pub(super) use model::{Id, Schemas};
pub(super) use version::{Read, Reading, Version};
