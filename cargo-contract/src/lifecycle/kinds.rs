//! The kinds of values in documents, as consumers ask for them.

use super::lookup::{Written, plain};
use crate::wire::{Enum, Payload, Shape, Tagging, Wire};

/// The kind of a value in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Any,
    Null,
    Bool,
    Integer,
    Number,
    String,
    List,
    Object,
}

impl Kind {
    /// The words for the kinds that a consumer may ask for.
    pub(crate) const NAMES: [&'static str; 7] = [
        "`any`",
        "`bool`",
        "`integer`",
        "`number`",
        "`string`",
        "`list`",
        "`object`",
    ];

    pub(crate) fn named(name: &str) -> Option<Kind> {
        Some(match name {
            "any" => Kind::Any,
            "bool" => Kind::Bool,
            "integer" => Kind::Integer,
            "number" => Kind::Number,
            "string" => Kind::String,
            "list" => Kind::List,
            "object" => Kind::Object,
            _ => return None,
        })
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Kind::Any => "any value",
            Kind::Null => "null",
            Kind::Bool => "a flag",
            Kind::Integer => "an integer",
            Kind::Number => "a number",
            Kind::String => "a string",
            Kind::List => "a list",
            Kind::Object => "an object",
        }
    }

    /// Whether who asks for this kind can take a value of another.
    pub(crate) fn takes(self, written: Kind) -> bool {
        self == Kind::Any || self == written || (self, written) == (Kind::Number, Kind::Integer)
    }
}

/// The kinds of what is written at a place, or why they are not known.
pub(crate) fn kinds(wire: &Wire, written: &Written) -> Result<Vec<Kind>, String> {
    let mut kinds = Vec::new();
    kinds.extend(written.is_tag.then_some(Kind::String));
    for id in written.shapes.iter().flat_map(|&id| plain(wire, id)) {
        kinds.push(match wire.shape(id) {
            Shape::Bool => Kind::Bool,
            Shape::Int(_) => Kind::Integer,
            Shape::Float(_) => Kind::Number,
            Shape::Char | Shape::Str(_) => Kind::String,
            Shape::Unit | Shape::UnitStruct | Shape::Ignored | Shape::Option(_) => Kind::Null,
            Shape::Bytes(_)
            | Shape::List(_)
            | Shape::Set(_)
            | Shape::Array(..)
            | Shape::Tuple(_) => Kind::List,
            Shape::Map(..) | Shape::Struct(_) => Kind::Object,
            Shape::Enum(shape) => {
                kinds.extend(of_variants(shape));
                continue;
            }
            Shape::Any => return Err("any document may stand there".to_owned()),
            Shape::Opaque { reason, .. } => return Err(reason.clone()),
            Shape::Split { .. } | Shape::Newtype(_) | Shape::Converted { .. } => continue,
        });
    }
    kinds.sort();
    kinds.dedup();
    Ok(kinds)
}

fn of_variants(shape: &Enum) -> Vec<Kind> {
    let written = shape.variants.iter().filter(|it| it.write.is_some());
    written
        .filter_map(|variant| {
            Some(match (&shape.tagging, &variant.payload) {
                (Tagging::Number(_), _) => Kind::Integer,
                (Tagging::External, Payload::Unit) => Kind::String,
                (Tagging::Untagged, Payload::Unit) => Kind::Null,
                (Tagging::Untagged, Payload::Tuple(_)) => Kind::List,
                // What is inside was looked at.
                (Tagging::Untagged, Payload::Newtype(_)) => return None,
                _ => Kind::Object,
            })
        })
        .collect()
}
