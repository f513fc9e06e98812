//! Records of decisions (ADRs), with what they say of criteria, and the documents that are there.

mod record;

use std::collections::BTreeSet;

use crate::ids::nearest;
pub use record::{Fate, Record, Status};

/// The records of decisions, and the documents that are there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decisions {
    /// The records.
    pub records: Vec<Record>,
    /// Where records are looked for.
    pub globs: Vec<String>,
    /// Those of the documents that ledgers name which are there.
    pub documents: BTreeSet<String>,
}

/// The path that a ledger names as a document; none if that is elsewhere.
pub(crate) fn document(text: &str) -> Option<&str> {
    if text.contains("://") {
        return None;
    }
    let path = text.split('#').next().unwrap_or(text);
    let path = path
        .strip_prefix("./")
        .unwrap_or(path)
        .trim_end_matches('/');
    (!path.is_empty()).then_some(path)
}

impl Decisions {
    /// The record that a ledger names: by its path, or by its number.
    pub fn record(&self, name: &str) -> Option<&Record> {
        if name.contains('/') || name.ends_with(".md") {
            let path = document(name)?;
            return self.records.iter().find(|record| record.path == path);
        }
        self.records.iter().find(|record| record.is_called(name))
    }

    /// What a name that leads nowhere may be a slip of the pen for.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        nearest(name, self.records.iter().filter_map(|it| it.id.as_deref()))
    }
}
