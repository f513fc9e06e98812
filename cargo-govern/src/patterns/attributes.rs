//! Attributes that switch lints off, and whether they say why.

use govern_facts::{FileFacts, Meta, MetaValue};

use super::places::{Places, Site};

/// An `allow` or `expect` of lints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// `allow` or `expect`.
    pub word: &'static str,
    /// The lints, as written.
    pub lints: String,
    /// Whether it says why.
    pub reason: Reason,
    /// Whether it stands for the whole file: `#![…]` at its beginning.
    pub whole_file: bool,
    /// Where.
    pub site: Site,
}

/// Whether something says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It does.
    Given,
    /// With a text that says nothing.
    Empty,
    /// It does not.
    Missing,
}

/// The attributes of a file that switch lints off, also in `cfg_attr`.
pub(super) fn allowed(places: &mut Places<'_>) -> Vec<Allowed> {
    let facts = places.facts;
    let mut found = Vec::new();
    for (row, attr) in facts.attrs.iter().enumerate() {
        let meta = facts.meta(attr.meta);
        // What a macro made of its arguments stands where the call stands, and is nobody's attribute.
        let expanded = attr.extent == meta.extent;
        let (word, MetaValue::List(run)) = (word(facts.attr_path(attr)), meta.value) else {
            continue;
        };
        let Some(word) = word.filter(|_| !expanded && !places.is_quoted(attr.extent)) else {
            continue;
        };
        let (reasons, lints): (Vec<&Meta>, Vec<&Meta>) = facts.metas[run.rows()]
            .iter()
            .partition(|meta| facts.text(meta.path) == "reason");
        let lints: Vec<&str> = lints.iter().map(|lint| facts.text(lint.path)).collect();
        let scope = places.scope_at(attr.extent.start);
        found.push(Allowed {
            word,
            lints: lints.join(", "),
            reason: reason(facts, reasons.first().copied()),
            whole_file: facts.file_attrs.rows().contains(&row),
            site: places.site(scope, attr.extent),
        });
    }
    found
}

fn word(path: &str) -> Option<&'static str> {
    ["allow", "expect"].into_iter().find(|word| *word == path)
}

fn reason(facts: &FileFacts, reason: Option<&Meta>) -> Reason {
    match reason.map(|reason| reason.value) {
        None => Reason::Missing,
        Some(MetaValue::Str(text)) if facts.text(text).trim().is_empty() => Reason::Empty,
        Some(_) => Reason::Given,
    }
}
