//! The plan applied to the graph: which edges between crates there would be, and what is wrong with them.

use std::collections::BTreeMap;

use super::{
    placement::{Place, Plan},
    relations::{is_legal, signatures},
    things::{Things, Unknown},
};

/// The graph after the plan.
#[derive(Debug, Default)]
pub(super) struct Applied {
    /// How many uses lead from one crate to another.
    pub(super) edges: BTreeMap<(Place, Place), usize>,
    /// Uses that lead to a crate that may not be used: what uses what.
    pub(super) left: Vec<(usize, usize)>,
    /// Implementations, and methods, that are in a crate that may not have them.
    pub(super) orphans: Vec<usize>,
    /// Names that lead into the rest, of which nobody knows what they are.
    pub(super) unknown: Vec<Unknown>,
}

impl Applied {
    /// Whether the crates can be built one after the other, as far as can be known.
    pub(super) fn holds(&self) -> bool {
        self.left.is_empty() && self.orphans.is_empty() && self.unknown.is_empty()
    }
}

/// Applies a plan.
pub(super) fn apply(things: &Things, plan: &Plan, module: usize) -> Applied {
    let mut applied = Applied::default();
    let edge = |applied: &mut Applied, from: Place, to: Place, ends: (usize, usize)| {
        if from != to {
            *applied.edges.entry((from, to)).or_default() += 1;
        }
        // The order of the places is the order in which they are built, but for what is left.
        let allowed = match from {
            Place::Old => true,
            Place::New => to != Place::Old,
            Place::Shared => to == Place::Shared,
        };
        if !allowed {
            applied.left.push(ends);
        }
    };
    for usage in &things.uses {
        if things.list[usage.from].test || things.list[usage.to].test {
            continue;
        }
        let from = plan.place[usage.from];
        let mut to = plan.place[usage.to];
        if to == Place::Old && from != Place::Old && !usage.opens {
            // The trait is in the new crate.
            if plan.has_port(things, usage.to) {
                to = Place::New;
            }
        }
        edge(&mut applied, from, to, (usage.from, usage.to));
    }
    for usage in signatures(things, plan) {
        let to = match plan.has_port(things, usage.to) {
            true => Place::New,
            false => plan.place[usage.to],
        };
        edge(&mut applied, Place::New, to, (usage.from, usage.to));
    }
    for (&of, methods) in &things.methods {
        for &method in methods {
            let stays = plan.extensions.contains(&method) || plan.ports.contains_key(&method);
            let entry = &things.list[method];
            if entry.test || plan.place[method] == plan.place[of] {
                continue;
            }
            if plan.place[method] != Place::Old || !stays {
                applied.orphans.push(method);
            }
            if plan.extensions.contains(&method) {
                callers(things, plan, &entry.name).for_each(|caller| {
                    edge(
                        &mut applied,
                        plan.place[caller],
                        Place::Old,
                        (caller, method),
                    )
                });
            }
        }
    }
    for &row in &things.implementations {
        let place = plan.place[row];
        let local = |thing: usize| plan.place[thing] == place;
        if !things.list[row].test && !is_legal(things, row, local) {
            applied.orphans.push(row);
        }
    }
    let leads_out = |unknown: &&Unknown| {
        let outside = unknown.to.is_some_and(|to| !things.is_within(to, module));
        !unknown.test && outside && things.is_within(unknown.from, module)
    };
    applied.unknown = things.unknown.iter().filter(leads_out).cloned().collect();
    applied
}

/// Moved things that call a method of this name.
fn callers<'t>(
    things: &'t Things,
    plan: &'t Plan,
    name: &'t str,
) -> impl Iterator<Item = usize> + 't {
    (0..things.list.len()).filter(move |&thing| {
        let entry = &things.list[thing];
        plan.moves(thing) && !entry.test && entry.calls.contains_key(name)
    })
}
