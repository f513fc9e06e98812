//! The tests of a file, as its facts have them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use cargo_ac::rust::dead;
use govern_facts::{Extent, FileFacts, ItemKind, ScopeId};
use govern_names::is_test_attribute;

use super::conditions::{Conditions, of_test};

/// The attribute of a test that has to panic: an assertion of its own.
const PANICS: &str = "should_panic";

/// What of a test is never reached.
#[derive(Default)]
pub(super) struct Unreached {
    /// How many assertions.
    pub(super) assertions: usize,
    /// How many calls, with those of the macros that assert.
    pub(super) calls: usize,
    /// What stands before it.
    pub(super) behind: &'static str,
}

/// A test as a file has it.
pub(super) struct Found {
    pub(super) extent: Extent,
    pub(super) ignored: Option<Extent>,
    pub(super) conditions: Conditions,
    /// The macros called in it that assert something: their names, and where their arguments stand.
    pub(super) assertions: Vec<(String, Extent)>,
    /// The names of what it calls, and where that stands.
    pub(super) calls: Vec<(String, Extent)>,
    body: Extent,
}

impl Found {
    /// Takes out what is never reached.
    pub(super) fn take_unreached(&mut self, text: &str) -> Unreached {
        let body = self.body.range();
        let Some(text) = text.get(Range::from(body)) else {
            return Unreached::default();
        };
        let dead = dead(text, body.start());
        if dead.is_empty() {
            return Unreached::default();
        }
        let around = |extent: &Extent| {
            let extent = extent.range();
            dead.iter().find(|it| it.range.contains_range(extent))
        };
        let (assertions, calls) = (self.assertions.len(), self.calls.len());
        let behind = self.calls.iter().find_map(|(_, extent)| around(extent));
        self.assertions
            .retain(|(_, extent)| around(extent).is_none());
        self.calls.retain(|(_, extent)| around(extent).is_none());
        Unreached {
            assertions: assertions - self.assertions.len(),
            calls: calls - self.calls.len(),
            behind: behind.map_or("", |it| it.behind),
        }
    }
}

/// The assertions with what is written in them; nothing, where a text cannot be read.
pub(super) fn written(
    assertions: Vec<(String, Extent)>,
    text: Option<&str>,
) -> Vec<(String, String)> {
    let read = |(name, args): (String, Extent)| {
        let args = text.and_then(|text| text.get(Range::from(args.range())));
        (name, args.unwrap_or_default().to_owned())
    };
    assertions.into_iter().map(read).collect()
}

/// The names of functions that are no tests.
pub(super) fn no_tests(facts: &FileFacts, tests: &[(String, Found)]) -> Vec<String> {
    let tests: BTreeSet<u32> = tests.iter().map(|(_, test)| test.extent.start).collect();
    let functions = facts.items.iter().filter(|item| {
        let is_test = tests.contains(&item.name_extent.start);
        matches!(item.kind, ItemKind::Fn { .. }) && !item.expanded && !is_test
    });
    functions
        .map(|item| facts.text(item.name).to_owned())
        .collect()
}

/// The tests of a file, with their names.
pub(super) fn tests(facts: &FileFacts) -> Vec<(String, Found)> {
    let mut rows: BTreeMap<usize, Found> = BTreeMap::new();
    for (row, item) in facts.items.iter().enumerate() {
        let attributes = || facts.attrs_of(item.attrs);
        let is_test = matches!(item.kind, ItemKind::Fn { .. })
            && !item.expanded
            && attributes().any(|attr| is_test_attribute(facts.attr_path(attr)));
        if is_test {
            let ignored = attributes()
                .find(|attr| attr.cfg.is_none() && facts.attr_path(attr) == "ignore")
                .map(|attr| attr.extent);
            let panics = attributes().filter(|attr| facts.attr_path(attr) == PANICS);
            let found = Found {
                extent: item.name_extent,
                ignored,
                conditions: of_test(facts, item),
                assertions: panics
                    .map(|attr| (PANICS.to_owned(), attr.extent))
                    .collect(),
                calls: Vec::new(),
                body: match item.kind {
                    ItemKind::Fn { signature } => facts.signatures[signature as usize].body,
                    _ => Extent::default(),
                },
            };
            rows.insert(row, found);
        }
    }
    let row_of = |scope: ScopeId| {
        let mut around = facts.items_around(scope).map(|(id, _)| id.index());
        around.find(|row| rows.contains_key(row))
    };
    let mut called: Vec<(usize, String, Extent)> = Vec::new();
    let mut asserted = Vec::new();
    for call in &facts.macro_calls {
        if let Some(row) = row_of(call.scope) {
            let segments = facts.segments(facts.path(call.path).segments);
            let name = segments.last().unwrap_or_default();
            called.push((row, format!("{name}!"), call.extent));
            if name.contains("assert") {
                asserted.push((row, name.to_owned(), call.args));
            }
        }
    }
    for path in &facts.paths {
        if let Some(row) = row_of(path.scope) {
            let name = facts.segments(path.segments).last().unwrap_or_default();
            called.push((row, name.to_owned(), path.extent));
        }
    }
    for call in &facts.method_calls {
        if let Some(row) = row_of(call.scope) {
            called.push((row, format!(".{}", facts.text(call.name)), call.extent));
        }
    }
    for (row, name, args) in asserted {
        if let Some(found) = rows.get_mut(&row) {
            found.assertions.push((name, args));
        }
    }
    for (row, name, extent) in called {
        if let Some(found) = rows.get_mut(&row) {
            found.calls.push((name, extent));
        }
    }
    let name = |row: usize| facts.text(facts.items[row].name).to_owned();
    rows.into_iter()
        .map(|(row, found)| (name(row), found))
        .collect()
}
