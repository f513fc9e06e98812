//! Which function each step of each feature runs.

use std::collections::BTreeMap;

use super::{Matcher, Reads, Runner, StepKind, StepUse, Steps};

/// The tag by which cucumber-rs takes a scenario that lacks steps.
const MAY_BE_SKIPPED: &str = "@allow.skipped";

/// What was found about the steps of features.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matching {
    /// For each feature, what became of each of its steps.
    pub features: Vec<FeatureSteps>,
    /// For each step function, whether some step runs it.
    pub used: Vec<Use>,
}

/// What was found about the steps of one feature.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeatureSteps {
    /// What may run it, as rows of the runners.
    pub runners: Vec<usize>,
    /// What became of each of its steps.
    pub steps: Vec<Judgement>,
}

/// Whether a step function is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// By some step.
    Used,
    /// By none.
    Unused,
    /// Nobody knows: what it matches is not known, or what reads the features that it is for is not.
    Unknown,
}

/// What became of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// Nobody knows: nothing is known to run the feature, or steps are made in ways that are not seen.
    NotKnown,
    /// Its scenario is not to run, or may be skipped for want of a step.
    Pending,
    /// It runs this function, as a row, wherever the feature is run.
    Runs(Vec<usize>),
    /// No function matches it.
    Undefined {
        /// Functions that would match it if it were of another kind.
        other_kind: Vec<usize>,
    },
    /// Several functions match it in the same program.
    Ambiguous(Vec<usize>),
}

impl Matching {
    /// Matches the steps of features, which are given by path, to functions. Scenarios with one of the tags `pending` are not
    /// to run.
    pub fn new<'a>(
        steps: &Steps,
        pending: &[String],
        features: impl IntoIterator<Item = (&'a str, &'a [StepUse])>,
    ) -> Matching {
        let mut matcher = Matchers {
            steps,
            known: BTreeMap::new(),
        };
        let mut matching = Matching {
            features: Vec::new(),
            used: vec![Use::Unused; steps.functions.len()],
        };
        let mut reads_something = vec![false; steps.runners.len()];
        for (path, uses) in features {
            let runners: Vec<usize> = (0..steps.runners.len())
                .filter(|&row| steps.runners[row].may_run(path))
                .collect();
            for &runner in &runners {
                reads_something[runner] = true;
            }
            let mut judged = Vec::new();
            for step in uses {
                let is_pending = |tag: &String| tag == MAY_BE_SKIPPED || pending.contains(tag);
                let judgement = if step.tags.iter().any(is_pending) {
                    Judgement::Pending
                } else {
                    matcher.judge(step, &runners)
                };
                // What nothing is known to run may be run by something.
                let candidates: Vec<usize> = match &judgement {
                    Judgement::Undefined { .. } => Vec::new(),
                    _ => matcher.matches(step.kind, &step.text),
                };
                for row in candidates {
                    let function = &steps.functions[row];
                    let may = runners.is_empty()
                        || runners
                            .iter()
                            .any(|&runner| steps.runners[runner].has(function));
                    if may {
                        matching.used[row] = Use::Used;
                    }
                }
                judged.push(judgement);
            }
            // What may run anything need not run this: where nothing fits, it is for something else.
            let certain = runners
                .iter()
                .any(|&row| steps.runners[row].reads != Reads::Unknown);
            if !certain && !judged.iter().any(|it| matches!(it, Judgement::Runs(_))) {
                judged.fill(Judgement::NotKnown);
            }
            matching.features.push(FeatureSteps {
                runners,
                steps: judged,
            });
        }
        for (function, used) in steps.functions.iter().zip(&mut matching.used) {
            if *used == Use::Used {
                continue;
            }
            // Only what is read by nothing but what is known can be known to be unused.
            let mut its = (0..steps.runners.len()).filter(|&row| steps.runners[row].has(function));
            let is_known = its.clone().next().is_some()
                && its.all(|row| reads_something[row] && !steps.runners[row].custom);
            if !is_known || !function.built || !matches!(function.matcher, Matcher::Regex(_)) {
                *used = Use::Unknown;
            }
        }
        matching
    }
}

/// Which functions match a text, looked up once for each text.
struct Matchers<'a> {
    steps: &'a Steps,
    known: BTreeMap<(Option<StepKind>, String), Vec<usize>>,
}

impl Matchers<'_> {
    /// The functions that match a text, wherever they are.
    fn matches(&mut self, kind: Option<StepKind>, text: &str) -> Vec<usize> {
        if let Some(found) = self.known.get(&(kind, text.to_owned())) {
            return found.clone();
        }
        let functions = self.steps.functions.iter().enumerate();
        let found: Vec<usize> = functions
            .filter(|(_, function)| kind.is_none_or(|kind| function.kind == kind))
            .filter(|(_, function)| function.built && function.is_match(text))
            .map(|(row, _)| row)
            .collect();
        self.known.insert((kind, text.to_owned()), found.clone());
        found
    }

    fn judge(&mut self, step: &StepUse, runners: &[usize]) -> Judgement {
        let steps = self.steps;
        let all = self.matches(step.kind, &step.text);
        let of = |runner: &Runner| -> Vec<usize> {
            let its = all.iter().copied();
            its.filter(|&row| runner.has(&steps.functions[row]))
                .collect()
        };
        let runners: Vec<&Runner> = runners.iter().map(|&row| &steps.runners[row]).collect();
        if runners.is_empty() || runners.iter().any(|runner| runner.custom) {
            return Judgement::NotKnown;
        }
        for runner in &runners {
            let found = of(runner);
            // Where a program only may run the feature, it may leave it alone for this reason.
            let certain = runners.len() == 1 || runner.reads != Reads::Unknown;
            let same_world = found
                .iter()
                .all(|&row| !steps.functions[row].is_of_unknown_world());
            if found.len() > 1 && certain && same_world && step.kind.is_some() {
                return Judgement::Ambiguous(found);
            }
        }
        let found: Vec<usize> = all
            .iter()
            .copied()
            .filter(|&row| {
                runners
                    .iter()
                    .any(|runner| runner.has(&steps.functions[row]))
            })
            .collect();
        if !found.is_empty() {
            return Judgement::Runs(found);
        }
        let may_match = steps.functions.iter().any(|function| {
            step.kind.is_none_or(|kind| function.kind == kind)
                && (!matches!(function.matcher, Matcher::Regex(_))
                    || !function.built && function.is_match(&step.text))
                && runners.iter().any(|runner| runner.has(function))
        });
        if may_match {
            return Judgement::NotKnown;
        }
        let other_kind = self
            .matches(None, &step.text)
            .into_iter()
            .filter(|&row| {
                runners
                    .iter()
                    .any(|runner| runner.has(&steps.functions[row]))
            })
            .collect();
        Judgement::Undefined { other_kind }
    }
}

impl super::StepFn {
    /// Whether it is known to match a text.
    fn is_match(&self, text: &str) -> bool {
        match &self.matcher {
            Matcher::Regex(regex) => regex.is_match(text),
            Matcher::Broken { .. } | Matcher::Unknown => false,
        }
    }

    fn is_of_unknown_world(&self) -> bool {
        self.places
            .iter()
            .all(|place| place.world == super::World::Unknown)
    }
}
