//! The plan: where each thing goes, and what is cut by a port.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    placement::{Place, Plan, Weight},
    relations::{has_other_users, heads, is_called, is_legal, signatures},
    things::{Kind, Things},
};

/// How many times the size of the module what both need may have, before ports are proposed instead.
const IN_ALL: u64 = 2;

/// Makes the plan for a module.
pub(super) fn plan(things: &Things, module: usize) -> Plan {
    let place: Vec<Place> = things
        .list
        .iter()
        .map(|thing| match things.is_within(thing.module, module) {
            true => Place::New,
            false => Place::Old,
        })
        .collect();
    let inside: Vec<usize> = (0..place.len())
        .filter(|&thing| place[thing] == Place::New && !things.list[thing].test)
        .collect();
    let limit = inside
        .iter()
        .map(|&thing| u64::from(things.list[thing].size))
        .sum();
    let mut planner = Planner {
        things,
        limit,
        carried: BTreeSet::new(),
        plan: Plan {
            place,
            ports: BTreeMap::new(),
            extensions: BTreeSet::new(),
        },
    };
    planner.own();
    while planner.step() {}
    planner.settle(module);
    planner.plan
}

struct Planner<'t> {
    things: &'t Things,
    /// How much may move for one thing.
    limit: u64,
    /// What has moved that others need, too.
    carried: BTreeSet<usize>,
    plan: Plan,
}

impl Planner<'_> {
    fn is_old(&self, thing: usize) -> bool {
        self.plan.place[thing] == Place::Old
    }

    /// Whether a thing is in production code.
    fn counts(&self, thing: usize) -> bool {
        !self.things.list[thing].test
    }

    /// The things of the rest that move along because nothing else needs them.
    fn own(&mut self) {
        let roots = self.placed().collect();
        let mut own = self.closure_of(roots);
        own.retain(|&thing| self.is_old(thing) && !self.is_import(thing));
        loop {
            let kept: BTreeSet<usize> = own
                .iter()
                .copied()
                .filter(|&thing| self.is_own(&own, thing))
                .collect();
            if kept.len() == own.len() {
                break;
            }
            own = kept;
        }
        for thing in own {
            self.plan.place[thing] = Place::New;
        }
    }

    fn is_own(&self, own: &BTreeSet<usize>, thing: usize) -> bool {
        let moved = |thing: usize| !self.is_old(thing) || own.contains(&thing);
        if self.things.list[thing].header.is_some() {
            return !is_legal(self.things, thing, |other| !moved(other));
        }
        if self.things.list[thing].of.is_some_and(|of| !moved(of)) {
            return false;
        }
        !has_other_users(self.things, thing, moved)
    }

    fn is_import(&self, thing: usize) -> bool {
        self.things.list[thing].kind == Kind::Imports
    }

    /// Things that have moved, in production code.
    fn placed(&self) -> impl Iterator<Item = usize> {
        (0..self.plan.place.len()).filter(|&thing| !self.is_old(thing) && self.counts(thing))
    }

    /// One decision. Whether there was one to make.
    fn step(&mut self) -> bool {
        let illegal = self.things.implementations.iter().copied().find(|&row| {
            self.is_old(row)
                && self.counts(row)
                && !is_legal(self.things, row, |thing| self.is_old(thing))
        });
        if let Some(illegal) = illegal {
            let closure = self.closure(illegal);
            self.put(&closure);
            return true;
        }
        let demanded = self.demanded();
        // What cannot be cut moves first: then there may be less to cut.
        let next = demanded
            .iter()
            .min_by_key(|(thing, usage)| (!self.is_bound(**thing, usage), self.rank(**thing)));
        if let Some((&next, usage)) = next {
            let bound = self.is_bound(next, usage);
            self.decide(next, bound);
            return true;
        }
        let method = self.open_methods().next();
        let Some(method) = method else { return false };
        if self.is_free(method) {
            self.put(&BTreeSet::from([method]));
        } else if is_called(self.things, &self.plan, method) {
            self.decide(method, false);
        } else {
            self.plan.extensions.insert(method);
        }
        true
    }

    /// What the moved things need of the rest, with whether the definition is needed.
    fn demanded(&self) -> BTreeMap<usize, bool> {
        let mut demanded: BTreeMap<usize, bool> = BTreeMap::new();
        let moved = self.placed().flat_map(|thing| self.things.used_by(thing));
        for usage in moved.chain(signatures(self.things, &self.plan)) {
            let to = usage.to;
            let covered = !usage.opens && self.plan.has_port(self.things, to);
            if self.is_old(to) && !covered && !self.is_import(to) {
                *demanded.entry(to).or_default() |= usage.opens;
            }
        }
        // Methods and implementations that move have to be where their types are, or their traits.
        for thing in self.placed() {
            let entry = &self.things.list[thing];
            let of = entry.of.into_iter();
            let homeless = entry.header.is_some() && !self.is_at_home(thing);
            let heads = heads(entry).filter(|_| homeless);
            demanded.extend(
                of.chain(heads)
                    .filter(|&to| self.is_old(to))
                    .map(|to| (to, true)),
            );
        }
        demanded
    }

    /// Types before what is done with them.
    fn rank(&self, thing: usize) -> (u8, usize) {
        let rank = match self.things.list[thing].kind {
            Kind::Fn | Kind::Static => 1,
            Kind::Method => 2,
            _ => 0,
        };
        (rank, thing)
    }

    /// Whether no trait can stand for it.
    fn is_bound(&self, thing: usize, opened: &bool) -> bool {
        let kind = self.things.list[thing].kind;
        *opened || !(kind.is_type() || kind.runs())
    }

    fn decide(&mut self, thing: usize, bound: bool) {
        let closure = self.closure(thing);
        if bound {
            return self.put(&closure);
        }
        let weight = self.weight(&self.with_methods(&closure));
        if weight.objects() {
            self.plan.extensions.remove(&thing);
            self.plan.ports.insert(thing, weight);
        } else {
            self.put(&closure);
        }
    }

    /// Moves things of the rest, which need nothing else of it: to where what they use can be used.
    fn put(&mut self, closure: &BTreeSet<usize>) {
        let upwards = closure.iter().any(|&thing| self.needs_new(thing));
        let place = if upwards { Place::New } else { Place::Shared };
        for &thing in closure {
            self.plan.place[thing] = place;
            self.carried.insert(thing);
            self.plan.extensions.remove(&thing);
            self.plan.ports.remove(&thing);
        }
        self.level();
    }

    /// Whether something uses the new crate, so that it cannot be below it.
    fn needs_new(&self, thing: usize) -> bool {
        let is_new = |other: usize| {
            self.plan.place[other] == Place::New || self.plan.has_port(self.things, other)
        };
        let entry = &self.things.list[thing];
        let home = entry.of.is_some_and(|of| self.plan.place[of] == Place::New);
        // An implementation goes where its trait or its type is.
        home || self.things.used_by(thing).any(|usage| is_new(usage.to))
    }

    /// Lifts what is shared, and uses what is not, into the new crate.
    fn level(&mut self) {
        loop {
            let mut lifted = BTreeSet::new();
            for (thing, entry) in self.things.list.iter().enumerate() {
                match self.plan.place[thing] {
                    Place::Shared if self.needs_new(thing) => _ = lifted.insert(thing),
                    Place::New => {
                        let of = entry.of.filter(|&of| self.plan.place[of] == Place::Shared);
                        lifted.extend(of);
                        if entry.header.is_some() && !self.is_at_home(thing) {
                            let shared = |thing: &usize| self.plan.place[*thing] == Place::Shared;
                            lifted.extend(heads(entry).filter(shared));
                        }
                    }
                    _ => {}
                }
            }
            if lifted.is_empty() {
                return;
            }
            for thing in lifted {
                self.plan.place[thing] = Place::New;
            }
        }
    }

    fn is_at_home(&self, implementation: usize) -> bool {
        let place = self.plan.place[implementation];
        is_legal(self.things, implementation, |thing| {
            self.plan.place[thing] == place
        })
    }

    /// Methods of moved types of which nothing is decided.
    fn open_methods(&self) -> impl Iterator<Item = usize> {
        let methods = self.things.methods.iter();
        methods
            .filter(|(of, _)| !self.is_old(**of))
            .flat_map(|(_, methods)| methods.iter().copied())
            .filter(|&method| {
                let known = self.plan.extensions.contains(&method)
                    && !is_called(self.things, &self.plan, method);
                self.is_old(method)
                    && self.counts(method)
                    && !known
                    && !self.plan.ports.contains_key(&method)
            })
    }

    /// Whether a method can move with its type, and nothing else for it.
    fn is_free(&self, method: usize) -> bool {
        let closure = self.closure(method);
        let of = self.things.list[method].of;
        let shared = of.is_some_and(|of| self.plan.place[of] == Place::Shared);
        closure.len() == 1 && !(shared && self.needs_new(method))
    }

    /// A thing with all of the rest that it needs, and that would have to move with it.
    fn closure(&self, thing: usize) -> BTreeSet<usize> {
        let mut closure = self.closure_of(vec![thing]);
        closure.retain(|&thing| self.is_old(thing));
        closure
    }

    fn closure_of(&self, roots: Vec<usize>) -> BTreeSet<usize> {
        let mut seen: BTreeSet<usize> = roots.iter().copied().collect();
        let mut pending = roots;
        loop {
            while let Some(thing) = pending.pop() {
                let needed = self.things.used_by(thing).filter(|usage| {
                    let covered = !usage.opens && self.plan.has_port(self.things, usage.to);
                    self.is_old(usage.to) && !covered
                });
                let home = self.things.list[thing].of.filter(|&of| self.is_old(of));
                for other in needed.map(|usage| usage.to).chain(home) {
                    if self.counts(other) && seen.insert(other) {
                        pending.push(other);
                    }
                }
            }
            for &row in &self.things.implementations {
                let stays = |thing: usize| self.is_old(thing) && !seen.contains(&thing);
                if self.is_old(row)
                    && self.counts(row)
                    && !seen.contains(&row)
                    && !is_legal(self.things, row, stays)
                {
                    pending.push(row);
                }
            }
            if pending.is_empty() {
                return seen;
            }
            seen.extend(&pending);
        }
    }

    /// What would move in the end: with the methods of types that are called, and what those need.
    fn with_methods(&self, closure: &BTreeSet<usize>) -> BTreeSet<usize> {
        let methods = closure
            .iter()
            .filter_map(|thing| self.things.methods.get(thing));
        let called = methods.flatten().copied().filter(|&method| {
            self.is_old(method) && self.counts(method) && is_called(self.things, &self.plan, method)
        });
        let mut roots: Vec<usize> = closure.iter().copied().collect();
        roots.extend(called);
        let mut all = self.closure_of(roots);
        all.retain(|&thing| self.is_old(thing));
        all
    }

    fn weight(&self, closure: &BTreeSet<usize>) -> Weight {
        let mut weight = Weight {
            things: closure.len(),
            ..Weight::default()
        };
        for &thing in closure {
            let thing = &self.things.list[thing];
            weight.size += u64::from(thing.size);
            if thing.kind.runs() {
                weight.effects.extend(&thing.effects);
            }
        }
        let moved = self
            .carried
            .iter()
            .map(|&thing| u64::from(self.things.list[thing].size));
        weight.heavy =
            weight.size > self.limit || weight.size + moved.sum::<u64>() > self.limit * IN_ALL;
        weight
    }

    /// What has become simpler by what was decided later.
    fn settle(&mut self, module: usize) {
        loop {
            let mut freed = self.plan.extensions.iter().copied();
            let freed = freed.find(|&method| self.is_free(method));
            let Some(freed) = freed else { break };
            self.put(&BTreeSet::from([freed]));
        }
        // Methods of a port that is one as a whole.
        let ports: Vec<usize> = self.plan.ports.keys().copied().collect();
        for port in ports {
            let of = self.things.list[port].of;
            if of.is_some_and(|of| self.plan.ports.contains_key(&of)) {
                self.plan.ports.remove(&port);
            }
        }
        self.round();
        if self.is_too_little(module) {
            for place in &mut self.plan.place {
                if *place == Place::Shared {
                    *place = Place::New;
                }
            }
        }
    }

    /// Moves modules as a whole where most of them moves, and what is left needs nothing else of the rest.
    fn round(&mut self) {
        loop {
            let rounded = (0..self.things.modules.len()).find_map(|part| self.remainder(part));
            let Some((place, remainder)) = rounded else {
                return;
            };
            for thing in remainder {
                self.plan.place[thing] = place;
                self.plan.extensions.remove(&thing);
            }
            // Methods elsewhere of types that moved now.
            while self.step() {}
        }
    }

    /// What is left of a module, if it can go where most of it goes.
    fn remainder(&self, part: usize) -> Option<(Place, BTreeSet<usize>)> {
        let list = &self.things.list;
        let own = (0..list.len()).filter(|&thing| {
            let entry = &list[thing];
            entry.module == part && !entry.test && entry.kind != Kind::Imports
        });
        let (left, moved): (Vec<usize>, Vec<usize>) = own.partition(|&thing| self.is_old(thing));
        let size = |things: &[usize]| -> u64 {
            let items = things.iter().filter(|&&thing| list[thing].of.is_none());
            items.map(|&thing| u64::from(list[thing].size)).sum()
        };
        let place = moved.iter().map(|&thing| self.plan.place[thing]).max()?;
        let left: BTreeSet<usize> = left.into_iter().collect();
        if left.is_empty() || size(&moved) < size(&left.iter().copied().collect::<Vec<_>>()) {
            return None;
        }
        let fits = |thing: usize| {
            let mut uses = self.things.used_by(thing).map(|usage| usage.to);
            let at = |to: usize| {
                let there = self.plan.place[to];
                left.contains(&to) || there == place || there == Place::Shared
            };
            let of = list[thing].of;
            let home = of.is_none_or(|of| left.contains(&of) || self.plan.place[of] == place);
            let kept = self.plan.has_port(self.things, thing) || !list[thing].effects.is_empty();
            let legal = is_legal(self.things, thing, |other| {
                left.contains(&other) || self.plan.place[other] == place
            });
            uses.all(at) && home && legal && !kept
        };
        left.iter()
            .all(|&thing| fits(thing))
            .then_some((place, left))
    }

    /// Whether what is shared is a few helpers, for which nobody makes a crate: the rest depends on the new one anyway.
    fn is_too_little(&self, module: usize) -> bool {
        let shared: Vec<usize> = (0..self.plan.place.len())
            .filter(|&thing| self.plan.place[thing] == Place::Shared)
            .collect();
        let size: u64 = shared
            .iter()
            .map(|&thing| u64::from(self.things.list[thing].size))
            .sum();
        let helper = |&thing: &usize| {
            let kind = self.things.list[thing].kind;
            matches!(kind, Kind::Fn | Kind::Const | Kind::Alias | Kind::Macro)
        };
        let within = |thing: usize| {
            self.things
                .is_within(self.things.list[thing].module, module)
        };
        let needed =
            self.things.uses.iter().any(|usage| {
                self.is_old(usage.from) && self.counts(usage.from) && within(usage.to)
            });
        size * 10 < self.limit && needed && shared.iter().all(helper)
    }
}
