//! The model of the gate: what became of every wire type since it was published.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::causes::cause;
use crate::changes::{Break, Meets, Purpose, relevant};
use crate::cli::CommandLines;
use crate::collect::{Found, Side};
use crate::compat::{self, Change, Comparison, Verdict};
use crate::declared_schemas;
use crate::errors::Errors;
use crate::files::FileContracts;
use crate::gone::{self, Pair};
use crate::lifecycle::Lifecycle;
use crate::moves::{self, Place};
use crate::places::place_in;
use crate::rust_api::RustApis;
use crate::traffic::Traffic;
use crate::wires::Wires;

/// What became of every wire type since it was published.
#[derive(Debug, Default)]
pub struct Contracts {
    /// How many types were compared.
    pub compared: usize,
    /// Why none was, if that is right.
    pub idle: Option<String>,
    /// What became of them.
    pub findings: Vec<Break>,
    /// What became of contracts that are files.
    pub(crate) files: FileContracts,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) errors: Errors,
    pub(crate) command_lines: CommandLines,
    pub(crate) rust_apis: RustApis,
    /// What is said and heard on NATS.
    pub(crate) traffic: Traffic,
}

/// Compares the types of an old version with those that there are now: how many, and what became of them. `purpose` says
/// what a type is for, by its path; none if it is no contract.
pub(crate) fn compare(
    old: (&Side<'_>, &[Found]),
    new: (&Wires<'_, '_>, &[Found]),
    against: &str,
    purpose: &(dyn Fn(&str) -> Option<Purpose> + Sync),
) -> (usize, Vec<Break>) {
    let (old, old_types) = (Wires::new(old.0), old.1);
    let (new, new_types) = new;
    let pairs = paired((&old, old_types), (new, new_types), purpose);
    let changes = pairs
        .par_iter()
        .map(|pair| match pair.comparison(&old, new) {
            Some(comparison) => pair.breaks(&old, new, comparison, against),
            None => pair.gone(against).into_iter().collect(),
        });
    let changes: Vec<Vec<Break>> = changes.collect();
    (pairs.len(), changes.into_iter().flatten().collect())
}

/// A published type that is a contract, what it is now, and what it is for.
pub(crate) struct Paired<'t> {
    pub(crate) old: &'t Found,
    new: Option<&'t Found>,
    purpose: Purpose,
    /// Why it is gone, if that is to be told: what is seen in other types is told there.
    gone: Option<&'static str>,
}

/// The published types that are contracts, each with what it is now.
pub(crate) fn paired<'t>(
    (old, old_types): (&Wires<'_, '_>, &'t [Found]),
    (new, new_types): (&Wires<'_, '_>, &'t [Found]),
    purpose: &(dyn Fn(&str) -> Option<Purpose> + Sync),
) -> Vec<Paired<'t>> {
    let pairs = matched(old_types, new_types);
    let known: BTreeSet<_> = pairs
        .iter()
        .filter_map(|(_, new)| Some(new.as_ref()?.def))
        .collect();
    let (mut pairs, purposes): (Vec<Pair<'_>>, Vec<Purpose>) = pairs
        .into_iter()
        .filter_map(|pair| Some((pair, purpose(&pair.0.path)?)))
        .unzip();
    let any_gone = pairs.iter().any(|(_, new)| new.is_none());
    for &format in purposes.iter().flat_map(|purpose| purpose.formats) {
        old.prepare(pairs.iter().map(|(old, _)| *old), format);
        match any_gone {
            true => new.prepare(new_types.iter(), format),
            false => new.prepare(pairs.iter().filter_map(|(_, new)| *new), format),
        }
    }
    let mut harmless = BTreeSet::new();
    if any_gone {
        let fresh: Vec<&Found> = new_types
            .iter()
            .filter(|found| !known.contains(&found.def))
            .collect();
        gone::find_renamed((old, new), &mut pairs, &fresh);
        harmless = gone::seen_elsewhere(old, &pairs);
    }
    let dormant = match pairs.iter().all(|(_, new)| new.is_some()) {
        true => BTreeSet::new(),
        false => new.side.dormant(),
    };
    let rows = pairs.into_iter().zip(purposes).enumerate();
    rows.map(|(row, ((old, new), purpose))| Paired {
        old,
        new,
        purpose,
        gone: (new.is_none() && !harmless.contains(&row))
            .then(|| gone::detail(&old.path, &dormant)),
    })
    .collect()
}

/// Each published type with what it is now.
fn matched<'t>(old: &'t [Found], new: &'t [Found]) -> Vec<(&'t Found, Option<&'t Found>)> {
    let places = |found: &'t [Found]| -> Vec<Place<'t>> {
        let place = |found: &'t Found| Place {
            path: &found.path,
            package: &found.package,
        };
        found.iter().map(place).collect()
    };
    let rows = moves::matched(&places(old), &places(new));
    let rows = rows.into_iter().map(|row| row.map(|row| &new[row]));
    old.iter().zip(rows).collect()
}

impl Paired<'_> {
    /// What one version makes of what the other writes, in all configurations of its formats; none if the type is gone.
    pub(crate) fn comparison(
        &self,
        old: &Wires<'_, '_>,
        new: &Wires<'_, '_>,
    ) -> Option<Comparison> {
        let now = self.new?;
        let comparisons = self.purpose.formats.iter().map(|&format| {
            let (was, is) = (old.of(self.old, format), new.of(now, format));
            declared_schemas::compare(&was, &is, format)
        });
        let mut comparison = comparisons.reduce(Comparison::agree)?;
        // Who does not write it, or does not read it, is not asked to read what it wrote.
        if !(now.sides.writes && now.sides.reads) {
            comparison.itself = compat::Judgement::ok();
        }
        Some(comparison)
    }

    /// That the type is gone, unless that is told elsewhere.
    pub(crate) fn gone(&self, against: &str) -> Option<Break> {
        let purpose = self.purpose.of_sides(self.old.sides);
        Some(Break {
            rule: "type_removed",
            contract: self.old.path.clone(),
            place: self.old.name.clone(),
            verdict: Verdict::Breaks,
            meets: if purpose.backward {
                Meets::OldDocuments
            } else {
                Meets::NewDocuments
            },
            detail: self.gone?.to_owned(),
            witness: None,
            span: self.old.span,
            published: None,
            against: against.to_owned(),
            direction: purpose.direction,
            also: Vec::new(),
            cause: None,
        })
    }

    /// The changes that concern somebody, at their places.
    pub(crate) fn breaks(
        &self,
        old: &Wires<'_, '_>,
        new: &Wires<'_, '_>,
        comparison: Comparison,
        against: &str,
    ) -> Vec<Break> {
        let (old_type, Some(new_type)) = (self.old, self.new) else {
            return Vec::new();
        };
        let purpose = self.purpose.of_sides(new_type.sides);
        let changes = relevant(comparison, purpose.backward, purpose.forward);
        // Most types have no change, and need no second look.
        let both = match (changes.is_empty(), purpose.formats.first()) {
            (false, Some(&format)) => Some((old.of(old_type, format), new.of(new_type, format))),
            _ => None,
        };
        let located = |(change, meets): (Change, Meets)| {
            let cause = both.as_ref().and_then(|(was, is)| cause(was, is, &change));
            // Places are told by the name of the reader.
            let place = under(&change.path, &old_type.name, &new_type.name);
            let now = place_in(new.side, new_type, &place);
            let published = under(&change.path, &new_type.name, &old_type.name);
            let before = place_in(old.side, old_type, &published);
            Break {
                rule: change.rule,
                contract: new_type.path.clone(),
                place,
                verdict: change.verdict,
                meets,
                detail: change.detail,
                witness: change.witness,
                span: now.unwrap_or(new_type.span),
                published: before.or(Some(old_type.span)),
                against: against.to_owned(),
                direction: purpose.direction,
                also: Vec::new(),
                cause,
            }
        };
        changes.into_iter().map(located).collect()
    }
}

/// A place in a type of one name as a place in one of another.
fn under(place: &str, name: &str, other: &str) -> String {
    match place.strip_prefix(name) {
        Some(rest) if rest.is_empty() || rest.starts_with(['.', '[', '{', ':']) => {
            format!("{other}{rest}")
        }
        _ => place.to_owned(),
    }
}
