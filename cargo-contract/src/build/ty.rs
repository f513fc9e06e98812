//! Types as they are meant: names resolved, generic arguments filled in.

use std::collections::BTreeMap;

use govern_names::{InstanceId, ItemDef};

use super::node::Node;

/// A type without anything left open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Ty {
    /// A struct, enum or union of the workspace.
    Item(ItemDef, Vec<Arg>),
    /// A type of another crate, by its path.
    External(String, Vec<Arg>),
    /// `u32`, `str` and the like.
    Primitive(String),
    /// `&T`.
    Ref(Box<Ty>),
    /// `[T]`.
    Slice(Box<Ty>),
    /// `[T; N]`; the length as far as it is known.
    Array(Box<Ty>, Length),
    /// `(A, B)`.
    Tuple(Vec<Ty>),
    /// What could not be resolved: why, or the name of a generic parameter that is left open.
    Unknown(String),
    /// A path that leads nowhere: a macro may declare it.
    Unresolved(String),
    /// What cannot be seen, why, and what it depends on.
    Behind(String, Vec<Node>),
}

/// The length of an array.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Length {
    Known(u64),
    /// As written, in which file.
    Text(InstanceId, String),
}

/// A generic argument.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Arg {
    Type(Ty),
    Const(String),
}

/// What generic parameters and `Self` stand for.
#[derive(Debug, Clone, Default)]
pub(super) struct Env {
    pub(super) params: BTreeMap<String, Arg>,
    pub(super) self_ty: Option<Ty>,
}

impl Env {
    /// Parameters stay as they are.
    pub(super) fn open() -> Self {
        Env::default()
    }
}
