//! The model of the gate: what became of every wire type since it was published.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use govern_diagnostics::{FileId, Span};
use govern_facts::{FileFacts, ItemKind, Run};
use rayon::prelude::*;

use crate::build::{Builder, Index, Program};
use crate::collect::{Found, Side};
use crate::compat::{self, Change, Comparison, Format, Judgement, Verdict};
use crate::config::Direction;
use crate::wire::Wire;

/// What became of every wire type since it was published.
#[derive(Debug, Default)]
pub struct Contracts {
    /// What the workspace was compared with, for people: `revision main`.
    pub published: String,
    /// How many types were compared.
    pub compared: usize,
    /// What became of them.
    pub findings: Vec<Break>,
}

/// One change of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The rule that it falls under.
    pub rule: &'static str,
    /// The type, by its full path.
    pub contract: String,
    /// Where inside the type; the type's name first.
    pub place: String,
    /// What comes of it.
    pub verdict: Verdict,
    /// Who meets what.
    pub meets: Meets,
    /// What the reader says, or what is lost.
    pub detail: String,
    /// A document that shows it.
    pub witness: Option<String>,
    /// Where it is now; where it was, if it is gone.
    pub span: Span,
    /// Where it was.
    pub published: Option<Span>,
    /// What the program does with the type.
    pub direction: Direction,
    /// Other types that contain this one, and break with it.
    pub also: Vec<String>,
}

/// Which version reads which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meets {
    /// New readers, old documents.
    OldDocuments,
    /// Old readers, new documents.
    NewDocuments,
    /// The new version reads its own documents.
    Itself,
}

/// What a type is for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Purpose {
    pub(crate) direction: Direction,
    pub(crate) formats: &'static [Format],
}

/// Compares two versions. `purpose` says what a type is for, by its path; none if it is no contract.
pub(crate) fn compare(
    old: &Side<'_>,
    new: &Side<'_>,
    published: String,
    purpose: &(dyn Fn(&str) -> Option<Purpose> + Sync),
) -> Contracts {
    let (old_types, new_types) = (old.types(), new.types());
    let (old, new) = (Wires::new(old), Wires::new(new));
    let pairs = matched(&old_types, &new_types);
    let contracts: Vec<(&Found, Option<&Found>, Purpose)> = pairs
        .into_iter()
        .filter_map(|(old, new)| Some((old, new, purpose(&old.path)?)))
        .collect();
    let changes: Vec<Vec<Break>> = contracts
        .par_iter()
        .map(|(old_type, new_type, purpose)| match new_type {
            Some(new_type) => compared(&old, &new, old_type, new_type, *purpose),
            None => vec![removed(old_type, purpose.direction)],
        })
        .collect();
    let mut findings = without_echoes(changes.into_iter().flatten().collect());
    findings.sort_by(|a, b| {
        (a.rule, &a.contract, &a.place, a.meets).cmp(&(b.rule, &b.contract, &b.place, b.meets))
    });
    Contracts {
        published,
        compared: contracts.len(),
        findings,
    }
}

/// Each published type with what it is now: the type of the same path, or else the only new one of its name in the same
/// package, or else in all of the workspace: types may move.
pub(crate) fn matched<'t>(
    old: &'t [Found],
    new: &'t [Found],
) -> Vec<(&'t Found, Option<&'t Found>)> {
    let by_path: BTreeMap<&str, &Found> = new
        .iter()
        .map(|found| (found.path.as_str(), found))
        .collect();
    let kept: BTreeSet<&str> = old.iter().map(|found| found.path.as_str()).collect();
    let moved = |found: &Found| {
        let candidates = |same_package: bool| {
            let mut fitting = new.iter().filter(move |candidate| {
                candidate.name == found.name
                    && (!same_package || candidate.package == found.package)
            });
            let first = fitting.find(|candidate| !kept.contains(candidate.path.as_str()))?;
            let unique = fitting.all(|candidate| kept.contains(candidate.path.as_str()));
            unique.then_some(first)
        };
        candidates(true).or_else(|| candidates(false))
    };
    old.iter()
        .map(|found| {
            (
                found,
                by_path
                    .get(found.path.as_str())
                    .copied()
                    .or_else(|| moved(found)),
            )
        })
        .collect()
}

fn removed(old: &Found, direction: Direction) -> Break {
    Break {
        rule: "type_removed",
        contract: old.path.clone(),
        place: old.name.clone(),
        verdict: Verdict::Breaks,
        meets: if direction.reads_old() {
            Meets::OldDocuments
        } else {
            Meets::NewDocuments
        },
        detail: "there is no such type any more".to_owned(),
        witness: None,
        span: old.span,
        published: None,
        direction,
        also: Vec::new(),
    }
}

fn compared(
    old: &Wires<'_, '_>,
    new: &Wires<'_, '_>,
    old_type: &Found,
    new_type: &Found,
    purpose: Purpose,
) -> Vec<Break> {
    let mut result: Option<Comparison> = None;
    for &format in purpose.formats {
        let comparison =
            compat::compare(&old.of(old_type, format), &new.of(new_type, format), format);
        result = Some(match result {
            Some(before) => before.agree(comparison),
            None => comparison,
        });
    }
    let Some(comparison) = result else {
        return Vec::new();
    };
    let direction = purpose.direction;
    let mut breaks = Vec::new();
    let mut take = |judgement: Judgement, meets: Meets| {
        for change in judgement
            .changes
            .into_iter()
            .filter(|change| change.verdict != Verdict::Ok)
        {
            breaks.push(located(
                old.side, new.side, old_type, new_type, change, meets, direction,
            ));
        }
    };
    if direction.reads_old() {
        take(comparison.backward, Meets::OldDocuments);
    }
    if direction.is_read_by_old() {
        take(comparison.forward, Meets::NewDocuments);
    }
    take(comparison.itself, Meets::Itself);
    breaks
}

/// Builds the wire models of one version.
pub(crate) struct Wires<'s, 'w> {
    side: &'s Side<'w>,
    index: Index,
    /// Texts that were asked for: reading them again for every attribute is what takes time otherwise.
    texts: Texts,
}

type Texts = Mutex<BTreeMap<FileId, Option<Arc<str>>>>;

impl<'s, 'w> Wires<'s, 'w> {
    pub(crate) fn new(side: &'s Side<'w>) -> Self {
        let texts = Texts::default();
        let index = with_program(side, &texts, Index::new);
        Wires { side, index, texts }
    }

    pub(crate) fn of(&self, found: &Found, format: Format) -> Wire {
        with_program(self.side, &self.texts, |program| {
            Builder::new(program, &self.index, format.is_readable()).item(found.def)
        })
    }
}

fn with_program<R>(side: &Side<'_>, texts: &Texts, make: impl FnOnce(&Program<'_, '_>) -> R) -> R {
    let facts = |file: FileId| side.workspace.facts(file);
    let text = |file: FileId| -> Option<Arc<str>> {
        let mut texts = texts.lock().unwrap_or_else(PoisonError::into_inner);
        texts
            .entry(file)
            .or_insert_with(|| side.workspace.text(file).ok())
            .clone()
    };
    let holds = |krate, key: &str, value: Option<&str>| side.holds(krate, key, value);
    make(&Program {
        names: side.names,
        facts: &facts,
        text: &text,
        holds: &holds,
    })
}

fn located(
    old: &Side<'_>,
    new: &Side<'_>,
    old_type: &Found,
    new_type: &Found,
    change: Change,
    meets: Meets,
    direction: Direction,
) -> Break {
    let now = place_in(new, new_type, &change.path);
    let before = place_in(old, old_type, &change.path);
    Break {
        rule: change.rule,
        contract: new_type.path.clone(),
        place: change.path,
        verdict: change.verdict,
        meets,
        detail: change.detail,
        witness: change.witness,
        span: now.unwrap_or(new_type.span),
        published: before.or(Some(old_type.span)),
        direction,
        also: Vec::new(),
    }
}

/// The field or variant of a type that a path inside it begins with: `Order.note`, `Event::Placed.at`.
fn place_in(side: &Side<'_>, found: &Found, path: &str) -> Option<Span> {
    let facts = side.facts(found.def.instance)?;
    let item = facts.item(found.def.item);
    let mut rest = path.strip_prefix(found.name.as_str())?;
    let mut fields = match item.kind {
        ItemKind::Struct { fields, .. } => fields,
        _ => Run::default(),
    };
    let mut span = None;
    if let Some(behind) = rest.strip_prefix("::") {
        let end = behind.find(['.', '[', '{', ':']).unwrap_or(behind.len());
        let variant = facts.items.iter().find(|variant| {
            variant.scope == item.body.unwrap_or(item.scope)
                && facts.text(variant.name) == &behind[..end]
        })?;
        if let ItemKind::Variant { fields: own, .. } = variant.kind {
            fields = own;
        }
        span = Some(variant.name_extent);
        rest = &behind[end..];
    }
    if let Some(behind) = rest.strip_prefix('.') {
        let end = behind.find(['.', '[', '{', ':']).unwrap_or(behind.len());
        span = field(facts, fields, &behind[..end]).or(span);
    }
    span.map(|extent| Span::new(found.span.file, extent.range()))
}

fn field(facts: &FileFacts, fields: Run, name: &str) -> Option<govern_facts::Extent> {
    facts.fields[fields.rows()]
        .iter()
        .find(|field| facts.text(field.name) == name)
        .map(|field| field.name_extent)
}

/// A change of a type breaks all types that contain it. It is told once, at the type itself: where its place is shortest.
fn without_echoes(changes: Vec<Break>) -> Vec<Break> {
    let mut kept: BTreeMap<(&'static str, String, String, Meets), Break> = BTreeMap::new();
    for change in changes {
        let last = change
            .place
            .rsplit(['.', ':'])
            .next()
            .unwrap_or_default()
            .to_owned();
        let nested = change.place.matches(['.', '[', '{', ':']).count();
        // Types of their own with like changes are no echoes of each other.
        let at = if change.place.contains(['.', ':']) {
            change.detail.clone()
        } else {
            change.contract.clone()
        };
        match kept.entry((change.rule, last, at, change.meets)) {
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(change);
            }
            std::collections::btree_map::Entry::Occupied(mut taken) => {
                let known = taken.get_mut();
                if nested < known.place.matches(['.', '[', '{', ':']).count() {
                    let echo = std::mem::replace(known, change);
                    known.also.extend(echo.also);
                    known.also.push(echo.place);
                } else if nested == known.place.matches(['.', '[', '{', ':']).count() {
                    // Side by side: both are told, under keys of their own.
                    let key = (
                        change.rule,
                        change.contract.clone(),
                        change.place.clone(),
                        change.meets,
                    );
                    kept.insert(key, change);
                } else {
                    known.also.push(change.place);
                }
            }
        }
    }
    kept.into_values()
        .map(|mut change| {
            change.also.sort();
            change.also.dedup();
            change
        })
        .collect()
}
