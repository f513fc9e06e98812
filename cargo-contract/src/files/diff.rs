//! `cargo contract diff` of two files that are contracts themselves.

use std::{io, sync::Arc};

use govern_diagnostics::Diagnostic;
use govern_gate::{CommandOutcome, Error, Session};
use serde_json::{Value, json};

use super::change::Change;
use super::config::{Category, Kind};
use super::schema::{self, Pair};
use super::{api, proto, wasm, wit};
use crate::changes::Meets;
use crate::compat::Verdict;

/// Compares two files of a kind that is no Rust; none if they are of none.
pub(crate) fn diff(
    session: &Session,
    (old, new): (&str, &str),
    out: &mut dyn io::Write,
) -> Option<Result<CommandOutcome, Error>> {
    let kind = kind_of(session, old)?;
    Some(compared(session, kind, (old, new), out))
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

fn compared(
    session: &Session,
    kind: Kind,
    (old, new): (&str, &str),
    out: &mut dyn io::Write,
) -> Result<CommandOutcome, Error> {
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
        judgement(&own)
    };
    let object = json!({
        "kind": kind.noun(),
        "backward": direction(Meets::OldDocuments),
        "forward": direction(Meets::NewDocuments),
    });
    writeln!(out, "{object}")?;
    Ok(match changes.is_empty() {
        true => CommandOutcome::clean(),
        false => CommandOutcome::findings(Vec::new()),
    })
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
