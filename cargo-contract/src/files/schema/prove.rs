//! Proofs that all documents of one schema are accepted by another. No proof means nothing: there may be none, or none that
//! is found.

use std::collections::BTreeMap;

use serde_json::Value;

use super::check::Checker;
use super::conj::Conj;
use super::model::{Id, Keywords, Types, What};
use super::same::same;
use super::truth::Truth;

/// How many steps a proof may take.
const FUEL: u32 = 60_000;
/// How deep steps may nest.
const DEEPEST: u32 = 120;

/// Looks for proofs.
pub(crate) struct Prover<'c, 's> {
    pub(super) checker: &'c Checker<'s>,
    fuel: u32,
    nested: u32,
    /// How far inside the document the proof is.
    pub(super) inside: u32,
    /// What is being proved, with how far inside that began, in order.
    open: Vec<(Goal, u32)>,
    /// The first of those that something relied on.
    relied: usize,
    known: BTreeMap<Goal, bool>,
}

/// What is to be proved.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Goal {
    Within(Conj, Id),
    Empty(Conj),
}

impl Goal {
    fn size(&self) -> usize {
        match self {
            Goal::Within(have, _) | Goal::Empty(have) => have.size(),
        }
    }
}

impl<'c, 's> Prover<'c, 's> {
    pub(crate) fn new(checker: &'c Checker<'s>) -> Prover<'c, 's> {
        Prover {
            checker,
            fuel: FUEL,
            nested: 0,
            inside: 0,
            open: Vec::new(),
            relied: usize::MAX,
            known: BTreeMap::new(),
        }
    }

    /// Whether it is proved that one schema accepts all that another one does.
    pub(crate) fn accepts_all(&mut self, of: Id, by: Id) -> bool {
        self.checker.refuel();
        let have = self.conj([of]);
        self.within(&have, by)
    }

    pub(super) fn conj(&self, pos: impl IntoIterator<Item = Id>) -> Conj {
        Conj::of(self.checker, pos)
    }

    /// Whether all values that something is known of are accepted.
    pub(super) fn within(&mut self, have: &Conj, want: Id) -> bool {
        if have.types.is_empty() || have.pos.contains(&want) {
            return true;
        }
        match self.checker.schemas.get(want).what {
            What::Bool(true) => return true,
            What::Bool(false) => return self.empty(have),
            What::Keywords(_) => {}
        }
        self.goal(Goal::Within(have.clone(), want), |prover| {
            prover.is_within(have, want)
        })
    }

    /// Whether there are no values of which all that is true.
    pub(super) fn empty(&mut self, have: &Conj) -> bool {
        if have.types.is_empty() {
            return true;
        }
        self.goal(Goal::Empty(have.clone()), |prover| prover.is_empty(have))
    }

    /// Proves something, by induction on the size of documents: further inside a goal may be taken for granted.
    fn goal(&mut self, goal: Goal, prove: impl FnOnce(&mut Self) -> bool) -> bool {
        if let Some(&known) = self.known.get(&goal) {
            return known;
        }
        if let Some(row) = self.open.iter().position(|(open, _)| *open == goal) {
            self.relied = self.relied.min(row);
            return self.open[row].1 < self.inside;
        }
        let is_spent = !self.checker.spend(goal.size());
        if is_spent || self.fuel == 0 || self.nested == DEEPEST {
            return false;
        }
        self.fuel -= 1;
        self.nested += 1;
        let row = self.open.len();
        self.open.push((goal, self.inside));
        let before = std::mem::replace(&mut self.relied, usize::MAX);
        let proved = prove(self);
        let goal = self.open.pop().map(|(goal, _)| goal);
        // What relies on something that is not proved yet is not kept.
        if self.relied >= row {
            self.known.extend(goal.map(|goal| (goal, proved)));
            self.relied = before;
        } else {
            self.relied = self.relied.min(before);
        }
        self.nested -= 1;
        proved
    }

    fn is_within(&mut self, have: &Conj, want: Id) -> bool {
        let checker = self.checker;
        let schemas = checker.schemas;
        if have.pos.iter().any(|&it| same(schemas, it, want)) {
            return true;
        }
        if let Some(values) = self.finite(have) {
            return values
                .iter()
                .all(|value| self.checker.accepts(want, value) == Truth::Yes);
        }
        let Some(keywords) = schemas.keywords(want) else {
            return false;
        };
        self.each_keyword(have, keywords)
            || self.split(have, |prover, part| prover.within(part, want))
            || self.empty(have)
    }

    fn each_keyword(&mut self, have: &Conj, want: &Keywords) -> bool {
        let checker = self.checker;
        self.is_of_type(have, want)
            // Values that are known were looked at.
            && want.values.is_empty()
            && self.number(have, want)
            && self.string(have, want)
            && self.opaque(have, want)
            && want.reference.is_none_or(|it| self.within(have, it))
            && want.all_of.iter().all(|&it| self.within(have, it))
            && (want.any_of.is_empty() || want.any_of.iter().any(|&it| self.within(have, it)))
            && (want.one_of.is_empty() || self.just_one(have, &want.one_of))
            && want.not.is_none_or(|it| self.empty(&have.and(checker, it)))
            && want.conditional.is_none_or(|it| {
                it.then.is_none_or(|then| self.within(&have.and(checker, it.test), then))
                    && it.otherwise.is_none_or(|otherwise| {
                        self.within(&have.and_not(checker, it.test), otherwise)
                    })
            })
            && (!have.types.has(Types::ARRAY) || self.array(&have.with_types(checker, Types::ARRAY), want))
            && (!have.types.has(Types::OBJECT)
                || self.object(&have.with_types(checker, Types::OBJECT), want))
    }

    fn is_of_type(&self, have: &Conj, want: &Keywords) -> bool {
        let Some(types) = want.types else { return true };
        if !have.types.within(types) {
            return false;
        }
        let picky =
            want.strict_integers && types.has(Types::INTEGER) && !types.has(Types::FRACTION);
        let as_picky = |it: &&Keywords| {
            it.strict_integers && it.types.is_some_and(|types| !types.has(Types::FRACTION))
        };
        !picky
            || !have.types.has(Types::INTEGER)
            || have.keywords(self.checker.schemas).iter().any(as_picky)
    }

    fn opaque(&self, have: &Conj, want: &Keywords) -> bool {
        let known = have.keywords(self.checker.schemas);
        want.opaque
            .iter()
            .filter(|it| it.types.has(have.types))
            .all(|opaque| {
                // What depends on its neighbours is the same only if the whole schema is.
                !opaque.contextual && known.iter().any(|it| it.opaque.contains(opaque))
            })
    }

    fn just_one(&mut self, have: &Conj, choices: &[Id]) -> bool {
        let checker = self.checker;
        (0..choices.len()).any(|row| {
            self.within(have, choices[row])
                && (0..choices.len())
                    .filter(|&other| other != row)
                    .all(|other| self.empty(&have.and(checker, choices[other])))
        })
    }

    /// The values, if they are known one by one.
    pub(super) fn finite(&self, have: &Conj) -> Option<Vec<Value>> {
        let listed = have
            .keywords(self.checker.schemas)
            .into_iter()
            .flat_map(|it| &it.values)
            .min_by_key(|it| it.list.len());
        let mut values = match listed {
            Some(values) => values.list.clone(),
            None if have.types.within(Types::NULL.or(Types::BOOL)) => {
                vec![Value::Null, Value::Bool(true), Value::Bool(false)]
            }
            None => return None,
        };
        values.retain(|value| {
            Types::of(value).within(have.types)
                && have
                    .pos
                    .iter()
                    .all(|&it| self.checker.accepts(it, value) != Truth::No)
                && have
                    .neg
                    .iter()
                    .all(|&it| self.checker.accepts(it, value) != Truth::Yes)
                && self.has_names(have, value)
        });
        Some(values)
    }

    fn has_names(&self, have: &Conj, value: &Value) -> bool {
        let Value::Object(members) = value else {
            return true;
        };
        have.present.iter().all(|it| members.contains_key(it))
            && !have.absent.iter().any(|it| members.contains_key(it))
            && have.members.iter().all(|(name, refusing)| {
                members.get(name).is_none_or(|member| {
                    refusing
                        .iter()
                        .all(|&it| self.checker.accepts(it, member) != Truth::Yes)
                })
            })
    }

    fn is_empty(&mut self, have: &Conj) -> bool {
        let checker = self.checker;
        if let Some(values) = self.finite(have) {
            return values.is_empty();
        }
        have.types.each().all(|ty| {
            let part = have.with_types(checker, ty);
            part.types.is_empty() || self.none_of_type(&part, ty)
        }) || have.neg.iter().any(|&refusing| {
            let mut others = have.clone();
            others.neg.remove(&refusing);
            self.within(&others, refusing)
        }) || self.split(have, Prover::empty)
    }

    fn none_of_type(&mut self, have: &Conj, ty: Types) -> bool {
        match ty {
            Types::INTEGER | Types::FRACTION => self.no_number(have),
            Types::STRING => self.no_string(have),
            Types::ARRAY => self.no_array(have),
            Types::OBJECT => self.no_object(have),
            _ => false,
        }
    }

    /// Proves something case by case, if what is known has cases.
    fn split(&mut self, have: &Conj, mut prove: impl FnMut(&mut Self, &Conj) -> bool) -> bool {
        let checker = self.checker;
        let schemas = checker.schemas;
        for &id in &have.pos {
            let Some(keywords) = schemas.keywords(id) else {
                continue;
            };
            for choices in [&keywords.any_of, &keywords.one_of] {
                // One of them is chosen already.
                if choices.is_empty() || choices.iter().any(|it| have.pos.contains(it)) {
                    continue;
                }
                let single = std::ptr::eq(choices, &keywords.one_of);
                return choices.iter().all(|&choice| {
                    let mut part = have.and(checker, choice);
                    for &other in choices.iter().filter(|&&other| single && other != choice) {
                        part = part.and_not(checker, other);
                    }
                    prove(self, &part)
                });
            }
            let Some(conditional) = keywords.conditional else {
                continue;
            };
            let mut yes = have.and(checker, conditional.test);
            let mut no = have.and_not(checker, conditional.test);
            if let Some(then) = conditional.then {
                yes = yes.and(checker, then);
            }
            if let Some(otherwise) = conditional.otherwise {
                no = no.and(checker, otherwise);
            }
            if yes != *have && no != *have {
                return prove(self, &yes) && prove(self, &no);
            }
        }
        let mut types = have.types.each();
        if let (Some(_), Some(_)) = (types.next(), types.next()) {
            return have.types.each().all(|ty| {
                let part = have.with_types(checker, ty);
                prove(self, &part)
            });
        }
        false
    }
}
