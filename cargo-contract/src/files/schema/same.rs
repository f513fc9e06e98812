//! Whether two schemas say the same, whatever they are called and wherever they stand.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Id, Keywords, Schemas, Values, What};

/// Whether two schemas say the same: what recurs may be the same as long as nothing else differs.
pub(super) fn same(schemas: &Schemas, a: Id, b: Id) -> bool {
    let mut comparer = Comparer {
        schemas,
        assumed: BTreeSet::new(),
        open: vec![(a, b)],
    };
    while let Some((a, b)) = comparer.open.pop() {
        let (a, b) = (schemas.bare(a), schemas.bare(b));
        if a != b && comparer.assumed.insert((a, b)) && !comparer.here(a, b) {
            return false;
        }
    }
    true
}

/// Pairs of schemas in the same place that say different things themselves, in the order they are met.
pub(super) fn differences(schemas: &Schemas, a: Id, b: Id) -> Vec<(Id, Id)> {
    let mut comparer = Comparer {
        schemas,
        assumed: BTreeSet::new(),
        open: vec![(a, b)],
    };
    let mut found = Vec::new();
    while let Some((a, b)) = comparer.open.pop() {
        let (a, b) = (schemas.bare(a), schemas.bare(b));
        if a == b || !comparer.assumed.insert((a, b)) {
            continue;
        }
        let (What::Keywords(one), What::Keywords(two)) =
            (&schemas.get(a).what, &schemas.get(b).what)
        else {
            found.extend((!comparer.here(a, b)).then_some((a, b)));
            continue;
        };
        let before = comparer.open.len();
        if !plain(one, two) || !comparer.parts(one, two) {
            found.push((a, b));
            // What both have in the same place may differ as well.
            comparer.open.truncate(before);
            comparer.shared(one, two);
        }
    }
    found
}

struct Comparer<'s> {
    schemas: &'s Schemas,
    assumed: BTreeSet<(Id, Id)>,
    open: Vec<(Id, Id)>,
}

impl Comparer<'_> {
    fn here(&mut self, a: Id, b: Id) -> bool {
        match (&self.schemas.get(a).what, &self.schemas.get(b).what) {
            (What::Bool(a), What::Bool(b)) => a == b,
            (What::Keywords(a), What::Keywords(b)) => plain(a, b) && self.parts(a, b),
            _ => false,
        }
    }

    fn parts(&mut self, a: &Keywords, b: &Keywords) -> bool {
        let condition = |it: &Keywords| it.conditional;
        let (a_if, b_if) = (condition(a), condition(b));
        self.list(&a.prefix, &b.prefix)
            && self.one(a.items, b.items)
            && self.one(
                a.contains.map(|it| it.schema),
                b.contains.map(|it| it.schema),
            )
            && self.map(a.properties.iter(), b.properties.iter())
            && self.map(
                a.patterns.iter().map(|(name, id)| (name, id)),
                b.patterns.iter().map(|(name, id)| (name, id)),
            )
            && self.one(a.additional, b.additional)
            && self.one(a.names, b.names)
            && self.map(a.dependent_schemas.iter(), b.dependent_schemas.iter())
            && self.list(&a.all_of, &b.all_of)
            && self.list(&a.any_of, &b.any_of)
            && self.list(&a.one_of, &b.one_of)
            && self.one(a.not, b.not)
            && self.one(a_if.map(|it| it.test), b_if.map(|it| it.test))
            && self.one(a_if.and_then(|it| it.then), b_if.and_then(|it| it.then))
            && self.one(
                a_if.and_then(|it| it.otherwise),
                b_if.and_then(|it| it.otherwise),
            )
            && self.one(a.reference, b.reference)
    }

    /// What two schemas have in the same places.
    fn shared(&mut self, a: &Keywords, b: &Keywords) {
        let pairs = |a: &[Id], b: &[Id]| -> Vec<(Id, Id)> {
            a.iter().copied().zip(b.iter().copied()).collect()
        };
        for (a, b) in [
            (&a.prefix, &b.prefix),
            (&a.all_of, &b.all_of),
            (&a.any_of, &b.any_of),
            (&a.one_of, &b.one_of),
        ] {
            self.open.extend(pairs(a, b));
        }
        let condition = |it: &Keywords| {
            it.conditional
                .map_or([None; 3], |it| [Some(it.test), it.then, it.otherwise])
        };
        let ones = [
            (a.items, b.items),
            (
                a.contains.map(|it| it.schema),
                b.contains.map(|it| it.schema),
            ),
            (a.additional, b.additional),
            (a.names, b.names),
            (a.not, b.not),
            (a.reference, b.reference),
        ];
        let conditions = condition(a).into_iter().zip(condition(b));
        self.open.extend(
            ones.into_iter()
                .chain(conditions)
                .filter_map(|(a, b)| a.zip(b)),
        );
        let named = |a: &BTreeMap<String, Id>, b: &BTreeMap<String, Id>| -> Vec<(Id, Id)> {
            a.iter()
                .filter_map(|(name, &a)| Some((a, *b.get(name)?)))
                .collect()
        };
        self.open.extend(named(&a.properties, &b.properties));
        self.open
            .extend(named(&a.dependent_schemas, &b.dependent_schemas));
        for (pattern, schema) in &a.patterns {
            let other = b.patterns.iter().find(|(other, _)| other == pattern);
            self.open.extend(other.map(|(_, other)| (*schema, *other)));
        }
    }

    fn one(&mut self, a: Option<Id>, b: Option<Id>) -> bool {
        if let (Some(a), Some(b)) = (a, b) {
            self.open.push((a, b));
        }
        a.is_some() == b.is_some()
    }

    fn list(&mut self, a: &[Id], b: &[Id]) -> bool {
        self.open.extend(a.iter().copied().zip(b.iter().copied()));
        a.len() == b.len()
    }

    fn map<'k>(
        &mut self,
        a: impl ExactSizeIterator<Item = (&'k String, &'k Id)>,
        b: impl ExactSizeIterator<Item = (&'k String, &'k Id)>,
    ) -> bool {
        if a.len() != b.len() {
            return false;
        }
        for ((a_name, a), (b_name, b)) in a.zip(b) {
            if a_name != b_name {
                return false;
            }
            self.open.push((*a, *b));
        }
        true
    }
}

/// What has no schemas in it.
fn plain(a: &Keywords, b: &Keywords) -> bool {
    let numbers = |it: &Keywords| {
        [
            it.minimum,
            it.exclusive_minimum,
            it.maximum,
            it.exclusive_maximum,
            it.multiple_of,
        ]
    };
    let counts = |it: &Keywords| {
        let contains = it.contains.map(|it| (it.least, it.most));
        let lengths = [
            it.min_length,
            it.max_length,
            it.min_items,
            it.max_items,
            it.min_properties,
            it.max_properties,
        ];
        (lengths, it.unique, contains)
    };
    let values = a.values.len() == b.values.len()
        && a.values.iter().zip(&b.values).all(|(a, b)| {
            let all = |a: &Values, b: &Values| a.list.iter().all(|it| b.has(it));
            all(a, b) && all(b, a)
        });
    values
        && a.types == b.types
        && a.strict_integers == b.strict_integers
        && numbers(a) == numbers(b)
        && counts(a) == counts(b)
        && a.pattern == b.pattern
        && a.required == b.required
        && a.dependent_required == b.dependent_required
        && a.opaque == b.opaque
}
