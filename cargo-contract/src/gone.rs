//! Published types that are gone: what else became of them.

use std::collections::{BTreeMap, BTreeSet};

use govern_facts::Visibility;

use crate::collect::{Found, Side};
use crate::compat::{Format, is_same};
use crate::wire::{Payload, Shape, ShapeId, Struct, Wire};
use crate::wires::Wires;

/// A type of less than this many fields and variants is like many others.
const TELLING: usize = 2;

/// A published type, and what it is now.
pub(crate) type Pair<'t> = (&'t Found, Option<&'t Found>);

/// Gives types that are gone their new names: those of the types that are new where they were, and of the only new one of the
/// package that is the same on the wire. `fresh` are the types that nothing published is already.
pub(crate) fn find_renamed<'t>(
    (old, new): (&Wires<'_, '_>, &Wires<'_, '_>),
    pairs: &mut [Pair<'t>],
    fresh: &[&'t Found],
) {
    let in_place = only(in_place((old, new), pairs, fresh));
    for (row, at) in &in_place {
        pairs[*row].1 = Some(fresh[*at]);
    }
    let taken: BTreeSet<usize> = in_place.into_values().collect();
    for (row, at) in only(alike((old, new), pairs, fresh, &taken)) {
        pairs[row].1 = Some(fresh[at]);
    }
}

/// Which new types may be the gone ones: pairs of rows of both.
type Candidates = BTreeSet<(usize, usize)>;

/// Those who have each only one candidate.
fn only(candidates: Candidates) -> BTreeMap<usize, usize> {
    let count = |is_it: &dyn Fn(&(usize, usize)) -> bool| {
        candidates.iter().filter(|it| is_it(it)).count() == 1
    };
    let mutual = candidates
        .iter()
        .filter(|(row, at)| count(&|(other, _)| other == row) && count(&|(_, other)| other == at));
    mutual.copied().collect()
}

/// New types that stand where gone ones stood, in types that are still there.
fn in_place(
    (old, new): (&Wires<'_, '_>, &Wires<'_, '_>),
    pairs: &[Pair<'_>],
    fresh: &[&Found],
) -> Candidates {
    let (Some((old_wire, old_roots)), Some((new_wire, new_roots))) =
        (old.prepared(), new.prepared())
    else {
        return Candidates::new();
    };
    let gone = pairs
        .iter()
        .enumerate()
        .filter(|(_, pair)| pair.1.is_none());
    let gone: BTreeMap<ShapeId, usize> = gone
        .filter_map(|(row, pair)| Some((old_roots.get(&pair.0.def)?.0, row)))
        .collect();
    let fresh: BTreeMap<ShapeId, usize> = fresh
        .iter()
        .enumerate()
        .filter_map(|(at, found)| Some((new_roots.get(&found.def)?.0, at)))
        .collect();
    let mut candidates = Candidates::new();
    let mut seen = BTreeSet::new();
    let mut open: Vec<(ShapeId, ShapeId)> = pairs
        .iter()
        .filter_map(|(old, new)| Some((old_roots.get(&old.def)?.0, new_roots.get(&(*new)?.def)?.0)))
        .collect();
    while let Some((a, b)) = open.pop() {
        if !seen.insert((a, b)) {
            continue;
        }
        if let (Some(&row), Some(&at)) = (gone.get(&a), fresh.get(&b)) {
            candidates.insert((row, at));
        }
        open.extend(beside((old_wire, a), (new_wire, b)));
    }
    candidates
}

/// The parts of two shapes that stand at the same place.
fn beside(
    (old, old_id): (&Wire, ShapeId),
    (new, new_id): (&Wire, ShapeId),
) -> Vec<(ShapeId, ShapeId)> {
    let fields = |a: &Struct, b: &Struct| -> Vec<(ShapeId, ShapeId)> {
        let same = |ident: &str| b.fields.iter().find(|field| field.ident == ident);
        let pairs = a
            .fields
            .iter()
            .filter_map(|field| Some((field, same(&field.ident)?)));
        pairs.map(|(a, b)| (a.shape, b.shape)).collect()
    };
    match (old.shape(old_id), new.shape(new_id)) {
        (Shape::Split { write, read }, _) => vec![(*write, new_id), (*read, new_id)],
        (_, Shape::Split { write, read }) => vec![(old_id, *write), (old_id, *read)],
        (Shape::Struct(a) | Shape::Tuple(a), Shape::Struct(b) | Shape::Tuple(b)) => fields(a, b),
        (Shape::Enum(a), Shape::Enum(b)) => {
            let variants = a.variants.iter().filter_map(|variant| {
                let same = |other: &&_| -> bool {
                    let other: &crate::wire::Variant = other;
                    other.ident == variant.ident
                };
                Some((&variant.payload, &b.variants.iter().find(same)?.payload))
            });
            variants
                .flat_map(|payloads| match payloads {
                    (Payload::Newtype(a), Payload::Newtype(b)) => vec![(*a, *b)],
                    (
                        Payload::Struct(a) | Payload::Tuple(a),
                        Payload::Struct(b) | Payload::Tuple(b),
                    ) => fields(a, b),
                    _ => Vec::new(),
                })
                .collect()
        }
        (Shape::Option(a), b) if !matches!(b, Shape::Option(_)) => vec![(*a, new_id)],
        (a, Shape::Option(b)) if !matches!(a, Shape::Option(_)) => vec![(old_id, *b)],
        // Lists, maps and the like.
        (a, b) if std::mem::discriminant(a) == std::mem::discriminant(b) => {
            a.children().into_iter().zip(b.children()).collect()
        }
        _ => Vec::new(),
    }
}

/// New types of the same package that are the same on the wire.
fn alike(
    (old, new): (&Wires<'_, '_>, &Wires<'_, '_>),
    pairs: &[Pair<'_>],
    fresh: &[&Found],
    taken: &BTreeSet<usize>,
) -> Candidates {
    let mut candidates = Candidates::new();
    let gone = pairs
        .iter()
        .enumerate()
        .filter(|(_, pair)| pair.1.is_none());
    for (row, (found, _)) in gone {
        let wire = old.of(found, Format::Json);
        if telling(&wire) < TELLING {
            continue;
        }
        let others = fresh.iter().enumerate().filter(|(at, other)| {
            !taken.contains(at)
                && other.package == found.package
                && is_same(&wire, &new.of(other, Format::Json))
        });
        candidates.extend(others.map(|(at, _)| (row, at)));
    }
    candidates
}

/// How much there is to tell a type by.
fn telling(wire: &Wire) -> usize {
    match wire.shape(wire.written(wire.root)) {
        Shape::Struct(shape) => shape.fields.len(),
        Shape::Enum(shape) => shape.variants.len(),
        _ => 0,
    }
}

/// The rows of types that nobody outside can name, inside of others that are compared or told to be gone: whatever became of
/// them is seen there.
pub(crate) fn seen_elsewhere(old: &Wires<'_, '_>, pairs: &[Pair<'_>]) -> BTreeSet<usize> {
    let rows: BTreeMap<_, usize> = pairs
        .iter()
        .enumerate()
        .map(|(row, (found, _))| (found.def, row))
        .collect();
    let is_hidden = |pair: &Pair<'_>| pair.1.is_none() && !is_public(old.side, pair.0);
    let mut inside = BTreeSet::new();
    for pair in pairs.iter().filter(|pair| !is_hidden(pair)) {
        let within = old.contained(pair.0).into_iter();
        inside.extend(
            within
                .filter(|def| *def != pair.0.def)
                .filter_map(|def| rows.get(&def)),
        );
    }
    inside.retain(|row| is_hidden(&pairs[*row]));
    inside
}

fn is_public(side: &Side<'_>, found: &Found) -> bool {
    let facts = side.facts(found.def.instance);
    facts.is_none_or(|facts| facts.item(found.def.item).visibility == Visibility::Public)
}

/// What is said of a type that is gone; `dormant` are paths of what is written down and not part of the program.
pub(crate) fn detail(path: &str, dormant: &BTreeSet<String>) -> &'static str {
    let is_dormant = dormant.iter().any(|it| {
        let rest = path.strip_prefix(it.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    });
    match is_dormant {
        true => "it is there only in tests, or with features that are not switched on",
        false => "there is no such type any more",
    }
}
