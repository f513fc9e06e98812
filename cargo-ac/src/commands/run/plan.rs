//! What is to be run for criteria, and by which commands.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::Session;

use crate::criteria::{Criteria, Idle, Proof, What};
use crate::ledger::Level;
use crate::reach::{Items, Reach, is_sure};
use crate::rust::{Cases, Test};

/// How long an expression may be that names tests: systems refuse longer arguments.
const LONGEST: usize = 60_000;

/// What is to be run.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Tests that nextest runs: by the binary, the expressions that name them.
    tests: BTreeMap<String, BTreeSet<String>>,
    /// Tests in documentation, by the package.
    doctests: BTreeMap<String, BTreeSet<String>>,
    /// Scenarios, by the program that runs them.
    scenarios: BTreeMap<String, Filters>,
    /// Criteria of which nothing can be run, by their rows, and why.
    pub(crate) idle: BTreeMap<usize, Vec<String>>,
    /// What of other criteria cannot be run, and why.
    pub(crate) notes: BTreeSet<String>,
}

/// Which scenarios of a program are run.
#[derive(Debug, Default)]
struct Filters {
    tags: BTreeSet<String>,
    /// Regular expressions.
    names: BTreeSet<String>,
}

/// What runs the features that a scenario is in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Runs {
    /// A program of its own, which takes filters.
    Program(String),
    /// Tests, by their rows: each runs all of its scenarios.
    Test(usize),
}

/// What runs each runner of features.
#[derive(Debug)]
pub(crate) struct Runners(Vec<BTreeSet<Runs>>);

impl Runners {
    /// Finds it out, for which it has to be known what tests reach.
    pub(crate) fn new(session: &Session, model: &Criteria) -> Runners {
        Runners(runners(session, model))
    }
}

impl Plan {
    /// What is to be run for some criteria, by their rows.
    pub(crate) fn new(model: &Criteria, runners: &Runners, rows: &BTreeSet<usize>) -> Plan {
        let planner = Planner {
            model,
            runners: &runners.0,
        };
        let mut plan = Plan::default();
        for &row in rows {
            let criterion = &model.criteria[row];
            let (mut runs, mut lacks) = (false, Vec::new());
            for proof in &criterion.proofs {
                match planner.add(&mut plan, &criterion.id, proof) {
                    Ok(()) => runs = true,
                    Err(why) => lacks.push(format!("{} {why}", model.describe(&proof.what))),
                }
            }
            for (named, _) in criterion.absent() {
                let level = named.evidence.level.name();
                lacks.push(format!(
                    "what the ledger names at level {level} is not there"
                ));
            }
            if lacks.is_empty() && !runs {
                lacks.push("nothing is linked to it".to_owned());
            }
            if runs {
                plan.notes.extend(lacks);
            } else {
                plan.idle.insert(row, lacks);
            }
        }
        plan
    }

    /// What is to be run for some tests and scenarios, whatever they are for.
    pub(crate) fn of(model: &Criteria, runners: &Runners, whats: &BTreeSet<What>) -> Plan {
        let planner = Planner {
            model,
            runners: &runners.0,
        };
        let proofs = model.criteria.iter().flat_map(|it| &it.proofs);
        let proofs: BTreeMap<&What, &Proof> = proofs.map(|proof| (&proof.what, proof)).collect();
        let mut plan = Plan::default();
        for what in whats {
            let added = match (proofs.get(what), what) {
                (Some(proof), _) => planner.add(&mut plan, "", proof),
                (None, What::Test(row)) => {
                    let test = &model.rust.tests[*row];
                    let mut places = test.places.iter();
                    match (&test.ignored, test.built) {
                        // No run of tests builds them.
                        _ if places.all(|it| it.binary.contains("::bench/")) => Err("is a bench"),
                        (Some(_), _) => Err("is ignored"),
                        (None, false) => Err("is in no build as configured"),
                        (None, true) => {
                            planner.test(&mut plan, test);
                            Ok(())
                        }
                    }
                }
                (None, What::Scenario(row)) => planner.scenario(&mut plan, "", *row),
                (None, What::File(_) | What::Attested(..)) => Err("is no test"),
            };
            if let Err(why) = added {
                plan.notes.insert(format!("{} {why}", model.describe(what)));
            }
        }
        plan
    }

    /// The commands.
    pub(crate) fn commands(&self, manifest: Option<&str>) -> Vec<Vec<String>> {
        let mut commands = Vec::new();
        let manifest = manifest.map(|path| vec!["--manifest-path".to_owned(), path.to_owned()]);
        let mut add = |words: &[&str], more: Vec<String>, rest: &[&str]| {
            let words = words.iter().map(|word| (*word).to_owned());
            let rest = rest.iter().map(|word| (*word).to_owned());
            let manifest = manifest.iter().flatten().cloned();
            commands.push(words.chain(manifest).chain(more).chain(rest).collect());
        };
        for (packages, expression) in self.expressions() {
            let packages: Vec<String> = packages
                .into_iter()
                .flat_map(|package| ["-p".to_owned(), package])
                .collect();
            add(&["cargo", "nextest", "run"], packages, &["-E", &expression]);
        }
        for (package, names) in &self.doctests {
            let package = vec!["-p".to_owned(), package.clone()];
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let rest = [&["--"], &names[..]].concat();
            add(&["cargo", "test", "--doc"], package, &rest);
        }
        for (binary, filters) in &self.scenarios {
            // A run takes one of the two.
            if !filters.tags.is_empty() {
                let tags: Vec<&str> = filters.tags.iter().map(String::as_str).collect();
                let rest = ["--", "--tags", &tags.join(" or ")];
                add(&["cargo", "test"], target(binary), &rest);
            }
            if !filters.names.is_empty() {
                let names: Vec<&str> = filters.names.iter().map(String::as_str).collect();
                let rest = ["--", "--name", &format!("^(?:{})$", names.join("|"))];
                add(&["cargo", "test"], target(binary), &rest);
            }
        }
        commands
    }

    /// Expressions of nextest that name the tests, with the packages that they are in.
    fn expressions(&self) -> Vec<(BTreeSet<String>, String)> {
        let mut expressions: Vec<(BTreeSet<String>, String)> = Vec::new();
        for (binary, tests) in &self.tests {
            let tests: Vec<&str> = tests.iter().map(String::as_str).collect();
            for tests in tests.chunks(200) {
                let one = format!("(binary_id(={binary}) & ({}))", tests.join(" + "));
                let package = package(binary).to_owned();
                match expressions.last_mut() {
                    Some((packages, all)) if all.len() + one.len() < LONGEST => {
                        packages.insert(package);
                        all.push_str(" + ");
                        all.push_str(&one);
                    }
                    _ => expressions.push((BTreeSet::from([package]), one)),
                }
            }
        }
        expressions
    }
}

struct Planner<'a> {
    model: &'a Criteria,
    /// What runs each runner of features, by its row.
    runners: &'a [BTreeSet<Runs>],
}

impl Planner<'_> {
    /// Adds what is to be run for something that shows a criterion, or says why nothing is.
    fn add(&self, plan: &mut Plan, id: &str, proof: &Proof) -> Result<(), &'static str> {
        match &proof.idle {
            Some(Idle::Ignored(_)) => return Err("is ignored"),
            Some(Idle::NotBuilt) => return Err("is in no build as configured"),
            Some(Idle::Pending(_)) => return Err("is not to run"),
            Some(Idle::NoSteps) => return Err("has no steps"),
            Some(Idle::NoRows) => return Err("has no rows"),
            Some(Idle::Expired(_) | Idle::Failed) | None => {}
        }
        match &proof.what {
            What::Test(row) => {
                self.test(plan, &self.model.rust.tests[*row]);
                Ok(())
            }
            What::Scenario(row) => self.scenario(plan, id, *row),
            What::File(_) => Err("is no test"),
            What::Attested(..) => Err("cannot be run"),
        }
    }

    fn test(&self, plan: &mut Plan, test: &Test) {
        for place in &test.places {
            if test.level == Level::Doctest {
                let package = package(&place.binary).to_owned();
                let its = plan.doctests.entry(package).or_default();
                its.insert(place.path.clone());
                continue;
            }
            let tests = plan.tests.entry(place.binary.clone()).or_default();
            tests.insert(match &test.cases {
                Cases::One => format!("test(={})", place.path),
                // Runners list each case below it.
                Cases::Many(_) => {
                    format!("test(/^{}::/)", regex::escape(&place.path))
                }
            });
        }
    }

    fn scenario(&self, plan: &mut Plan, id: &str, row: usize) -> Result<(), &'static str> {
        let scenario = &self.model.scenarios[row];
        let runners = &self.model.matching.features[scenario.feature].runners;
        let runs: BTreeSet<&Runs> = runners.iter().flat_map(|&row| &self.runners[row]).collect();
        if runs.is_empty() {
            return Err("is not seen to be run by anything");
        }
        for runs in runs {
            match runs {
                Runs::Test(test) => self.test(plan, &self.model.rust.tests[*test]),
                Runs::Program(binary) => {
                    let filters = plan.scenarios.entry(binary.clone()).or_default();
                    let tag = format!("@{id}");
                    if scenario.tags.iter().any(|it| it.name == tag) {
                        filters.tags.insert(tag);
                    } else {
                        filters.names.insert(pattern(&scenario.title));
                    }
                }
            }
        }
        Ok(())
    }
}

/// What runs each runner of features: the tests that reach the place where it is started, or else the program that is there
/// for nothing else.
fn runners(session: &Session, model: &Criteria) -> Vec<BTreeSet<Runs>> {
    let runners = &model.steps.runners;
    if runners.iter().all(|runner| runner.span.is_none()) {
        return vec![BTreeSet::new(); runners.len()];
    }
    let reach = Reach::new(session.workspace(), session.tree(), model);
    let runs = runners.iter().map(|runner| {
        let span = runner.span?;
        let facts = session.workspace().facts(span.file)?;
        let (start, end) = (span.range.start().into(), span.range.end().into());
        let function = Items::with_tests(facts, span.file, model).around(start, end)?;
        let ways = reach.ways(&BTreeSet::from([(span.file, function)]));
        let tests = model.rust.tests.iter().enumerate();
        let reaches = |row: usize| {
            let way = reach.way(&ways, &What::Test(row));
            way.is_some_and(|way| is_sure(&way))
        };
        let tests = tests.filter(|(row, test)| {
            let in_binary = test.places.iter().any(|it| it.binary == runner.binary);
            in_binary && test.built && reaches(*row)
        });
        let found: BTreeSet<Runs> = tests.map(|(row, _)| Runs::Test(row)).collect();
        Some(if found.is_empty() {
            BTreeSet::from([Runs::Program(runner.binary.clone())])
        } else {
            found
        })
    });
    runs.map(Option::unwrap_or_default).collect()
}

/// The name of a scenario as a regular expression. That of an outline has the values of its rows in it.
fn pattern(title: &str) -> String {
    let mut pattern = String::new();
    let mut rest = title;
    while let Some((before, inside)) = rest.split_once('<') {
        let Some((_, after)) = inside.split_once('>') else {
            break;
        };
        pattern.push_str(&regex::escape(before));
        pattern.push_str(".*");
        rest = after;
    }
    pattern.push_str(&regex::escape(rest));
    pattern
}

fn package(binary: &str) -> &str {
    binary.split("::").next().unwrap_or(binary)
}

/// How cargo is told a binary: `-p shop --test api`.
fn target(binary: &str) -> Vec<String> {
    let mut words = vec!["-p".to_owned(), package(binary).to_owned()];
    let target = binary.split_once("::").map(|(_, target)| target);
    let (flag, name) = match target {
        None => ("--lib", None),
        Some(target) => match target.split_once('/') {
            Some(("bin", name)) => ("--bin", Some(name)),
            Some(("example", name)) => ("--example", Some(name)),
            Some(("bench", name)) => ("--bench", Some(name)),
            _ => ("--test", Some(target)),
        },
    };
    words.push(flag.to_owned());
    words.extend(name.map(str::to_owned));
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{BDD_MANIFEST, command, ledger};

    const LIBRARY: &str = "\
/// Pays.
///
/// Verifies: AC-DOC
/// ```
/// shop::pay();
/// ```
pub fn pay() {}
mod shared;
#[cfg(test)]
mod tests {
    /// AC: AC-UNIT, AC-BOTH
    #[test]
    fn one() {}
    /// AC: AC-IGNORED, AC-BOTH
    #[test]
    #[ignore]
    fn asleep() {}
    /// AC: AC-CASES
    #[rstest::rstest]
    #[case(1)]
    #[case(2)]
    fn cases(#[case] n: u8) {}
}
";
    const STEPS: &str = "use cucumber::{World, given};\n#[derive(Default, World)]\nstruct Shop;\n#[given(\"x\")]\nfn x(_: &mut Shop) {}\n";
    const FEATURE: &str = "Feature: f\n  @AC-TAG\n  Scenario: tagged\n    Given x\n  @AC-TAG @AC-NAME\n  Scenario: both\n    Given x\n  Scenario Outline: named (<n>)\n    Given x\n    Examples:\n      | n |\n      | 1 |\n  @AC-WIP @wip\n  Scenario: later\n    Given x\n";

    /// What is printed for some ids with `--dry-run`, with a program or a test that runs the features.
    fn printed(ids: &[&str], main: &str) -> Vec<String> {
        let criteria: Vec<String> = [
            "UNIT", "BOTH", "IGNORED", "CASES", "DOC", "SHARED", "TAG", "WIP", "NONE",
        ]
        .iter()
        .map(|name| format!("{{ id: AC-{name}, text: x }}"))
        .collect();
        let mut criteria: Vec<&str> = criteria.iter().map(String::as_str).collect();
        criteria.extend([
            "{ id: AC-NAME, text: x, evidence: [{ level: bdd, feature: 'features/a.feature:named (<n>)' }] }",
            "{ id: AC-WORD, text: x, evidence: [{ level: manual, attested: { by: somebody, date: '2026-01-01', result: pass } }] }",
        ]);
        let manifest =
            format!("{BDD_MANIFEST}rstest = \"1\"\n[[test]]\nname = \"bdd\"\nharness = false\n");
        let files = [
            ("Cargo.toml", manifest.as_str()),
            ("specs/spec_ledger.yaml", &ledger(&criteria)),
            ("src/lib.rs", LIBRARY),
            ("src/main.rs", "mod shared;\nfn main() {}\n"),
            (
                "src/shared.rs",
                "/// AC: AC-SHARED\n#[test]\nfn twice() {}\n",
            ),
            ("tests/bdd.rs", &format!("{STEPS}{main}")),
            ("features/a.feature", FEATURE),
        ];
        let mut args: Vec<(&str, &str)> = ids.iter().map(|id| ("id", *id)).collect();
        args.push(("dry-run", ""));
        let (text, _) = command(&crate::commands::run::COMMAND, &files, &args);
        text.lines().map(str::to_owned).collect()
    }

    const MAIN: &str = "fn main() { Shop::run(\"features\"); }\n";

    #[test]
    fn tests_are_named_exactly() {
        assert_eq!(
            printed(&["AC-UNIT", "AC-CASES", "AC-SHARED"], MAIN),
            [
                "cargo nextest run -p shop -E '(binary_id(=shop) & (test(/^tests::cases::/) + test(=shared::twice) + test(=tests::one))) + (binary_id(=shop::bin/shop) & (test(=shared::twice)))'"
            ]
        );
        assert_eq!(
            printed(&["AC-DOC"], MAIN),
            ["cargo test --doc -p shop -- 'src/lib.rs - pay (line 4)'"]
        );
    }

    #[test]
    fn scenarios_are_run_by_their_tag_or_by_their_names() {
        assert_eq!(
            printed(&["AC-TAG"], MAIN),
            ["cargo test -p shop --test bdd -- --tags @AC-TAG"]
        );
        assert_eq!(
            printed(&["AC-TAG", "AC-NAME"], MAIN),
            [
                "cargo test -p shop --test bdd -- --tags '@AC-NAME or @AC-TAG'",
                "cargo test -p shop --test bdd -- --name '^(?:named \\(.*\\))$'",
            ]
        );
        // A test that runs features takes no filter.
        let test = "fn all() { Shop::run(\"features\"); }\n#[test]\nfn scenarios() { all(); }\n#[test]\nfn other() {}\n";
        assert_eq!(
            printed(&["AC-TAG"], test),
            ["cargo nextest run -p shop -E '(binary_id(=shop::bdd) & (test(=scenarios)))'"]
        );
    }

    #[test]
    fn what_cannot_be_run_is_said() {
        assert_eq!(
            printed(&["AC-BOTH"], MAIN),
            [
                "not run: test `shop::tests::asleep` is ignored",
                "cargo nextest run -p shop -E '(binary_id(=shop) & (test(=tests::one)))'",
            ]
        );
        for id in ["AC-IGNORED", "AC-WIP", "AC-NONE", "AC-WORD"] {
            assert_eq!(
                printed(&[id], MAIN),
                [format!("nothing of `{id}` can be run")]
            );
        }
        assert!(printed(&[], MAIN)[0].starts_with("name criteria, or the change"));
        assert!(printed(&["AC-NON"], MAIN)[0].starts_with("no criterion in a ledger is `AC-NON`"));
    }

    #[test]
    fn many_tests_are_several_commands() {
        let mut plan = Plan::default();
        let name = |n: usize| format!("test(=tests::{n:0>200})");
        plan.tests
            .insert("shop".to_owned(), (0..1000).map(name).collect());
        let commands = plan.commands(Some("/x/Cargo.toml"));
        assert!(commands.len() > 1);
        for command in &commands {
            assert_eq!(
                command[3..7],
                ["--manifest-path", "/x/Cargo.toml", "-p", "shop"].map(str::to_owned)
            );
            assert!(command[8].len() < LONGEST);
        }
    }
}
