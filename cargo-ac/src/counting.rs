//! Counts the criteria that thresholds are about.

use govern_diagnostics::Span;

use crate::criteria::{Criteria, Criterion, Standing};
use crate::ledger::Priority;
use crate::threshold::{Ask, Kind, Measure, Selector, Share, Threshold};
use crate::verdict::Grade;

/// What came out of counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted<'m> {
    /// What was counted.
    pub measure: Measure,
    /// How many must be so.
    pub share: Share,
    /// Where that is written.
    pub span: Option<Span>,
    /// How many there are.
    pub all: u64,
    /// Those that are not so.
    pub lacking: Vec<&'m Criterion>,
}

impl Counted<'_> {
    /// How many are so.
    pub fn count(&self) -> u64 {
        self.all - self.lacking.len() as u64
    }

    /// Whether as many are so as must be.
    pub fn is_met(&self) -> bool {
        self.share.is_met(self.count(), self.all)
    }

    /// Whether more are so than must be.
    pub fn is_exceeded(&self) -> bool {
        self.share.is_exceeded(self.count(), self.all)
    }

    /// How many more must be so.
    pub fn missing(&self) -> u64 {
        self.share.least(self.all).saturating_sub(self.count())
    }
}

impl Selector {
    fn is_it(&self, text: &str) -> bool {
        match self.value.strip_suffix('*') {
            Some(start) => text.starts_with(start),
            None => text == self.value,
        }
    }

    fn selects(&self, criterion: &Criterion) -> bool {
        match self.kind {
            Kind::Story => self.is_it(&criterion.story),
            Kind::Requirement => self.is_it(&criterion.requirement),
            Kind::Criterion => self.is_it(&criterion.id),
            Kind::Priority => Priority::named(&self.value) == Some(criterion.priority),
            Kind::Tag => criterion.tags.iter().any(|tag| self.is_it(tag)),
        }
    }

    /// How many criteria in force it selects.
    pub(crate) fn matches(&self, model: &Criteria) -> usize {
        let in_force = model.criteria.iter().filter(|it| it.state.is_in_force());
        in_force.filter(|criterion| self.selects(criterion)).count()
    }
}

impl Threshold {
    pub(crate) fn is_about(&self, criterion: &Criterion) -> bool {
        let of_kind = |kind: Kind| self.select.iter().filter(move |it| it.kind == kind);
        self.select
            .iter()
            .all(|selector| of_kind(selector.kind).any(|selector| selector.selects(criterion)))
    }

    /// Counts what it asks for; what only results could show is left out if there are none to look at.
    pub fn count<'m>(&self, model: &'m Criteria) -> Vec<Counted<'m>> {
        let about: Vec<(usize, &Criterion)> = model
            .criteria
            .iter()
            .enumerate()
            .filter(|(_, it)| it.state.is_in_force() && self.is_about(it))
            .collect();
        let observed = model.observed.as_ref().filter(|it| it.is_looked_at());
        let mut counted = Vec::new();
        for &Ask {
            measure,
            share,
            span,
        } in &self.asks
        {
            let is_so = |&(row, criterion): &(usize, &Criterion)| match (measure, observed) {
                (Measure::Tested, _) => criterion.standing(model.today) == Standing::Tested,
                (Measure::Verified, Some(observed)) => {
                    observed.judged[row].verdict.grade() == Grade::Good
                }
                (Measure::Verified, None) => false,
            };
            if measure == Measure::Verified && observed.is_none() {
                continue;
            }
            let lacking = about.iter().filter(|it| !is_so(it)).map(|(_, it)| *it);
            counted.push(Counted {
                measure,
                share,
                span,
                all: about.len() as u64,
                lacking: lacking.collect(),
            });
        }
        counted
    }
}
