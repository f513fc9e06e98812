//! Where code that is run stands.

use std::cell::Cell;

use govern_facts::ScopeId;
use govern_names::InstanceId;

use super::ty::Ty;
use crate::wire::Value;

/// How many steps one piece of code may take.
pub(super) const FUEL: u32 = 10_000;

/// Where code stands, and what its names are.
#[derive(Clone)]
pub(super) struct Frame<'f> {
    pub(super) instance: InstanceId,
    pub(super) scope: ScopeId,
    /// What `Self` is.
    pub(super) self_ty: Option<Ty>,
    pub(super) locals: Vec<(String, Value)>,
    /// The deserializer, by its name, and what it gives.
    pub(super) input: Option<(String, Value)>,
    /// What is left of the work that may be done.
    pub(super) fuel: &'f Cell<u32>,
}

impl<'f> Frame<'f> {
    /// A frame without locals.
    pub(super) fn new(instance: InstanceId, scope: ScopeId, fuel: &'f Cell<u32>) -> Self {
        Frame {
            instance,
            scope,
            self_ty: None,
            locals: Vec::new(),
            input: None,
            fuel,
        }
    }
}
