//! The configuration of cargo-deny, made comparable: packages are named in several ways there.

use crate::repository::weakened::value::{Entry, Table, Value};

/// Keys that are in the table `graph`, and stood alone before there was one.
const GRAPH: [&str; 7] = [
    "all-features",
    "exclude",
    "exclude-dev",
    "exclude-unpublished",
    "features",
    "no-default-features",
    "targets",
];

/// Lists of packages: the table, and the key.
const PACKAGES: [(&str, &str); 6] = [
    ("advisories", "ignore"),
    ("bans", "allow"),
    ("bans", "deny"),
    ("bans", "skip"),
    ("bans", "skip-tree"),
    ("graph", "exclude"),
];

/// The same of those about build scripts.
const OF_BUILD: [&str; 2] = ["allow-build-scripts", "bypass"];

pub(super) fn plain(before: &mut Table, now: &mut Table) {
    if allows_others(before)
        && let Some(licenses) = inside(now, "licenses")
    {
        licenses.remove("allow");
    }
    for side in [&mut *before, &mut *now] {
        graph(side);
        licenses(side);
        bans(side);
        for (table, key) in PACKAGES {
            names(inside(side, table), key);
        }
        let build = inside(side, "bans").and_then(|bans| inside(bans, "build"));
        if let Some(build) = build {
            OF_BUILD
                .iter()
                .for_each(|key| names(Some(&mut *build), key));
        }
    }
    for (table, key) in PACKAGES {
        let lists = (entries(before, table, key), entries(now, table, key));
        let (Some(was), Some(is)) = lists else {
            continue;
        };
        match key {
            "deny" => same_package(is, was),
            _ => same_package(was, is),
        }
    }
    denied_on_both_sides(before, now);
}

fn inside<'t>(table: &'t mut Table, key: &str) -> Option<&'t mut Table> {
    match table.get_mut(key).map(|it| &mut it.value) {
        Some(Value::Table(table)) => Some(table),
        _ => None,
    }
}

fn entries<'t>(table: &'t mut Table, of: &str, key: &str) -> Option<&'t mut Vec<Entry>> {
    match inside(table, of)?.get_mut(key).map(|it| &mut it.value) {
        Some(Value::List(entries)) => Some(entries),
        _ => None,
    }
}

/// Targets are texts, or tables with the rest of it.
fn graph(side: &mut Table) {
    let alone: Table = GRAPH
        .iter()
        .filter_map(|key| side.remove_entry(*key))
        .collect();
    if !alone.is_empty() {
        let graph = side.entry("graph".to_owned());
        let graph = graph.or_insert_with(|| Entry::new(Value::Table(Table::new())));
        if let Value::Table(graph) = &mut graph.value {
            for (key, entry) in alone {
                graph.entry(key).or_insert(entry);
            }
        }
    }
    let Some(graph) = inside(side, "graph") else {
        return;
    };
    // An empty list narrows nothing.
    if let Some(Value::List(targets)) = graph.get_mut("targets").map(|it| &mut it.value) {
        for target in &mut *targets {
            if let Some(triple) = target.value.text("triple") {
                target.value = Value::Text(triple.to_owned());
            }
        }
        if targets.is_empty() {
            graph.remove("targets");
        }
    }
}

/// Whether more licences are allowed than the list has, as older versions could be told.
fn allows_others(side: &Table) -> bool {
    let licenses = side.get("licenses").map(|it| &it.value);
    let text = |key| licenses.and_then(|it| it.text(key));
    text("allow-osi-fsf-free").is_some_and(|it| it != "neither")
        || ["default", "copyleft"]
            .into_iter()
            .any(|key| text(key).is_some_and(|it| it != "deny"))
}

/// What a package may be licensed under besides: `ring: OpenSSL`, whatever its version.
fn licenses(side: &mut Table) {
    let Some(exceptions) = entries(side, "licenses", "exceptions") else {
        return;
    };
    let mut plain = Vec::new();
    for exception in exceptions.iter() {
        let Some(spec) = spec(&exception.value) else {
            continue;
        };
        for license in super::super::compare::list(exception.value.get("allow")) {
            if let Value::Text(license) = &license.value {
                plain.push(Entry {
                    value: Value::Text(format!("{}: {license}", package(&spec))),
                    range: exception.range.clone(),
                });
            }
        }
    }
    *exceptions = plain;
}

/// Features that are denied are told by their package, and who may depend on what is denied has a table of its own.
fn bans(side: &mut Table) {
    if let Some(features) = entries(side, "bans", "features") {
        let mut plain = Vec::new();
        for of_package in features.iter() {
            let Some(spec) = spec(&of_package.value) else {
                continue;
            };
            for feature in super::super::compare::list(of_package.value.get("deny")) {
                if let Value::Text(feature) = &feature.value {
                    plain.push(Entry {
                        value: Value::Text(format!("{}: {feature}", package(&spec))),
                        range: of_package.range.clone(),
                    });
                }
            }
        }
        *features = plain;
    }
    let Some(bans) = inside(side, "bans") else {
        return;
    };
    let mut wrapped = Table::new();
    if let Some(Value::List(denied)) = bans.get("deny").map(|it| &it.value) {
        for entry in denied {
            let Some(spec) = spec(&entry.value) else {
                continue;
            };
            let key = format!("deny[{}]", package(&spec));
            let wrappers = entry.value.get("wrappers").cloned();
            let wrappers = wrappers.unwrap_or_else(|| Entry::new(Value::List(Vec::new())));
            let table = Table::from([("wrappers".to_owned(), wrappers)]);
            wrapped.insert(
                key,
                Entry {
                    value: Value::Table(table),
                    range: entry.range.clone(),
                },
            );
        }
    }
    bans.extend(wrapped);
}

/// What is denied on one side only has no one who may depend on it all the same.
fn denied_on_both_sides(before: &mut Table, now: &mut Table) {
    let (Some(was), Some(is)) = (inside(before, "bans"), inside(now, "bans")) else {
        return;
    };
    let is_denied = |key: &String| key.starts_with("deny[");
    let known: Vec<String> = was
        .keys()
        .filter(|key| is.contains_key(*key))
        .cloned()
        .collect();
    for side in [was, is] {
        side.retain(|key, _| !is_denied(key) || known.contains(key));
    }
}

/// The packages of a list, each as a text.
fn names(table: Option<&mut Table>, key: &str) {
    let list = table.and_then(|it| it.get_mut(key));
    if let Some(Value::List(entries)) = list.map(|it| &mut it.value) {
        for entry in entries {
            if let Some(spec) = spec(&entry.value) {
                entry.value = Value::Text(spec);
            }
        }
    }
}

/// How a package, or an advisory, is named: `name`, `name@1.2.3`, `name:<2`.
fn spec(value: &Value) -> Option<String> {
    let plain = |text: &str| match text.split_once(':') {
        Some((name, "*")) => name.to_owned(),
        Some((name, version)) => match version.trim().strip_prefix('=') {
            Some(exact) => format!("{name}@{}", exact.trim()),
            None => format!("{name}:{version}"),
        },
        None => text.to_owned(),
    };
    let text = match value {
        Value::Text(text) => text,
        value => match value.text("id").or_else(|| value.text("crate")) {
            Some(text) => text,
            None => {
                let name = value.text("name")?;
                return Some(match value.text("version") {
                    Some(version) => plain(&format!("{name}:{version}")),
                    None => name.to_owned(),
                });
            }
        },
    };
    Some(plain(text))
}

/// The name of a package without its version.
fn package(spec: &str) -> &str {
    spec.find(['@', ':', '<', '>', '=', '^', '~'])
        .map_or(spec, |end| &spec[..end])
}

/// What one list says of another version of a package than the other list is the same, as long as it says it of one: the newer
/// version of what was let through before.
fn same_package(was: &[Entry], is: &mut [Entry]) {
    let text = |entry: &Entry| match &entry.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    let now: Vec<Option<String>> = is.iter().map(text).collect();
    let mut gone: Vec<String> = was
        .iter()
        .filter_map(text)
        .filter(|it| !now.contains(&Some(it.clone())))
        .collect();
    for entry in is {
        let Some(new) = text(entry) else {
            continue;
        };
        let is_there = was.iter().any(|it| text(it).as_deref() == Some(&new));
        if is_there || new == package(&new) {
            continue;
        }
        if let Some(at) = gone.iter().position(|it| package(it) == package(&new)) {
            entry.value = Value::Text(gone.remove(at));
        }
    }
}
