//! Tests of policies: rules called `test_…`, as OPA has them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde_json::Value;
use text_size::TextRange;

use crate::{Answer, Bundle, Limits, Mistake, Rule, RuleKind, Work};

/// A test, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tested {
    /// Its package and name: `data.pods_test.test_limits`.
    pub name: String,
    /// The module that it is in.
    pub path: String,
    /// Where its name stands.
    pub range: TextRange,
    /// What came of it.
    pub verdict: Verdict,
    /// What it printed.
    pub printed: Vec<String>,
}

/// What came of a test.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It holds.
    Passed,
    /// It does not, and why.
    Failed(String),
    /// It cannot be evaluated.
    Broken(Mistake),
    /// It is called `todo_test_…` and waits.
    Todo,
}

/// Which lines of the modules that are no tests were run by tests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Of each module, by its path, the lines that were run and those that were not.
    pub modules: BTreeMap<String, (BTreeSet<u32>, BTreeSet<u32>)>,
}

impl Coverage {
    /// How many of a hundred lines were run, rounded down; none if there is none to run.
    pub fn percent(&self) -> Option<usize> {
        let covered: usize = self
            .modules
            .values()
            .map(|(covered, _)| covered.len())
            .sum();
        let left: usize = self.modules.values().map(|(_, left)| left.len()).sum();
        (covered * 100).checked_div(covered + left)
    }

    fn add(&mut self, path: &str, covered: &[u32], left: &[u32]) {
        let (known, open) = self.modules.entry(path.to_owned()).or_default();
        known.extend(covered);
        open.extend(left);
        open.retain(|line| !known.contains(line));
    }
}

const TODO: &str = "todo_test_";

impl Bundle {
    /// Runs the tests whose names are wanted; in the order of their modules and places.
    pub fn test(
        &self,
        is_wanted: &dyn Fn(&str) -> bool,
        limits: &Limits,
    ) -> (Vec<Tested>, Coverage) {
        let mut coverage = Coverage::default();
        let mut packages: BTreeMap<String, Vec<(usize, &Rule)>> = BTreeMap::new();
        for (row, module) in self.modules.iter().enumerate() {
            let package = module.package_name();
            let tests = module.rules.iter().filter(|rule| is_test(rule));
            let tests = tests.filter(|rule| is_wanted(&format!("data.{package}.{}", rule.name)));
            for rule in tests {
                packages
                    .entry(package.clone())
                    .or_default()
                    .push((row, rule));
            }
        }
        let mut tested = Vec::new();
        for (package, tests) in packages {
            tested.extend(self.of_package(&package, &tests, limits, &mut coverage));
        }
        tested.sort_by_key(|(place, _)| *place);
        (
            tested.into_iter().map(|(_, tested)| tested).collect(),
            coverage,
        )
    }

    fn of_package(
        &self,
        package: &str,
        tests: &[(usize, &Rule)],
        limits: &Limits,
        coverage: &mut Coverage,
    ) -> Vec<((usize, Order), Tested)> {
        let path = |rule: &Rule| format!("data.{package}.{}", rule.name);
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, rule) in tests {
            *times.entry(&rule.name).or_default() += 1;
        }
        let runs: Vec<&Rule> = tests
            .iter()
            .map(|(_, rule)| *rule)
            .filter(|rule| !rule.name.starts_with(TODO))
            .collect();
        let work = Work {
            modules: self.reached(package, true),
            rules: runs.iter().map(|rule| path(rule)).collect(),
            inputs: vec![Arc::new(Value::Null)],
            traced: true,
        };
        let evaluation = self.evaluate(&work, limits);
        for (path, covered, left) in &evaluation.lines {
            let is_test = |module: &crate::Module| module.path == *path && module.is_test();
            if !self.modules.iter().any(is_test) {
                coverage.add(path, covered, left);
            }
        }
        let answers = evaluation.answers.first().into_iter().flatten();
        let mut answers = answers.zip(&evaluation.printed);
        let mut tested = Vec::new();
        for (row, rule) in tests {
            let mut printed = Vec::new();
            let verdict = if rule.name.starts_with(TODO) {
                Verdict::Todo
            } else if let Some((answer, lines)) = answers.next() {
                printed.clone_from(lines);
                verdict(answer)
            } else {
                let failed = evaluation.failed.clone();
                Verdict::Broken(failed.unwrap_or_else(|| Mistake::nowhere("it was not run")))
            };
            // Two of one name are one rule, which holds if either does.
            let verdict = match times.get(rule.name.as_str()) {
                Some(&times) if times > 1 && verdict == Verdict::Passed => {
                    Verdict::Failed(format!(
                        "{times} tests are called `{}`, so one can hide the others",
                        rule.name
                    ))
                }
                _ => verdict,
            };
            let tested_one = Tested {
                name: path(rule),
                path: self.modules[*row].path.clone(),
                range: rule.range,
                verdict,
                printed,
            };
            tested.push((
                (*row, (rule.range.start().into(), rule.range.end().into())),
                tested_one,
            ));
        }
        tested
    }
}

/// A range, as something that has an order.
type Order = (u32, u32);

fn is_test(rule: &Rule) -> bool {
    let is_called = rule.name.starts_with("test_") || rule.name.starts_with(TODO);
    is_called && rule.kind == RuleKind::Value
}

fn verdict(answer: &Answer) -> Verdict {
    match answer {
        Answer::Nothing => Verdict::Failed("it does not hold".to_owned()),
        Answer::Failed(mistake) => Verdict::Broken(mistake.clone()),
        Answer::Value(Value::Bool(true)) => Verdict::Passed,
        Answer::Value(Value::Object(cases)) if !cases.is_empty() => {
            let failed: Vec<String> = cases
                .iter()
                .filter(|(_, case)| !holds(case))
                .map(|(name, _)| format!("`{name}`"))
                .collect();
            match failed.is_empty() {
                true => Verdict::Passed,
                false => Verdict::Failed(format!("these cases do not hold: {}", failed.join(", "))),
            }
        }
        Answer::Value(value) => Verdict::Failed(format!("it is `{value}`, not `true`")),
    }
}

/// Whether a case holds; there may be cases in it.
fn holds(case: &Value) -> bool {
    match case {
        Value::Bool(holds) => *holds,
        Value::Object(cases) => !cases.is_empty() && cases.values().all(holds),
        _ => false,
    }
}
