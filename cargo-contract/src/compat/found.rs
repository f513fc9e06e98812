//! Collects what samples show, each kind at each place once.

use std::collections::BTreeMap;

use super::document::Document;
use super::judgement::{Change, Direction, ITSELF, UNKNOWN, Verdict};
use super::loss::Loss;
use super::problem::{Kind, NOT_KNOWN, Problem};
use crate::wire::{Shape, Value, Wire};

/// Changes found so far, each kind at each place once, with the smallest witness.
pub(super) struct Found {
    pub(super) direction: Direction,
    pub(super) changes: BTreeMap<(String, &'static str, Verdict), Change>,
}

pub(super) fn keep_smallest(kept: &mut Change, candidate: Change) {
    let size = |change: &Change| change.witness.as_ref().map_or(usize::MAX, String::len);
    if candidate.verdict > kept.verdict
        || (candidate.verdict == kept.verdict && size(&candidate) < size(kept))
    {
        *kept = candidate;
    }
}

/// The rule that a failure falls under.
pub(super) fn rule_of(
    problem: &Problem,
    own: &Value,
    direction: Direction,
    writer: &Wire,
    reader: &Wire,
) -> &'static str {
    let ident = problem.path.rsplit('.').next().unwrap_or("");
    let (added, removed) = match direction {
        Direction::Backward => ("field_added", "field_removed"),
        Direction::Forward => ("field_removed", "field_added"),
    };
    match &problem.kind {
        Kind::Missing(_) => match field_at(own, &problem.path, &reader.name) {
            Some(true) => "field_renamed",
            Some(false) => "field_presence_changed",
            None => added,
        },
        Kind::Unknown(_) => removed,
        Kind::Duplicate => "field_renamed",
        Kind::Type | Kind::Range | Kind::Length
            if problem.path.contains('.') || ident.contains("::") =>
        {
            "field_retyped"
        }
        Kind::Type
        | Kind::Range
        | Kind::Length
        | Kind::Tag
        | Kind::NoVariant
        | Kind::Unsupported => "representation_changed",
        Kind::Garbage => "field_retyped",
        Kind::Variant(name) => {
            let known = |wire: &Wire, name: &str| {
                wire.reached().any(|shape| match shape {
                    Shape::Enum(shape) => {
                        shape.variants.iter().any(|variant| variant.ident == name)
                    }
                    _ => false,
                })
            };
            match direction {
                _ if known(writer, name) && known(reader, name) => "variant_renamed",
                Direction::Backward => "variant_removed",
                Direction::Forward => "variant_added",
            }
        }
    }
}

/// Whether the writer's value has a field of that name there, and whether it was on the wire.
pub(super) fn field_at(own: &Value, path: &str, root: &str) -> Option<bool> {
    let mut value = own;
    let mut rest = path.strip_prefix(root)?;
    let mut present = None;
    while !rest.is_empty() {
        let end = rest[1..]
            .find(['.', '[', '{', ':'])
            .map_or(rest.len(), |end| end + 1);
        value = match (rest.as_bytes()[0], strip(value)) {
            (b'.', Value::Record(record)) => {
                let field = record
                    .fields
                    .iter()
                    .find(|field| field.ident == rest[1..end])?;
                present = Some(field.present);
                &field.value
            }
            (b'[', Value::List(items) | Value::Tuple(items) | Value::Set(items)) => {
                items.first()?
            }
            (b'{', Value::Map(entries)) => &entries.first()?.1,
            (b':', Value::Variant { payload, .. }) => {
                let end = rest[2..]
                    .find(['.', '[', '{', ':'])
                    .map_or(rest.len(), |end| end + 2);
                rest = &rest[end..];
                value = payload;
                continue;
            }
            _ => return None,
        };
        let end = if matches!(rest.as_bytes()[0], b'[' | b'{') {
            rest.find([']', '}']).map_or(rest.len(), |end| end + 1)
        } else {
            end
        };
        rest = &rest[end..];
    }
    present
}

pub(super) fn strip(value: &Value) -> &Value {
    match value {
        Value::Some(inner) | Value::Converted(_, inner) => strip(inner),
        other => other,
    }
}

impl Found {
    fn add(&mut self, change: Change) {
        let key = (change.path.clone(), change.rule, change.verdict);
        keep_smallest(
            self.changes.entry(key).or_insert_with(|| change.clone()),
            change,
        );
    }

    pub(super) fn unwritable(&mut self, writer: &Wire, why: &str, rule: &'static str) {
        let unknown = why.strip_prefix(NOT_KNOWN);
        self.add(Change {
            verdict: if unknown.is_some() {
                Verdict::Unknown
            } else {
                Verdict::Breaks
            },
            rule: if unknown.is_some() { UNKNOWN } else { rule },
            path: writer.name.clone(),
            witness: None,
            detail: unknown.unwrap_or(why).to_owned(),
        });
    }

    pub(super) fn doubt(&mut self, path: &str, reason: &str, document: &Document) {
        self.add(Change {
            verdict: Verdict::Unknown,
            rule: UNKNOWN,
            path: path.to_owned(),
            witness: Some(document.show()),
            detail: reason.to_owned(),
        });
    }

    pub(super) fn problem(
        &mut self,
        problem: &Problem,
        own: &Value,
        document: &Document,
        writer: &Wire,
        reader: &Wire,
        already: bool,
    ) {
        let rule = if already {
            ITSELF
        } else {
            rule_of(problem, own, self.direction, writer, reader)
        };
        self.add(Change {
            verdict: Verdict::Breaks,
            rule,
            path: problem.path.clone(),
            witness: Some(document.show()),
            detail: problem.message.clone(),
        });
    }

    pub(super) fn loss(&mut self, loss: Loss, document: &Document) {
        self.add(match loss {
            Loss::Lost { path, seen } => Change {
                verdict: Verdict::Lossy,
                rule: "value_lost",
                path,
                witness: Some(document.show()),
                detail: seen,
            },
            Loss::Unsure { path, reason } => Change {
                verdict: Verdict::Unknown,
                rule: "meaning_unknown",
                path,
                witness: Some(document.show()),
                detail: reason,
            },
        });
    }
}
