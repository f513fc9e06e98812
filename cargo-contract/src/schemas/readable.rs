//! What a type reads.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Describer;
use super::keywords::{all_of, any_of, commented, list, map, nullable, object, tuple};
use super::scalars;
use crate::compat::Source;
use crate::known;
use crate::wire::{Field, Payload, Shape, ShapeId, Struct, Tagging, Value as WireValue};

/// Keys of an object that a part of it does not see, because others take them; whether for sure.
pub(super) type Gone = BTreeMap<String, bool>;

impl Describer<'_> {
    /// What is read as a shape.
    pub(super) fn readable(&mut self, id: ShapeId, source: Source) -> Value {
        let wire = self.wire;
        match wire.shape(id) {
            Shape::Split { read, .. } => self.node(*read, source),
            Shape::Any | Shape::Ignored => json!({}),
            Shape::Bool => json!({ "type": "boolean" }),
            Shape::Int(ty) if ty.bits == 128 && source != Source::Format => {
                commented(json!(false), "serde does not buffer numbers of 128 bits")
            }
            Shape::Int(ty) => scalars::readable_integer(*ty),
            Shape::Float(_) => json!({ "type": "number" }),
            Shape::Char => scalars::character(),
            Shape::Str(text) => scalars::readable_text(text),
            Shape::Bytes(length) => {
                let mut text = json!({ "type": "string" });
                if let Some(length) = length {
                    text["maxLength"] = json!(length);
                }
                any_of(vec![scalars::bytes(*length), text])
            }
            Shape::Unit | Shape::UnitStruct => {
                let mut all = vec![json!({ "type": "null" })];
                if source == Source::Buffer {
                    all.push(json!({ "type": "object", "maxProperties": 0 }));
                    if matches!(wire.shape(id), Shape::UnitStruct) {
                        all.push(tuple(Vec::new(), 0));
                    }
                }
                any_of(all)
            }
            Shape::Option(inner) => {
                let inner = self.node(*inner, source);
                nullable(inner)
            }
            Shape::List(item) | Shape::Set(item) => list(self.node(*item, source)),
            Shape::Array(item, length) => {
                let mut schema = list(self.node(*item, source));
                schema["minItems"] = json!(length);
                schema["maxItems"] = json!(length);
                schema
            }
            Shape::Tuple(shape) => self.positions(shape, source, Vec::new()),
            Shape::Map(key, value) => {
                let keys = self.readable_keys(*key, source);
                let values = self.node(*value, source);
                map(keys, values)
            }
            Shape::Newtype(inner) => self.node(*inner, source),
            Shape::Converted { inner, .. } => {
                let inner = self.node(*inner, source);
                self.converted(id, inner)
            }
            Shape::Struct(shape) => {
                let by_key = self.keys(shape, source, &Gone::new(), shape.deny_unknown);
                match shape.flattens_read() {
                    true => by_key,
                    false => any_of(vec![by_key, self.by_position(shape, source, Vec::new())]),
                }
            }
            Shape::Enum(shape) => self.readable_enum(shape, source, None),
            Shape::Opaque {
                reason,
                fingerprint,
            } => self.not_understood(fingerprint, reason),
        }
    }

    /// What a conversion leaves of what is read.
    fn converted(&mut self, id: ShapeId, inner: Value) -> Value {
        let Shape::Converted {
            meaning,
            fallible,
            outcomes,
            ..
        } = self.wire.shape(id)
        else {
            return inner;
        };
        if let Some(meaning) = known::meaning(meaning) {
            let (least, most) = meaning.bounds();
            return all_of(vec![
                inner,
                json!({ "minimum": scalars::number(least), "maximum": scalars::number(most) }),
            ]);
        }
        let refused = outcomes.iter().filter(|(_, made)| made.is_none());
        let refused: Vec<Value> = refused.filter_map(|(value, _)| constant(value)).collect();
        let mut all = vec![inner];
        if !refused.is_empty() {
            all.push(json!({ "not": { "enum": refused } }));
        }
        let schema = all_of(all);
        if !fallible {
            return schema;
        }
        self.open
            .push("a conversion may refuse what it is given".to_owned());
        commented(schema, "a conversion may refuse some of these")
    }

    /// A struct or tuple from a list, behind elements that come first.
    pub(super) fn positions(&mut self, shape: &Struct, source: Source, first: Vec<Value>) -> Value {
        let mut items = first;
        let mut least = items.len();
        for field in shape.fields.iter().filter(|field| field.read.is_some()) {
            items.push(self.node(field.shape, source));
            if field.default.is_none() {
                least = items.len();
            }
        }
        tuple(items, least)
    }

    /// What has names is read from a list, too.
    pub(super) fn by_position(
        &mut self,
        shape: &Struct,
        source: Source,
        first: Vec<Value>,
    ) -> Value {
        let schema = self.positions(shape, source, first);
        commented(schema, "a list is read by position")
    }

    /// A struct from an object, of which it does not see some keys.
    pub(super) fn keys(
        &mut self,
        shape: &Struct,
        source: Source,
        gone: &Gone,
        deny_unknown: bool,
    ) -> Value {
        let mut properties = Map::new();
        let mut required: Vec<&str> = Vec::new();
        let mut more = Vec::new();
        for field in shape.fields.iter().filter(|field| !field.flatten) {
            let Some(read) = &field.read else { continue };
            let mut seen: Vec<&str> = Vec::new();
            for key in &read.keys {
                if !gone.contains_key(key) && !properties.contains_key(key) {
                    properties.insert(key.clone(), self.node(field.shape, source));
                    seen.push(key);
                }
            }
            let is_gone = |key: &String| gone.get(key) == Some(&true);
            let may_be_missing = self.may_be_missing(field)
                || !(read.keys.iter()).all(|key| seen.contains(&key.as_str()) || is_gone(key));
            match seen.as_slice() {
                _ if may_be_missing => {}
                // Others take it.
                [] => more.push(json!(false)),
                [key] => required.push(key),
                keys => {
                    let each = keys.iter().map(|key| json!({ "required": [key] }));
                    more.push(json!({ "anyOf": each.collect::<Vec<_>>() }));
                }
            }
            // Two names of one field are a field that comes twice.
            for (place, first) in seen.iter().enumerate() {
                for second in &seen[place + 1..] {
                    more.push(json!({ "not": { "required": [first, second] } }));
                }
            }
        }
        let mut taken = gone.clone();
        taken.extend(properties.keys().map(|key| (key.clone(), true)));
        let flattened = shape
            .fields
            .iter()
            .filter(|it| it.flatten && it.read.is_some());
        for field in flattened {
            let (schema, takes) = self.flat(field.shape, &taken);
            more.push(schema);
            for (key, surely) in takes {
                *taken.entry(key).or_insert(surely) |= surely;
            }
        }
        let mut schema = json!({ "type": "object" });
        let members = object(&mut schema);
        if deny_unknown {
            for key in taken.into_keys() {
                properties.entry(key).or_insert(json!(true));
            }
            members.insert("additionalProperties".to_owned(), json!(false));
        }
        if !properties.is_empty() {
            members.insert("properties".to_owned(), Value::Object(properties));
        }
        if !required.is_empty() {
            members.insert("required".to_owned(), json!(required));
        }
        match all_of(more) {
            Value::Object(more) if more.is_empty() => {}
            Value::Object(more) if more.len() == 1 && more.contains_key("allOf") => {
                members.extend(more);
            }
            more => {
                members.insert("allOf".to_owned(), json!([more]));
            }
        }
        schema
    }

    fn may_be_missing(&self, field: &Field) -> bool {
        let implicit = field.read.as_ref().is_some_and(|read| read.implicit_none);
        let is_opaque = matches!(
            self.wire.shape(self.wire.read(field.shape)),
            Shape::Opaque { .. }
        );
        field.default.is_some() || implicit || is_opaque
    }

    /// The keys that are read as a shape.
    pub(super) fn readable_keys(&mut self, id: ShapeId, source: Source) -> Value {
        let wire = self.wire;
        match wire.shape(id) {
            Shape::Split { read, .. } => self.readable_keys(*read, source),
            Shape::Newtype(inner) | Shape::Option(inner) => self.readable_keys(*inner, source),
            Shape::Converted { inner, .. } => {
                let inner = self.readable_keys(*inner, source);
                self.converted(id, inner)
            }
            Shape::Str(crate::wire::Text::Plain) | Shape::Any | Shape::Ignored => json!({}),
            // Numbers are read from strings by the format, and not by a buffer.
            Shape::Int(ty) if source == Source::Format => scalars::integer_key(*ty),
            Shape::Float(_) if source == Source::Format => {
                json!({ "pattern": "^-?[0-9]" })
            }
            Shape::Bool if source == Source::Format => scalars::flag_key(),
            Shape::Enum(shape)
                if shape.tagging == Tagging::External
                    && !shape.variants.iter().any(|variant| variant.untagged) =>
            {
                self.unit_names(shape, |payload| matches!(payload, Payload::Unit))
            }
            _ => self.node(id, source),
        }
    }
}

/// A value that stands for itself in JSON.
fn constant(value: &WireValue) -> Option<Value> {
    match value {
        WireValue::Bool(value) => Some(json!(value)),
        WireValue::Int(number) => Some(scalars::number(*number)).filter(|it| !it.is_f64()),
        WireValue::Str(text) => Some(json!(text)),
        _ => None,
    }
}
