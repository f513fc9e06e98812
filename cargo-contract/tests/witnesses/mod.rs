//! What findings say with an example is so: each rule about compatibility shows something that one side writes, sends or types and
//! the other refuses, loses or takes for something else, and something that knows nothing of this suite proves it. What has no
//! example is listed with the reason.

mod apis;
mod components;
mod documents;
mod lines;
mod modules;
mod proto;
mod subjects;
mod table;
mod trees;
mod wire;

use std::path::{Path, PathBuf};

use govern_gate::Gate;
use table::{Shown, WITNESSES};

/// A finding in a fixture, and what it shows.
pub(crate) struct Case {
    /// The fixture.
    pub(crate) folder: PathBuf,
    /// What stands in backticks in its message.
    pub(crate) named: Vec<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) witness: String,
}

impl Case {
    /// A file of the fixture as it is.
    pub(crate) fn now(&self, path: &str) -> String {
        read(&self.folder.join(path))
    }

    /// A file of the fixture as it was published.
    pub(crate) fn was(&self, path: &str) -> String {
        read(&self.folder.join("published").join(path))
    }

    /// Whether a note says this.
    pub(crate) fn says(&self, text: &str) -> bool {
        self.notes.iter().any(|it| it.contains(text))
    }

    /// Nothing, or that the witness shows nothing.
    pub(crate) fn is_so(&self, shown: bool) -> Result<(), String> {
        match shown {
            true => Ok(()),
            false => Err(format!("`{}` shows nothing", self.witness)),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a test reads fixtures")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What stands in backticks.
fn named(text: &str) -> Vec<String> {
    let parts = text.split('`').enumerate();
    parts
        .filter(|(row, _)| row % 2 == 1)
        .map(|(_, it)| it.to_owned())
        .collect()
}

#[test]
fn every_rule_is_proven_by_a_witness_or_says_why_it_has_none() {
    let rules: Vec<&str> = cargo_contract::GATE
        .rules()
        .iter()
        .map(|it| it.name)
        .collect();
    let listed: Vec<&str> = WITNESSES.iter().map(|it| it.0).collect();
    assert_eq!(listed, rules, "each rule is in the table, in order");
    for (rule, shown) in WITNESSES {
        if let Shown::Partly(_, reason) | Shown::Never(reason) = shown {
            assert!(reason.split(' ').count() > 4, "{rule}: why?");
        }
    }
}

/// That findings in the fixture `fail` of a rule show what they are to show, and others prove it.
pub(crate) fn prove(rule: &str, folder: &Path) {
    let shown = WITNESSES.iter().find(|it| it.0 == rule).map(|it| &it.1);
    let (prove, row, partly) = match shown {
        Some(Shown::Always(prove)) => (prove, None, false),
        Some(Shown::Partly(prove, _)) => (prove, None, true),
        Some(Shown::Named(row, prove)) => (prove, Some(*row), false),
        Some(Shown::Never(_)) => return,
        None => panic!("what `{rule}` shows is not in the table of witnesses"),
    };
    let run = govern_testing::run_failing(&cargo_contract::GATE, folder, rule);
    let mut proven = 0;
    for found in &run.report.diagnostics {
        let named = named(&found.message);
        let mut examples = found.notes.iter();
        let example = examples.find_map(|it| it.strip_prefix("for example `")?.strip_suffix('`'));
        let witness = match row {
            Some(row) => named.get(row).cloned(),
            None => example.map(str::to_owned),
        };
        let Some(witness) = witness else {
            assert!(partly, "no example: {}", found.message);
            continue;
        };
        let case = Case {
            folder: folder.join(rule).join("fail"),
            named,
            notes: found.notes.clone(),
            witness,
        };
        prove(rule, &case).unwrap_or_else(|error| panic!("{}: {error}", found.message));
        proven += 1;
    }
    assert!(
        proven > 0,
        "nothing in the fixture of `{rule}` shows anything"
    );
}
