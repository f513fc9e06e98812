//! Canaries as data: what a gate knows to put in.

use std::collections::BTreeMap;

/// A defect that a rule must find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canary {
    /// The rule, by its name in the gate.
    pub rule: &'static str,
    /// Which of the project's own declarations it is for, where one rule serves many: the beginning of the finding's key.
    pub of: Option<String>,
    /// The defect and its place, in words: `` `dbg!` at the end of `src/lib.rs` ``.
    pub what: String,
    /// What makes it.
    pub edits: Vec<Edit>,
}

/// A change to one file, by its path from the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Text behind all that is there; the file is made if there is none.
    Append(String, String),
    /// Other content.
    Write(String, Vec<u8>),
    /// The file is gone.
    Remove(String),
}

impl Edit {
    /// The file.
    pub fn path(&self) -> &str {
        match self {
            Edit::Append(path, _) | Edit::Write(path, _) | Edit::Remove(path) => path,
        }
    }
}

/// What a gate knows to put in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Canaries {
    /// The defects.
    pub made: Vec<Canary>,
    /// Rules for which there is none here, and why.
    pub none: BTreeMap<&'static str, String>,
}

impl Canaries {
    /// Says why there is no canary for a rule in this workspace.
    pub fn none(&mut self, rule: &'static str, why: impl Into<String>) {
        self.none.insert(rule, why.into());
    }
}
