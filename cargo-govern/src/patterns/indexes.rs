//! Accesses by index.

use govern_facts::IndexKind;

use super::places::{Places, Site};

/// An access by index, which panics if there is nothing there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indexing {
    /// By what.
    pub kind: IndexKind,
    /// The brackets.
    pub site: Site,
}

/// The accesses in a file.
pub(super) fn indexing(places: &mut Places<'_>) -> Vec<Indexing> {
    let facts = places.facts;
    let mut found = Vec::with_capacity(facts.indexes.len());
    for index in &facts.indexes {
        if places.is_quoted(index.extent) {
            continue;
        }
        let scope = places.scope_at(index.extent.start);
        found.push(Indexing {
            kind: index.kind,
            site: places.site(scope, index.extent),
        });
    }
    found
}
