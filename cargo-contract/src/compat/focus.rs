//! What a reader reads at a part: samples vary only what is not proved.

use super::Format;
use super::prove::Prover;
use crate::wire::{Payload, Shape, ShapeId, Struct, Variant};

impl Prover<'_> {
    pub(crate) fn inner(&self, read: ShapeId) -> ShapeId {
        match self.reader.shape(self.reader.read(read)) {
            Shape::Option(inner) => *inner,
            _ => read,
        }
    }

    pub(crate) fn unwrapped(&self, read: ShapeId) -> ShapeId {
        match self.reader.shape(self.reader.read(read)) {
            Shape::Newtype(inner) | Shape::Converted { inner, .. } => *inner,
            _ => read,
        }
    }

    pub(crate) fn item(&self, read: ShapeId) -> Option<ShapeId> {
        match self.reader.shape(self.reader.read(read)) {
            Shape::List(item) | Shape::Array(item, _) | Shape::Set(item) | Shape::Map(_, item) => {
                Some(*item)
            }
            _ => None,
        }
    }

    /// How many items a reader of a list asks for, if that is fixed.
    pub(crate) fn length(&self, read: ShapeId) -> Option<usize> {
        match self.reader.shape(self.unwrapped(self.reader.read(read))) {
            Shape::Array(_, length) => usize::try_from(*length).ok(),
            Shape::Tuple(shape) | Shape::Struct(shape) => Some(
                shape
                    .fields
                    .iter()
                    .filter(|field| field.read.is_some())
                    .count(),
            ),
            _ => None,
        }
    }

    pub(crate) fn elements(&self, read: ShapeId) -> Vec<Focus> {
        match self.reader.shape(self.reader.read(read)) {
            Shape::Tuple(shape) => by_position(shape),
            _ => Vec::new(),
        }
    }

    pub(crate) fn fields(&self, read: ShapeId) -> Vec<Focus> {
        match self.reader.shape(self.reader.read(read)) {
            Shape::Struct(shape) => self.focus(shape),
            _ => Vec::new(),
        }
    }

    pub(super) fn focus(&self, shape: &Struct) -> Vec<Focus> {
        if self.format.is_positional() || self.format == Format::MessagePack {
            return by_position(shape);
        }
        shape
            .fields
            .iter()
            .filter_map(|field| Some((field, field.read.as_ref()?)))
            .flat_map(|(field, read)| {
                let focus = |key: &String| Focus {
                    key: key.clone(),
                    ident: field.ident.clone(),
                    shape: field.shape,
                };
                read.keys.iter().map(focus)
            })
            .collect()
    }

    pub(crate) fn payload(&self, read: ShapeId, variant: &Variant) -> Option<PayloadRef> {
        let Shape::Enum(shape) = self.reader.shape(self.reader.read(read)) else {
            return None;
        };
        let other = shape
            .variants
            .iter()
            .find(|other| other.ident == variant.ident)?;
        Some(match &other.payload {
            Payload::Unit => PayloadRef::default(),
            Payload::Newtype(inner) => PayloadRef {
                newtype: Some(*inner),
                fields: Vec::new(),
            },
            Payload::Tuple(shape) => PayloadRef {
                newtype: None,
                fields: by_position(shape),
            },
            Payload::Struct(shape) => PayloadRef {
                newtype: None,
                fields: self.focus(shape),
            },
        })
    }
}

/// What a reader reads in a variant of the same name.
#[derive(Debug, Clone, Default)]
pub(crate) struct PayloadRef {
    pub(crate) newtype: Option<ShapeId>,
    pub(crate) fields: Vec<Focus>,
}

/// What a reader reads under a key or at a position.
#[derive(Debug, Clone)]
pub(crate) struct Focus {
    pub(crate) key: String,
    pub(crate) ident: String,
    pub(crate) shape: ShapeId,
}

pub(super) fn by_position(shape: &Struct) -> Vec<Focus> {
    shape
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.read.is_some())
        .map(|(index, field)| Focus {
            key: index.to_string(),
            ident: field.ident.clone(),
            shape: field.shape,
        })
        .collect()
}
