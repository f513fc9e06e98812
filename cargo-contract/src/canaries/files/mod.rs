//! Canaries of files: those of each table of `[[contract.files]]` that are as they were published, with a small change.

mod asyncapi;
mod openapi;
mod proto;
mod schema;
mod statements;
mod wasm;
mod wit;

use std::collections::BTreeSet;

use govern_gate::{Edit, Error};
use serde_json::Value;

use super::{Nest, replaced};
use crate::files::{Category, FilesConfig, Kind, Standing, parse_as, standing};

/// What is done to a file, and what it holds then; nothing if it has no place for that.
type Edited<T> = Option<(String, T)>;

/// The rule that must find a change of a document, and what makes that change.
type Change = (&'static str, fn(&Value, &FilesConfig) -> Edited<Value>);

/// The same for a text.
type TextChange = (&'static str, fn(&str, &FilesConfig) -> Edited<String>);

pub(super) fn files(nest: &mut Nest<'_>) -> Result<(), Error> {
    let ground = nest.ground;
    let old = ground.published.map(|it| it.side.workspace);
    let copies = ground.published.and_then(|it| it.copies);
    for table in &ground.config.files {
        let files = standing(ground.session, table, old, copies)?;
        removed(nest, table, &files);
        match table.kind {
            Kind::JsonSchema => documents(nest, table, &files, schema::CHANGES),
            Kind::OpenApi => documents(nest, table, &files, openapi::CHANGES),
            Kind::AsyncApi => documents(nest, table, &files, asyncapi::CHANGES),
            Kind::Proto => texts(nest, table, &files, proto::CHANGES),
            Kind::Wit => texts(nest, table, &files, wit::CHANGES),
            Kind::Wasm => wasm::wasm(nest, table, &files),
        }
    }
    let rules = |changes: &[Change]| changes.iter().map(|it| it.0).collect::<Vec<_>>();
    let texts = |changes: &[TextChange]| changes.iter().map(|it| it.0).collect::<Vec<_>>();
    for rules in [
        rules(schema::CHANGES),
        rules(openapi::CHANGES),
        rules(asyncapi::CHANGES),
        texts(proto::CHANGES),
        texts(wit::CHANGES),
        wasm::RULES.to_vec(),
        vec!["contract_removed"],
    ] {
        nest.none(&rules, NOTHING);
    }
    Ok(())
}

const NOTHING: &str =
    "no file that is as it was published has what could be changed so that the rule is asked";

/// A file that is gone.
fn removed(nest: &mut Nest<'_>, table: &FilesConfig, files: &Standing) {
    // Without generated code it is messages that matter, in whichever file.
    if table.kind == Kind::Proto && table.kept() != Category::File {
        return;
    }
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let folder = |path: &str| path.rsplit_once('/').map_or("", |it| it.0).to_owned();
    let mut alone = files.unchanged.iter().map(|it| &it.new).filter(|path| {
        let mut others = files.there.iter().filter(|other| other != path);
        // A file of its name would be the same file, and a package of WIT is there as long as one of its files is.
        !others.any(|other| {
            name(other) == name(path)
                || table.kind == Kind::Wit && folder(other).starts_with(&folder(path))
        })
    });
    if let Some(path) = alone.next() {
        let edit = Edit::Remove(path.clone());
        nest.put("contract_removed", format!("`{path}` is gone"), vec![edit]);
    }
}

/// The first file of a table to which each change can be made: to what was published of it, since what came after that was
/// promised to nobody.
fn documents(nest: &mut Nest<'_>, table: &FilesConfig, files: &Standing, changes: &[Change]) {
    let Some(published) = nest.ground.published else {
        return;
    };
    for (rule, change) in changes {
        let changed = files.unchanged.iter().find_map(|pair| {
            let text = published.side.workspace.read(&pair.old).ok()?.1;
            let root = parse_as(&pair.old, &text).ok()?;
            Some((&pair.new, change(&root.value(), table)?))
        });
        if let Some((path, (what, value))) = changed {
            // JSON is YAML, too.
            nest.write(rule, &what, path, value.to_string());
        }
    }
}

/// The same for files that are no trees. Several of them together say what they say: of those, only what is as it was word for
/// word can be changed alone.
fn texts(nest: &mut Nest<'_>, table: &FilesConfig, files: &Standing, changes: &[TextChange]) {
    let Some(published) = nest.ground.published else {
        return;
    };
    let workspace = nest.ground.session.workspace();
    let is_alone = files.there.len() == 1;
    let texts: Vec<(&String, String)> = files
        .unchanged
        .iter()
        .filter(|pair| table.kind != Kind::Wit || !pair.new.contains("deps/"))
        .filter_map(|pair| {
            let old = published.side.workspace.read(&pair.old).ok()?.1;
            let new = workspace.read(&pair.new).ok()?.1;
            let is_same = statements::is_same(&old, &new);
            (is_alone || is_same).then(|| (&pair.new, old.to_string()))
        })
        .collect();
    for (rule, change) in changes {
        let mut changed = texts.iter();
        let changed = changed.find_map(|(path, text)| Some((path, change(text, table)?)));
        if let Some((path, (what, text))) = changed {
            nest.write(rule, &what, path, text);
        }
    }
}

/// A text with another one in one place.
fn with(text: &str, place: std::ops::Range<usize>, other: &str) -> String {
    replaced(text, &[(place, other.to_owned())])
}

/// The value at the end of references into the same document: `#/components/schemas/Order`.
fn referred(root: &Value, mut pointer: String) -> Option<String> {
    let mut seen = BTreeSet::new();
    while let Some(reference) = root.pointer(&pointer)?.get("$ref") {
        let inside = reference.as_str()?.strip_prefix('#')?;
        if !seen.insert(inside.to_owned()) {
            return None;
        }
        pointer = inside.to_owned();
    }
    Some(pointer)
}

/// A part of a JSON pointer.
fn segment(key: &str) -> String {
    crate::files::json::escaped(key)
}

/// A document with a change of what a pointer leads to.
fn changed(root: &Value, pointer: &str, change: impl FnOnce(&mut Value)) -> Option<Value> {
    let mut root = root.clone();
    change(root.pointer_mut(pointer)?);
    Some(root)
}

/// A key that is set, in an object.
fn set(value: &mut Value, key: &str, to: Value) {
    if let Value::Object(members) = value {
        members.insert(key.to_owned(), to);
    }
}

/// A key that is gone from an object.
fn unset(value: &mut Value, key: &str) {
    if let Value::Object(members) = value {
        members.remove(key);
    }
}

/// The members of an object; none if it is none.
fn members<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    let object = value.get(key).and_then(Value::as_object);
    object.into_iter().flatten()
}
