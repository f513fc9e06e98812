//! `cargo contract diff` of two files that are contracts themselves.

use std::collections::BTreeMap;
use std::sync::Arc;

use govern_diagnostics::{Diagnostic, SourceFile, Sources, Span};
use govern_gate::{Error, Session};
use serde_json::{Value, json};

use super::change::{At, Change};
use super::config::{Category, Kind};
use super::report::{FileChange, FileContracts};
use super::schema::{self, Pair};
use super::{api, proto, wasm, wit};
use crate::changes::Meets;
use crate::compat::Verdict;
use crate::direction::Direction;

/// What became of a file.
pub(crate) struct FileDiff {
    /// It as JSON.
    pub(crate) object: Value,
    /// The file, and the verdicts in both directions and of the new version with itself.
    pub(crate) line: (String, [Verdict; 3]),
    pub(crate) found: FileContracts,
    /// The files that places are in.
    pub(crate) sources: Sources,
}

/// Compares two files of a kind that is no Rust; none if they are of none.
pub(crate) fn diff(session: &Session, (old, new): (&str, &str)) -> Option<Result<FileDiff, Error>> {
    let kind = kind_of(session, old)?;
    Some(compared(session, kind, (old, new)))
}

/// The kind of a file by its ending; of several, what it says on its first level decides. One that cannot be read is told of later.
fn kind_of(session: &Session, path: &str) -> Option<Kind> {
    let says = || api::kind_of(path, &session.workspace().read_argument(path).ok()?);
    match path.rsplit_once('.')?.1 {
        "json" | "yaml" | "yml" => Some(says().unwrap_or(Kind::JsonSchema)),
        "wasm" => Some(Kind::Wasm),
        "wit" => Some(Kind::Wit),
        "proto" => Some(Kind::Proto),
        _ => None,
    }
}

fn compared(session: &Session, kind: Kind, (old, new): (&str, &str)) -> Result<FileDiff, Error> {
    if kind_of(session, new) != Some(kind) {
        let message = format!("`{new}` is no {}, and `{old}` is one", kind.noun());
        return Err(Diagnostic::config(message).into());
    }
    let workspace = session.workspace();
    let pair = [Pair {
        old: old.to_owned(),
        new: new.to_owned(),
    }];
    let (changes, invalid) = match kind {
        Kind::JsonSchema => {
            for path in [old, new] {
                workspace.read_argument(path)?;
            }
            // References lead to other files, from where the file is.
            let read = |path: &str| -> Option<Arc<str>> { workspace.read_argument(path).ok() };
            schema::compare(&pair, &[], &read, &read)
        }
        Kind::Proto => {
            for path in [old, new] {
                workspace.read_argument(path)?;
            }
            let read = |path: &str| -> Option<Arc<str>> { workspace.read_argument(path).ok() };
            let (old, new) = ([old.to_owned()], [new.to_owned()]);
            let (changes, invalid) = proto::compare(Category::WireJson, &old, &new, &read, &read);
            let both = changes.into_iter().flat_map(|(_, change)| {
                [
                    (
                        0,
                        Change {
                            meets: Meets::NewDocuments,
                            ..change.clone()
                        },
                    ),
                    (0, change),
                ]
            });
            (both.collect(), invalid)
        }
        Kind::OpenApi | Kind::AsyncApi => {
            let read = |path: &str| -> Option<Arc<str>> { workspace.read_argument(path).ok() };
            api::compare(kind, (&pair, &[]), &read, &read, session.today())
        }
        Kind::Wit => {
            for path in [old, new] {
                workspace.read_argument(path)?;
            }
            let read = |path: &str| -> Option<Arc<str>> { workspace.read_argument(path).ok() };
            let (changes, invalid) = wit::compare(&pair, &[], &[], &read, &read);
            (
                changes.into_iter().map(|(_, change)| (0, change)).collect(),
                invalid,
            )
        }
        Kind::Wasm => {
            for path in [old, new] {
                workspace.read_argument_bytes(path)?;
            }
            let read = |path: &str| workspace.read_argument_bytes(path).ok();
            wasm::compare(&pair, &[], &read, &read)
        }
    };
    if !invalid.is_empty() {
        let wrong = invalid.into_iter().map(|it| {
            let place = match workspace.read_argument(&it.at.path) {
                Ok(text) if kind != Kind::Wasm => place(&text, it.at.range.start().into()),
                _ => String::new(),
            };
            Diagnostic::config(format!(
                "`{}` cannot be compared: {}{place}",
                it.at.path, it.message
            ))
        });
        return Err(Error::Diagnosed(wrong.collect()));
    }
    let direction = |meets: Meets| {
        let mut own: Vec<&Change> = changes
            .iter()
            .map(|(_, it)| it)
            .filter(|it| it.meets == meets)
            .collect();
        own.sort_by(|a, b| (b.verdict, &a.place).cmp(&(a.verdict, &b.place)));
        (
            judgement(&own),
            own.first().map_or(Verdict::Ok, |it| it.verdict),
        )
    };
    let ((backward, of_old), (forward, of_new)) = (
        direction(Meets::OldDocuments),
        direction(Meets::NewDocuments),
    );
    let (found, sources) = found(session, kind, (old, new), &changes);
    Ok(FileDiff {
        object: json!({ "kind": kind.noun(), "backward": backward, "forward": forward }),
        line: (format!("`{new}`"), [of_old, of_new, Verdict::Ok]),
        found,
        sources,
    })
}

/// The changes at their places, for people.
fn found(
    session: &Session,
    kind: Kind,
    (old, new): (&str, &str),
    changes: &[(usize, Change)],
) -> (FileContracts, Sources) {
    let mut sources = Sources::default();
    let mut files = BTreeMap::new();
    let mut span = |at: &Option<At>| {
        let at = at.as_ref()?;
        // Modules have no text.
        if kind == Kind::Wasm {
            return None;
        }
        let file = match files.get(&at.path) {
            Some(file) => *file,
            None => {
                let text = session.workspace().read_argument(&at.path).ok()?;
                let path = at.path.clone();
                let file = sources.add(SourceFile { path, text });
                *files.entry(at.path.clone()).or_insert(file)
            }
        };
        Some(Span {
            file,
            range: at.range,
        })
    };
    // Of protocol buffers the same is told in both directions.
    let once = |change: &Change| kind != Kind::Proto || change.meets == Meets::OldDocuments;
    let changes = changes.iter().filter(|(_, change)| once(change));
    let changes = changes.map(|(_, change)| {
        let (now, before) = (span(&change.new), span(&change.old));
        FileChange {
            kind,
            direction: Direction::Both,
            file: new.to_owned(),
            span: now.or(before),
            published: before.filter(|_| now.is_some()),
            change: change.clone(),
        }
    });
    let found = FileContracts {
        published: format!("`{old}`"),
        compared: BTreeMap::from([(kind, 1)]),
        changes: changes.collect(),
        ..FileContracts::default()
    };
    (found, sources)
}

/// The verdict of one direction; the worst change stands at the top level, too.
fn judgement(changes: &[&Change]) -> Value {
    let worst = changes.first();
    let verdict = worst.map_or(Verdict::Ok, |it| it.verdict);
    let list: Vec<Value> = changes
        .iter()
        .map(|it| {
            json!({
                "verdict": it.verdict.word(),
                "rule": it.rule,
                "path": it.place,
                "witness": it.witness,
                "detail": it.detail.as_ref().map_or_else(|| it.what.clone(), |detail| format!("{}: {detail}", it.what)),
            })
        })
        .collect();
    json!({
        "verdict": verdict.word(),
        "rule": worst.map(|it| it.rule),
        "path": worst.map(|it| &it.place),
        "witness": worst.and_then(|it| it.witness.as_ref()),
        "changes": list,
    })
}

fn place(text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    format!(
        " in line {}, column {}",
        before.matches('\n').count() + 1,
        line.chars().count() + 1
    )
}
