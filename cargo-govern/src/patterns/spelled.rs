//! The paths that patterns spell out, as what they mean everywhere, and the names that code may have for them.

use std::collections::{BTreeMap, BTreeSet};

use govern_facts::{LiteralPath, PathQuestion, Pattern, Word};
use govern_names::{Names, prelude_path};
use govern_workspace::Workspace;

use super::bound::{Binding, Bound};

/// What the patterns of all rules spell out.
#[derive(Debug, Default)]
pub(super) struct Spelled {
    /// What paths mean, by their segments, whether they begin with `::`, and whether they name a macro.
    paths: BTreeMap<(Vec<String>, bool, bool), Expected>,
    /// The words of patterns with all names that code may have for them.
    words: BTreeMap<(String, bool), Vec<String>>,
}

/// What a path of a pattern means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Expected {
    /// This path.
    Absolute(Vec<String>),
    /// This path in the crate of the code.
    OwnCrate(Vec<String>),
    /// Any path that ends with this.
    Tail(Vec<String>),
}

impl Spelled {
    pub(super) fn new<'p>(
        names: &Names,
        renames: &[(&str, &str)],
        patterns: impl Iterator<Item = &'p Pattern>,
    ) -> Spelled {
        let mut spelled = Spelled::default();
        for pattern in patterns {
            for path in pattern.paths() {
                let key = (path.segments.clone(), path.global, path.is_macro);
                spelled
                    .paths
                    .entry(key)
                    .or_insert_with(|| expected(names, path));
            }
            for word in pattern.words() {
                let key = (word.text.clone(), word.renamable);
                if spelled.words.contains_key(&key) {
                    continue;
                }
                let called = if word.renamable {
                    called(&word.text, renames)
                } else {
                    vec![word.text.clone()]
                };
                spelled.words.insert(key, called);
            }
        }
        spelled
    }

    /// The names that code may have for a word.
    pub(super) fn words(&self, word: &Word) -> &[String] {
        let key = (word.text.clone(), word.renamable);
        self.words.get(&key).map_or(&[], Vec::as_slice)
    }

    /// Whether a path in the code is the one that a pattern spells out.
    pub(super) fn is_path(
        &self,
        path: &LiteralPath,
        question: &PathQuestion<'_>,
        bound: &Bound<'_>,
    ) -> bool {
        let key = (path.segments.clone(), path.global, path.is_macro);
        let Some(expected) = self.paths.get(&key) else {
            return false;
        };
        let as_written = || {
            let written = question.written.iter().copied();
            written.eq(path.segments.iter().map(String::as_str))
        };
        match (bound.binding(question.start), expected) {
            (Binding::Unknown, _) | (Binding::Local, Expected::Tail(_)) => as_written(),
            (Binding::Local, _) => false,
            (Binding::To { path, .. }, Expected::Absolute(expected)) => path == *expected,
            (Binding::To { path, own }, Expected::OwnCrate(rest)) => own && path[1..] == rest[..],
            (Binding::To { path, .. }, Expected::Tail(tail)) => path.ends_with(tail),
        }
    }
}

fn expected(names: &Names, path: &LiteralPath) -> Expected {
    let segments = path.segments.clone();
    let Some((head, rest)) = segments.split_first() else {
        return Expected::Tail(segments);
    };
    if head == "crate" {
        return Expected::OwnCrate(rest.to_vec());
    }
    if matches!(head.as_str(), "std" | "core" | "alloc") {
        let std = std::iter::once("std".to_owned());
        return Expected::Absolute(std.chain(rest.iter().cloned()).collect());
    }
    let prelude = prelude_path(head, path.is_macro && rest.is_empty());
    if let Some(prelude) = prelude.filter(|_| !path.global) {
        let prelude = prelude.iter().map(|&segment| segment.to_owned());
        return Expected::Absolute(prelude.chain(rest.iter().cloned()).collect());
    }
    if path.global || !rest.is_empty() && names.knows_crate(head) {
        return Expected::Absolute(segments);
    }
    Expected::Tail(segments)
}

/// What imports of the workspace rename: the name, and the new one.
pub(super) fn renames(workspace: &Workspace) -> Vec<(&str, &str)> {
    let mut renames = BTreeSet::new();
    for &file in workspace.files() {
        let Some(facts) = workspace.facts(file) else {
            continue;
        };
        for import in &facts.imports {
            let real = facts.segments(import.segments).next_back();
            let alias = facts.text(import.name);
            renames.extend(
                real.filter(|real| *real != alias && !import.glob)
                    .map(|real| (real, alias)),
            );
        }
    }
    renames.into_iter().collect()
}

/// All that a name is called, itself first. A rename of a rename needs another round.
fn called(name: &str, renames: &[(&str, &str)]) -> Vec<String> {
    let mut called = vec![name.to_owned()];
    let mut at = 0;
    while at < called.len() {
        for (real, alias) in renames {
            if called[at] == *real && !called.iter().any(|it| it == alias) {
                called.push((*alias).to_owned());
            }
        }
        at += 1;
    }
    called
}

/// What the workspace calls something.
#[derive(Debug)]
pub(super) struct Called(Vec<String>);

impl Called {
    /// What it calls what has this name.
    pub(super) fn new(name: &str, renames: &[(&str, &str)]) -> Called {
        Called(called(name, renames))
    }

    /// What it calls what has any of these names.
    pub(super) fn any<'n>(
        names: impl Iterator<Item = &'n str>,
        renames: &[(&str, &str)],
    ) -> Called {
        Called(names.flat_map(|name| called(name, renames)).collect())
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|known| known == name)
    }
}
