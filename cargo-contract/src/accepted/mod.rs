//! Accepted versions: the wire models of contracts as somebody said they may be depended on, under `contracts/accepted/`.
//!
//! Each acceptance is a file of its own that is never written again, so that nothing accepted is lost and every version that
//! there ever was can be compared with.

mod canonical;
mod file;
mod line;
mod mirror;
mod read;
mod walk;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{Date, Error};
use govern_workspace::Workspace;
use rayon::prelude::*;

use crate::compat::Format;
use crate::direction::Direction;
use crate::manifest::Id;
use crate::wire::{Shape, Wire};

use canonical::canonical;
pub(crate) use line::{AcceptedLines, LineRevision, same_line};

/// The directory of accepted versions.
pub const ACCEPTED: &str = "contracts/accepted";

/// One accepted revision of a contract.
#[derive(Debug, Clone)]
pub struct Revision {
    /// The contract.
    pub id: Id,
    /// Which one it is, from 1.
    pub number: u32,
    /// Who accepted it, when and why.
    pub acceptance: Acceptance,
    /// What the program did with its documents.
    pub direction: Direction,
    /// How they were written.
    pub format: String,
    /// The package of the type.
    pub package: Package,
    /// The path of the type.
    pub payload: String,
    /// The model.
    pub wire: Wire,
    /// Its file.
    pub span: Option<Span>,
}

/// Who accepted a version, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// The day.
    pub on: Date,
    /// Who.
    pub by: String,
    /// The commit that was checked out.
    pub commit: Option<String>,
    /// Why.
    pub reason: String,
    /// What it broke, if that was accepted, too.
    pub breaks: Vec<String>,
}

/// A package as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// All accepted revisions.
#[derive(Debug, Clone, Default)]
pub struct Accepted {
    revisions: BTreeMap<Id, Vec<Revision>>,
    /// Contracts whose files are not all there, or cannot all be read.
    incomplete: BTreeSet<Id>,
    /// Command lines, which have no versions.
    pub(crate) lines: AcceptedLines,
}

impl Accepted {
    /// Reads all files, with what is wrong with them. What a contract whose files are not all there may not break is not
    /// known: it is incomplete.
    pub fn read(workspace: &Workspace) -> Result<(Accepted, Vec<Diagnostic>), Error> {
        let mut accepted = Accepted::default();
        let mut mistakes = Vec::new();
        let (paths, others): (Vec<String>, Vec<String>) = workspace
            .find_files(&[format!("{ACCEPTED}/**/*")])?
            .into_iter()
            .partition(|path| path.ends_with(".json"));
        // Something that somebody renamed; notes may lie there.
        let others = others.into_iter().filter(|path| {
            let name = path.rsplit('/').next().unwrap_or_default();
            name.starts_with("cli.")
                || name
                    .trim_start_matches('v')
                    .starts_with(|c: char| c.is_ascii_digit())
        });
        let unnamed = others.map(|path| {
            let message = format!("{path} has not the name of an accepted version");
            let file = workspace.id_of(&path);
            Diagnostic::config(message)
                .at(Span::start_of(file))
                .help(file::RESTORE)
        });
        mistakes.extend(unnamed);
        let (links, paths): (Vec<String>, Vec<String>) =
            paths.into_iter().partition(|path| workspace.is_link(path));
        for path in links {
            // What it leads to is nobody's to show.
            let message = format!("{path} is a symbolic link, and what it leads to may change");
            mistakes.push(Diagnostic::config(message).help(file::RESTORE));
            accepted.incomplete.extend(id_of(&path));
        }
        let mut texts = Vec::new();
        let (lines, wrong) = AcceptedLines::read(workspace)?;
        accepted.lines = lines;
        mistakes.extend(wrong);
        let is_line = |path: &String| {
            let name = path.rsplit('/').next().unwrap_or_default();
            name.starts_with("cli.")
        };
        for path in paths.into_iter().filter(|path| !is_line(path)) {
            let (file, text) = workspace.read(&path)?;
            texts.push((path, file, text));
        }
        let read: Vec<_> = texts
            .par_iter()
            .map(|(path, file, text)| file::read_text(path, *file, text))
            .collect();
        for ((path, ..), revision) in texts.iter().zip(read) {
            match revision {
                Ok(revision) => accepted
                    .revisions
                    .entry(revision.id.clone())
                    .or_default()
                    .push(revision),
                Err(mistake) => {
                    mistakes.push(*mistake);
                    accepted.incomplete.extend(id_of(path));
                }
            }
        }
        for revisions in accepted.revisions.values_mut() {
            revisions.sort_by_key(|revision| revision.number);
            if let Some(mistake) = gap(revisions) {
                mistakes.push(mistake);
                let id = revisions.first().map(|revision| revision.id.clone());
                accepted.incomplete.extend(id);
            }
        }
        Ok((accepted, mistakes))
    }

    /// The revisions of a contract, the first one first.
    pub fn of(&self, id: &Id) -> &[Revision] {
        self.revisions.get(id).map_or(&[], Vec::as_slice)
    }

    /// The last revision of a contract.
    pub fn last(&self, id: &Id) -> Option<&Revision> {
        self.of(id).last()
    }

    /// All contracts that were ever accepted.
    pub fn ids(&self) -> impl Iterator<Item = &Id> {
        self.revisions.keys()
    }

    /// The last version of a contract before this one that was accepted.
    pub fn before(&self, id: &Id) -> Option<&Id> {
        let (before, _) = self.revisions.range(..id).next_back()?;
        (before.name == id.name).then_some(before)
    }

    /// Whether not all that was accepted of a contract is known.
    pub fn is_incomplete(&self, id: &Id) -> bool {
        self.incomplete.contains(id)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.revisions.is_empty()
    }
}

/// That a revision is missing which there must have been.
fn gap(revisions: &[Revision]) -> Option<Diagnostic> {
    let numbers = revisions.iter().map(|revision| revision.number);
    let (missing, after) = (1..).zip(numbers).find(|(expected, is)| expected != is)?;
    let revision = revisions.iter().find(|revision| revision.number == after)?;
    let path = path_of(&revision.id, missing);
    Some(
        Diagnostic::config(format!("{path} is gone: there is a later revision"))
            .at(revision.span)
            .note("accepted versions are what others may depend on; they are never removed")
            .help("take it from git"),
    )
}

impl Revision {
    /// The parts of the type that are not understood, and why, for people.
    pub fn opaque(&self) -> Vec<String> {
        opaque_parts(&self.wire)
    }

    /// The text of its file.
    pub fn to_text(&self) -> String {
        file::text_of(self)
    }

    /// The path of its file.
    pub fn path(&self) -> String {
        path_of(&self.id, self.number)
    }

    /// What to call it: ``` `orders.placed@1` as accepted on 2026-06-15```.
    pub fn title(&self) -> String {
        format!("`{}` as accepted on {}", self.id, self.acceptance.on)
    }
}

/// The reasons of the parts of a type that are not understood and not declared either, each once.
pub fn opaque_parts(wire: &Wire) -> Vec<String> {
    if wire.declared.is_some() {
        return Vec::new();
    }
    let mut reasons: Vec<String> = reached(wire)
        .into_iter()
        .filter_map(|id| match wire.shape(id) {
            Shape::Opaque { reason, .. } if wire.shape(id).schema().is_none() => {
                Some(reason.clone())
            }
            _ => None,
        })
        .collect();
    reasons.sort();
    reasons.dedup();
    reasons
}

/// All shapes that a type contains.
pub(crate) fn reached(wire: &Wire) -> Vec<crate::wire::ShapeId> {
    walk::reached(wire)
}

/// Whether two models are the same but for what types are called.
pub fn same(a: &Wire, b: &Wire) -> bool {
    write::nameless(a) == write::nameless(b)
}

/// Whether documents of the formats show no difference between two models: what fields are called in Rust is not on the wire,
/// and the order of those with names means nothing.
pub(crate) fn same_on_wire(a: &Wire, b: &Wire, formats: &[Format]) -> bool {
    same(a, b) || same(&canonical(a, formats), &canonical(b, formats))
}

/// A model written and read again.
///
/// # Errors
///
/// If the text does not give a model: a mistake in this program.
pub fn written_and_read(wire: &Wire) -> Result<Wire, String> {
    let text = serde_json::to_string(&write::text_of(wire)).map_err(|error| error.to_string())?;
    let text = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    read::wire_of(&text, &wire.name)
}

fn path_of(id: &Id, revision: u32) -> String {
    format!("{ACCEPTED}/{}/v{}.{revision}.json", id.name, id.version)
}

/// The contract that a path says a file is of.
fn id_of(path: &str) -> Option<Id> {
    let (directory, file) = path.rsplit_once('/')?;
    let name = directory.rsplit('/').next()?;
    let version = file.strip_prefix('v')?.split('.').next()?;
    Id::parse(&format!("{name}@{version}"))
}
