//! Selectors of crates and modules, from those that they are to select.

use std::collections::{BTreeMap, BTreeSet};

use govern_workspace::DependencyKind;

use crate::model::architecture::{Architecture, ModuleRow};
use crate::path::last_segment;

/// The words of the name of a crate or module.
pub(super) fn words(name: &str) -> Vec<&str> {
    name.split(['-', '_'])
        .filter(|word| !word.is_empty())
        .collect()
}

/// The members that have code of the program, by name.
pub(super) fn crates(architecture: &Architecture) -> BTreeSet<&str> {
    let modules = architecture.modules.iter();
    let modules = modules.filter(|module| module.kind == DependencyKind::Normal);
    modules
        .map(|module| architecture.package(module.package).name.as_str())
        .collect()
}

/// The outermost modules of the program's code whose own names are among `words`.
pub(super) fn modules_called(architecture: &Architecture, words: &[&str]) -> Vec<ModuleRow> {
    let mut found: Vec<ModuleRow> = Vec::new();
    for row in architecture.module_rows() {
        let module = architecture.module(row);
        if module.kind != DependencyKind::Normal || module.parent.is_none() {
            continue;
        }
        let inside = found
            .iter()
            .any(|&around| architecture.is_within(row, around));
        if !inside && words.contains(&own_name(&module.path)) {
            found.push(row);
        }
    }
    found
}

/// The last segment of a path.
pub(super) fn own_name(path: &str) -> &str {
    last_segment(path)
}

/// Selectors of the modules with these names, wherever they are that deep.
pub(super) fn module_selectors(architecture: &Architecture, found: &[ModuleRow]) -> Vec<String> {
    let paths = found
        .iter()
        .map(|&row| architecture.module(row).path.as_str());
    let roots: BTreeSet<&str> = architecture
        .modules
        .iter()
        .filter(|module| module.parent.is_none() && module.kind == DependencyKind::Normal)
        .map(|module| module.path.as_str())
        .collect();
    let selectors: BTreeSet<String> = paths
        .map(|path| match path.split("::").count() {
            2 if roots.len() == 1 => path.to_owned(),
            2 => format!("*::{}", own_name(path)),
            _ => format!("**::{}", own_name(path)),
        })
        .collect();
    // What is found at any depth is found below the root, too.
    let anywhere = |selector: &String| {
        let deep = format!("**::{}", own_name(selector));
        *selector != deep && selectors.contains(&deep)
    };
    selectors
        .iter()
        .filter(|selector| !anywhere(selector))
        .cloned()
        .collect()
}

/// Selectors of just these modules: globs where they select no other but what lies in one of them; or else their paths.
pub(super) fn narrow_selectors(
    architecture: &Architecture,
    found: &[ModuleRow],
    globs: bool,
) -> Vec<String> {
    let mut paths: BTreeSet<String> = found
        .iter()
        .map(|&row| architecture.module(row).path.clone())
        .collect();
    if !globs || paths.len() < 2 {
        return paths.into_iter().collect();
    }
    let inside = |row: ModuleRow| {
        found
            .iter()
            .any(|&around| architecture.is_within(row, around))
    };
    let mut selectors = BTreeSet::new();
    for (front, deepest) in [("*", 2), ("**", usize::MAX)] {
        let names: BTreeSet<String> = paths.iter().map(|path| own_name(path).to_owned()).collect();
        for name in names {
            let selected = |path: &str| {
                let depth = path.split("::").count();
                own_name(path) == name && depth >= 2 && depth <= deepest
            };
            let many = paths.iter().filter(|path| selected(path)).count() > 1;
            let mut all = architecture.module_rows();
            let exact = all.all(|row| !selected(&architecture.module(row).path) || inside(row));
            if many && exact {
                paths.retain(|path| !selected(path));
                selectors.insert(format!("{front}::{name}"));
            }
        }
    }
    selectors.extend(paths);
    selectors.into_iter().collect()
}

/// The words that more than half of all names begin with: the name of the product, which says nothing about layers. Words
/// for kinds of things are none.
pub(super) fn product<'a>(names: &BTreeSet<&'a str>, kinds: &[&str]) -> Vec<&'a str> {
    let all: Vec<Vec<&str>> = names.iter().map(|name| words(name)).collect();
    let mut product: Vec<&str> = Vec::new();
    loop {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for words in &all {
            let rest = words.strip_prefix(product.as_slice()).unwrap_or_default();
            if let Some(next) = rest.first().filter(|next| !is_kind(next, kinds)) {
                *count.entry(next).or_default() += 1;
            }
        }
        let most = count.into_iter().max_by_key(|(_, count)| *count);
        match most {
            Some((word, count)) if count > 1 && count * 2 > all.len() => product.push(word),
            _ => return product,
        }
    }
}

/// Whether a word is one of some kinds, of one thing or of many.
pub(super) fn is_kind(word: &str, kinds: &[&str]) -> bool {
    kinds.contains(&word.strip_suffix('s').unwrap_or(word))
}

/// Selectors of some crates among all: `*-adapter` where that selects no other, or else their names.
pub(super) fn crate_selectors(chosen: &BTreeSet<&str>, all: &BTreeSet<&str>) -> Vec<String> {
    let mut rest: BTreeSet<&str> = chosen.clone();
    let mut selectors = Vec::new();
    for name in chosen {
        if !rest.contains(name) {
            continue;
        }
        let Some((before, last)) = name.rsplit_once(['-', '_']) else {
            continue;
        };
        let globs = [
            (
                format!("*-{last}"),
                Vec::from_iter(all.iter().filter(|other| ends(other, last))),
            ),
            (
                format!("{before}-*"),
                Vec::from_iter(all.iter().filter(|other| begins(other, before))),
            ),
        ];
        let fits = |selected: &&(String, Vec<&&str>)| {
            selected.1.len() > 1 && selected.1.iter().all(|other| chosen.contains(**other))
        };
        if let Some((glob, selected)) = globs.iter().find(fits) {
            selectors.push(glob.clone());
            rest.retain(|name| !selected.contains(&name));
        }
    }
    selectors.extend(rest.into_iter().map(str::to_owned));
    selectors
}

fn ends(name: &str, word: &str) -> bool {
    name.strip_suffix(word)
        .is_some_and(|rest| rest.ends_with(['-', '_']))
}

fn begins(name: &str, words: &str) -> bool {
    let same = name.replace('_', "-");
    same.strip_prefix(&words.replace('_', "-"))
        .is_some_and(|rest| rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_selects_no_other_crate() {
        let all = BTreeSet::from(["a-port", "b-port", "c-port-x", "d-x", "e_y_1", "e-y-2", "f"]);
        let selectors = |chosen: &[&str]| crate_selectors(&chosen.iter().copied().collect(), &all);
        assert_eq!(selectors(&["a-port", "b-port"]), ["*-port"]);
        assert_eq!(selectors(&["a-port", "f"]), ["a-port", "f"]);
        assert_eq!(selectors(&["e_y_1", "e-y-2", "d-x"]), ["e-y-*", "d-x"]);
        assert_eq!(selectors(&["c-port-x", "d-x"]), ["*-x"]);
    }
}
