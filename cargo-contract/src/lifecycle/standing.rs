//! What a contract is to what was accepted of it.

use super::{Payload, Side};
use crate::accepted::{Revision, same, same_on_wire};
use crate::causes::cause;
use crate::changes::{Break, Meets, relevant};
use crate::compat::{Change, Comparison, Format, Verdict};
use crate::declared_schemas;
use crate::manifest::Contract;
use crate::places::place_in;
use crate::wire::Wire;

/// What a contract is to what was accepted of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// There is no type.
    Absent,
    /// Not all that was accepted is known, which is an error of its own.
    Unknown,
    /// Nothing of it was ever accepted.
    New,
    /// It is what was accepted last.
    Same,
    /// It changed, and what was accepted before is still understood.
    Compatible,
    /// It changed, and not all that was accepted before is still understood.
    Broken(Vec<Break>),
}

impl Standing {
    /// What breaks.
    pub(crate) fn breaks(&self) -> &[Break] {
        match self {
            Standing::Broken(breaks) => breaks,
            _ => &[],
        }
    }
}

/// What a contract is to what was accepted of it.
pub(super) fn standing(
    contract: &Contract,
    payload: &Payload,
    accepted: &[Revision],
    side: &Side<'_>,
) -> Standing {
    let Some(last) = accepted.last() else {
        return Standing::New;
    };
    let same_format = last.format == contract.format.0;
    if same_format && same(&last.wire, &payload.wire) {
        return Standing::Same;
    }
    // Two fields that changed their names with each other are the same on the wire and mean something else: that is for the
    // comparison to say, and only what it has nothing against is the same.
    let unbroken = || match is_as_accepted(last, contract, payload) {
        true => Standing::Same,
        false => Standing::Compatible,
    };
    let (backward, forward) = (
        contract.compatibility.is_backward(),
        contract.compatibility.is_forward(),
    );
    if !backward && !forward {
        return unbroken();
    }
    // What was broken on purpose is not asked about again.
    let since = accepted
        .iter()
        .rposition(|revision| !revision.acceptance.breaks.is_empty())
        .unwrap_or(0);
    let compared_with = match contract.compatibility.is_transitive() {
        true => &accepted[since..],
        false => &accepted[accepted.len() - 1..],
    };
    let mut breaks: Vec<Break> = Vec::new();
    // The newest first: what breaks that is what has just changed.
    for revision in compared_with.iter().rev() {
        let found = if revision.format == contract.format.0 {
            let comparison = compared(&revision.wire, &payload.wire, contract.format.1);
            let changes = relevant(comparison, backward, forward);
            told(contract, payload, revision, changes, side)
        } else {
            vec![other_format(contract, payload, revision)]
        };
        for change in found {
            let known = breaks.iter().any(|it| {
                (it.rule, &it.place, it.meets) == (change.rule, &change.place, change.meets)
            });
            if !known {
                breaks.push(change);
            }
        }
    }
    match breaks.is_empty() {
        true => unbroken(),
        false => Standing::Broken(breaks),
    }
}

/// What the version that was there before cannot read of what this one writes, if that is asked for: who goes back to it
/// finds documents of this one.
pub(super) fn after_rollback(
    contract: &Contract,
    payload: &Payload,
    accepted: &[Revision],
    side: &Side<'_>,
) -> Vec<Break> {
    let (true, Some(before)) = (
        contract.direction.is_written(),
        before(contract, payload, accepted),
    ) else {
        return Vec::new();
    };
    if before.format != contract.format.0 {
        return vec![Break {
            meets: Meets::NewDocuments,
            ..other_format(contract, payload, before)
        }];
    }
    let comparison = compared(&before.wire, &payload.wire, contract.format.1);
    told(
        contract,
        payload,
        before,
        relevant(comparison, false, true),
        side,
    )
}

/// The newest revision that is not as the contract is now: what is deployed where this is not.
pub(crate) fn before<'r>(
    contract: &Contract,
    payload: &Payload,
    accepted: &'r [Revision],
) -> Option<&'r Revision> {
    let mut newest_first = accepted.iter().rev();
    newest_first.find(|revision| !is_as_accepted(revision, contract, payload))
}

/// Whether documents show no difference to what was accepted.
fn is_as_accepted(revision: &Revision, contract: &Contract, payload: &Payload) -> bool {
    let (name, formats) = contract.format;
    revision.format == name && same_on_wire(&revision.wire, &payload.wire, formats)
}

/// What all configurations of a format agree on.
pub(crate) fn compared(old: &Wire, new: &Wire, formats: &[Format]) -> Comparison {
    formats
        .iter()
        .map(|&format| declared_schemas::compare(old, new, format))
        .reduce(Comparison::agree)
        .expect("there is no format without a configuration")
}

fn told(
    contract: &Contract,
    payload: &Payload,
    revision: &Revision,
    changes: Vec<(Change, Meets)>,
    side: &Side<'_>,
) -> Vec<Break> {
    let told = changes.into_iter().map(|(change, meets)| {
        let whole = skeleton(contract, payload, revision, meets);
        let place = payload
            .found
            .as_ref()
            .and_then(|found| place_in(side, found, &change.path));
        let cause = cause(&revision.wire, &payload.wire, &change);
        Break {
            cause,
            rule: change.rule,
            place: change.path,
            verdict: change.verdict,
            detail: change.detail,
            witness: change.witness,
            span: place.unwrap_or(whole.span),
            ..whole
        }
    });
    told.collect()
}

fn other_format(contract: &Contract, payload: &Payload, revision: &Revision) -> Break {
    let meets = match contract.compatibility.is_backward() {
        true => Meets::OldDocuments,
        false => Meets::NewDocuments,
    };
    Break {
        detail: format!(
            "it was written as {}, and is now {}",
            revision.format, contract.format.0
        ),
        ..skeleton(contract, payload, revision, meets)
    }
}

/// A change of which nothing is known but whom it concerns.
fn skeleton(contract: &Contract, payload: &Payload, revision: &Revision, meets: Meets) -> Break {
    Break {
        rule: "representation_changed",
        contract: payload.path.clone(),
        place: payload.wire.name.clone(),
        verdict: Verdict::Breaks,
        meets,
        detail: String::new(),
        witness: None,
        span: payload
            .span
            .or(contract.span)
            .expect("a contract is declared in a file"),
        published: None,
        against: revision.title(),
        direction: contract.direction,
        also: Vec::new(),
        cause: None,
    }
}
