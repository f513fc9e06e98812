//! Proofs about arrays.

use super::check::Checker;
use super::conj::Conj;
use super::model::Keywords;
use super::prove::Prover;

impl Prover<'_, '_> {
    pub(super) fn array(&mut self, have: &Conj, want: &Keywords) -> bool {
        let checker = self.checker;
        let schemas = checker.schemas;
        let known = have.keywords(schemas);
        let (least, most) = lengths(&known);
        want.min_items.is_none_or(|it| least >= it)
            && want
                .max_items
                .is_none_or(|it| most.is_some_and(|most| most <= it))
            && (!want.unique
                || most.is_some_and(|most| most <= 1)
                || known.iter().any(|it| it.unique))
            && self.items(have, want)
            && self.contains(have, want)
    }

    fn items(&mut self, have: &Conj, want: &Keywords) -> bool {
        if want.prefix.is_empty() && want.items.is_none() {
            return true;
        }
        let checker = self.checker;
        let schemas = checker.schemas;
        let known = have.keywords(schemas);
        let most = lengths(&known).1;
        let listed = known
            .iter()
            .map(|it| it.prefix.len())
            .max()
            .unwrap_or(0)
            .max(want.prefix.len());
        // The one behind the lists stands for all that follow.
        (0..=listed)
            .take_while(|&row| most.is_none_or(|most| (row as u64) < most))
            .all(|row| {
                let wanted = want.prefix.get(row).copied().or(want.items);
                wanted.is_none_or(|wanted| {
                    let item = item(checker, &known, row);
                    self.inside(|prover| prover.within(&item, wanted) || prover.empty(&item))
                })
            })
    }

    fn contains(&mut self, have: &Conj, want: &Keywords) -> bool {
        let Some(contains) = want.contains else {
            return true;
        };
        let checker = self.checker;
        let schemas = checker.schemas;
        let known = have.keywords(schemas);
        let (least, most) = lengths(&known);
        let alike: Vec<_> = known
            .iter()
            .filter_map(|it| it.contains)
            .filter(|it| super::same::same(schemas, it.schema, contains.schema))
            .collect();
        let listed = known.iter().map(|it| it.prefix.len()).max().unwrap_or(0);
        let enough = contains.least == 0
            || alike.iter().any(|it| it.least >= contains.least)
            || known.iter().filter_map(|it| it.contains).any(|it| {
                let found = self.conj([it.schema]);
                it.least >= contains.least
                    && self.inside(|prover| prover.within(&found, contains.schema))
            })
            || (least >= contains.least && {
                let mut fitting = 0;
                for row in 0..least.min(64) {
                    let item = item(checker, &known, row as usize);
                    fitting +=
                        u64::from(self.inside(|prover| prover.within(&item, contains.schema)));
                }
                fitting >= contains.least
            });
        let few = contains.most.is_none_or(|limit| {
            most.is_some_and(|most| most <= limit)
                || alike.iter().any(|it| it.most.is_some_and(|it| it <= limit))
                || (0..=listed).all(|row| {
                    let item = item(checker, &known, row).and(checker, contains.schema);
                    self.inside(|prover| prover.empty(&item))
                })
        });
        enough && few
    }

    pub(super) fn no_array(&mut self, have: &Conj) -> bool {
        let checker = self.checker;
        let schemas = checker.schemas;
        let known = have.keywords(schemas);
        let (least, most) = lengths(&known);
        most.is_some_and(|most| most < least)
            || (0..least.min(64)).any(|row| {
                let item = item(checker, &known, row as usize);
                self.inside(|prover| prover.empty(&item))
            })
    }

    /// Proves something about parts of the document.
    pub(super) fn inside<T>(&mut self, prove: impl FnOnce(&mut Self) -> T) -> T {
        self.inside += 1;
        let proved = prove(self);
        self.inside -= 1;
        proved
    }
}

/// How long arrays are, at least and at most.
fn lengths(known: &[&Keywords]) -> (u64, Option<u64>) {
    let contained = known.iter().filter_map(|it| it.contains).map(|it| it.least);
    let least = known
        .iter()
        .filter_map(|it| it.min_items)
        .chain(contained)
        .max();
    (
        least.unwrap_or(0),
        known.iter().filter_map(|it| it.max_items).min(),
    )
}

/// What is known of an item.
fn item(checker: &Checker<'_>, known: &[&Keywords], row: usize) -> Conj {
    let said = known
        .iter()
        .filter_map(|it| it.prefix.get(row).copied().or(it.items));
    Conj::of(checker, said)
}
