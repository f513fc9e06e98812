//! What a type writes.

use serde_json::{Map, Value, json};

use super::Describer;
use super::keywords::{any_of, list, map, nullable, object, one_of, tuple};
use super::scalars;
use crate::compat::{Node, Object, Source, Term, json_cases, json_variant};
use crate::wire::{Enum, Payload, Shape, ShapeId, Tagging};

impl Describer<'_> {
    /// What is written for a shape.
    pub(super) fn written(&mut self, id: ShapeId) -> Value {
        let wire = self.wire;
        match wire.shape(id) {
            Shape::Split { write, .. } => self.part(*write),
            Shape::Option(inner) => {
                let inner = self.part(*inner);
                nullable(inner)
            }
            Shape::Newtype(inner) | Shape::Converted { inner, .. } => self.part(*inner),
            Shape::Opaque {
                reason,
                fingerprint,
            } => self.not_understood(fingerprint, reason),
            Shape::Map(key, value) => {
                let keys = self.written_keys(*key);
                let values = self.part(*value);
                map(keys, values)
            }
            Shape::Enum(shape) => self.written_enum(shape),
            _ => {
                let terms = json_cases(wire, id).into_iter().map(|case| case.term);
                self.terms(terms)
            }
        }
    }

    fn part(&mut self, id: ShapeId) -> Value {
        self.node(id, Source::Format)
    }

    /// What is written of several kinds; those that cannot be written add nothing.
    fn terms<'t>(&mut self, terms: impl Iterator<Item = Term<'t>>) -> Value {
        let schemas = terms.filter_map(|term| self.term(&term)).collect();
        any_of(schemas)
    }

    fn written_enum(&mut self, shape: &Enum) -> Value {
        let wire = self.wire;
        let mut schemas = Vec::new();
        for variant in &shape.variants {
            let Some(name) = &variant.write else { continue };
            let is_bare = variant.untagged || shape.tagging == Tagging::Untagged;
            match &variant.payload {
                Payload::Newtype(inner) if is_bare => schemas.push(self.part(*inner)),
                _ => {
                    for term in json_variant(wire, shape, variant, name) {
                        schemas.extend(self.term(&term));
                    }
                }
            }
        }
        any_of(schemas)
    }

    /// A kind of documents; none if writing fails.
    fn term(&mut self, term: &Term<'_>) -> Option<Value> {
        Some(match term {
            Term::Null => json!({ "type": "null" }),
            Term::Bool => json!({ "type": "boolean" }),
            Term::Int(ty) => scalars::integer(*ty),
            Term::Number(number) => one_of([scalars::number(*number)]),
            Term::Float(_) => json!({ "type": "number" }),
            Term::Char => scalars::character(),
            Term::Text(text) => scalars::text(text),
            Term::Name(name) => one_of([name.as_str()]),
            Term::Bytes(length) => scalars::bytes(*length),
            Term::List { item, is_set } => {
                let mut schema = list(self.part(*item));
                if *is_set && self.is_told_apart(*item) {
                    schema["uniqueItems"] = json!(true);
                }
                schema
            }
            Term::Array(item, length) => {
                let mut schema = list(self.part(*item));
                schema["minItems"] = json!(length);
                schema["maxItems"] = json!(length);
                schema
            }
            Term::Fixed(entries) => {
                let mut items = Vec::new();
                for entry in entries {
                    match self.entry(&entry.node) {
                        Some(item) => items.push(item),
                        None if entry.always => return None,
                        None => {}
                    }
                }
                let least = entries.iter().filter(|entry| entry.always).count();
                if least == entries.len() {
                    tuple(items, least)
                } else {
                    // What is left out moves what is behind it.
                    let most = items.len();
                    let mut schema = list(any_of(items));
                    schema["minItems"] = json!(least);
                    schema["maxItems"] = json!(most);
                    schema
                }
            }
            Term::Object(shape) => self.object_term(shape)?,
            Term::Any => json!({}),
            Term::Opaque(fingerprint) => {
                let reason = self.reason(fingerprint);
                self.not_understood(fingerprint, &reason)
            }
            Term::Converted { inner, .. } => self.part(*inner),
            Term::Fails => return None,
            Term::Unclear(why) => self.unclear(why),
        })
    }

    fn entry(&mut self, node: &Node<'_>) -> Option<Value> {
        match node {
            Node::Shape(id) => Some(self.part(*id)),
            Node::Term(term) => self.term(term),
        }
    }

    fn object_term(&mut self, shape: &Object<'_>) -> Option<Value> {
        let mut properties = Map::new();
        let mut required: Vec<&str> = Vec::new();
        for entry in &shape.entries {
            let Some(schema) = self.entry(&entry.node) else {
                match entry.always {
                    true => return None,
                    false => continue,
                }
            };
            // Two fields may write one key.
            let both = match properties.remove(&entry.key) {
                Some(before) => any_of(vec![before, schema]),
                None => schema,
            };
            properties.insert(entry.key.clone(), both);
            if entry.always && !required.contains(&entry.key.as_str()) {
                required.push(&entry.key);
            }
        }
        let mut schema = json!({ "type": "object" });
        let members = object(&mut schema);
        if !required.is_empty() {
            members.insert("required".to_owned(), json!(required));
        }
        match shape.open {
            _ if shape.anything => {}
            Some((key, value)) => {
                let keys = scalars::also(properties.keys(), self.written_keys(key));
                let values = self.part(value);
                members.append(object(&mut map(keys, values)));
            }
            None => {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        if !properties.is_empty() {
            members.insert("properties".to_owned(), Value::Object(properties));
        }
        Some(schema)
    }

    /// The keys that a map of this shape of keys writes.
    fn written_keys(&mut self, id: ShapeId) -> Value {
        let wire = self.wire;
        match wire.shape(id) {
            Shape::Split { write, .. } => self.written_keys(*write),
            Shape::Newtype(inner) | Shape::Option(inner) | Shape::Converted { inner, .. } => {
                self.written_keys(*inner)
            }
            Shape::Int(ty) => scalars::integer_key(*ty),
            Shape::Bool => scalars::flag_key(),
            Shape::Char => scalars::character(),
            Shape::Enum(shape) if shape.tagging == Tagging::External => {
                let is_name = |payload: &Payload| matches!(payload, Payload::Unit);
                if shape.variants.iter().any(|variant| variant.untagged) {
                    return json!({});
                }
                let variants = shape.variants.iter();
                one_of(
                    variants
                        .filter(|variant| is_name(&variant.payload))
                        .filter_map(|variant| variant.write.as_deref()),
                )
            }
            _ => json!({}),
        }
    }

    /// Whether different values are different in JSON, too.
    fn is_told_apart(&self, id: ShapeId) -> bool {
        matches!(
            self.wire.shape(self.wire.written(id)),
            Shape::Int(_) | Shape::Char | Shape::Bool | Shape::Str(crate::wire::Text::Plain)
        )
    }

    /// Why a part is not understood.
    fn reason(&self, fingerprint: &str) -> String {
        let mut shapes = self.wire.reached();
        let found = shapes.find_map(|shape| match shape {
            Shape::Opaque {
                reason,
                fingerprint: known,
            } if known == fingerprint => Some(reason.clone()),
            _ => None,
        });
        found.unwrap_or_else(|| fingerprint.to_owned())
    }
}
