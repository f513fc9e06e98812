//! Which tests and steps are looked into: those that show that criteria hold.

use std::collections::BTreeSet;

use govern_diagnostics::FileId;

use crate::criteria::{Criteria, What};
use crate::ledger::Level;
use crate::read::Weigh;
use crate::rust::{Input, Scales, Substance, Test};
use crate::steps::{Judgement, StepKind};

impl Criteria {
    /// Looks into tests and steps.
    pub(crate) fn weigh(&mut self, files: &[FileId], input: &Input<'_>, which: Weigh) {
        let (tests, outcomes) = match which {
            Weigh::Linked => (self.linked_tests(), self.linked_outcomes()),
            Weigh::All => (
                (0..self.rust.tests.len()).collect(),
                (0..self.steps.functions.len())
                    .filter(|&row| self.steps.functions[row].kind == StepKind::Then)
                    .collect(),
            ),
        };
        if tests.is_empty() && outcomes.is_empty() {
            return;
        }
        let mut scales = Scales::new(files, input);
        for row in tests {
            let test = &self.rust.tests[row];
            let substance = match test.item {
                Some(item) if is_plain(test) => scales.weigh((test.span.file, item)),
                _ => Substance::unseen(),
            };
            self.substance.insert(row, substance);
        }
        for row in outcomes {
            let function = &self.steps.functions[row];
            let substance = scales.weigh((function.span.file, function.item));
            self.outcomes.insert(row, substance);
        }
    }

    /// What there is to a test that was looked into; none, if only its tokens are known.
    pub(crate) fn weighed(&self, test: usize) -> Option<&Substance> {
        let is_plain = is_plain(&self.rust.tests[test]);
        self.substance.get(&test).filter(|_| is_plain)
    }

    /// The tests that show that a criterion holds.
    pub(crate) fn linked_tests(&self) -> BTreeSet<usize> {
        let proofs = self
            .criteria
            .iter()
            .filter(|criterion| criterion.state.is_in_force())
            .flat_map(|criterion| &criterion.proofs);
        proofs
            .filter_map(|proof| match proof.what {
                What::Test(row) => Some(row),
                _ => None,
            })
            .collect()
    }

    /// The functions of the `Then` steps of scenarios that show that a criterion holds.
    fn linked_outcomes(&self) -> BTreeSet<usize> {
        let proofs = self
            .criteria
            .iter()
            .filter(|criterion| criterion.state.is_in_force())
            .flat_map(|criterion| &criterion.proofs);
        let mut found = BTreeSet::new();
        for proof in proofs {
            let What::Scenario(row) = proof.what else {
                continue;
            };
            let scenario = &self.scenarios[row];
            let feature = &self.features[scenario.feature];
            let judged = &self.matching.features[scenario.feature].steps;
            for (step, judgement) in feature.steps.iter().zip(judged) {
                let tags = scenario.tags.iter().map(|tag| &tag.name);
                let Judgement::Runs(functions) = judgement else {
                    continue;
                };
                if step.kind == Some(StepKind::Then) && tags.eq(&step.tags) {
                    found.extend(functions);
                }
            }
        }
        found
    }
}

/// Whether a test is a function that shows by itself what it asserts.
fn is_plain(test: &Test) -> bool {
    matches!(test.level, Level::Unit | Level::Integration)
}
