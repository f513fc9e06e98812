//! Code that exists in none of the configurations that are looked at: because nobody sets a flag, or as a whole crate.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::NotRun;
use govern_facts::{Cfg, CfgId, Extent, FileFacts, ScopeKind};
use govern_names::Names;
use govern_workspace::{CodeKind, Conditions, Workspace};

/// A place that is switched off: its file, and where it is; the outer one of two comes first.
type Place = (String, u32, std::cmp::Reverse<u32>);

/// What does not exist.
#[derive(Debug)]
pub(crate) struct Unset {
    /// What is switched off, with the flags that would switch it on, as they are written.
    places: BTreeMap<Place, BTreeSet<String>>,
    /// The crates that are under a condition as a whole: `#![cfg(windows)]`.
    crates: BTreeSet<String>,
}

impl Unset {
    /// What is switched off in a workspace.
    pub(crate) fn new(workspace: &Workspace, names: &Names) -> Unset {
        let absent = names
            .crates()
            .filter(|(_, krate)| names.module(krate.root).presence.is_absent());
        let crates = absent.map(|(_, krate)| krate.name.clone()).collect();
        let mut places = BTreeMap::new();
        for &file in workspace.files() {
            let Some(facts) = workspace.facts(file).filter(|it| !it.cfgs.is_empty()) else {
                continue;
            };
            let packages = workspace.packages_of(file).iter();
            let packages = packages.filter(|&&id| workspace.package(id).selected);
            let codes = [CodeKind::Production, CodeKind::Test];
            let packages: Vec<Conditions<'_>> = packages
                .flat_map(|&id| codes.map(|code| workspace.conditions(id, code)))
                .collect();
            if packages.is_empty() {
                continue;
            }
            for (cfg, extent) in conditioned(facts) {
                if packages.iter().all(|package| is_off(facts, cfg, package)) {
                    let flags = packages
                        .iter()
                        .flat_map(|package| flags(facts, cfg, package));
                    let place = (
                        workspace.path(file).to_owned(),
                        extent.start,
                        std::cmp::Reverse(extent.end),
                    );
                    places
                        .entry(place)
                        .or_insert_with(BTreeSet::new)
                        .extend(flags);
                }
            }
        }
        Unset { places, crates }
    }

    /// What is switched off in another configuration, too.
    pub(crate) fn and(mut self, other: &Unset) -> Unset {
        let places = self.places.into_iter();
        let places = places.filter_map(|(place, flags)| {
            let others = other.places.get(&place)?;
            // Where some of the flags are on, fewer are missing.
            let nearer = flags.is_empty() || (!others.is_empty() && others.len() < flags.len());
            Some((place, if nearer { others.clone() } else { flags }))
        });
        self.crates.retain(|name| other.crates.contains(name));
        Unset {
            places: places.collect(),
            crates: self.crates,
        }
    }

    /// The lines that say it.
    pub(crate) fn not_run(&self) -> impl Iterator<Item = NotRun> {
        self.absent_crates().into_iter().chain(self.unset_flags())
    }

    fn absent_crates(&self) -> Option<NotRun> {
        let crates: Vec<String> = self.crates.iter().map(|name| format!("`{name}`")).collect();
        (!crates.is_empty()).then(|| NotRun {
            what: format!("all of {}", crates.join(", ")),
            why: "nothing of it exists on this platform or with these features; `--target`, `--features` or a \
                  `[[archcheck.configuration]]` look at it elsewhere"
                .to_owned(),
            failed: false,
        })
    }

    /// If a flag would switch anything on.
    fn unset_flags(&self) -> Option<NotRun> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut last: Option<&Place> = None;
        for (place, flags) in self.places.iter().filter(|(_, flags)| !flags.is_empty()) {
            // What is inside is part of it.
            if last.is_some_and(|last| last.0 == place.0 && place.1 < last.2.0) {
                continue;
            }
            last = Some(place);
            for flag in flags {
                *counts.entry(flag).or_default() += 1;
            }
        }
        if counts.is_empty() {
            return None;
        }
        let counts = counts.into_iter().map(|(flag, count)| {
            let places = if count == 1 { "place" } else { "places" };
            format!("`cfg({flag})`: {count} {places}")
        });
        Some(NotRun {
            what: format!("code under {}", counts.collect::<Vec<_>>().join(", ")),
            why: "nobody sets that; a `[[archcheck.configuration]]` with `cfg` looks at it"
                .to_owned(),
            failed: false,
        })
    }
}

/// What stands under a condition of its own: items, imports, files and blocks.
fn conditioned(facts: &FileFacts) -> impl Iterator<Item = (CfgId, Extent)> {
    let items = facts.items.iter().filter(|item| !item.expanded);
    let items = items.filter_map(|item| Some((item.cfg?, item.extent)));
    let imports = facts.imports.iter().filter(|import| !import.expanded);
    let imports = imports.filter_map(|import| Some((import.cfg?, import.item_extent)));
    let scopes = facts.scopes.iter();
    let scopes = scopes.filter(|scope| scope.item.is_none() || scope.kind == ScopeKind::Module);
    let scopes = scopes.filter_map(|scope| Some((scope.cfg?, scope.extent)));
    items.chain(imports).chain(scopes)
}

fn is_off(facts: &FileFacts, cfg: CfgId, conditions: &Conditions<'_>) -> bool {
    facts.evaluate(cfg, &|flag, value| conditions.holds(flag, value)) == Some(false)
}

/// The flags that nobody sets in a condition, if it could hold with them.
fn flags(facts: &FileFacts, cfg: CfgId, conditions: &Conditions<'_>) -> BTreeSet<String> {
    let open = |flag: &str, value: Option<&str>| match conditions.is_unset(flag, value) {
        true => None,
        false => conditions.holds(flag, value),
    };
    let mut flags = BTreeSet::new();
    if facts.evaluate(cfg, &open) == Some(false) {
        return flags;
    }
    let mut left = vec![cfg];
    while let Some(cfg) = left.pop() {
        let (flag, value) = match facts.cfg(cfg) {
            Cfg::All(parts) | Cfg::Any(parts) => {
                left.extend(parts);
                continue;
            }
            Cfg::Not(part) => {
                left.push(*part);
                continue;
            }
            Cfg::Flag(name) => (facts.text(*name), None),
            Cfg::Pair(key, value) => (facts.text(*key), Some(facts.text(*value))),
            Cfg::Constant(_) | Cfg::Unknown => continue,
        };
        if conditions.is_unset(flag, value) {
            flags.insert(match value {
                Some(value) => format!("{flag} = {value:?}"),
                None => flag.to_owned(),
            });
        }
    }
    flags
}
