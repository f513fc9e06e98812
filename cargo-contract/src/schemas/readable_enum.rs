//! What an enum reads.

use serde_json::{Map, Value, json};

use super::Describer;
use super::keywords::{all_of, any_of, list, object, one_of, tuple};
use super::readable::Gone;
use super::scalars;
use crate::compat::Source;
use crate::wire::{Enum, Integer, Payload, Shape, ShapeId, Struct, Tagging, Variant, Wire};

impl Describer<'_> {
    /// What is read as an enum; `flat` are the keys that it does not see, if it is read from an object with others in it.
    pub(super) fn readable_enum(
        &mut self,
        shape: &Enum,
        source: Source,
        flat: Option<&Gone>,
    ) -> Value {
        if shape.tagging == Tagging::Untagged {
            return self.untagged(shape, |_| true, flat);
        }
        let is_bare = |variant: &Variant| variant.untagged;
        if readable(shape).any(is_bare) {
            let tagged = self.tagged(shape, Source::Kept, flat);
            let bare = self.untagged(shape, is_bare, flat);
            return any_of(vec![tagged, bare]);
        }
        self.tagged(shape, source, flat)
    }

    fn tagged(&mut self, shape: &Enum, source: Source, flat: Option<&Gone>) -> Value {
        match &shape.tagging {
            Tagging::External => self.external(shape, source, flat),
            Tagging::Internal { tag } => self.internal(shape, tag, source, flat),
            Tagging::Adjacent { tag, content } => {
                let by_key = self.adjacent(
                    shape,
                    (tag, content),
                    source,
                    flat.unwrap_or(&Gone::new()),
                    shape.deny_unknown,
                );
                match flat {
                    Some(_) => by_key,
                    None => any_of(vec![by_key, self.adjacent_list(shape, source)]),
                }
            }
            Tagging::Number(_) if flat.is_some() => json!(false),
            Tagging::Number(ty) => match readable(shape).any(|variant| variant.other) {
                true => scalars::integer(*ty),
                false => one_of(
                    readable(shape).map(|variant| scalars::number(Integer::from(variant.number))),
                ),
            },
            Tagging::Untagged => json!(false),
        }
    }

    fn untagged(
        &mut self,
        shape: &Enum,
        wanted: impl Fn(&Variant) -> bool,
        flat: Option<&Gone>,
    ) -> Value {
        let mut schemas = Vec::new();
        for variant in readable(shape).filter(|variant| wanted(variant)) {
            schemas.push(match (&variant.payload, flat) {
                (Payload::Newtype(inner), Some(gone)) => self.inside(*inner, Source::Kept, gone),
                (Payload::Struct(fields), gone) => {
                    let none = Gone::new();
                    self.keys(
                        fields,
                        Source::Kept,
                        gone.unwrap_or(&none),
                        fields.deny_unknown,
                    )
                }
                (_, Some(_)) => json!(false),
                (_, None) => self.bare(variant, Source::Kept),
            });
        }
        any_of(schemas)
    }

    /// The contents of a variant that stand for themselves.
    fn bare(&mut self, variant: &Variant, source: Source) -> Value {
        match &variant.payload {
            Payload::Unit => json!({ "type": "null" }),
            Payload::Newtype(inner) => self.node(*inner, source),
            Payload::Tuple(fields) => self.positions(fields, source, Vec::new()),
            Payload::Struct(fields) => self.keys(fields, source, &Gone::new(), fields.deny_unknown),
        }
    }

    /// The contents of a variant behind its name.
    pub(super) fn contents(&mut self, variant: &Variant, source: Source) -> Value {
        let bare = self.bare(variant, source);
        match &variant.payload {
            Payload::Struct(fields) if !fields.flattens_read() => {
                any_of(vec![bare, self.by_position(fields, source, Vec::new())])
            }
            _ => bare,
        }
    }

    fn external(&mut self, shape: &Enum, source: Source, flat: Option<&Gone>) -> Value {
        let mut properties = Map::new();
        let mut others = json!(false);
        for variant in named(shape) {
            let contents = self.contents(variant, source);
            for name in names(variant) {
                properties
                    .entry(name.clone())
                    .or_insert_with(|| contents.clone());
            }
            if variant.other {
                others = contents;
            }
        }
        let has_any = !properties.is_empty() || others != json!(false);
        let mut schema = json!({ "type": "object", "additionalProperties": others });
        let members = object(&mut schema);
        match flat {
            Some(gone) => {
                properties.extend(gone.keys().map(|key| (key.clone(), json!(true))));
            }
            None => {
                members.insert("minProperties".to_owned(), json!(1));
                members.insert("maxProperties".to_owned(), json!(1));
            }
        }
        if !properties.is_empty() {
            members.insert("properties".to_owned(), Value::Object(properties));
        }
        let by_key = if has_any { schema } else { json!(false) };
        if flat.is_some() {
            return by_key;
        }
        let names = self.unit_names(shape, |payload| matches!(payload, Payload::Unit));
        any_of(vec![names, by_key])
    }

    /// The names of variants whose contents are such.
    pub(super) fn unit_names(&self, shape: &Enum, wanted: fn(&Payload) -> bool) -> Value {
        let fits = |variant: &&Variant| wanted(&variant.payload);
        if named(shape).any(|variant| variant.other && wanted(&variant.payload)) {
            let unfit = named(shape).filter(|it| !fits(it));
            let unfit: Vec<&str> = unfit.flat_map(names).map(String::as_str).collect();
            return other_than(&unfit);
        }
        one_of(
            named(shape)
                .filter(fits)
                .flat_map(names)
                .map(String::as_str),
        )
    }

    fn internal(&mut self, shape: &Enum, tag: &str, source: Source, flat: Option<&Gone>) -> Value {
        let mut schemas = Vec::new();
        let mut gone = flat.cloned().unwrap_or_default();
        let taken = gone.insert(tag.to_owned(), true);
        if taken == Some(true) {
            return json!(false);
        }
        let sees_tag = taken.is_none();
        for variant in named(shape) {
            let name = tag_of(shape, variant, source);
            let rest = match &variant.payload {
                Payload::Unit => json!({}),
                Payload::Newtype(inner) => self.inside(*inner, Source::Buffer, &gone),
                Payload::Struct(fields) => {
                    self.keys(fields, Source::Buffer, &gone, fields.deny_unknown)
                }
                Payload::Tuple(_) => json!(false),
            };
            schemas.push(match sees_tag {
                true => with_tag(tag, name.clone(), rest),
                false => rest,
            });
            if flat.is_none() && sees_tag {
                schemas.push(self.internal_list(variant, name));
            }
        }
        any_of(schemas)
    }

    /// An internally tagged variant from a list: the name, and behind it what a list gives.
    fn internal_list(&mut self, variant: &Variant, name: Value) -> Value {
        let wire = self.wire;
        match &variant.payload {
            Payload::Unit => tuple(vec![name], 1),
            Payload::Struct(fields) if !fields.flattens_read() => {
                self.by_position(fields, Source::Buffer, vec![name])
            }
            Payload::Newtype(inner) => match struct_of(wire, *inner) {
                Some(fields) if fields.flattens_read() => json!(false),
                Some(fields) => self.by_position(fields, Source::Buffer, vec![name]),
                None => match wire.shape(wire.read(*inner)) {
                    Shape::Map(..) => json!(false),
                    _ => {
                        let mut schema = list(json!({}));
                        schema["prefixItems"] = json!([name]);
                        schema["minItems"] = json!(1);
                        schema
                    }
                },
            },
            _ => json!(false),
        }
    }

    pub(super) fn adjacent(
        &mut self,
        shape: &Enum,
        (tag, content): (&str, &str),
        source: Source,
        gone: &Gone,
        deny_unknown: bool,
    ) -> Value {
        let mut schemas = Vec::new();
        for variant in named(shape) {
            let contents = match &variant.payload {
                // Contents that come before the tag are buffered.
                Payload::Newtype(inner) if !self.is_sensitive(*inner) => self.bare(variant, source),
                _ => {
                    let direct = self.bare(variant, source);
                    any_of(vec![direct, self.bare(variant, Source::Buffer)])
                }
            };
            let may_be_missing = match &variant.payload {
                Payload::Unit => true,
                Payload::Newtype(inner) => {
                    matches!(self.wire.shape(*inner), Shape::Option(_) | Shape::Ignored)
                }
                _ => false,
            };
            let mut properties = Map::new();
            let mut required = Vec::new();
            if !gone.contains_key(tag) {
                properties.insert(tag.to_owned(), adjacent_tag(shape, variant, source));
                required.push(tag);
            }
            if !gone.contains_key(content) {
                properties.insert(content.to_owned(), contents);
                if !may_be_missing {
                    required.push(content);
                }
            }
            let mut schema = json!({ "type": "object", "required": required });
            if deny_unknown {
                properties.extend(gone.keys().map(|key| (key.clone(), json!(true))));
                schema["additionalProperties"] = json!(false);
            }
            schema["properties"] = Value::Object(properties);
            schemas.push(schema);
        }
        any_of(schemas)
    }

    fn adjacent_list(&mut self, shape: &Enum, source: Source) -> Value {
        let mut schemas = Vec::new();
        for variant in named(shape) {
            let contents = self.bare(variant, source);
            schemas.push(tuple(
                vec![adjacent_tag(shape, variant, source), contents],
                2,
            ));
        }
        any_of(schemas)
    }
}

/// The struct that a shape is read as.
fn struct_of(wire: &Wire, id: ShapeId) -> Option<&Struct> {
    match wire.shape(id) {
        Shape::Split { read: inner, .. } | Shape::Newtype(inner) => struct_of(wire, *inner),
        Shape::Struct(shape) => Some(shape),
        _ => None,
    }
}

/// The variants that are read.
fn readable(shape: &Enum) -> impl Iterator<Item = &Variant> {
    shape.variants.iter().filter(|it| it.read.is_some())
}

/// The variants that are read by their name.
fn named(shape: &Enum) -> impl Iterator<Item = &Variant> {
    readable(shape).filter(|variant| !variant.untagged)
}

fn names(variant: &Variant) -> impl Iterator<Item = &String> {
    variant.read.iter().flatten()
}

/// The tag of a variant: one of its names, and in a buffer its number among those that are read, too.
fn tag_of(shape: &Enum, variant: &Variant, source: Source) -> Value {
    let name = if variant.other {
        let others = named(shape).filter(|it| it.ident != variant.ident);
        let others: Vec<&str> = others.flat_map(names).map(String::as_str).collect();
        other_than(&others)
    } else {
        one_of(names(variant).map(String::as_str))
    };
    let number = named(shape).position(|it| it.ident == variant.ident);
    match number {
        Some(number) if source != Source::Format => any_of(vec![name, one_of([number])]),
        _ => name,
    }
}

/// The tag beside contents: a name, or an object with that key.
fn adjacent_tag(shape: &Enum, variant: &Variant, source: Source) -> Value {
    let name = tag_of(shape, variant, source);
    let by_key = json!({
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "propertyNames": tag_of(shape, variant, Source::Format),
        "additionalProperties": { "type": "null" },
    });
    any_of(vec![name, by_key])
}

fn other_than(names: &[&str]) -> Value {
    match names {
        [] => json!({ "type": "string" }),
        _ => json!({ "type": "string", "not": { "enum": names } }),
    }
}

/// An object with a tag, and what else there is to it.
fn with_tag(tag: &str, name: Value, mut rest: Value) -> Value {
    if rest == json!(false) {
        return rest;
    }
    let is_plain = rest.get("type") == Some(&json!("object"));
    if !is_plain {
        let only = json!({ "type": "object", "properties": { tag: name }, "required": [tag] });
        return all_of(vec![only, rest]);
    }
    let members = object(&mut rest);
    for (keyword, empty) in [("properties", json!({})), ("required", json!([]))] {
        members.entry(keyword.to_owned()).or_insert(empty);
    }
    if let Some(Value::Object(properties)) = members.get_mut("properties") {
        properties.insert(tag.to_owned(), name);
    }
    if let Some(Value::Array(required)) = members.get_mut("required") {
        required.insert(0, json!(tag));
    }
    rest
}
