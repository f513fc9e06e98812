//! JSON Schemas (2020-12) of what a type writes and of what it reads.
//!
//! What is written is described by the kinds of documents that the comparison proves its verdicts with; what is read by what
//! the reader does, keyword by keyword. Every document that is written is valid under the one, and every document that is read
//! under the other. What JSON Schema has no word for is left open, and told.

mod keywords;
mod readable;
mod readable_enum;
mod readable_flat;
mod scalars;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::compat::Source;
use crate::wire::{Shape, ShapeId, Tagging, Wire, schema_of};

/// Which side of a type is described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// What it writes.
    Write,
    /// What it reads.
    Read,
}

impl View {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            View::Write => "write",
            View::Read => "read",
        }
    }
}

/// A schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Described {
    /// The schema.
    pub document: Value,
    /// Why parts of it are open that need not be, once for each of them.
    pub open: Vec<String>,
}

/// The dialect of what is described.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Whether a schema refers to a part of itself.
fn refers(schema: &Value) -> bool {
    match schema {
        Value::Object(members) => {
            members.contains_key("$ref")
                || members.contains_key("$dynamicRef")
                || members.values().any(refers)
        }
        Value::Array(items) => items.iter().any(refers),
        _ => false,
    }
}

/// Describes one side of a type in JSON.
pub fn describe(wire: &Wire, view: View) -> Described {
    let mut describer = Describer {
        wire,
        view,
        turns: turns(wire),
        sensitive: BTreeMap::new(),
        names: BTreeMap::new(),
        used: BTreeSet::new(),
        waiting: Vec::new(),
        open: Vec::new(),
        level: 0,
        embedded: 0,
    };
    let root = (describer.side(wire.root), Source::Format);
    describer.names.insert(root, None);
    let mut document = describer.shape(root.0, root.1);
    let mut definitions = Map::new();
    while let Some((key, name)) = describer.waiting.pop() {
        let schema = describer.shape(key.0, key.1);
        definitions.insert(name, schema);
    }
    let head = keywords::object(&mut document);
    head.insert("$schema".to_owned(), json!(DIALECT));
    head.insert("title".to_owned(), json!(wire.name));
    if !definitions.is_empty() {
        head.insert("$defs".to_owned(), Value::Object(definitions));
    }
    Described {
        document,
        open: describer.open,
    }
}

/// A part, and what it is read from.
type Key = (ShapeId, Source);

struct Describer<'a> {
    wire: &'a Wire,
    view: View,
    /// Shapes in which recursion closes.
    turns: BTreeSet<ShapeId>,
    /// Whether it matters what a shape is read from.
    sensitive: BTreeMap<ShapeId, bool>,
    /// Parts with a definition, and its name; the type itself has none.
    names: BTreeMap<Key, Option<String>>,
    used: BTreeSet<String>,
    /// Definitions that are still to be written.
    waiting: Vec<(Key, String)>,
    open: Vec<String>,
    /// How many parts of one and the same object are open.
    level: usize,
    /// How many schemas of others are inside.
    embedded: usize,
}

impl Describer<'_> {
    /// The shape of this side.
    fn side(&self, id: ShapeId) -> ShapeId {
        match self.view {
            View::Write => self.wire.written(id),
            View::Read => self.wire.read(id),
        }
    }

    /// The schema of a part: a reference to a definition, if it has a name or recurs.
    fn node(&mut self, id: ShapeId, source: Source) -> Value {
        let id = self.side(id);
        let name = match self.wire.shape(id) {
            Shape::Struct(shape) => shape.name.as_str(),
            Shape::Enum(shape) => shape.name.as_str(),
            _ if self.turns.contains(&id) => "Recursive",
            _ => "",
        };
        let source = match self.is_sensitive(id) {
            true => source,
            false => Source::Format,
        };
        let key = (id, source);
        if let Some(known) = self.names.get(&key) {
            return reference(known.as_deref());
        }
        if name.is_empty() {
            return self.shape(id, source);
        }
        let name = self.unused(name);
        let schema = reference(Some(&name));
        self.names.insert(key, Some(name.clone()));
        self.waiting.push((key, name));
        schema
    }

    fn shape(&mut self, id: ShapeId, source: Source) -> Value {
        match self.view {
            View::Write => self.written(id),
            View::Read => self.readable(id, source),
        }
    }

    /// A name for a definition.
    fn unused(&mut self, name: &str) -> String {
        let plain: String = name
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { '_' })
            .collect();
        let mut unused = plain.clone();
        let mut number = 2;
        while !self.used.insert(unused.clone()) {
            unused = format!("{plain}{number}");
            number += 1;
        }
        unused
    }

    /// A part that is not understood: what declares it, if something does.
    fn not_understood(&mut self, fingerprint: &str, why: &str) -> Value {
        let declared = schema_of(fingerprint).and_then(|text| serde_json::from_str(text).ok());
        match declared {
            Some(schema) => self.embedded(schema),
            None => self.unclear(why),
        }
    }

    /// A schema of somebody else inside of this one. What it refers to is inside of it, and its dialect stays its own: for both
    /// it needs a name.
    fn embedded(&mut self, mut schema: Value) -> Value {
        let Value::Object(members) = &mut schema else {
            return schema;
        };
        if members.get("$schema").is_some_and(|it| *it == DIALECT) {
            members.remove("$schema");
        }
        let is_own = members.contains_key("$schema")
            || members.contains_key("$id")
            || refers(&Value::Object(members.clone()));
        if !is_own {
            return schema;
        }
        self.embedded += 1;
        let name = json!(format!("urn:declared:{}", self.embedded));
        members.entry("$id").or_insert(name);
        json!({ "allOf": [schema] })
    }

    /// A part of which nothing can be said.
    fn unclear(&mut self, why: &str) -> Value {
        self.open.push(why.to_owned());
        keywords::commented(json!({}), &format!("not understood: {why}"))
    }

    /// Whether serde's buffers read the shape otherwise than the format does.
    fn is_sensitive(&mut self, id: ShapeId) -> bool {
        if self.view == View::Write {
            return false;
        }
        if let Some(&known) = self.sensitive.get(&id) {
            return known;
        }
        let of = self.wire.of(id, "");
        let sensitive = of.reached().any(|shape| match shape {
            Shape::Unit | Shape::UnitStruct => true,
            Shape::Int(ty) => ty.bits == 128,
            Shape::Enum(shape) => matches!(
                shape.tagging,
                Tagging::Internal { .. } | Tagging::Adjacent { .. }
            ),
            Shape::Map(key, _) => !matches!(self.wire.shape(self.wire.read(*key)), Shape::Str(_)),
            _ => false,
        });
        self.sensitive.insert(id, sensitive);
        sensitive
    }
}

fn reference(name: Option<&str>) -> Value {
    match name {
        Some(name) => json!({ "$ref": format!("#/$defs/{name}") }),
        None => json!({ "$ref": "#" }),
    }
}

/// The shapes that contain themselves and are met first on the way around.
fn turns(wire: &Wire) -> BTreeSet<ShapeId> {
    let mut turns = BTreeSet::new();
    let mut done = BTreeSet::new();
    let mut open = BTreeSet::new();
    // A shape, and whether its parts were looked at.
    let mut stack = vec![(wire.root, false)];
    while let Some((id, is_left)) = stack.pop() {
        if is_left {
            open.remove(&id);
            done.insert(id);
            continue;
        }
        if open.contains(&id) {
            turns.insert(id);
            continue;
        }
        if done.contains(&id) {
            continue;
        }
        open.insert(id);
        stack.push((id, true));
        let children = wire.shape(id).children();
        stack.extend(children.into_iter().map(|child| (child, false)));
    }
    turns
}
