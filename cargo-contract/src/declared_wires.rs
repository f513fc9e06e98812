//! `[contract.types."…"] wire`: what types with implementations by hand are on the wire, by the word of who wrote them.
//!
//! Each version is read by its own `govern.toml`, so that another declaration is a change like any other.

use std::collections::BTreeMap;

use govern_names::ItemDef;

use crate::collect::{Found, Side};
use crate::config::{NAME, matches};

/// The declarations of a version, by the type that they are about; of several patterns the longest counts.
pub(crate) fn declared(side: &Side<'_>) -> BTreeMap<ItemDef, String> {
    // What is wrong with it is told where it is checked; what is not read declares nothing.
    let Ok(Some((_, text))) = side.workspace.read_if_exists("govern.toml") else {
        return BTreeMap::new();
    };
    let Ok(table) = text.parse::<toml::Table>() else {
        return BTreeMap::new();
    };
    let types = table.get(NAME).and_then(|it| it.get("types"));
    let wires: Vec<(&String, &str)> = types
        .and_then(toml::Value::as_table)
        .into_iter()
        .flatten()
        .filter_map(|(pattern, said)| Some((pattern, said.get("wire")?.as_str()?)))
        .collect();
    if wires.is_empty() {
        return BTreeMap::new();
    }
    let declared = |found: Found| {
        let fitting = wires.iter().filter(|(it, _)| matches(it, &found.path));
        let (_, text) = fitting.max_by_key(|(pattern, _)| pattern.len())?;
        Some((found.def, (*text).to_owned()))
    };
    side.types().into_iter().filter_map(declared).collect()
}
