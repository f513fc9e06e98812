//! Policies in Rego: what they say about a document, and whether their tests pass.
//!
//! A [`Module`] is one file of Rego: what it declares, what it asks for, and what is wrong with it, each with its place.
//! Modules make a [`Bundle`]; a package is evaluated with those that it can reach and no others, so one that is broken
//! breaks only who needs it. What an evaluation may take is bounded ([`Limits`]), and it knows nothing but its input and the
//! data that it is given: no clock, no chance, no network, no environment.

mod annotation;
mod answer;
mod bundle;
mod engine;
mod message;
mod module;
mod nesting;
mod refused;
mod syntax;
mod test;

pub use annotation::{Annotation, Scope};
pub use answer::{Complaint, complaints};
pub use bundle::Bundle;
pub use engine::{Answer, Evaluation, Limits, Work};
pub use message::Mistake;
pub use module::{Dialect, Module, Rule, RuleKind};
pub use test::{Coverage, Tested, Verdict};
