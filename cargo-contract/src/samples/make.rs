//! Samples made from a type: the smallest document, one with everything in it, and one for each variant.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::accepted::{opaque_parts, reached};
use crate::compat::{fullest, smallest};
use crate::files::json::parse;
use crate::files::schema::example;
use crate::wire::{Doc, Payload, Shape, ShapeId, Wire, schema_of};

/// A document, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Made {
    /// The name of its file, without `.json`.
    pub(crate) name: String,
    pub(crate) doc: Result<Doc, String>,
}

/// The samples of a type, each document once.
pub(crate) fn made(wire: &Wire) -> Vec<Made> {
    let mut all: Vec<Made> = Vec::new();
    let mut add = |name: String, doc: Result<Doc, String>| {
        let doc = doc
            .map(with_examples)
            .and_then(|doc| match has_opaque(&doc) {
                true => Err(format!(
                    "parts of it are not understood: {}",
                    opaque_parts(wire).join("; ")
                )),
                false => Ok(doc),
            });
        if doc.is_err() || all.iter().all(|made| made.doc != doc) {
            all.push(Made { name, doc });
        }
    };
    add("minimal".to_owned(), smallest(wire));
    add("full".to_owned(), fullest(wire));
    for id in reached(wire) {
        let Shape::Enum(shape) = wire.shape(id) else {
            continue;
        };
        let written = || shape.variants.iter().filter(|it| it.write.is_some());
        if written().nth(1).is_none() {
            continue;
        }
        for variant in written() {
            let only = with_variant(wire, id, &variant.ident);
            add(format!("{}-{}", shape.name, variant.ident), fullest(&only));
        }
    }
    all
}

/// The type with this variant wherever its enum stands, and with the enums around it such that there is one.
fn with_variant(wire: &Wire, id: ShapeId, ident: &str) -> Wire {
    let mut only = wire.clone();
    for around in reached(wire) {
        let Shape::Enum(shape) = wire.shape(around) else {
            continue;
        };
        let mut shape = shape.clone();
        let leads: Vec<bool> = shape
            .variants
            .iter()
            .map(|variant| match around == id {
                true => variant.ident == ident,
                false => contents(&variant.payload)
                    .into_iter()
                    .any(|part| leads_to(wire, part, id)),
            })
            .collect();
        if !leads.contains(&true) || (around != id && leads_to_itself(wire, around, id)) {
            continue;
        }
        for (variant, leads) in shape.variants.iter_mut().zip(leads) {
            if !leads {
                variant.write = None;
            }
        }
        only.set(around, Shape::Enum(shape));
    }
    only
}

fn contents(payload: &Payload) -> Vec<ShapeId> {
    match payload {
        Payload::Unit => Vec::new(),
        Payload::Newtype(inner) => vec![*inner],
        Payload::Tuple(shape) | Payload::Struct(shape) => {
            shape.fields.iter().map(|field| field.shape).collect()
        }
    }
}

/// Whether a part contains a shape.
fn leads_to(wire: &Wire, from: ShapeId, to: ShapeId) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if id == to {
            return true;
        }
        if seen.insert(id) {
            open.extend(wire.shape(id).children());
        }
    }
    false
}

/// Whether two shapes contain each other: then there is no way around what comes first.
fn leads_to_itself(wire: &Wire, around: ShapeId, id: ShapeId) -> bool {
    let inside = wire.shape(id).children();
    inside.into_iter().any(|part| leads_to(wire, part, around))
}

/// The document, with something that their schemas accept for parts that are declared by one.
fn with_examples(doc: Doc) -> Doc {
    match doc {
        Doc::Opaque(what) => {
            let example = schema_of(&what).and_then(example);
            let text = example.map(|it| it.to_string());
            let read = text.and_then(|text| Some(super::doc_of(&parse(&text).ok()?, &text)));
            read.unwrap_or(Doc::Opaque(what))
        }
        Doc::List(items) => Doc::List(items.into_iter().map(with_examples).collect()),
        Doc::Map(entries) => {
            let entries = entries.into_iter();
            Doc::Map(
                entries
                    .map(|(key, value)| (key, with_examples(value)))
                    .collect(),
            )
        }
        doc => doc,
    }
}

fn has_opaque(doc: &Doc) -> bool {
    match doc {
        Doc::Opaque(_) => true,
        Doc::List(items) => items.iter().any(has_opaque),
        Doc::Map(entries) => entries
            .iter()
            .any(|(key, value)| has_opaque(key) || has_opaque(value)),
        _ => false,
    }
}

/// The text of a document, for people.
pub(crate) fn text_of(doc: &Doc) -> String {
    let mut text = String::new();
    write(doc, 0, &mut text);
    text.push('\n');
    text
}

fn write(doc: &Doc, depth: usize, text: &mut String) {
    let indent = |text: &mut String, depth: usize| {
        text.push('\n');
        text.extend(std::iter::repeat_n("  ", depth));
    };
    match doc {
        Doc::List(items) if !items.is_empty() => {
            for (place, item) in items.iter().enumerate() {
                text.push(if place == 0 { '[' } else { ',' });
                indent(text, depth + 1);
                write(item, depth + 1, text);
            }
            indent(text, depth);
            text.push(']');
        }
        Doc::Map(entries) if !entries.is_empty() => {
            for (place, (key, value)) in entries.iter().enumerate() {
                text.push(if place == 0 { '{' } else { ',' });
                indent(text, depth + 1);
                // Writing to a text cannot fail.
                let _ = write!(text, "{}: ", key.to_json());
                write(value, depth + 1, text);
            }
            indent(text, depth);
            text.push('}');
        }
        other => text.push_str(&other.to_json()),
    }
}

#[cfg(test)]
mod tests {
    use super::{made, text_of};
    use crate::diff::wire_of;

    fn documents(text: &str) -> Vec<(String, String)> {
        let wire = wire_of(text, "Msg", true).unwrap();
        let made = made(&wire).into_iter();
        made.map(|it| (it.name, it.doc.map_or_else(|why| why, |doc| doc.to_json())))
            .collect()
    }

    #[test]
    fn there_is_one_for_each_variant() {
        let text =
            "#[derive(serde::Serialize)] struct Msg { note: Option<String>, list: Vec<Outer> }
            #[derive(serde::Serialize)] enum Outer { Plain(u8), Deep { inner: Inner } }
            #[derive(serde::Serialize)] enum Inner { A, B }";
        let expected = [
            ("minimal", r#"{"note":null,"list":[]}"#),
            ("full", r#"{"note":"abc","list":[{"Plain":1}]}"#),
            (
                "Outer-Deep",
                r#"{"note":"abc","list":[{"Deep":{"inner":"A"}}]}"#,
            ),
            (
                "Inner-B",
                r#"{"note":"abc","list":[{"Deep":{"inner":"B"}}]}"#,
            ),
        ];
        assert_eq!(
            documents(text),
            expected.map(|(name, doc)| (name.to_owned(), doc.to_owned()))
        );
    }

    #[test]
    fn what_is_not_understood_cannot_be_made() {
        let text =
            "#[derive(serde::Serialize)] struct Msg { id: u8, owner: std::thread::ThreadId }";
        let made = documents(text);
        assert_eq!(made.len(), 2, "{made:?}");
        assert!(
            made[0].1.starts_with("parts of it are not understood"),
            "{made:?}"
        );
    }

    #[test]
    fn enums_that_contain_each_other_end() {
        let text = "#[derive(serde::Serialize)] enum Msg { Leaf, And(Vec<Msg>), Not(Box<Msg>) }";
        let made = documents(text);
        let names: Vec<&str> = made.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["minimal", "Msg-And", "Msg-Not"], "{made:?}");
    }

    #[test]
    fn texts_are_for_people() {
        let text = "#[derive(serde::Serialize)] struct Msg { list: Vec<u8>, map: std::collections::BTreeMap<String, u8>, none: () }";
        let wire = wire_of(text, "Msg", true).unwrap();
        let full = made(&wire).swap_remove(1).doc.unwrap();
        assert_eq!(
            text_of(&full),
            "{\n  \"list\": [\n    1\n  ],\n  \"map\": {\n    \"abc\": 1\n  },\n  \"none\": null\n}\n"
        );
    }
}
