//! Changes that are told once, although many types contain what changed.

use std::collections::{BTreeMap, BTreeSet};

use crate::changes::{Break, Meets};
use crate::compat::UNKNOWN;

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
        // A type that is not understood is so wherever it is.
        let is_named = names_what_it_is_about(&change);
        let (last, at) = match is_named {
            true => (String::new(), change.detail.clone()),
            false => (last, at),
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
                } else if !is_named && nested == known.place.matches(['.', '[', '{', ':']).count() {
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

/// Whether the reason why nothing can be told names a type.
fn names_what_it_is_about(change: &Break) -> bool {
    change.rule == UNKNOWN && change.detail.contains('`')
}

#[cfg(test)]
mod tests {
    use govern_diagnostics::{FileId, Span};

    use super::told_once;
    use crate::changes::{Break, Meets};
    use crate::compat::Verdict;
    use crate::direction::Direction;

    fn unknown(place: &str, detail: &str) -> Break {
        Break {
            rule: "wire_shape_unknown",
            contract: place.split('.').next().unwrap_or_default().to_owned(),
            place: place.to_owned(),
            verdict: Verdict::Unknown,
            meets: Meets::OldDocuments,
            detail: detail.to_owned(),
            witness: None,
            span: Span::start_of(FileId(0)),
            published: None,
            against: "main".to_owned(),
            direction: Direction::Both,
            also: Vec::new(),
            cause: None,
        }
    }

    #[track_caller]
    fn assert_told(changes: Vec<Break>, expected: &[(&str, &[&str])]) {
        let told = told_once(changes);
        let told: Vec<(&str, Vec<&str>)> = told
            .iter()
            .map(|it| {
                (
                    it.place.as_str(),
                    it.also.iter().map(String::as_str).collect(),
                )
            })
            .collect();
        let expected: Vec<(&str, Vec<&str>)> = expected
            .iter()
            .map(|(place, also)| (*place, also.to_vec()))
            .collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn a_type_that_is_not_understood_is_told_once() {
        let by_hand = "`Deserialize` of `Headers` is written by hand";
        assert_told(
            vec![
                unknown("Reply.meta", by_hand),
                unknown("Request.headers", by_hand),
                unknown("Headers", by_hand),
            ],
            &[("Headers", &["Reply.meta", "Request.headers"])],
        );
    }

    #[test]
    fn what_may_be_about_anything_is_told_of_each() {
        let function = "a conversion function whose effect is not known";
        assert_told(
            vec![
                unknown("Request.at", function),
                unknown("Request.until", function),
            ],
            &[("Request.at", &[]), ("Request.until", &[])],
        );
    }
}
