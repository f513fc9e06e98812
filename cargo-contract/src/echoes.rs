//! Changes that are told once, although many types contain what changed.

use std::collections::{BTreeMap, BTreeSet};

use crate::changes::{Break, Meets};

/// What makes two changes one: the rule, the last name of the place, and what is said of it.
type Key = (&'static str, String, String, Meets);

/// The changes sorted. What is found against several published versions is told once, the first time; so is what breaks
/// because it contains what breaks.
pub(crate) fn told_once(changes: Vec<Break>) -> Vec<Break> {
    let mut seen = BTreeSet::new();
    let mut distinct = changes;
    distinct.retain(|change| {
        seen.insert((
            change.rule,
            change.contract.clone(),
            change.place.clone(),
            change.meets,
        ))
    });
    let mut findings = by_cause(without_echoes(distinct));
    findings.sort_by(|a, b| {
        (a.rule, &a.contract, &a.place, a.meets).cmp(&(b.rule, &b.contract, &b.place, b.meets))
    });
    findings
}

/// What comes from one function or implementation is told once: at its type, or where the place is shortest, with all others.
fn by_cause(changes: Vec<Break>) -> Vec<Break> {
    let mut told: Vec<Break> = Vec::new();
    let mut known: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    let mut sorted = changes;
    sorted.sort_by_key(|it| {
        (
            it.place.matches(['.', '[', '{', ':']).count(),
            it.contract.clone(),
        )
    });
    for change in sorted {
        let Some(cause) = &change.cause else {
            told.push(change);
            continue;
        };
        match known.get(&(change.rule, cause.clone())) {
            Some(&row) => {
                let first = &mut told[row];
                if change.place == first.place && change.contract == first.contract {
                    first.detail.push_str(", and the other way around");
                } else {
                    first.also.push(change.place);
                }
                first.also.extend(change.also);
            }
            None => {
                known.insert((change.rule, cause.clone()), told.len());
                told.push(change);
            }
        }
    }
    for change in &mut told {
        change.also.retain(|it| *it != change.place);
        change.also.sort();
        change.also.dedup();
    }
    told
}

/// A change of a type breaks all types that contain it. It is told once, at the type itself: where its place is shortest.
fn without_echoes(changes: Vec<Break>) -> Vec<Break> {
    let mut kept: BTreeMap<Key, Break> = BTreeMap::new();
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
