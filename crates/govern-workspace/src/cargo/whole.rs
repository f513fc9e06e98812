//! The whole answer of `cargo metadata`, from what cargo says of the members alone, the lock file, and the manifests of the
//! registry's packages that cargo has unpacked.
//!
//! Cargo needs most of its time for finding out what it found out before: all versions are in the lock file. What is left is
//! which features and optional dependencies the members switch on, and that follows from manifests, by the rules of cargo's
//! resolver of dependencies (<https://doc.rust-lang.org/cargo/reference/resolver.html>), which knows neither platforms nor weak
//! features. Where anything else may decide (packages from elsewhere, overrides, a lock file that is not up to date, packages that
//! are not unpacked), this says nothing, and cargo has to be asked.

mod document;
mod packages;

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use cargo_metadata::Metadata;
use toml::de::{DeTable, DeValue};

use self::{
    document::{dependencies, extended},
    packages::Packages,
};
use super::{
    lock::Lock,
    registry::{self, Sources},
};
use crate::{DependencyKind, LoadOptions};

/// Whether what is asked for may follow from the lock file: nothing is asked that only cargo decides, and nothing replaces packages.
pub(crate) fn may_tell(root: &Utf8Path, manifest: Option<&str>, options: &LoadOptions) -> bool {
    let features = &options.features;
    let is_simple = !options.network.locked
        && options.target.is_none()
        && features.list.is_empty()
        && !features.no_default;
    // What a file says that cannot be read is for cargo to tell.
    let has_none = |text: &str, keys: &[&str]| {
        let is_empty = |table: &DeTable<'_>| {
            let mut values = keys.iter().filter_map(|key| table.get(*key));
            values.all(|value| is_empty(value.get_ref()))
        };
        DeTable::parse(text).is_ok_and(|table| is_empty(table.get_ref()))
    };
    is_simple
        && manifest.is_some_and(|text| has_none(text, &["patch", "replace"]))
        && registry::configurations(root)
            .all(|text| has_none(&text, &["patch", "paths", "source", "include"]))
}

/// Whether a value is a table in which nothing is said.
fn is_empty(value: &DeValue<'_>) -> bool {
    let table = value.as_table();
    table.is_some_and(|table| table.values().all(|value| is_empty(value.get_ref())))
}

/// Adds to what cargo says of the members what they depend on. None where lock file and registry do not tell.
pub(crate) fn complete(members: Metadata, lock: &str, all_features: bool) -> Option<Metadata> {
    let lock = Lock::parse(lock)?;
    let mut packages = Packages::new(&lock, Sources::find());
    for member in &members.packages {
        packages.add_member(member)?;
    }
    let on = switch_on(&mut packages, all_features)?;
    let mut links = BTreeMap::new();
    let mut open: Vec<usize> = packages.members().collect();
    while let Some(row) = open.pop() {
        if links.contains_key(&row) {
            continue;
        }
        let found = dependencies(&packages, row, &on[&row])?;
        open.extend(found.iter().map(|link| link.to));
        links.insert(row, found);
    }
    extended(members, &packages, &on, &links)
}

/// What is on of a package.
#[derive(Debug, Default)]
struct On {
    features: BTreeSet<String>,
    /// Features asked of a dependency, by its key in the manifest: an optional one is on if it is here.
    asked: BTreeMap<String, BTreeSet<String>>,
}

/// Switches on what members ask for, with default features or all, and what that asks for in turn.
fn switch_on(packages: &mut Packages<'_>, all_features: bool) -> Option<BTreeMap<usize, On>> {
    let mut on: BTreeMap<usize, On> = BTreeMap::new();
    let mut open: BTreeSet<usize> = packages.members().collect();
    for row in packages.members() {
        let features = &packages.get(row)?.features;
        let all = features
            .keys()
            .filter(|name| all_features || *name == "default");
        let own = on.entry(row).or_default();
        for feature in all {
            own.feature(feature, packages, row)?;
        }
    }
    while let Some(row) = open.pop_first() {
        let package = packages.get(row)?;
        let mut asked = Vec::new();
        for declared in &package.declared {
            let by_features = on[&row].asked.get(&declared.key);
            if declared.optional && by_features.is_none()
                || declared.kind == DependencyKind::Development && !package.is_member()
            {
                continue;
            }
            let features = by_features.into_iter().flatten();
            let mut features: Vec<String> = features.chain(&declared.features).cloned().collect();
            // One that the lock file does not have is one that it does not know yet.
            let to = declared.to?;
            if declared.default_features {
                features.push("default".to_owned());
            }
            asked.push((to, features));
        }
        for (to, features) in asked {
            packages.load(to)?;
            let is_new = !on.contains_key(&to);
            let of_it = on.entry(to).or_default();
            let before = (of_it.features.len(), of_it.asks());
            for feature in features {
                let is_there = packages.get(to)?.features.contains_key(&feature);
                if is_there || feature != "default" {
                    of_it.feature(&feature, packages, to)?;
                }
            }
            if is_new || before != (of_it.features.len(), of_it.asks()) {
                open.insert(to);
            }
        }
    }
    Some(on)
}

impl On {
    /// How much is asked of dependencies: it only ever grows.
    fn asks(&self) -> usize {
        self.asked.values().map(|features| features.len() + 1).sum()
    }

    /// Switches a feature on. None if the package has none of this name, which is an error that cargo explains.
    fn feature(&mut self, name: &str, packages: &Packages<'_>, row: usize) -> Option<()> {
        if self.features.contains(name) {
            return Some(());
        }
        let package = packages.get(row)?;
        let enables = package.features.get(name)?;
        self.features.insert(name.to_owned());
        for enabled in enables {
            if let Some(key) = enabled.strip_prefix("dep:") {
                self.asked.entry(key.to_owned()).or_default();
            } else if let Some((key, feature)) = enabled.split_once('/') {
                let weak = key.strip_suffix('?');
                let key = weak.unwrap_or(key);
                let mut declared = package.declared.iter();
                let is_optional = declared.any(|it| it.key == key && it.optional);
                // Of an optional dependency the feature of that name is on, too, unless features name it with `dep:`.
                if weak.is_none() && is_optional && package.features.contains_key(key) {
                    self.feature(key, packages, row)?;
                }
                let asked = self.asked.entry(key.to_owned()).or_default();
                asked.insert(feature.to_owned());
            } else {
                self.feature(enabled, packages, row)?;
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests;
