//! Documents that one schema accepts, near what another one may refuse.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use serde_json::{Map, Value};

use super::check::Checker;
use super::model::{Id, Keywords, Types};
use super::scalars;
use super::truth::Truth;

/// How deep documents are.
const DEEPEST: u32 = 6;
/// How many alternatives of choices are looked at for each value.
const ALTERNATIVES: usize = 24;
/// How many values are kept for each place.
const KEPT: usize = 28;
/// How many values are tried for each place.
const TRIED: usize = 1_500;

/// How much work a member of an object is, beside a schema that is looked at: most of all it takes memory.
const OBJECT: usize = 8;

/// Makes documents.
pub(crate) struct Generator<'c, 's> {
    checker: &'c Checker<'s>,
    known: BTreeMap<Wanted, Rc<Vec<Value>>>,
    fuel: u32,
}

/// What is wanted: schemas that have to accept, schemas that should refuse, and how deep it may be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Wanted {
    must: Vec<Id>,
    hints: Vec<Id>,
    depth: u32,
}

impl<'c, 's> Generator<'c, 's> {
    pub(crate) fn new(checker: &'c Checker<'s>) -> Generator<'c, 's> {
        Generator {
            checker,
            known: BTreeMap::new(),
            fuel: 4_000,
        }
    }

    /// Documents that `must` accepts; those that `hint` refuses come first.
    pub(crate) fn documents(&mut self, must: Id, hint: Id) -> Vec<Value> {
        self.checker.refuel();
        let wanted = Wanted {
            must: vec![must],
            hints: vec![hint],
            depth: 0,
        };
        self.candidates(&wanted)
    }

    fn values(&mut self, mut wanted: Wanted) -> Rc<Vec<Value>> {
        wanted.must.sort_unstable();
        wanted.must.dedup();
        wanted.hints.sort_unstable();
        wanted.hints.dedup();
        if let Some(known) = self.known.get(&wanted) {
            return known.clone();
        }
        let candidates = self.candidates(&wanted);
        let checker = self.checker;
        let refused = |value: &Value| {
            wanted
                .hints
                .iter()
                .any(|&it| checker.accepts(it, value) == Truth::No)
        };
        // The plainest one first, then what is refused elsewhere.
        let (bad, good): (Vec<Value>, Vec<Value>) = candidates.into_iter().partition(refused);
        let mut kept: Vec<Value> = Vec::new();
        let mut good = good.into_iter();
        kept.extend(good.next());
        kept.extend(bad.into_iter().take(KEPT / 2));
        kept.extend(good.take(KEPT.saturating_sub(kept.len())));
        let kept = Rc::new(kept);
        self.known.insert(wanted, kept.clone());
        kept
    }

    fn candidates(&mut self, wanted: &Wanted) -> Vec<Value> {
        let mut found: Vec<Value> = Vec::new();
        let mut seen = BTreeSet::new();
        let hints = self.reached(wanted.must.iter().chain(&wanted.hints).copied());
        for alternative in self.alternatives(&wanted.must) {
            for value in self.of_alternative(&alternative, &hints, wanted) {
                if found.len() >= TRIED {
                    break;
                }
                let fits = wanted
                    .must
                    .iter()
                    .all(|&it| self.checker.accepts(it, &value) != Truth::No);
                if fits && seen.insert(value.to_string()) {
                    found.push(value);
                }
            }
        }
        // What is surely accepted first.
        found.sort_by_key(|value| {
            wanted
                .must
                .iter()
                .any(|&it| self.checker.accepts(it, value) != Truth::Yes)
        });
        found
    }

    fn of_alternative(&mut self, must: &[Id], hints: &[Id], wanted: &Wanted) -> Vec<Value> {
        let schemas = self.checker.schemas;
        let said: Vec<&Keywords> = must.iter().filter_map(|&it| schemas.keywords(it)).collect();
        let hinted: Vec<&Keywords> = hints
            .iter()
            .filter_map(|&it| schemas.keywords(it))
            .collect();
        let types = said
            .iter()
            .filter_map(|it| it.types)
            .fold(Types::ALL, Types::and);
        let mut values = scalars::values(&said, &hinted, types);
        if wanted.depth < DEEPEST && self.fuel > 0 {
            self.fuel -= 1;
            if types.has(Types::ARRAY) {
                values.extend(self.arrays(&said, &hinted, wanted.depth));
            }
            if types.has(Types::OBJECT) {
                values.extend(self.objects(&said, &hinted, wanted.depth));
            }
        } else {
            values.extend([Value::Array(Vec::new()), Value::Object(Map::new())]);
        }
        values
    }

    /// Sets of schemas, each with one choice made everywhere.
    fn alternatives(&self, must: &[Id]) -> Vec<Vec<Id>> {
        let schemas = self.checker.schemas;
        let mut done: Vec<Vec<Id>> = Vec::new();
        // What is collected, and what is still to be looked at.
        let mut open: Vec<(BTreeSet<Id>, Vec<Id>)> = vec![(BTreeSet::new(), must.to_vec())];
        while let Some((mut taken, mut rest)) = open.pop() {
            let mut forks: Vec<Vec<Id>> = vec![Vec::new()];
            while let Some(id) = rest.pop() {
                let Some(it) = schemas.keywords(id).filter(|_| taken.insert(id)) else {
                    continue;
                };
                rest.extend(
                    it.all_of
                        .iter()
                        .chain(&it.reference)
                        .chain(it.dependent_schemas.values()),
                );
                for choices in [&it.any_of, &it.one_of] {
                    fork(
                        &mut forks,
                        choices.iter().map(|&choice| vec![choice]).collect(),
                    );
                }
                if let Some(condition) = it.conditional {
                    let yes = [Some(condition.test), condition.then]
                        .into_iter()
                        .flatten()
                        .collect();
                    fork(
                        &mut forks,
                        vec![yes, condition.otherwise.into_iter().collect()],
                    );
                }
            }
            if forks.len() == 1 && forks[0].iter().all(|it| taken.contains(it)) {
                done.push(taken.into_iter().collect());
            } else if done.len() + open.len() < ALTERNATIVES {
                forks.reverse();
                open.extend(forks.into_iter().map(|more| (taken.clone(), more)));
            } else if let Some(more) = forks.into_iter().next() {
                open.push((taken, more));
            }
        }
        done
    }

    /// All schemas that are about the same value.
    fn reached(&self, from: impl Iterator<Item = Id>) -> Vec<Id> {
        let mut open: Vec<Id> = from.collect();
        let mut reached = BTreeSet::new();
        while let Some(id) = open.pop() {
            let Some(it) = self
                .checker
                .schemas
                .keywords(id)
                .filter(|_| reached.insert(id))
            else {
                continue;
            };
            open.extend(it.all_of.iter().chain(&it.any_of).chain(&it.one_of));
            open.extend(
                it.reference
                    .iter()
                    .chain(&it.not)
                    .chain(it.dependent_schemas.values()),
            );
            if let Some(condition) = it.conditional {
                open.push(condition.test);
                open.extend(condition.then.iter().chain(&condition.otherwise));
            }
        }
        reached.into_iter().collect()
    }

    fn arrays(&mut self, said: &[&Keywords], hinted: &[&Keywords], depth: u32) -> Vec<Value> {
        let mut lengths: BTreeSet<u64> = [0, 1, 2].into();
        for it in hinted {
            let contained = it.contains.map(|it| it.least);
            for bound in [
                it.min_items,
                it.max_items,
                contained,
                Some(it.prefix.len() as u64),
            ]
            .into_iter()
            .flatten()
            {
                lengths.extend([bound.saturating_sub(1), bound, bound + 1]);
            }
            if let Some(most) = it.contains.and_then(|it| it.most) {
                lengths.extend([most, most + 1]);
            }
        }
        let least = said.iter().filter_map(|it| it.min_items).max().unwrap_or(0);
        lengths.retain(|&it| it >= least && it <= 40);
        if least <= 40 {
            lengths.insert(least);
        }
        let longest = lengths.last().copied().unwrap_or(0) as usize;
        let item =
            |keywords: &&Keywords, row: usize| keywords.prefix.get(row).copied().or(keywords.items);
        let contained = |list: &[&Keywords]| -> Vec<Id> {
            list.iter()
                .filter_map(|it| it.contains)
                .map(|it| it.schema)
                .collect()
        };
        let mut columns: Vec<Rc<Vec<Value>>> = Vec::new();
        for row in 0..longest {
            let must: Vec<Id> = said.iter().filter_map(|it| item(it, row)).collect();
            let mut hints: Vec<Id> = hinted.iter().filter_map(|it| item(it, row)).collect();
            hints.extend(contained(hinted));
            columns.push(self.values(Wanted {
                must,
                hints,
                depth: depth + 1,
            }));
        }
        let needed = contained(said);
        let special = match needed.is_empty() {
            true => Rc::default(),
            false => self.values(Wanted {
                must: needed,
                hints: contained(hinted),
                depth: depth + 1,
            }),
        };
        let mut arrays = Vec::new();
        for &length in &lengths {
            let columns = &columns[..length as usize];
            let plain: Vec<Value> = columns
                .iter()
                .filter_map(|it| it.first().cloned())
                .collect();
            if plain.len() < columns.len() {
                continue;
            }
            // All different.
            let varied: Vec<Value> = columns
                .iter()
                .enumerate()
                .filter_map(|(row, it)| it.get(row % it.len()).cloned())
                .collect();
            arrays.extend([plain.clone(), varied.clone()]);
            for base in [&plain, &varied] {
                for count in 1..=special.len().min(base.len()) {
                    let mut array = base.clone();
                    array.splice(..count, special[..count].iter().cloned());
                    arrays.push(array);
                    if let Some(value) = special.first() {
                        let mut array = base.clone();
                        array[..count].fill(value.clone());
                        arrays.push(array);
                    }
                }
            }
            for (row, column) in columns.iter().enumerate().take(6) {
                for value in column.iter().skip(1) {
                    let mut array = if row == 0 {
                        plain.clone()
                    } else {
                        varied.clone()
                    };
                    array[row] = value.clone();
                    arrays.push(array);
                }
            }
        }
        arrays.into_iter().map(Value::Array).collect()
    }

    fn objects(&mut self, said: &[&Keywords], hinted: &[&Keywords], depth: u32) -> Vec<Value> {
        let names = scalars::names(self.checker.schemas, hinted);
        let required: BTreeSet<&String> = said.iter().flat_map(|it| &it.required).collect();
        let mut members: BTreeMap<&String, Rc<Vec<Value>>> = BTreeMap::new();
        for name in &names {
            let must = self.of_name(said, name);
            let hints = self.of_name(hinted, name);
            members.insert(
                name,
                self.values(Wanted {
                    must,
                    hints,
                    depth: depth + 1,
                }),
            );
        }
        let first = |names: &mut dyn Iterator<Item = &String>| -> Map<String, Value> {
            names
                .filter_map(|name| Some((name.clone(), members.get(name)?.first()?.clone())))
                .collect()
        };
        let declared = |name: &&String| hinted.iter().any(|it| it.properties.contains_key(*name));
        let bare = first(&mut required.iter().copied());
        let full = first(&mut names.iter().filter(declared));
        let every = first(&mut names.iter());
        let mut objects = vec![bare.clone(), full.clone(), every.clone()];
        // Each of them has up to all names.
        let may_have_more = || self.checker.spend(every.len() * OBJECT);
        // As many as bounds allow, from either side.
        for bound in hinted
            .iter()
            .flat_map(|it| [it.min_properties, it.max_properties])
            .flatten()
        {
            for size in [bound.saturating_sub(1), bound, bound + 1] {
                let mut object = bare.clone();
                for (name, value) in full.iter().chain(&every) {
                    if (object.len() as u64) < size {
                        object.insert(name.clone(), value.clone());
                    }
                }
                objects.push(object);
            }
        }
        // What asks for more once it is there.
        let mut bases = vec![bare.clone(), full.clone()];
        let triggers: BTreeSet<&String> = hinted
            .iter()
            .flat_map(|it| it.dependent_schemas.keys())
            .collect();
        bases.extend(triggers.into_iter().take(4).map(|trigger| {
            let mut object = bare.clone();
            object.extend(first(&mut [trigger].into_iter()));
            object
        }));
        for (name, values) in &members {
            if !may_have_more() {
                break;
            }
            for base in &bases {
                let mut object = base.clone();
                if object.remove(*name).is_some() {
                    objects.push(object);
                }
                for value in values.iter().take_while(|_| may_have_more()) {
                    let mut object = base.clone();
                    object.insert((*name).clone(), value.clone());
                    for it in hinted {
                        let needs = it.dependent_required.get(*name).into_iter().flatten();
                        object.extend(first(&mut needs.filter(|it| !base.contains_key(*it))));
                    }
                    objects.push(object);
                }
            }
        }
        // Those that bring others with them.
        let pairs: Vec<&&String> = members.keys().take(8).collect();
        for (row, one) in pairs.iter().enumerate() {
            for two in &pairs[..row] {
                let mut object = bare.clone();
                object.extend(first(&mut [**one, **two].into_iter()));
                objects.push(object);
            }
        }
        objects.into_iter().map(Value::Object).collect()
    }

    /// What schemas say of the value of a name.
    fn of_name(&self, list: &[&Keywords], name: &str) -> Vec<Id> {
        let mut said = Vec::new();
        for it in list {
            let before = said.len();
            said.extend(it.properties.get(name));
            let matching = it
                .patterns
                .iter()
                .filter(|(pattern, _)| self.checker.matches(pattern, name) == Truth::Yes);
            said.extend(matching.map(|(_, schema)| *schema));
            if said.len() == before {
                said.extend(it.additional);
            }
        }
        said
    }
}

/// Each fork with each of some choices.
fn fork(forks: &mut Vec<Vec<Id>>, choices: Vec<Vec<Id>>) {
    if choices.is_empty() || forks.len() * choices.len() > ALTERNATIVES * 2 {
        if let (Some(first), Some(choice)) = (forks.first_mut(), choices.first()) {
            first.extend(choice);
        }
        return;
    }
    *forks = forks
        .iter()
        .flat_map(|fork| {
            choices
                .iter()
                .map(move |choice| [fork.as_slice(), choice].concat())
        })
        .collect();
}
