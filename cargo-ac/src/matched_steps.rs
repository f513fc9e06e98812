//! What rules about steps look at: each step of a feature once, however many rows of examples run it.

use std::collections::BTreeSet;

use govern_diagnostics::Span;

use crate::criteria::Criteria;
use crate::steps::{Judgement, StepUse};

/// A step of a feature with what became of it.
#[derive(Debug, Clone, Copy)]
pub struct MatchedStep<'a> {
    /// The row of its feature.
    pub feature: usize,
    /// Where it stands.
    pub span: Span,
    /// The step, with the values of the first row of examples of which there is something to say.
    pub step: &'a StepUse,
    /// What became of it.
    pub judgement: &'a Judgement,
}

impl Criteria {
    /// Why there may be no steps to look at.
    pub fn why_no_steps(&self) -> Option<&'static str> {
        if !self.cucumber {
            Some("no package depends on cucumber-rs")
        } else if self.steps.functions.is_empty() {
            Some("there are no step functions of cucumber-rs")
        } else {
            None
        }
    }

    /// The steps of features of which something is known: for each place the first that is as `wanted`, or else the first.
    pub fn matched_steps(&self, wanted: impl Fn(&Judgement) -> bool) -> Vec<MatchedStep<'_>> {
        let mut matched_steps = Vec::new();
        for (row, (feature, matched)) in self
            .features
            .iter()
            .zip(&self.matching.features)
            .enumerate()
        {
            let known = feature
                .steps
                .iter()
                .zip(&matched.steps)
                .filter(|(_, judgement)| {
                    !matches!(judgement, Judgement::NotKnown | Judgement::Pending)
                });
            let (first, rest): (Vec<_>, Vec<_>) =
                known.partition(|(_, judgement)| wanted(judgement));
            let mut seen = BTreeSet::new();
            for (step, judgement) in first.into_iter().chain(rest) {
                if seen.insert((step.range.start(), step.range.end())) {
                    matched_steps.push(MatchedStep {
                        feature: row,
                        span: Span::new(feature.file, step.range),
                        step,
                        judgement,
                    });
                }
            }
        }
        matched_steps.sort_by_key(|step| (step.feature, step.span.range.start()));
        matched_steps
    }

    /// The programs that run a feature, in words.
    pub fn run_by(&self, feature: usize) -> String {
        let rows = self.matching.features[feature].runners.iter();
        let binaries: BTreeSet<String> = rows
            .map(|&row| format!("`{}`", self.steps.runners[row].binary))
            .collect();
        binaries.into_iter().collect::<Vec<_>>().join(", ")
    }
}
