//! The model of the gate: what became of every wire type since it was published.

use rayon::prelude::*;

use crate::causes::cause;
use crate::changes::{Break, Meets, Purpose, relevant};
use crate::cli::CommandLines;
use crate::collect::{Found, Side};
use crate::compat::{self, Change, Comparison, Verdict};
use crate::errors::Errors;
use crate::files::FileContracts;
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
    let contracts: Vec<(&Found, Option<&Found>, Purpose)> = pairs
        .into_iter()
        .filter_map(|(old, new)| Some((old, new, purpose(&old.path)?)))
        .collect();
    for (_, _, purpose) in &contracts {
        for &format in purpose.formats {
            old.prepare(contracts.iter().map(|(old, ..)| *old), format);
            new.prepare(contracts.iter().filter_map(|(_, new, _)| *new), format);
        }
    }
    let changes: Vec<Vec<Break>> = contracts
        .par_iter()
        .map(|(old_type, new_type, purpose)| match new_type {
            Some(new_type) => of_pair(&old, new, old_type, new_type, *purpose, against),
            None => vec![removed(old_type, *purpose, against)],
        })
        .collect();
    (contracts.len(), changes.into_iter().flatten().collect())
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

fn removed(old: &Found, purpose: Purpose, against: &str) -> Break {
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
        detail: "there is no such type any more".to_owned(),
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
    let changes = relevant(comparison, purpose.backward, purpose.forward);
    // Most types have no change, and need no second look.
    let both = match (changes.is_empty(), purpose.formats.first()) {
        (false, Some(&format)) => Some(wires(format)),
        _ => None,
    };
    let located = |(change, meets): (Change, Meets)| {
        let cause = both.as_ref().and_then(|(was, is)| cause(was, is, &change));
        let now = place_in(new.side, new_type, &change.path);
        let before = place_in(old.side, old_type, &change.path);
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
            against: against.to_owned(),
            direction: purpose.direction,
            also: Vec::new(),
            cause,
        }
    };
    changes.into_iter().map(located).collect()
}
