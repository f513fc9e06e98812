//! What `.proto` files of one version declare, by full names.

use std::collections::{BTreeMap, BTreeSet};

use super::features::Features;
use crate::files::change::At;

/// Everything that the files of one version declare.
#[derive(Debug, Default)]
pub(super) struct Protos {
    pub(super) files: BTreeMap<String, File>,
    pub(super) messages: BTreeMap<String, Message>,
    pub(super) enums: BTreeMap<String, Enum>,
    pub(super) services: BTreeMap<String, Service>,
    /// By what they extend, and their number.
    pub(super) extensions: BTreeMap<(String, i32), Field>,
}

#[derive(Debug)]
pub(super) struct File {
    pub(super) package: String,
    /// `proto3`, `edition 2023`.
    pub(super) syntax: String,
    pub(super) features: Features,
    /// Options that decide what code is generated.
    pub(super) options: BTreeMap<String, String>,
    pub(super) at: At,
}

#[derive(Debug, Default)]
pub(super) struct Message {
    /// By number.
    pub(super) fields: BTreeMap<i32, Field>,
    /// First and last number of each range.
    pub(super) reserved: Vec<(i32, i32)>,
    pub(super) reserved_names: BTreeSet<String>,
    /// First and last number of each range that is left to extensions.
    pub(super) extensible: Vec<(i32, i32)>,
    pub(super) features: Features,
    pub(super) at: At,
}

#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) json_name: String,
    pub(super) ty: Ty,
    pub(super) cardinality: Cardinality,
    pub(super) oneof: Option<String>,
    /// What is read where nothing was written; none if there is no such value.
    pub(super) default: Option<String>,
    /// Options that decide what code is generated, or how numbers look in JSON.
    pub(super) options: BTreeMap<String, String>,
    pub(super) features: Features,
    pub(super) at: At,
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ty {
    /// `int32`, `string`.
    Scalar(&'static str),
    Message(String),
    /// A message between two marks.
    Group(String),
    Enum(String),
    /// Of what, to what.
    Map(Box<(Ty, Ty)>),
    /// A name that none of the files declares.
    Named(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cardinality {
    Implicit,
    Optional,
    Required,
    Repeated,
    Map,
}

#[derive(Debug)]
pub(super) struct Enum {
    /// Names by number; there may be several.
    pub(super) values: BTreeMap<i32, BTreeMap<String, At>>,
    /// The number of the one that is declared first.
    pub(super) first: i32,
    pub(super) features: Features,
    pub(super) reserved: Vec<(i32, i32)>,
    pub(super) reserved_names: BTreeSet<String>,
    pub(super) at: At,
}

#[derive(Debug)]
pub(super) struct Service {
    pub(super) methods: BTreeMap<String, Method>,
    pub(super) at: At,
}

#[derive(Debug)]
pub(super) struct Method {
    pub(super) input: Ty,
    pub(super) output: Ty,
    pub(super) streams: (bool, bool),
    pub(super) idempotency: String,
    pub(super) at: At,
}

impl Ty {
    /// As it is written.
    pub(super) fn show(&self) -> String {
        match self {
            Ty::Scalar(name) => (*name).to_owned(),
            Ty::Message(name) | Ty::Enum(name) | Ty::Named(name) => name.clone(),
            Ty::Group(name) => format!("group {name}"),
            Ty::Map(of) => format!("map<{}, {}>", of.0.show(), of.1.show()),
        }
    }

    /// Whether it is the same: what none of the files declares may be written in full, or as it is called from where it is used.
    pub(super) fn is(&self, other: &Ty) -> bool {
        let (Some(own), Some(others)) = (self.name(), other.name()) else {
            return match (self, other) {
                (Ty::Map(own), Ty::Map(others)) => own.0.is(&others.0) && own.1.is(&others.1),
                _ => self == other,
            };
        };
        let ends = |long: &str, short: &str| {
            let before = long.strip_suffix(short);
            before.is_some_and(|it| it.is_empty() || it.ends_with('.'))
        };
        match (self, other) {
            (Ty::Named(_), _) | (_, Ty::Named(_)) => ends(own, others) || ends(others, own),
            _ => self == other,
        }
    }

    fn name(&self) -> Option<&str> {
        match self {
            Ty::Message(name) | Ty::Group(name) | Ty::Enum(name) | Ty::Named(name) => Some(name),
            Ty::Scalar(_) | Ty::Map(_) => None,
        }
    }
}

impl Cardinality {
    pub(super) fn word(self) -> &'static str {
        match self {
            Cardinality::Implicit => "without a label",
            Cardinality::Optional => "optional",
            Cardinality::Required => "required",
            Cardinality::Repeated => "repeated",
            Cardinality::Map => "a map",
        }
    }
}

impl Protos {
    /// The defaults of fields whose type is an enum are numbers; the first is that of a field that says nothing.
    pub(super) fn complete_defaults(&mut self) {
        let enums = &self.enums;
        let messages = self.messages.values_mut();
        let fields = messages.flat_map(|it| it.fields.values_mut());
        for field in fields.chain(self.extensions.values_mut()) {
            let Ty::Enum(name) = &field.ty else { continue };
            let Some(declared) = enums.get(name) else {
                continue;
            };
            let single = !matches!(field.cardinality, Cardinality::Repeated | Cardinality::Map);
            let number = match &field.default {
                Some(name) => declared
                    .values
                    .iter()
                    .find_map(|(number, names)| names.contains_key(name).then_some(*number)),
                None => single.then_some(declared.first),
            };
            field.default = number.map(|it| it.to_string());
        }
    }
}
