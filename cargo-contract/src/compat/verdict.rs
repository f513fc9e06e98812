//! The verdict on two versions, with every change that makes it so.

use std::collections::BTreeMap;

use super::document::Document;
use super::encode::NOT_KNOWN;
use super::found::{Found, keep_smallest};
use super::loss::Comparer;
use super::problem::Kind;
use super::prove::{Proof, Prover};
use super::sample::Sampler;
use super::{Format, Limits};
use crate::wire::{Shape, Text, Wire};

/// What comes of one version reading another's documents; the later the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Everything can be read, nothing is lost: proved.
    Ok,
    /// Everything can be read, but not everything arrives.
    Lossy,
    /// It could not be told.
    Unknown,
    /// Some documents cannot be read.
    Breaks,
}

/// Which version reads which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// New readers, old documents.
    Backward,
    /// Old readers, new documents.
    Forward,
}

/// One thing that makes a verdict other than `ok`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What comes of it.
    pub verdict: Verdict,
    /// The name of the rule that it falls under.
    pub rule: &'static str,
    /// Where, inside the type.
    pub path: String,
    /// A document that shows it: JSON, or bytes in hexadecimal for positional formats.
    pub witness: Option<String>,
    /// What the reader says, or what each side sees.
    pub detail: String,
}

/// The verdict in one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The worst of the changes, or `ok`.
    pub verdict: Verdict,
    /// The changes, the worst first.
    pub changes: Vec<Change>,
}

/// Both directions, and the new version with itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// New readers, old documents.
    pub backward: Judgement,
    /// Old readers, new documents.
    pub forward: Judgement,
    /// What the new version cannot read of its own documents, though the old one could of its.
    pub itself: Judgement,
}

impl Verdict {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::Lossy => "lossy",
            Verdict::Unknown => "unknown",
            Verdict::Breaks => "breaks",
        }
    }
}

impl Comparison {
    /// What two configurations of one format agree on; where they differ it is not known.
    pub fn agree(self, other: Comparison) -> Comparison {
        Comparison {
            backward: self.backward.agree(other.backward),
            forward: self.forward.agree(other.forward),
            itself: self.itself.agree(other.itself),
        }
    }
}

impl Judgement {
    fn agree(self, other: Judgement) -> Judgement {
        if self.verdict == other.verdict {
            return self;
        }
        let worse = if self.verdict > other.verdict {
            self
        } else {
            other
        };
        let mut changes = worse.changes;
        for change in &mut changes {
            change.verdict = Verdict::Unknown;
            change.rule = UNKNOWN;
            change
                .detail
                .push_str(" (with one configuration of the format, not with the other)");
        }
        Judgement {
            verdict: Verdict::Unknown,
            changes,
        }
    }
}

/// Compares two versions of a type.
pub fn compare(old: &Wire, new: &Wire, format: Format) -> Comparison {
    let old_flaws = flaws(old, format);
    let backward = judge(old, new, format, Direction::Backward, &old_flaws);
    let forward = judge(new, old, format, Direction::Forward, &old_flaws);
    let new_flaws = flaws(new, format);
    let mut changes: Vec<Change> = new_flaws
        .unreadable
        .into_iter()
        .filter(|(key, _)| !old_flaws.unreadable.contains_key(key))
        .map(|(_, change)| change)
        .collect();
    sort(&mut changes);
    let itself = Judgement {
        verdict: worst(&changes),
        changes,
    };
    Comparison {
        backward,
        forward,
        itself,
    }
}

/// The rule for what is not understood.
pub(super) const UNKNOWN: &str = "wire_shape_unknown";
/// The rule for what a version could not read or write of its own before.
pub(super) const ITSELF: &str = "unreadable_by_itself";

/// Where and how reading fails.
type FlawKey = (String, Kind);

/// What a version cannot do with its own documents.
struct Flaws {
    /// What it cannot read.
    unreadable: BTreeMap<FlawKey, Change>,
    /// Whether there are values that it cannot write.
    unwritable: bool,
}

fn flaws(wire: &Wire, format: Format) -> Flaws {
    let prover = Prover::new(wire, wire, format);
    let mut flaws = Flaws {
        unreadable: BTreeMap::new(),
        unwritable: false,
    };
    let limits = Limits {
        documents: 200,
        nested: 12,
        ..Limits::default()
    };
    let mut sampler = Sampler::new(wire, &prover, Vec::new(), limits);
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
        for doubt in &other.doubts {
            found.doubt(&doubt.0, &doubt.1, &document);
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
    if changes.iter().all(|change| change.verdict == Verdict::Ok) {
        // Nothing was found, and yet nothing was proved.
        changes.push(Change {
            verdict: Verdict::Unknown,
            rule: UNKNOWN,
            path: reader.name.clone(),
            witness: None,
            detail: prover
                .obstacle()
                .unwrap_or_else(|| "no proof was found".to_owned()),
        });
    }
    sort(&mut changes);
    Judgement {
        verdict: worst(&changes),
        changes,
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

/// Strings that the reader knows: a writer of plain strings may well write one of them.
fn hints(reader: &Wire) -> Vec<String> {
    let mut hints = Vec::new();
    for (_, shape) in reader.shapes() {
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
            _ => {}
        }
    }
    hints.sort();
    hints.dedup();
    hints.truncate(32);
    hints
}
