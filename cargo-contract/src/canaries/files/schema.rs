//! Changes of JSON Schemas, also of those inside API documents.

use serde_json::{Value, json};

use super::{Change, Edited, FilesConfig, changed, members, set, unset};
use crate::canaries::NAME;

pub(super) const CHANGES: &[Change] = &[
    ("schema_narrowed", narrowed),
    ("schema_unknown", unknown),
    ("schema_widened", widened),
];

fn narrowed(root: &Value, table: &FilesConfig) -> Edited<Value> {
    table.way().reads_old().then(|| narrow(root, ""))?
}

fn widened(root: &Value, table: &FilesConfig) -> Edited<Value> {
    table.way().is_read_by_old().then(|| widen(root, ""))?
}

/// Another dialect: what a schema means depends on it.
fn unknown(root: &Value, _: &FilesConfig) -> Edited<Value> {
    const SEVENTH: &str = "http://json-schema.org/draft-07/schema#";
    const NINETEEN: &str = "https://json-schema.org/draft/2019-09/schema";
    root.as_object()?;
    let said = root.get("$schema").and_then(Value::as_str);
    let other = match said {
        // It has limits that later ones refuse.
        Some(said) if said.contains("draft-04") => return None,
        Some(said) if !said.contains("draft-07") => SEVENTH,
        _ => NINETEEN,
    };
    let what = format!("`$schema` is {other}");
    Some((
        what,
        changed(root, "", |it| set(it, "$schema", json!(other)))?,
    ))
}

/// Whether nothing but its own members decides about an object, so that it is known what a change of them does.
fn is_plain_object(schema: &Value) -> bool {
    const PLAIN: &[&str] = &[
        "$comment",
        "$defs",
        "$id",
        "$schema",
        "additionalProperties",
        "default",
        "definitions",
        "description",
        "example",
        "examples",
        "properties",
        "required",
        "title",
        "type",
    ];
    let is_object = schema.get("type").and_then(Value::as_str) == Some("object");
    let is_plain = |key: &String| PLAIN.contains(&key.as_str()) || key.starts_with("x-");
    is_object && schema.as_object().is_some_and(|it| it.keys().all(is_plain))
}

/// A schema that asks for a member that no document had to have.
pub(super) fn narrow(root: &Value, pointer: &str) -> Edited<Value> {
    let schema = root.pointer(pointer).filter(|it| is_plain_object(it))?;
    let mut required = schema.get("required").cloned().unwrap_or(json!([]));
    required.as_array_mut()?.push(json!(NAME));
    let what = format!("`required` has `{NAME}`, too");
    let changed = changed(root, pointer, |it| {
        set(it, "required", required);
        // What is closed has to know it to be of any use.
        if let Some(properties) = it.get_mut("properties") {
            set(properties, NAME, json!({}));
        }
    });
    Some((what, changed?))
}

/// The properties that are in requests and in responses.
fn both_ways(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let is_one_way = |it: &Value| it.get("readOnly").is_some() || it.get("writeOnly").is_some();
    members(schema, "properties").filter(move |(_, it)| !is_one_way(it))
}

/// A schema that takes anything where it took one type.
pub(super) fn widen(root: &Value, pointer: &str) -> Edited<Value> {
    let schema = root.pointer(pointer).filter(|it| is_plain_object(it))?;
    let mut typed = both_ways(schema).filter(|(_, it)| it.get("type").is_some());
    if let Some((name, _)) = typed.next() {
        let what = format!("`{name}` may be anything");
        let place = format!("{pointer}/properties");
        return Some((what, changed(root, &place, |it| set(it, name, json!({})))?));
    }
    let what = "it may be a list, too".to_owned();
    Some((what, changed(root, pointer, |it| unset(it, "type"))?))
}

/// A schema without a property that it had; any other may be there.
pub(super) fn drop_property(root: &Value, pointer: &str) -> Edited<Value> {
    let schema = root.pointer(pointer).filter(|it| is_plain_object(it))?;
    if schema.get("additionalProperties").is_some() {
        return None;
    }
    // Where no name is left, any may be there.
    members(schema, "properties").nth(1)?;
    let (name, _) = both_ways(schema).next()?;
    let without = changed(root, pointer, |it| {
        if let Some(properties) = it.get_mut("properties") {
            unset(properties, name);
        }
        if let Some(required) = it.get_mut("required").and_then(Value::as_array_mut) {
            required.retain(|it| it != name);
        }
    });
    Some((format!("there is no property `{name}`"), without?))
}
