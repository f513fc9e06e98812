//! What is read from a part of an object: flattened fields, and contents beside a tag.

use serde_json::{Value, json};

use super::Describer;
use super::keywords::{any_of, map};
use super::readable::Gone;
use super::scalars;
use crate::compat::Source;
use crate::wire::{Enum, Shape, ShapeId, Tagging};

/// How many parts of one object may lie in each other.
const LEVELS: usize = 16;

impl Describer<'_> {
    /// A flattened field, beside what is gone already; and the keys that it takes from those behind it.
    pub(super) fn flat(&mut self, id: ShapeId, gone: &Gone) -> (Value, Gone) {
        self.level += 1;
        let found = match self.level > LEVELS {
            true => (self.unclear("flattened too deeply"), Gone::new()),
            false => self.flat_shape(id, gone),
        };
        self.level -= 1;
        found
    }

    fn flat_shape(&mut self, id: ShapeId, gone: &Gone) -> (Value, Gone) {
        let wire = self.wire;
        match wire.shape(id) {
            Shape::Split { read: inner, .. }
            | Shape::Newtype(inner)
            | Shape::Converted { inner, .. } => self.flat(*inner, gone),
            Shape::Unit | Shape::UnitStruct | Shape::Ignored | Shape::Any => {
                (json!({}), Gone::new())
            }
            // Whatever goes wrong inside reads as `None`.
            Shape::Option(inner) => {
                let before = self.open.len();
                let (_, takes) = self.flat(*inner, gone);
                self.open.truncate(before);
                (json!({}), takes)
            }
            Shape::Struct(shape) if !shape.flattens_read() => {
                let read = shape.fields.iter().filter_map(|field| field.read.as_ref());
                let takes = read.flat_map(|read| read.keys.iter().map(|key| (key.clone(), true)));
                let takes = takes.collect();
                (self.keys(shape, Source::Buffer, gone, false), takes)
            }
            Shape::Struct(shape) => (self.keys(shape, Source::Kept, gone, false), Gone::new()),
            Shape::Map(key, value) => (self.rest((*key, *value), Source::Kept, gone), Gone::new()),
            Shape::Enum(shape) => self.flat_enum(shape, gone),
            Shape::Opaque { reason, .. } => (self.unclear(reason), Gone::new()),
            _ => (json!(false), Gone::new()),
        }
    }

    fn flat_enum(&mut self, shape: &Enum, gone: &Gone) -> (Value, Gone) {
        let read = || shape.variants.iter().filter(|it| it.read.is_some());
        let has_bare = read().any(|variant| variant.untagged);
        match &shape.tagging {
            Tagging::External if !has_bare => {
                let names: Vec<String> = read()
                    .flat_map(|variant| variant.read.iter().flatten().cloned())
                    .collect();
                let mut schemas = Vec::new();
                for variant in read() {
                    let contents = self.contents(variant, Source::Buffer);
                    for name in variant.read.iter().flatten() {
                        schemas.push(json!({
                            "required": [name],
                            "properties": { name.as_str(): contents },
                        }));
                    }
                }
                let schema = match names.iter().any(|name| gone.contains_key(name)) {
                    true => json!({}),
                    false => any_of(schemas),
                };
                // Only one of them is taken.
                (
                    schema,
                    names.into_iter().map(|name| (name, false)).collect(),
                )
            }
            Tagging::Adjacent { tag, content } if !has_bare => {
                let keys = (tag.as_str(), content.as_str());
                let schema = self.adjacent(shape, keys, Source::Buffer, gone, false);
                (
                    schema,
                    [(tag.clone(), true), (content.clone(), true)].into(),
                )
            }
            Tagging::Number(_) => (json!(false), Gone::new()),
            _ => (
                self.readable_enum(shape, Source::Kept, Some(gone)),
                Gone::new(),
            ),
        }
    }

    /// All entries that are not gone, as a map.
    fn rest(&mut self, (key, value): (ShapeId, ShapeId), source: Source, gone: &Gone) -> Value {
        let keys = scalars::also(gone.keys(), self.readable_keys(key, source));
        let values = self.node(value, source);
        let mut schema = map(keys, values);
        schema["properties"] = unseen(gone);
        schema
    }

    /// What is read from an object without the keys that are gone.
    pub(super) fn inside(&mut self, id: ShapeId, source: Source, gone: &Gone) -> Value {
        self.level += 1;
        let schema = match self.level > LEVELS {
            true => self.unclear("nested too deeply in one object"),
            false => self.inside_shape(id, source, gone),
        };
        self.level -= 1;
        schema
    }

    fn inside_shape(&mut self, id: ShapeId, source: Source, gone: &Gone) -> Value {
        let wire = self.wire;
        match wire.shape(id) {
            Shape::Split { read: inner, .. }
            | Shape::Newtype(inner)
            | Shape::Option(inner)
            | Shape::Converted { inner, .. } => self.inside(*inner, source, gone),
            Shape::Any | Shape::Ignored => json!({}),
            Shape::Unit | Shape::UnitStruct if source == Source::Buffer => {
                json!({ "type": "object", "properties": unseen(gone), "additionalProperties": false })
            }
            Shape::Struct(shape) => self.keys(shape, source, gone, shape.deny_unknown),
            Shape::Map(key, value) => self.rest((*key, *value), source, gone),
            Shape::Enum(shape) => self.readable_enum(shape, source, Some(gone)),
            Shape::Opaque { reason, .. } => self.unclear(reason),
            _ => json!(false),
        }
    }
}

/// Keys that may be there, whatever stands behind them.
fn unseen(gone: &Gone) -> Value {
    let known = gone.keys().map(|key| (key.clone(), json!(true)));
    Value::Object(known.collect())
}
