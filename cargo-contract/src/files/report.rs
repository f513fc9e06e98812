//! How changes of files become findings.

use std::collections::BTreeMap;

use govern_diagnostics::Span;
use govern_gate::Findings;

use super::change::Change;
use super::config::Kind;
use crate::changes::{Meets, shortened};
use crate::compat::Verdict;
use crate::direction::Direction;

/// What became of all files.
#[derive(Debug, Default)]
pub(crate) struct FileContracts {
    /// What they were compared with, for people: `revision main`.
    pub(crate) published: String,
    /// How many files of each kind were compared.
    pub(crate) compared: BTreeMap<Kind, usize>,
    pub(crate) changes: Vec<FileChange>,
    /// How many imports of modules were looked at.
    pub(crate) imports: usize,
    /// Whether imports are limited.
    pub(crate) limited: bool,
    /// Imports that are not allowed: the file, what it imports, where the file is named.
    pub(crate) foreign: Vec<(String, String, Option<Span>)>,
}

/// A change of a file that matters to somebody.
#[derive(Debug)]
pub(crate) struct FileChange {
    pub(crate) kind: Kind,
    pub(crate) direction: Direction,
    /// The file's path.
    pub(crate) file: String,
    pub(crate) change: Change,
    /// Where it is now; where it was, if it is gone.
    pub(crate) span: Option<Span>,
    /// Where it was.
    pub(crate) published: Option<Span>,
}

/// Reports the changes of files that fall under one rule; `kinds` are the kinds it looks at.
pub(crate) fn report(
    files: &FileContracts,
    rule: &'static str,
    kinds: &[Kind],
    help: &str,
    findings: &mut Findings,
) {
    let compared: usize = kinds
        .iter()
        .filter_map(|kind| files.compared.get(kind))
        .sum();
    if compared == 0 {
        findings.idle(match kinds.split_last() {
            _ if kinds.len() == Kind::ALL.len() => {
                "no published file is declared in `[[contract.files]]`".to_owned()
            }
            Some((last, [])) => format!("no published file is declared to be {}", last.one()),
            _ => {
                let all: Vec<String> = kinds.iter().map(|it| it.one()).collect();
                format!("no published file is declared to be {}", all.join(" or "))
            }
        });
        return;
    }
    findings.checked(compared);
    for change in files
        .changes
        .iter()
        .filter(|it| it.change.rule == rule && kinds.contains(&it.kind))
    {
        one(change, &files.published, help, findings);
    }
}

fn one(found: &FileChange, published: &str, help: &str, findings: &mut Findings) {
    let change = &found.change;
    let reads = match (change.meets, found.kind) {
        (Meets::OldDocuments, _) => "reads old",
        (_, _) => "read by old",
    };
    let message = match change.place.as_str() {
        "" => format!("`{}`: {}", found.file, change.what),
        place => format!("`{place}` of `{}`: {}", found.file, change.what),
    };
    let finding = findings.report(
        found.span,
        format!("{} {} {reads}", found.file, change.place),
        message,
    );
    finding.label(match change.verdict {
        Verdict::Breaks if change.new.is_none() => "was here",
        Verdict::Breaks => "breaks",
        Verdict::Lossy => "may behave differently",
        Verdict::Unknown | Verdict::Ok => "cannot be told",
    });
    finding.note(who(found, published));
    if let Some(note) = used(&change.used) {
        finding.note(note);
    }
    if let Some(detail) = &change.detail {
        finding.note(detail.clone());
    }
    if let Some(witness) = &change.witness {
        finding.note(format!("for example `{}`", shortened(witness)));
    }
    if let Some(published) = found.published {
        finding.related(published, "as it was published");
    }
    finding.help(help);
}

/// What of a document has to do with it: all of a few, the first of many.
fn used(by: &[String]) -> Option<String> {
    const SHOWN: usize = 4;
    let mut by: Vec<&str> = by.iter().map(String::as_str).collect();
    by.sort_unstable();
    by.dedup();
    let more = by.len().saturating_sub(SHOWN);
    by.truncate(SHOWN);
    let listed = by.join("; ");
    match (listed.as_str(), more) {
        ("", _) => None,
        (_, 0) => Some(format!("it concerns {listed}")),
        (_, more) => Some(format!("it concerns {listed}; and {more} more")),
    }
}

/// Who meets whom.
fn who(found: &FileChange, published: &str) -> String {
    let direction = found.direction.as_str();
    match (found.kind, found.change.meets) {
        (Kind::JsonSchema, Meets::OldDocuments) => {
            format!("the new version reads documents of {published} (it {direction})")
        }
        (Kind::JsonSchema, _) => {
            format!("{published} reads documents of the new version (it {direction})")
        }
        (Kind::Wasm, Meets::OldDocuments) => {
            format!("the new host runs modules that {published} could run")
        }
        (Kind::OpenApi, Meets::OldDocuments) => {
            format!("clients that know {published} call the new version")
        }
        (Kind::OpenApi, _) => {
            format!("clients that know {published} read what the new version answers")
        }
        (Kind::AsyncApi, Meets::OldDocuments) => {
            format!("the new version receives what is sent by who knows {published}")
        }
        (Kind::AsyncApi, _) => {
            format!("who knows {published} receives what the new version sends")
        }
        (Kind::Proto, _) => format!("others were built from {published}"),
        (Kind::Wit, Meets::OldDocuments) => format!("the new host runs components of {published}"),
        (Kind::Wit, _) => format!("hosts of {published} run the new component"),
        (Kind::Wasm, _) => {
            format!("hosts that could run the module of {published} run the new one")
        }
    }
}
