//! Proofs about objects.

use std::collections::BTreeSet;

use serde_json::Value;

use super::check::Checker;
use super::conj::Conj;
use super::model::{Id, Keywords, Types};
use super::prove::Prover;
use super::truth::Truth;

/// How many combinations of patterns are looked at.
const COMBINATIONS: usize = 16;

impl Prover<'_, '_> {
    pub(super) fn object(&mut self, have: &Conj, want: &Keywords) -> bool {
        want.required.iter().all(|it| have.present.contains(it))
            && self.sizes(have, want)
            && self.names(have, want)
            && self.members(have, want)
            && self.dependent(have, want)
    }

    fn sizes(&mut self, have: &Conj, want: &Keywords) -> bool {
        let known = have.keywords(self.checker.schemas);
        let least = known
            .iter()
            .filter_map(|it| it.min_properties)
            .max()
            .unwrap_or(0);
        let least = least.max(have.present.len() as u64);
        let mut most = known.iter().filter_map(|it| it.max_properties).min();
        if want.max_properties.is_some()
            && let Some(closed) = self.closed(have)
        {
            most = Some(most.map_or(closed.len() as u64, |it| it.min(closed.len() as u64)));
        }
        want.min_properties.is_none_or(|it| least >= it)
            && want
                .max_properties
                .is_none_or(|it| most.is_some_and(|most| most <= it))
    }

    /// All names that there can be, if they are known.
    fn closed(&mut self, have: &Conj) -> Option<Vec<String>> {
        let checker = self.checker;
        let schemas = checker.schemas;
        let known = have.keywords(schemas);
        let by = known.iter().find(|it| {
            it.patterns.is_empty() && it.additional.is_some_and(|it| schemas.is(it, false))
        })?;
        let names: Vec<String> = by.properties.keys().cloned().collect();
        Some(
            names
                .into_iter()
                .filter(|name| !self.forbids(have, name))
                .collect(),
        )
    }

    /// Whether a name cannot be there.
    fn forbids(&mut self, have: &Conj, name: &str) -> bool {
        if have.absent.contains(name) {
            return true;
        }
        let member = self.member(have, name);
        let text = Value::String(name.to_owned());
        let known = have.keywords(self.checker.schemas);
        let mut names = known.iter().filter_map(|it| it.names);
        names.any(|it| self.checker.accepts(it, &text) == Truth::No)
            || self.inside(|prover| prover.empty(&member))
    }

    /// What is known of the value of a name.
    fn member(&self, have: &Conj, name: &str) -> Conj {
        let checker = self.checker;
        let schemas = checker.schemas;
        let known = have.keywords(schemas);
        let said = known.iter().flat_map(|it| of_name(self.checker, it, name));
        let mut member = Conj::of(checker, said);
        for &refusing in have.members.get(name).into_iter().flatten() {
            member = member.and_not(checker, refusing);
        }
        member
    }

    fn names(&mut self, have: &Conj, want: &Keywords) -> bool {
        let Some(names) = want.names else { return true };
        let checker = self.checker;
        let schemas = checker.schemas;
        if let Some(closed) = self.closed(have) {
            let fits =
                |it: &String| self.checker.accepts(names, &Value::from(it.clone())) == Truth::Yes;
            if closed.iter().all(fits) {
                return true;
            }
        }
        let said = have.keywords(schemas);
        let name = self
            .conj(said.iter().filter_map(|it| it.names))
            .with_types(checker, Types::STRING);
        self.inside(|prover| prover.within(&name, names))
    }

    fn members(&mut self, have: &Conj, want: &Keywords) -> bool {
        if want.properties.is_empty() && want.patterns.is_empty() && want.additional.is_none() {
            return true;
        }
        let checker = self.checker;
        let known = have.keywords(checker.schemas);
        let named: BTreeSet<&String> = known
            .iter()
            .flat_map(|it| it.properties.keys())
            .chain(want.properties.keys())
            .chain(&have.present)
            .collect();
        for name in named {
            let mut wanted: Vec<Id> = want.properties.get(name).copied().into_iter().collect();
            let mut covered = !wanted.is_empty();
            for (pattern, schema) in &want.patterns {
                let truth = checker.matches(pattern, name);
                // What may apply has to hold.
                wanted.extend((truth != Truth::No).then_some(*schema));
                covered |= truth == Truth::Yes;
            }
            wanted.extend(want.additional.filter(|_| !covered));
            let member = self.member(have, name);
            let fits = wanted
                .iter()
                .all(|&it| self.inside(|prover| prover.within(&member, it)));
            if !fits && !self.forbids(have, name) {
                return false;
            }
        }
        let listed: BTreeSet<&str> = want
            .patterns
            .iter()
            .map(|(pattern, _)| pattern.as_str())
            .collect();
        want.patterns.iter().all(|(pattern, schema)| {
            self.others(have, &BTreeSet::new(), Some(pattern))
                .is_some_and(|others| self.all_within(&others, *schema))
        }) && want.additional.is_none_or(|schema| {
            self.others(have, &listed, None)
                .is_some_and(|others| self.all_within(&others, schema))
        })
    }

    fn all_within(&mut self, members: &[Conj], schema: Id) -> bool {
        members
            .iter()
            .all(|member| self.inside(|prover| prover.within(member, schema)))
    }

    /// What is known of values whose names are listed nowhere: those that match a pattern, or those that match none of
    /// some patterns. There may be several cases; none if there are too many.
    fn others(
        &self,
        have: &Conj,
        without: &BTreeSet<&str>,
        matching: Option<&str>,
    ) -> Option<Vec<Conj>> {
        let checker = self.checker;
        let schemas = checker.schemas;
        let mut cases = vec![Conj::everything()];
        for it in have.keywords(schemas) {
            let mut choices: Vec<Option<Id>> = Vec::new();
            let own =
                matching.and_then(|name| it.patterns.iter().find(|(pattern, _)| pattern == name));
            match own {
                Some((_, schema)) => choices.push(Some(*schema)),
                None => {
                    let open = it
                        .patterns
                        .iter()
                        .filter(|(pattern, _)| !without.contains(pattern.as_str()));
                    choices.extend(open.map(|(_, schema)| Some(*schema)));
                    choices.push(it.additional);
                }
            }
            if cases.len() * choices.len() > COMBINATIONS {
                return None;
            }
            let with = |case: &Conj, schema: &Option<Id>| match schema {
                Some(schema) => case.and(checker, *schema),
                None => case.clone(),
            };
            cases = cases
                .iter()
                .flat_map(|case| {
                    choices
                        .iter()
                        .map(|schema| with(case, schema))
                        .collect::<Vec<_>>()
                })
                .collect();
        }
        Some(cases)
    }

    fn dependent(&mut self, have: &Conj, want: &Keywords) -> bool {
        let checker = self.checker;
        let required = want.dependent_required.iter().all(|(name, needs)| {
            let with = have.with_name(checker, name);
            needs.iter().all(|it| with.present.contains(it)) || self.forbids(have, name)
        });
        required
            && want.dependent_schemas.iter().all(|(name, &schema)| {
                let with = have.with_name(checker, name);
                self.within(&with, schema) || self.forbids(have, name)
            })
    }

    pub(super) fn no_object(&mut self, have: &Conj) -> bool {
        let known = have.keywords(self.checker.schemas);
        let most = known.iter().filter_map(|it| it.max_properties).min();
        let least = known.iter().filter_map(|it| it.min_properties).max();
        let least = least.unwrap_or(0).max(have.present.len() as u64);
        most.is_some_and(|most| most < least)
            || have.present.iter().any(|name| self.forbids(have, name))
            || self
                .closed(have)
                .is_some_and(|closed| (closed.len() as u64) < least)
    }
}

/// What a schema says of the value of a name; what it may say is left out.
fn of_name(checker: &Checker<'_>, keywords: &Keywords, name: &str) -> Vec<Id> {
    let mut said: Vec<Id> = keywords.properties.get(name).copied().into_iter().collect();
    let mut covered = !said.is_empty();
    for (pattern, schema) in &keywords.patterns {
        let truth = checker.matches(pattern, name);
        said.extend((truth == Truth::Yes).then_some(*schema));
        covered |= truth != Truth::No;
    }
    said.extend(keywords.additional.filter(|_| !covered));
    said
}
