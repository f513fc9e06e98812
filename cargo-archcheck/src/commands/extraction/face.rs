//! What others use of what moves: the public face of the new crates, and what of it is not public yet.

use std::collections::BTreeSet;

use super::{
    placement::{Place, Plan},
    things::{Export, Kind, Mark, Sight, Things},
};

/// A thing that something outside of its new crate uses.
#[derive(Debug)]
pub(super) struct Facing {
    pub(super) thing: usize,
    /// Whether it, or a module around it, has to become visible.
    pub(super) widen: bool,
    /// Modules around it that are not `pub`, where nothing re-exports it.
    pub(super) behind: Vec<usize>,
    /// Whether only tests use it.
    pub(super) tests: bool,
    pub(super) sites: BTreeSet<Mark>,
    /// Fields that have to be `pub`: it is made, or taken apart, outside.
    pub(super) fields: bool,
}

/// The face of the crates that are new.
pub(super) fn face(things: &Things, plan: &Plan, module: usize) -> Vec<Facing> {
    let reached = reached(things, module);
    let mut face = Vec::new();
    for (thing, entry) in things.list.iter().enumerate() {
        let place = plan.place[thing];
        if place == Place::Old || entry.test || entry.kind == Kind::Imports {
            continue;
        }
        let (mut sites, mut tests, mut opened) = (BTreeSet::new(), true, false);
        for usage in things.users_of(thing) {
            if plan.place[usage.from] != place {
                sites.extend(&usage.sites);
                tests &= things.list[usage.from].test;
                opened |= usage.opens;
            }
        }
        for user in things.foreign.get(&thing).into_iter().flatten() {
            sites.insert(user.span);
            tests &= user.test;
        }
        if sites.is_empty() {
            continue;
        }
        let within = things.is_within(entry.module, module);
        let hidden = within && entry.of.is_none() && !reached.contains(&thing);
        let behind = match hidden && entry.sight == Sight::Public {
            true => closed(things, entry.module, module),
            false => Vec::new(),
        };
        face.push(Facing {
            thing,
            widen: entry.sight != Sight::Public && entry.kind != Kind::Macro && !entry.opaque,
            behind,
            tests,
            sites,
            fields: opened && !entry.hidden.is_empty(),
        });
    }
    face
}

/// Modules from one up to another, that one left out, which are not `pub`.
fn closed(things: &Things, from: usize, top: usize) -> Vec<usize> {
    std::iter::successors(Some(from), |&row| things.modules[row].parent)
        .take_while(|&row| row != top)
        .filter(|&row| things.modules[row].sight != Sight::Public)
        .collect()
}

/// What can be named from outside, if a module is the root of a crate.
fn reached(things: &Things, root: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut seen = BTreeSet::from([root]);
    let mut pending = vec![root];
    while let Some(module) = pending.pop() {
        let own = things.list.iter().enumerate();
        let own = own.filter(|(_, thing)| thing.module == module && thing.sight == Sight::Public);
        reached.extend(own.map(|(row, _)| row));
        let children = things.modules.iter().enumerate();
        let children = children
            .filter(|(_, part)| part.parent == Some(module) && part.sight == Sight::Public)
            .map(|(row, _)| row);
        let mut next: Vec<usize> = children.collect();
        for export in &things.modules[module].exports {
            match export {
                Export::Thing(thing) => _ = reached.insert(*thing),
                Export::Module(other) | Export::Glob(other) => next.push(*other),
            }
        }
        next.retain(|&other| things.is_within(other, root) && seen.insert(other));
        pending.extend(next);
    }
    reached
}

/// Methods of moved types that are not `pub`, and of which only types can tell whether calls by their name mean them.
pub(super) fn maybe_called(
    things: &Things,
    plan: &Plan,
    face: &[Facing],
) -> Vec<(usize, BTreeSet<Mark>)> {
    let faces: BTreeSet<usize> = face.iter().map(|facing| facing.thing).collect();
    let mut found = Vec::new();
    for (thing, entry) in things.list.iter().enumerate() {
        let known = entry.of.is_some_and(|of| faces.contains(&of));
        let moved = plan.place[thing] != Place::Old;
        if !moved || !known || faces.contains(&thing) || entry.test || entry.sight == Sight::Public
        {
            continue;
        }
        let mut sites = BTreeSet::new();
        for (caller, other) in things.list.iter().enumerate() {
            let sees = sees(things, entry.sight.clone(), entry.module, other.module);
            if sees && plan.place[caller] == Place::Old {
                sites.extend(other.calls.get(&entry.name).into_iter().flatten());
            }
        }
        if !sites.is_empty() {
            found.push((thing, sites));
        }
    }
    found
}

/// Whether a module sees what is declared in another, by what is written there.
fn sees(things: &Things, sight: Sight, declared: usize, from: usize) -> bool {
    let above = |levels: usize| {
        let mut around = std::iter::successors(Some(declared), |&row| things.modules[row].parent);
        around
            .nth(levels)
            .is_some_and(|top| things.is_within(from, top))
    };
    match sight {
        Sight::Private => above(0),
        Sight::Restricted(text) => match text.as_str() {
            "pub(self)" => above(0),
            "pub(super)" => above(1),
            // `pub(in …)` may be as much as the crate.
            _ => true,
        },
        Sight::Public => true,
    }
}
