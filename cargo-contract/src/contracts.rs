//! The model of the gate: what became of every wire type since it was published.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::causes::cause;
use crate::changes::{Break, Meets, Purpose, relevant};
use crate::cli::CommandLines;
use crate::collect::{Found, Side};
use crate::compat::{self, Change, Comparison, ITSELF, Verdict};
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
        gone::find_renamed((&old, new), &mut pairs, &fresh);
        harmless = gone::seen_elsewhere(&old, &pairs);
    }
    let dormant = match pairs.iter().all(|(_, new)| new.is_some()) {
        true => BTreeSet::new(),
        false => new.side.dormant(),
    };
    let changes: Vec<Vec<Break>> = pairs
        .par_iter()
        .zip(&purposes)
        .enumerate()
        .map(|(row, ((old_type, new_type), purpose))| match new_type {
            Some(new_type) => of_pair(&old, new, old_type, new_type, *purpose, against),
            None if harmless.contains(&row) => Vec::new(),
            None => vec![removed(old_type, *purpose, against, &dormant)],
        })
        .collect();
    (pairs.len(), changes.into_iter().flatten().collect())
}

/// Each published type with what it is now.
pub(crate) fn matched<'t>(
    old: &'t [Found],
    new: &'t [Found],
) -> Vec<(&'t Found, Option<&'t Found>)> {
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

fn removed(old: &Found, purpose: Purpose, against: &str, dormant: &BTreeSet<String>) -> Break {
    let purpose = purpose.of_sides(old.sides);
    Break {
        rule: "type_removed",
        contract: old.path.clone(),
        place: old.name.clone(),
        verdict: Verdict::Breaks,
        meets: if purpose.backward {
            Meets::OldDocuments
        } else {
            Meets::NewDocuments
        },
        detail: gone::detail(&old.path, dormant).to_owned(),
        witness: None,
        span: old.span,
        published: None,
        against: against.to_owned(),
        direction: purpose.direction,
        also: Vec::new(),
        cause: None,
    }
}

fn of_pair(
    old: &Wires<'_, '_>,
    new: &Wires<'_, '_>,
    old_type: &Found,
    new_type: &Found,
    purpose: Purpose,
    against: &str,
) -> Vec<Break> {
    let wires = |format| (old.of(old_type, format), new.of(new_type, format));
    let comparisons = purpose.formats.iter().map(|&format| {
        let (was, is) = wires(format);
        compat::compare(&was, &is, format)
    });
    let Some(comparison) = comparisons.reduce(Comparison::agree) else {
        return Vec::new();
    };
    let purpose = purpose.of_sides(new_type.sides);
    let mut changes = relevant(comparison, purpose.backward, purpose.forward);
    // Who does not write it, or does not read it, is not asked to read what it wrote.
    if !(new_type.sides.writes && new_type.sides.reads) {
        changes.retain(|(change, _)| change.rule != ITSELF);
    }
    // Most types have no change, and need no second look.
    let both = match (changes.is_empty(), purpose.formats.first()) {
        (false, Some(&format)) => Some(wires(format)),
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

/// A place in a type of one name as a place in one of another.
fn under(place: &str, name: &str, other: &str) -> String {
    match place.strip_prefix(name) {
        Some(rest) if rest.is_empty() || rest.starts_with(['.', '[', '{', ':']) => {
            format!("{other}{rest}")
        }
        _ => place.to_owned(),
    }
}
