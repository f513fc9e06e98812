//! The paths that patterns spell out, as what they mean everywhere, and the names that code may have for them.

use std::collections::BTreeMap;

use govern_facts::{Extent, LiteralPath, PathQuestion, Pattern, Word};
use govern_names::{Names, prelude_path};
use rustc_hash::{FxHashMap, FxHashSet};

use super::bound::{Binding, Bound};

/// What the patterns of all rules spell out.
#[derive(Debug, Default)]
pub(super) struct Spelled {
    /// What paths mean, by their segments, whether they begin with `::`, and whether they name a macro.
    paths: BTreeMap<(Vec<String>, bool, bool), Expected>,
    /// The words of patterns with all names that code may have for them.
    words: BTreeMap<(String, bool), Vec<String>>,
    /// All of these names.
    names: FxHashSet<String>,
    /// The bytes that they begin with.
    begins: Bytes,
}

/// Some bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Bytes([u128; 2]);

impl Bytes {
    fn add(&mut self, byte: u8) {
        self.0[usize::from(byte >> 7)] |= 1 << (byte & 127);
    }

    fn contains(&self, byte: &u8) -> bool {
        self.0[usize::from(*byte >> 7)] >> (*byte & 127) & 1 == 1
    }
}

/// Where the names that patterns look for stand in a text: each as a whole word, the offsets in order.
#[derive(Debug, Default)]
pub(super) struct WordsAt<'s>(FxHashMap<&'s str, Vec<u32>>);

impl WordsAt<'_> {
    pub(super) fn of(&self, name: &str) -> &[u32] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether one of some names stands in a part of the text.
    pub(super) fn any_in(&self, names: &[String], part: Extent) -> bool {
        names.iter().any(|name| {
            let places = self.of(name);
            let behind = places.partition_point(|&at| at < part.start);
            places.get(behind).is_some_and(|&at| at < part.end)
        })
    }
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
                spelled.look_for(&called);
                spelled.words.insert(key, called);
            }
        }
        spelled
    }

    fn look_for(&mut self, names: &[String]) {
        for name in names {
            name.bytes()
                .take(1)
                .for_each(|first| self.begins.add(first));
            self.names.insert(name.clone());
        }
    }

    /// Where all names that patterns look for stand in a text: found in one pass, however many rules there are.
    pub(super) fn words_in(&self, text: &str) -> WordsAt<'_> {
        let mut found = WordsAt::default();
        let mut add = |at: usize, word: &str| {
            if let Some(name) = self.names.get(word) {
                found.0.entry(name).or_default().push(at as u32);
            }
        };
        let bytes = text.as_bytes();
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii();
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            let mut is_ascii = true;
            while at < bytes.len() && is_part(bytes[at]) {
                is_ascii &= bytes[at].is_ascii();
                at += 1;
            }
            let run = &text[start..at];
            if !is_ascii {
                // Only some of what is not ASCII is part of a word.
                let mut from = start;
                for word in run.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_') {
                    let whole = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_');
                    add(from, whole);
                    from += word.len();
                }
            } else if bytes
                .get(start)
                .is_some_and(|first| self.begins.contains(first))
            {
                add(start, run);
            }
            at = at.max(start + 1);
        }
        found
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_a_whole_in_one_pass() {
        let names = ["get", "größe", "self", "x"].map(str::to_owned);
        let mut spelled = Spelled::default();
        spelled.look_for(&names);
        let text = "get get_mut forget r#get «self» größe (größer) x→x.get";
        let found = spelled.words_in(text);
        for name in ["get", "größe", "self", "x", "mut"] {
            let part = |c: char| c.is_alphanumeric() || c == '_';
            let all = text.match_indices(name).map(|(at, _)| at);
            let whole = all.filter(|&at| {
                !text[..at].ends_with(part) && !text[at + name.len()..].starts_with(part)
            });
            let whole: Vec<u32> = whole.map(|at| at as u32).collect();
            let expected: &[u32] = if name == "mut" { &[] } else { &whole };
            assert_eq!(found.of(name), expected, "{name}");
        }
        let names = ["self".to_owned()];
        assert!(found.any_in(&names, Extent::new(0, text.len() as u32)));
        assert!(!found.any_in(&names, Extent::new(0, 20)));
    }
}
