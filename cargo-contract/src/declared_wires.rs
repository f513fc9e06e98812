//! `wire` and `schema` in `[contract.types."…"]`: what types with implementations by hand are on the wire, by the word of who
//! wrote them.
//!
//! Each version is read by its own `govern.toml`, so that another declaration is a change like any other.

use std::collections::BTreeMap;
use std::sync::Arc;

use govern_names::ItemDef;

use crate::build::DeclaredWire;
use crate::collect::{Found, Side};
use crate::config::{NAME, matches};
use crate::declared_schemas::minified;
use crate::files::schema;
use crate::manifest::MANIFEST;

/// What is declared in a version.
#[derive(Default)]
pub(crate) struct DeclaredWires {
    /// By the type that it is about; of several patterns the longest counts.
    pub(crate) here: BTreeMap<ItemDef, DeclaredWire>,
    /// Of types of other crates, by their paths.
    pub(crate) elsewhere: BTreeMap<String, DeclaredWire>,
}

/// Whether a path is of no crate of the workspace.
pub(crate) fn is_elsewhere(side: &Side<'_>, path: &str) -> bool {
    let first = path.split("::").next().unwrap_or_default();
    let is_path = !path.contains('*') && path.contains("::");
    is_path && !side.names.crates().any(|(_, krate)| krate.name == first)
}

/// The declarations of a version.
pub(crate) fn declared(side: &Side<'_>) -> DeclaredWires {
    // What is wrong with it is told where it is checked; what is not read declares nothing.
    let Ok(Some((_, text))) = side.workspace.read_if_exists("govern.toml") else {
        return DeclaredWires::default();
    };
    let Ok(table) = text.parse::<toml::Table>() else {
        return DeclaredWires::default();
    };
    let types = table.get(NAME).and_then(|it| it.get("types"));
    let wires: Vec<(&String, DeclaredWire)> = types
        .and_then(toml::Value::as_table)
        .into_iter()
        .flatten()
        .filter_map(|(pattern, said)| Some((pattern, of_table(side, said)?)))
        .collect();
    if wires.is_empty() {
        return DeclaredWires::default();
    }
    let declared = |found: Found| {
        let fitting = wires.iter().filter(|(it, _)| matches(it, &found.path));
        let (_, declared) = fitting.max_by_key(|(pattern, _)| pattern.len())?;
        Some((found.def, declared.clone()))
    };
    let elsewhere = wires.iter().filter(|(it, _)| is_elsewhere(side, it));
    DeclaredWires {
        elsewhere: elsewhere
            .map(|(path, declared)| ((*path).clone(), declared.clone()))
            .collect(),
        here: side.types().into_iter().filter_map(declared).collect(),
    }
}

fn of_table(side: &Side<'_>, said: &toml::Value) -> Option<DeclaredWire> {
    let text = |key: &str| said.get(key).and_then(toml::Value::as_str);
    if let Some(wire) = text("wire") {
        return Some(DeclaredWire::Like(wire.to_owned()));
    }
    let path = text("schema")?;
    Some(DeclaredWire::Schema(
        schema_at(side, path)?,
        path.to_owned(),
    ))
}

fn schema_at(side: &Side<'_>, path: &str) -> Option<String> {
    let (_, text) = side.workspace.read_if_exists(path).ok()??;
    let is_whole = schema::mistakes(&text).is_empty();
    is_whole.then(|| minified(&text))
}

/// The schemas that contracts of a version declare of their types, by the paths of these.
pub(crate) fn declared_payloads(side: &Side<'_>) -> BTreeMap<String, Arc<str>> {
    let table = |path: &str| {
        let (_, text) = side.workspace.read_if_exists(path).ok()??;
        text.parse::<toml::Table>().ok()
    };
    let of_config = table("govern.toml").and_then(|mut table| table.remove(NAME));
    let of_config = of_config.and_then(|section| section.get("contract").cloned());
    let of_manifest = table(MANIFEST).and_then(|mut table| table.remove("contract"));
    let entries = [of_config, of_manifest].into_iter().flatten();
    let entries = entries.filter_map(|entries| match entries {
        toml::Value::Array(entries) => Some(entries),
        _ => None,
    });
    let declared = entries.flatten().filter_map(|entry| {
        let text = |key: &str| entry.get(key).and_then(toml::Value::as_str);
        let schema = schema_at(side, text("schema")?)?;
        Some((text("payload")?.to_owned(), schema.into()))
    });
    declared.collect()
}
