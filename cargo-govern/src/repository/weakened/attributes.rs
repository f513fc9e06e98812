//! Levels of lints that the roots of targets ask for: `#![forbid(…)]`, `#![deny(…)]`, `#![warn(…)]`.

use std::collections::BTreeMap;

use govern_diagnostics::Span;
use govern_facts::MetaValue;
use govern_workspace::{TargetKind, Workspace};

use super::Weakened;
use super::manifests::{LEVELS, Manifests};

/// What the root of a target asks for.
struct Root {
    /// The manifest of its package.
    manifest: String,
    /// The file, where findings about what it has no more belong.
    place: Span,
    /// Whether it is a library or a program.
    is_built: bool,
    /// The level of each lint, as `tool::lint`, and how much it asks for.
    levels: BTreeMap<String, usize>,
}

/// The roots of targets of one side, by their paths.
pub(super) struct Roots(BTreeMap<String, Root>);

impl Roots {
    pub(super) fn new(workspace: &Workspace) -> Roots {
        let mut roots = BTreeMap::new();
        for package in workspace.packages() {
            for target in &package.targets {
                let Some(facts) = workspace.facts(target.root) else {
                    continue;
                };
                let mut levels = BTreeMap::new();
                for attr in &facts.attrs[facts.file_attrs.rows()] {
                    let level = LEVELS.iter().position(|it| *it == facts.attr_path(attr));
                    let MetaValue::List(lints) = facts.meta(attr.meta).value else {
                        continue;
                    };
                    let Some(level) = level.filter(|_| attr.cfg.is_none()) else {
                        continue;
                    };
                    for lint in &facts.metas[lints.rows()] {
                        let name = facts.text(lint.path);
                        if name != "reason" {
                            levels.insert(named(name), level);
                        }
                    }
                }
                let root = Root {
                    manifest: workspace.path(package.manifest).to_owned(),
                    place: Span::start_of(target.root),
                    is_built: matches!(
                        target.kind,
                        TargetKind::Lib | TargetKind::ProcMacro | TargetKind::Bin
                    ),
                    levels,
                };
                roots.insert(workspace.path(target.root).to_owned(), root);
            }
        }
        Roots(roots)
    }

    /// The level that a lint has in all libraries and programs of a package, by the path of its manifest.
    pub(super) fn level(&self, manifest: &str, lint: &str) -> Option<usize> {
        let of_package = |root: &&Root| root.is_built && root.manifest == manifest;
        let levels = self.0.values().filter(of_package);
        let levels = levels.map(|root| root.levels.get(lint).copied());
        // None is less than any.
        levels.min().flatten()
    }
}

/// A lint as manifests name it.
fn named(lint: &str) -> String {
    match lint.contains("::") {
        true => lint.to_owned(),
        false => format!("rust::{lint}"),
    }
}

impl Weakened {
    pub(super) fn roots(&mut self, before: &Roots, now: &Roots, manifests: &Manifests) {
        for (path, is) in &now.0 {
            let Some(was) = before.0.get(path) else {
                continue;
            };
            for (lint, &level) in was.levels.iter().filter(|(_, level)| **level > 0) {
                self.compared += 1;
                let said = is.levels.get(lint).copied();
                // It may have moved to the manifest, for all targets of the package.
                let there = manifests.level(&is.manifest, lint);
                if said.max(there) >= Some(level) {
                    continue;
                }
                let (unsure, now) = match said.or(there) {
                    Some(now) => (false, format!("is `{}` now", LEVELS[now])),
                    None => (true, "has no level now".to_owned()),
                };
                let message = format!(
                    "the lint `{lint}` {now} in `{path}`, and was `{}` {}",
                    LEVELS[level], self.base
                );
                self.add(
                    format!("lint {path} {lint}"),
                    message,
                    unsure,
                    Some(is.place),
                );
            }
        }
    }
}
