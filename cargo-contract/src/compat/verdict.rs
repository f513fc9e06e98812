//! The verdict on two versions, with every change that makes it so.

use std::collections::BTreeMap;

use super::document::Document;
use super::found::{Found, keep_smallest};
use super::judgement::{Change, Comparison, Direction, ITSELF, Judgement, UNKNOWN, Verdict};
use super::loss::Comparer;
use super::problem::{Kind, NOT_KNOWN};
use super::prove::{Proof, Prover};
use super::sample::Sampler;
use super::{Format, Limits};
use crate::wire::{Integer, Shape, Text, Value, Wire};

/// Compares two versions of a type.
pub fn compare(old: &Wire, new: &Wire, format: Format) -> Comparison {
    // Nothing was changed: whatever the old version could not do is as it was.
    if Prover::new(old, new, format).identical(old.root, new.root) {
        return Comparison::ok();
    }
    // Proofs cost much less than samples: where they settle all, nothing else is asked.
    let proved = |writer: &Wire, reader: &Wire, lenient: bool| {
        let mut prover = Prover::new(writer, reader, format);
        prover.lenient = lenient;
        prover.whole() == Proof::Fits
    };
    let is_well = |wire: &Wire| format.is_positional() || reads_itself(wire, format);
    if proved(old, new, true) && proved(new, old, false) && is_well(new) {
        return Comparison::ok();
    }
    let old_flaws = flaws(old, format);
    let backward = judge(old, new, format, Direction::Backward, &old_flaws);
    let forward = judge(new, old, format, Direction::Forward, &old_flaws);
    let new_flaws = flaws(new, format);
    let changes = new_flaws
        .unreadable
        .into_iter()
        .filter(|(key, _)| !old_flaws.unreadable.contains_key(key))
        .map(|(_, change)| change);
    Comparison {
        backward,
        forward,
        itself: Judgement::of(changes.collect()),
    }
}

/// Whether two types are the same in everything that decides what JSON holds and means.
pub(crate) fn is_same(old: &Wire, new: &Wire) -> bool {
    Prover::new(old, new, Format::Json).identical(old.root, new.root)
}

/// Where and how reading fails.
type FlawKey = (String, Kind);

/// What a version cannot do with its own documents.
struct Flaws {
    /// What it cannot read.
    unreadable: BTreeMap<FlawKey, Change>,
    /// Whether there are values that it cannot write.
    unwritable: bool,
}

/// Whether it is proved that a version writes all of its values and reads them again.
fn reads_itself(wire: &Wire, format: Format) -> bool {
    let mut prover = Prover::new(wire, wire, format);
    prover.lenient = false;
    prover.trusts_itself = false;
    prover.whole() == Proof::Fits
}

fn flaws(wire: &Wire, format: Format) -> Flaws {
    let mut flaws = Flaws {
        unreadable: BTreeMap::new(),
        unwritable: false,
    };
    if !format.is_positional() && reads_itself(wire, format) {
        return flaws;
    }
    let prover = Prover::new(wire, wire, format);
    let limits = Limits {
        documents: 200,
        nested: 12,
        ..Limits::default()
    };
    let mut sampler = Sampler::new(wire, &prover, Default::default(), limits);
    for data in sampler.values(wire.root, None) {
        let Ok(document) = Document::write(&data, format) else {
            flaws.unwritable = true;
            continue;
        };
        for problem in document.read(wire, format).problems {
            let change = Change {
                verdict: Verdict::Breaks,
                rule: ITSELF,
                path: problem.path.clone(),
                witness: Some(document.show()),
                detail: problem.message.clone(),
            };
            let entry = flaws.unreadable.entry((problem.path, problem.kind));
            keep_smallest(entry.or_insert_with(|| change.clone()), change);
        }
    }
    flaws
}

fn judge(
    writer: &Wire,
    reader: &Wire,
    format: Format,
    direction: Direction,
    flaws: &Flaws,
) -> Judgement {
    // What could not be written before is no matter of this change.
    let lenient = direction == Direction::Backward || flaws.unwritable;
    let mut prover = Prover::new(writer, reader, format);
    prover.lenient = lenient;
    let proof = prover.whole();
    if proof == Proof::Fits {
        return Judgement {
            verdict: Verdict::Ok,
            changes: Vec::new(),
        };
    }
    let mut found = Found {
        direction,
        changes: BTreeMap::new(),
    };
    let (mut written, mut refused) = (false, None);
    let mut sampler = Sampler::new(writer, &prover, hints(reader), Limits::default());
    for data in sampler.values(writer.root, Some(reader.root)) {
        let document = match Document::write(&data, format) {
            Ok(document) => document,
            Err(why) => {
                if !lenient || why.starts_with(NOT_KNOWN) {
                    found.unwritable(writer, &why, "representation_changed");
                }
                refused = Some(why);
                continue;
            }
        };
        written = true;
        let own = document.read(writer, format);
        let other = document.read(reader, format);
        for (path, reason, written) in &other.doubts {
            let why = written.as_ref().and_then(|what| reason_of(writer, what));
            let reason = why.map_or_else(|| reason.clone(), |why| format!("{reason}: {why}"));
            found.doubt(path, &reason, &document);
        }
        let mut broken = false;
        for problem in &other.problems {
            let key = (problem.path.clone(), problem.kind.clone());
            let already = flaws.unreadable.contains_key(&key)
                && own.problems.iter().any(|own| own.kind == problem.kind);
            found.problem(problem, &own.value, &document, writer, reader, already);
            broken = true;
        }
        if !broken && own.problems.is_empty() {
            let mut comparer = Comparer::new(writer, reader, &prover);
            comparer.compare(&own.value, &other.value);
            for loss in comparer.found {
                found.loss(loss, &document);
            }
        }
    }
    if let (false, Some(why)) = (written, refused) {
        found.unwritable(writer, &why, ITSELF);
    }
    let mut changes: Vec<Change> = found.changes.into_values().collect();
    // Where the form is not known, the meaning is not either.
    let formless: Vec<String> = changes
        .iter()
        .filter(|change| change.rule == UNKNOWN)
        .map(|change| change.path.clone())
        .collect();
    changes.retain(|change| {
        change.rule == UNKNOWN
            || change.verdict != Verdict::Unknown
            || !formless.contains(&change.path)
    });
    if changes.iter().all(|change| change.verdict == Verdict::Ok) {
        // Nothing was found, and yet nothing was proved.
        let unproved = || (reader.name.clone(), "no proof was found".to_owned());
        let (path, detail) = prover.obstacle().unwrap_or_else(unproved);
        changes.push(Change {
            verdict: Verdict::Unknown,
            rule: UNKNOWN,
            path,
            witness: None,
            detail,
        });
    }
    Judgement::of(changes)
}

/// Why a shape of the writer's is not understood.
fn reason_of<'w>(writer: &'w Wire, what: &str) -> Option<&'w str> {
    writer.reached().find_map(|shape| match shape {
        Shape::Opaque {
            reason,
            fingerprint,
        } if fingerprint == what => Some(reason.as_str()),
        _ => None,
    })
}

impl Judgement {
    /// The verdict that changes make.
    pub(crate) fn of(mut changes: Vec<Change>) -> Judgement {
        sort(&mut changes);
        Judgement {
            verdict: worst(&changes),
            changes,
        }
    }
}

fn worst(changes: &[Change]) -> Verdict {
    let has = |wanted: &dyn Fn(&Change) -> bool| changes.iter().any(wanted);
    if has(&|change| change.verdict == Verdict::Breaks) {
        Verdict::Breaks
    } else if has(&|change| change.rule == UNKNOWN) {
        Verdict::Unknown
    } else if has(&|change| change.verdict == Verdict::Lossy) {
        // That something else may be lost too makes it no better and no worse.
        Verdict::Lossy
    } else if changes.is_empty() {
        Verdict::Ok
    } else {
        Verdict::Unknown
    }
}

fn sort(changes: &mut [Change]) {
    changes.sort_by(|a, b| {
        let size = |change: &Change| change.witness.as_ref().map_or(0, String::len);
        (b.verdict, &a.path, a.rule, size(a)).cmp(&(a.verdict, &b.path, b.rule, size(b)))
    });
}

/// Strings and numbers that the reader knows: a writer of plain ones may well write one of them.
fn hints(reader: &Wire) -> (Vec<String>, Vec<Integer>) {
    let mut hints = Vec::new();
    let mut numbers = Vec::new();
    for shape in reader.reached() {
        match shape {
            Shape::Enum(shape) => {
                hints.extend(
                    shape
                        .variants
                        .iter()
                        .filter_map(|variant| variant.read.as_ref())
                        .flatten()
                        .cloned(),
                );
            }
            Shape::Str(Text::Form(form)) => {
                hints.extend(
                    crate::known::form(form)
                        .samples
                        .iter()
                        .map(|text| (*text).to_owned()),
                );
            }
            Shape::Converted { outcomes, .. } => {
                for (value, _) in outcomes {
                    match value {
                        Value::Str(text) => hints.push(text.clone()),
                        Value::Int(number) => numbers.push(*number),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    hints.sort();
    hints.dedup();
    hints.truncate(32);
    numbers.sort();
    numbers.dedup();
    numbers.truncate(64);
    (hints, numbers)
}
