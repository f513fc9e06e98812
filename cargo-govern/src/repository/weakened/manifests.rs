//! What a change does to manifests, as far as they say what is checked: levels of lints, and which targets have tests.

use std::collections::BTreeMap;

use govern_diagnostics::{FileId, Span};
use govern_workspace::Workspace;

use super::Weakened;
use super::value::{Entry, Table, Value, read};

/// Levels of lints, from what asks for the least.
pub(super) const LEVELS: [&str; 4] = ["allow", "warn", "deny", "forbid"];

type Levels = BTreeMap<String, Entry>;

/// What a manifest says, by what it says it of.
#[derive(Debug, Default)]
struct Manifest {
    file: Option<FileId>,
    /// Levels of lints, by their tool and name.
    levels: Levels,
    /// Those that members may have from it.
    shared: Levels,
    /// Targets of which cargo runs no tests, and what says so.
    untested: BTreeMap<String, (String, Entry)>,
    /// Whether the package has the lints of the workspace.
    inherits: bool,
}

/// The manifests of one side, by their paths.
pub(super) struct Manifests {
    all: BTreeMap<String, Manifest>,
    /// The path of the one that others may have their lints from.
    root: String,
}

impl Manifests {
    pub(super) fn new(workspace: &Workspace) -> Manifests {
        let packages = workspace.packages().iter().map(|it| it.manifest);
        let files = packages.chain([workspace.manifest()]);
        let read = files.filter_map(|file| {
            let path = workspace.path(file).to_owned();
            let table = read(&workspace.text(file).ok()?)?;
            Some((path, Manifest::new(file, &table)))
        });
        Manifests {
            all: read.collect(),
            root: workspace.path(workspace.manifest()).to_owned(),
        }
    }

    /// The level that a lint has in a manifest.
    pub(super) fn level(&self, path: &str, lint: &str) -> Option<usize> {
        let manifest = self.all.get(path)?;
        let levels = match manifest.inherits {
            true => &self.all.get(&self.root)?.shared,
            false => &manifest.levels,
        };
        Some(level_of(levels.get(lint)?)?.1)
    }
}

impl Manifest {
    fn new(file: FileId, table: &Table) -> Manifest {
        let mut manifest = Manifest {
            file: Some(file),
            ..Manifest::default()
        };
        if let Some(lints) = table.get("lints") {
            manifest.levels = levels_of(lints);
            let inherits = lints.value.get("workspace").map(|it| &it.value);
            manifest.inherits = matches!(inherits, Some(Value::Flag(true)));
        }
        let of_workspace = table.get("workspace").and_then(|it| it.value.get("lints"));
        manifest.shared = of_workspace.map(levels_of).unwrap_or_default();
        manifest.targets(table);
        manifest
    }

    fn targets(&mut self, table: &Table) {
        let off = |table: &Value, key: &str| -> Option<Entry> {
            let entry = table.get(key)?;
            matches!(entry.value, Value::Flag(false)).then(|| entry.clone())
        };
        let mut untested = BTreeMap::new();
        let mut add = |what: String, key: &str, entry: Option<Entry>| {
            untested.extend(entry.map(|entry| (what, (key.to_owned(), entry))));
        };
        if let Some(library) = table.get("lib") {
            let entry = off(&library.value, "doctest");
            add("documentation".to_owned(), "doctest = false", entry);
        }
        for kind in ["lib", "bin", "test"] {
            let found = table.get(kind);
            let targets = match found.map(|it| &it.value) {
                Some(Value::List(targets)) => targets.iter().collect(),
                Some(_) => Vec::from_iter(found),
                None => Vec::new(),
            };
            for target in targets {
                let what = match target.value.text("name") {
                    Some(name) if kind != "lib" => format!("`{name}`"),
                    _ => "the library".to_owned(),
                };
                add(what.clone(), "test = false", off(&target.value, "test"));
                add(what, "harness = false", off(&target.value, "harness"));
            }
        }
        self.untested = untested;
    }

    fn place(&self, entry: &Entry) -> Option<Span> {
        super::place(self.file, Some(&entry.range))
    }
}

impl Weakened {
    pub(super) fn manifests(&mut self, before: &Manifests, now: &Manifests, roots: AtRoots<'_>) {
        for (path, is) in &now.all {
            let Some(was) = before.all.get(path) else {
                continue;
            };
            self.lints_of_manifest(path, (before, was), (now, is), roots);
            for (what, (why, entry)) in &is.untested {
                self.compared += 1;
                if !was.untested.contains_key(what) {
                    // A test without a harness may have one of its own.
                    let unsure = why.starts_with("harness");
                    let message = format!(
                        "`{why}` in `{path}`: cargo runs no tests of {what} by itself now, and did {}",
                        self.base
                    );
                    let key = format!("manifest {path} {what}");
                    self.add(key, message, unsure, is.place(entry));
                }
            }
        }
    }

    fn lints_of_manifest(
        &mut self,
        path: &str,
        (before, was): (&Manifests, &Manifest),
        (now, is): (&Manifests, &Manifest),
        roots: AtRoots<'_>,
    ) {
        // It may say the same by itself.
        let has_all = || {
            let all = before.all.get(&before.root).map(|root| &root.shared);
            let mut all = all.into_iter().flatten();
            all.all(|(lint, level)| {
                let has = is.levels.get(lint).and_then(level_of).map(|it| it.1);
                level_of(level).is_none_or(|(_, level)| level == 0 || has >= Some(level))
            })
        };
        if was.inherits && !is.inherits && !has_all() {
            let message = format!(
                "`{path}` has the lints of the workspace no more, and had them {}",
                self.base
            );
            let place = super::place(is.file, None);
            self.add(format!("manifest {path} lints"), message, false, place);
        }
        // The workspace may say it for it, or all that it builds.
        let there = |lint: &str| {
            let shared = is.inherits.then(|| now.level(path, lint)).flatten();
            shared.max(roots(path, lint))
        };
        let known = |lint: &str| was.inherits.then(|| before.level(path, lint)).flatten();
        self.levels_of_lints(path, is, (&was.levels, &is.levels), (&known, &there));
        let none = |_: &str| None;
        self.levels_of_lints(path, is, (&was.shared, &is.shared), (&none, &none));
    }

    /// Levels of a manifest, before and now, with what holds besides.
    fn levels_of_lints(
        &mut self,
        path: &str,
        manifest: &Manifest,
        (was, is): (&Levels, &Levels),
        (known, there): (Level<'_>, Level<'_>),
    ) {
        for (lint, level) in was {
            self.compared += 1;
            let Some((text, before)) = level_of(level) else {
                continue;
            };
            let key = format!("manifest {path} {lint}");
            match is.get(lint).map(|now| (now, level_of(now))) {
                None if before > 0 => {
                    if there(lint) >= Some(before) || is_renamed((was, is), lint, before) {
                        continue;
                    }
                    let message = format!(
                        "the lint `{lint}` has no level in `{path}` any more, and was `{text}` {}",
                        self.base
                    );
                    self.add(key, message, true, super::place(manifest.file, None));
                }
                Some((entry, Some((now, after)))) if after < before => {
                    let message = format!(
                        "the lint `{lint}` is `{now}` in `{path}`, and was `{text}` {}",
                        self.base
                    );
                    self.add(key, message, false, manifest.place(entry));
                }
                _ => {}
            }
        }
        for (lint, level) in is {
            if let Some((text, 0)) = level_of(level)
                && !was.contains_key(lint)
                && known(lint) != Some(0)
                && !is_renamed((is, was), lint, 0)
            {
                self.compared += 1;
                let message = format!(
                    "the lint `{lint}` is `{text}` in `{path}`, and had no level there {}",
                    self.base
                );
                let key = format!("manifest {path} {lint}");
                self.add(key, message, true, manifest.place(level));
            }
        }
    }
}

/// The level that a lint has in all that a package builds, by the path of its manifest.
type AtRoots<'r> = &'r dyn Fn(&str, &str) -> Option<usize>;

/// The level that something else gives a lint.
type Level<'l> = &'l dyn Fn(&str) -> Option<usize>;

/// Whether a lint has another name in the second manifest, with no lower level: one that is not in the first, and of which one begins
/// with the other.
fn is_renamed((of, other): (&Levels, &Levels), lint: &str, level: usize) -> bool {
    let mut only_there = other.iter().filter(|(name, _)| !of.contains_key(*name));
    only_there.any(|(name, is)| {
        let begins = name.starts_with(lint) || lint.starts_with(name.as_str());
        begins && level_of(is).is_some_and(|(_, is)| if level == 0 { is == 0 } else { is >= level })
    })
}

/// The levels of a table of lints.
fn levels_of(lints: &Entry) -> Levels {
    let mut levels = Levels::new();
    let Value::Table(tools) = &lints.value else {
        return levels;
    };
    for (tool, lints) in tools {
        let Value::Table(lints) = &lints.value else {
            continue;
        };
        for (lint, level) in lints {
            let level = match &level.value {
                Value::Table(table) => table.get("level"),
                _ => Some(level),
            };
            let key = format!("{tool}::{}", lint.replace('-', "_"));
            levels.extend(level.map(|level| (key, level.clone())));
        }
    }
    levels
}

/// A level as it is written, and how much it asks for.
fn level_of(entry: &Entry) -> Option<(&str, usize)> {
    let Value::Text(text) = &entry.value else {
        return None;
    };
    let at = LEVELS.iter().position(|level| level == text)?;
    Some((text, at))
}
