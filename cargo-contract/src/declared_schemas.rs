//! What is declared by a JSON Schema: two versions of it are compared as schemas are.
//!
//! What is compared otherwise takes a part that is written by hand for something that it knows nothing of. Where both versions
//! declare it, and one schema accepts all that the other one does, what the one writes is what the other reads.

use std::collections::BTreeSet;

use crate::causes::not_followed;
use crate::compat::{self, Change, Comparison, Format, Judgement, UNKNOWN, Verdict};
use crate::files::schema::{SchemaVerdict, compare_schemas};
use crate::wire::{Shape, Wire, schema_of};

/// What one version makes of what the other writes. Where contracts declare schemas of all their documents, these settle what
/// is not known otherwise.
pub(crate) fn compare(old: &Wire, new: &Wire, format: Format) -> Comparison {
    let comparison = of_parts(old, new, format);
    let (Some(was), Some(is)) = (&old.declared, &new.declared) else {
        return comparison;
    };
    let verdict = match was == is {
        true => Ok(SchemaVerdict::same()),
        false => compare_schemas(was, is),
    };
    // Neither is accepted or read with a mistake in it.
    let Ok(verdict) = verdict else {
        return comparison;
    };
    Comparison {
        backward: settled(
            comparison.backward,
            &new.name,
            (verdict.backward, verdict.backward_witnesses),
        ),
        forward: settled(
            comparison.forward,
            &old.name,
            (verdict.forward, verdict.forward_witnesses),
        ),
        itself: comparison.itself,
    }
}

/// What is known by the schemas of all documents, and by the types.
fn settled(
    judgement: Judgement,
    name: &str,
    (verdict, witnesses): (Verdict, Vec<String>),
) -> Judgement {
    let mut changes = judgement.changes;
    if verdict != Verdict::Unknown {
        changes.retain(|change| change.rule != UNKNOWN);
    }
    let (rule, detail) = match verdict {
        Verdict::Ok => return Judgement::of(changes),
        Verdict::Breaks => (
            "representation_changed",
            "by the schemas that declare it, this is written and not read",
        ),
        Verdict::Lossy => (
            "value_lost",
            "by the schemas that declare it, not all that is written arrives",
        ),
        Verdict::Unknown => (UNKNOWN, SCHEMAS_NOT_KNOWN),
    };
    changes.push(Change {
        verdict,
        rule,
        path: name.to_owned(),
        witness: witnesses.into_iter().next(),
        detail: detail.to_owned(),
    });
    Judgement::of(changes)
}

/// Why it is not known what becomes of something that is declared by schemas.
const SCHEMAS_NOT_KNOWN: &str =
    "whether one of the schemas that declare it accepts all that the other one does is not known";

/// What is known of both, also without what only one of them declares of its parts: then that it is declared is no change.
fn of_parts(old: &Wire, new: &Wire, format: Format) -> Comparison {
    let comparison = as_declared(old, new, format);
    let is_ok = |judgement: &Judgement| judgement.verdict == Verdict::Ok;
    let other = match (&old.plain, &new.plain) {
        _ if is_ok(&comparison.backward) && is_ok(&comparison.forward) => return comparison,
        (Some(old), None) => as_declared(old, new, format),
        (None, Some(new)) => as_declared(old, new, format),
        // Where both declare something, another declaration is a change.
        _ => return comparison,
    };
    let better = |one: Judgement, other: Judgement| if is_ok(&other) { other } else { one };
    Comparison {
        backward: better(comparison.backward, other.backward),
        forward: better(comparison.forward, other.forward),
        itself: comparison.itself,
    }
}

/// What becomes of two models, schemas in the one with schemas in the other.
fn as_declared(old: &Wire, new: &Wire, format: Format) -> Comparison {
    let pairs = pairs(old, new);
    if format != Format::Json || pairs.is_empty() {
        return compat::compare(old, new, format);
    }
    let (mut backward, mut forward) = (BTreeSet::new(), BTreeSet::new());
    for Pair { was, is, verdict } in &pairs {
        if verdict.backward == Verdict::Ok {
            backward.insert((was.clone(), is.clone()));
        }
        if verdict.forward == Verdict::Ok {
            forward.insert((is.clone(), was.clone()));
        }
    }
    let (old, new) = (old.taking(forward), new.taking(backward));
    let comparison = compat::compare(&old, &new, format);
    Comparison {
        backward: told(comparison.backward, (&old, &new), &pairs, |verdict| {
            (verdict.backward, &verdict.backward_witnesses)
        }),
        forward: told(comparison.forward, (&old, &new), &pairs, |verdict| {
            (verdict.forward, &verdict.forward_witnesses)
        }),
        itself: comparison.itself,
    }
}

/// A schema in the old version and one in the new one that could stand for each other.
struct Pair {
    was: String,
    is: String,
    verdict: SchemaVerdict,
}

/// All that there are in two types, and what becomes of the one schema with the other.
fn pairs(old: &Wire, new: &Wire) -> Vec<Pair> {
    let (before, now) = (schemas(old), schemas(new));
    let each = before
        .iter()
        .flat_map(|was| now.iter().map(move |is| (was, is)));
    let pairs = each.filter(|(was, is)| was != is).filter_map(|(was, is)| {
        Some(Pair {
            was: (*was).clone(),
            is: (*is).clone(),
            verdict: compare_schemas(schema_of(was)?, schema_of(is)?).ok()?,
        })
    });
    pairs.collect()
}

/// What is declared by schemas in a type.
fn schemas(wire: &Wire) -> BTreeSet<&String> {
    let shapes = wire.reached().filter_map(|shape| match shape {
        Shape::Opaque { fingerprint, .. } if shape.schema().is_some() => Some(fingerprint),
        _ => None,
    });
    shapes.collect()
}

/// What is known of places where schemas stand takes the place of what is not.
fn told(
    judgement: Judgement,
    (old, new): (&Wire, &Wire),
    pairs: &[Pair],
    of: impl Fn(&SchemaVerdict) -> (Verdict, &Vec<String>),
) -> Judgement {
    let known = |change: &Change| {
        let (was, is) = (
            not_followed(old, &change.path)?,
            not_followed(new, &change.path)?,
        );
        let pair = pairs.iter().find(|it| it.was == was && it.is == is)?;
        let (verdict, witnesses) = of(&pair.verdict);
        Some((verdict, witnesses.first().cloned()))
    };
    let changes =
        judgement.changes.into_iter().map(|change| {
            if change.rule != UNKNOWN {
                return change;
            }
            match known(&change) {
                Some((Verdict::Breaks, witness)) => Change {
                    verdict: Verdict::Breaks,
                    rule: "field_retyped",
                    detail: match &witness {
                        Some(_) => "by the schemas that declare it, this is written and not read"
                            .to_owned(),
                        None => "by the schemas that declare it, not all that is written is read"
                            .to_owned(),
                    },
                    witness: witness.or(change.witness),
                    ..change
                },
                Some((Verdict::Lossy, witness)) => Change {
                    verdict: Verdict::Lossy,
                    rule: "value_lost",
                    detail: "by the schemas that declare it, not all that is written arrives"
                        .to_owned(),
                    witness: witness.or(change.witness),
                    ..change
                },
                Some(_) => Change {
                    detail: SCHEMAS_NOT_KNOWN.to_owned(),
                    ..change
                },
                None => change,
            }
        });
    Judgement::of(changes.collect())
}

/// A JSON document without what may be left out between its words.
pub(crate) fn minified(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut escaped) = (false, false);
    for letter in text.chars() {
        if !in_string && letter.is_ascii_whitespace() {
            continue;
        }
        out.push(letter);
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = in_string,
            '"' => in_string = !in_string,
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::minified;

    #[test]
    fn what_is_between_words_does_not_count() {
        assert_eq!(
            minified("{ \"a b\" : [1, 2],\n \"c\\\" \": \" \" }\n"),
            "{\"a b\":[1,2],\"c\\\" \":\" \"}"
        );
    }
}
