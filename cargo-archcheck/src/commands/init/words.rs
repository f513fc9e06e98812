//! Layers on top of each other, as the names of crates and modules say them.

use std::collections::BTreeSet;

use super::names;
use super::proposal::{Proposal, Proposed};
use crate::model::architecture::Architecture;
use crate::policy::Role;

/// What of the names is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    Crates,
    Modules,
    /// Those of crates, and those of modules in other crates.
    Both,
}

impl Basis {
    /// All, the one that is said most shortly first.
    pub(super) const ALL: [Basis; 3] = [Basis::Crates, Basis::Modules, Basis::Both];

    pub(super) fn noun(self) -> &'static str {
        match self {
            Basis::Crates => "crates",
            Basis::Modules => "modules",
            Basis::Both => "crates and modules",
        }
    }
}

/// Layers on top of each other, with the names they go by; outside first.
const LAYERED: [(&str, &[&str]); 4] = [
    (
        "presentation",
        &[
            "presentation",
            "ui",
            "gui",
            "view",
            "views",
            "controller",
            "controllers",
            "handler",
            "handlers",
            "route",
            "routes",
            "web",
            "api",
            "cli",
            "cmd",
        ],
    ),
    ("service", &["service", "services", "business"]),
    (
        "persistence",
        &[
            "persistence",
            "repository",
            "repositories",
            "repo",
            "repos",
            "dao",
            "storage",
            "db",
            "database",
        ],
    ),
    (
        "model",
        &["model", "models", "entity", "entities", "domain"],
    ),
];

/// How many of these a workspace has to have: one name alone says little.
const LEAST_LAYERS: usize = 3;

/// Layers on top of each other, as far as names say so.
pub(super) fn layered(architecture: &Architecture, basis: Basis, globs: bool) -> Option<Proposal> {
    let all = names::crates(architecture);
    let called = |name: &str, words: &[&str]| {
        let last = names::words(name).last().copied();
        last.is_some_and(|last| words.contains(&last))
    };
    // What a crate is as a whole, its modules are not something else.
    let whole: BTreeSet<&str> = all
        .iter()
        .copied()
        .filter(|name| {
            basis != Basis::Modules && LAYERED.iter().any(|(_, words)| called(name, words))
        })
        .collect();
    let layer = |(layer, words): &(&str, &[&str])| {
        let mut proposed = Proposed {
            name: (*layer).to_owned(),
            ..Proposed::default()
        };
        let found: BTreeSet<&str> = whole
            .iter()
            .copied()
            .filter(|name| called(name, words))
            .collect();
        proposed.crates = match globs {
            true => names::crate_selectors(&found, &all),
            false => found.into_iter().map(str::to_owned).collect(),
        };
        if basis != Basis::Crates {
            let mut found = names::modules_called(architecture, words);
            found.retain(|&row| {
                let package = architecture.module(row).package;
                !whole.contains(architecture.package(package).name.as_str())
            });
            proposed.modules = match (basis, globs) {
                (Basis::Modules, true) => names::module_selectors(architecture, &found),
                _ => names::narrow_selectors(architecture, &found, globs),
            };
        }
        (!proposed.modules.is_empty() || !proposed.crates.is_empty()).then_some(proposed)
    };
    let mut layers: Vec<Proposed> = LAYERED.iter().filter_map(layer).collect();
    if layers.len() < LEAST_LAYERS {
        return None;
    }
    for layer in &mut layers {
        // As the project calls it, if it has one word for it.
        let selectors = layer.modules.iter().chain(&layer.crates);
        let words: BTreeSet<&str> = selectors
            .map(|selector| selector.rsplit([':', '-', '_']).next().unwrap_or(selector))
            .collect();
        if let (1, Some(word)) = (words.len(), words.first())
            && Role::named(word).is_none()
            && LAYERED.iter().any(|(_, known)| known.contains(word))
        {
            layer.name = (*word).to_owned();
        }
    }
    Some(Proposal {
        title: format!(
            "Layers on top of each other, by the names of {}: each may use those behind it.",
            basis.noun()
        ),
        ordered: true,
        layers,
        ..Proposal::default()
    })
}
