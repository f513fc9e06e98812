//! Joins results to the tests and scenarios that the source has.
//!
//! What exists is known from source: results leave out what was not run. A result that may be that of several tests is
//! never given to one of them.

use std::collections::BTreeMap;

use crate::criteria::{Criteria, What};
use crate::results::{Binary, Built, Lines, ResultFile, Subject};
use crate::rust::TestTarget;
use crate::verdicts::{Ambiguity, Joined, ResultRef};

/// Joins the results of files.
pub(super) fn join(model: &Criteria, files: &[ResultFile]) -> Joined {
    let tests = Tests::new(model);
    let mut joined = Joined::default();
    for (file, results) in files.iter().enumerate() {
        for (row, result) in results.results.iter().enumerate() {
            let at = ResultRef { file, row };
            match &result.subject {
                Subject::Test { binary, paths } => {
                    let found = tests.find(binary, paths);
                    joined.test(at, &found);
                }
                Subject::Scenario {
                    path,
                    line,
                    lines,
                    name,
                } => {
                    let found = scenarios(model, path, *line, *lines, name);
                    joined.scenario(at, &found);
                }
                Subject::Feature { path } => match features(model, path)[..] {
                    [feature] => joined.features.entry(feature).or_default().push(at),
                    _ => joined.strangers.push(at),
                },
                Subject::Other(_) => joined.strangers.push(at),
            }
        }
    }
    joined
}

impl Joined {
    fn test(&mut self, at: ResultRef, found: &[(usize, usize)]) {
        let Some(&(first, place)) = found.first() else {
            return self.strangers.push(at);
        };
        if found.iter().any(|&(test, _)| test != first) {
            let mut rows: Vec<usize> = found.iter().map(|&(test, _)| test).collect();
            rows.dedup();
            let candidates = rows.into_iter().map(What::Test).collect();
            return self.ambiguous.push(Ambiguity {
                result: at,
                candidates,
            });
        }
        let place = (found.len() == 1).then_some(place);
        self.tests.entry((first, place)).or_default().push(at);
    }

    fn scenario(&mut self, at: ResultRef, found: &[(usize, u32)]) {
        match found {
            [] => self.strangers.push(at),
            [key] => self.scenarios.entry(*key).or_default().push(at),
            _ => {
                let mut rows: Vec<usize> = found.iter().map(|&(row, _)| row).collect();
                rows.dedup();
                let candidates = rows.into_iter().map(What::Scenario).collect();
                self.ambiguous.push(Ambiguity {
                    result: at,
                    candidates,
                });
            }
        }
    }
}

/// The tests of the source by their paths.
struct Tests<'a> {
    model: &'a Criteria,
    by_path: BTreeMap<&'a str, Vec<(usize, usize)>>,
}

impl<'a> Tests<'a> {
    fn new(model: &'a Criteria) -> Tests<'a> {
        let mut by_path: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
        for (row, test) in model.rust.tests.iter().enumerate() {
            for (place, it) in test.places.iter().enumerate() {
                by_path.entry(&it.path).or_default().push((row, place));
            }
        }
        Tests { model, by_path }
    }

    /// The tests that a result may be of: those with its path, or else those that it is a case of. Macros put the cases of a
    /// test function into a module of its name.
    fn find(&self, binary: &Binary, paths: &[String]) -> Vec<(usize, usize)> {
        let built;
        let binary = match binary {
            Binary::Built { built: it, after } => {
                built = Binary::OneOf(self.built(it, after.as_ref()));
                &built
            }
            binary => binary,
        };
        let mut ends: Vec<&str> = paths.iter().map(String::as_str).collect();
        while !ends.is_empty() {
            let mut found: Vec<(usize, usize)> = ends
                .iter()
                .filter_map(|path| self.by_path.get(path))
                .flatten()
                .copied()
                .filter(|&(row, place)| {
                    binary.may_be(&self.model.rust.tests[row].places[place].binary)
                })
                .collect();
            if !found.is_empty() {
                found.sort_unstable();
                found.dedup();
                return found;
            }
            ends = ends
                .into_iter()
                .filter_map(|path| path.rsplit_once("::"))
                .map(|(around, _)| around)
                .collect();
        }
        Vec::new()
    }
}

impl Tests<'_> {
    /// The binaries that cargo may mean. It does not name packages, but those of one follow each other, the tests of its
    /// library and its programs first: what comes after those is of their package, or of one that has neither.
    fn built(&self, built: &Built, after: Option<&Built>) -> Vec<String> {
        let targets = &self.model.rust.targets;
        let is = |target: &TestTarget, built: &Built| {
            let source = match &built.source {
                Some(source) => *source == target.source,
                None => target.is_library,
            };
            target.krate == built.krate && source
        };
        let mut found: Vec<&TestTarget> = targets.iter().filter(|it| is(it, built)).collect();
        let unit = |it: &&TestTarget| it.is_unit && after.is_some_and(|after| is(it, after));
        let before: Vec<&TestTarget> = targets.iter().filter(unit).collect();
        if let [before] = before[..]
            && found.len() > 1
        {
            let has_unit = |package: &str| {
                let mut targets = targets.iter();
                targets.any(|it| it.package == package && it.is_unit)
            };
            found.retain(|it| it.package == before.package || !has_unit(&it.package));
        }
        found.into_iter().map(|it| it.binary.clone()).collect()
    }
}

/// The features that a path of a runner may mean: those with which it has the longest end in common. It may be absolute,
/// from another machine, from another directory, with other separators.
fn features(model: &Criteria, path: &str) -> Vec<usize> {
    let path = path.replace('\\', "/");
    let common = |other: &str| {
        path.rsplit('/')
            .filter(|part| *part != ".")
            .zip(other.rsplit('/'))
            .take_while(|(a, b)| a == b)
            .count()
    };
    let lengths: Vec<usize> = model.features.iter().map(|it| common(&it.path)).collect();
    let longest = lengths.iter().copied().max().unwrap_or(0);
    let is_it = |row: &usize| longest > 0 && lengths[*row] == longest;
    (0..lengths.len()).filter(is_it).collect()
}

/// The scenarios, and the lines of their rows, that stand at a line.
fn scenarios(
    model: &Criteria,
    path: &str,
    line: u32,
    lines: Lines,
    name: &str,
) -> Vec<(usize, u32)> {
    let features = features(model, path);
    let mut found = Vec::new();
    for (row, scenario) in model.scenarios.iter().enumerate() {
        // A name of an outline is another one for each row.
        let is_called = scenario.title.contains('<')
            || name == scenario.title
            || name
                .strip_suffix(scenario.title.as_str())
                .is_some_and(|before| before.ends_with(' '));
        if !features.contains(&scenario.feature) || !is_called {
            continue;
        }
        for (number, &real) in (0..).zip(&scenario.rows) {
            let line_of_row = match (lines, scenario.examples) {
                // The head of the table is one line, the row after it the next one.
                (Lines::Counted, Some(examples)) => examples + 2 + number,
                _ => real,
            };
            if line_of_row == line {
                found.push((row, real));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use govern_diagnostics::FileId;

    use super::*;
    use crate::results::{Hint, Kind, read};
    use crate::testing::model;

    const FEATURE: &str = include_str!("../../tests/results/cart.feature");

    fn files() -> Vec<(&'static str, &'static str)> {
        vec![
            ("features/cart.feature", FEATURE),
            (
                "other/features/other.feature",
                "Feature: o\n  Scenario: s\n    Given x\n",
            ),
            (
                "src/lib.rs",
                "mod shared;\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn passes() {}\n    #[test]\n    fn fails() {}\n    #[test]\n    fn cases() {}\n}\n",
            ),
            (
                "src/main.rs",
                "mod shared;\nfn main() {}\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn passes() {}\n}\n",
            ),
            ("src/shared.rs", "#[test]\nfn twice() {}\n"),
            (
                "tests/api.rs",
                "#[test]\nfn answers() {}\n#[test]\nfn hangs() {}\n",
            ),
        ]
    }

    /// What results are joined to, in words.
    fn joined(text: &str, hint: &Hint) -> Vec<String> {
        let model = model(&files());
        let files = [read(FileId(0), "r", text, hint)];
        let joined = join(&model, &files);
        let mut shown = Vec::new();
        for (&(row, place), results) in &joined.tests {
            let test = &model.rust.tests[row];
            let place = place.map_or("somewhere", |place| &test.places[place].binary);
            for at in results {
                shown.push(format!(
                    "{place} {}: {:?}",
                    test.name, files[0].results[at.row].seen
                ));
            }
        }
        for (&(row, line), results) in &joined.scenarios {
            for at in results {
                shown.push(format!(
                    "{} {line}: {:?}",
                    model.scenarios[row].name, files[0].results[at.row].seen
                ));
            }
        }
        for row in joined.features.keys() {
            shown.push(format!("all of {}", model.features[*row].path));
        }
        for ambiguity in &joined.ambiguous {
            let candidates: Vec<String> = ambiguity
                .candidates
                .iter()
                .map(|it| model.describe(it))
                .collect();
            shown.push(format!("? {}", candidates.join(" or ")));
        }
        shown.push(format!("{} strangers", joined.strangers.len()));
        shown
    }

    #[test]
    fn nextest_names_binary_and_path() {
        let text = include_str!("../../tests/results/nextest.xml");
        assert_eq!(
            joined(text, &Hint::default()),
            [
                "shop tests::passes: Passed",
                "shop tests::fails: Failed",
                "shop::bin/shop tests::passes: Passed",
                "shop::api answers: Passed",
                "shop::api hangs: Passed",
                "2 strangers",
            ]
            .map(|it| it.replace("tests::", ""))
        );
    }

    #[test]
    fn libtest_names_no_binary_and_two_of_a_path_are_never_told_apart() {
        let text = include_str!("../../tests/results/libtest.xml");
        let found = joined(text, &Hint::default());
        assert_eq!(found[0], "shop fails: Failed");
        let both = "? test `shop::tests::passes` or test `shop::bin/shop::tests::passes`";
        assert_eq!(found.iter().filter(|it| *it == both).count(), 2);
        let lib = Hint {
            kind: Some(Kind::Libtest),
            package: Some("shop".to_owned()),
            target: Some("lib".to_owned()),
            level: None,
        };
        let first = text.lines().next().expect("there is a line");
        assert_eq!(
            joined(first, &lib),
            ["shop passes: Passed", "shop fails: Failed", "2 strangers"]
        );
    }

    #[test]
    fn what_cargo_says_of_its_binaries_tells_them_apart() {
        let text = include_str!("../../tests/results/cargo-test.log");
        assert_eq!(
            joined(text, &Hint::default()),
            [
                "shop passes: Passed",
                "shop fails: Failed",
                "shop::bin/shop passes: Passed",
                "shop::api answers: Passed",
                "shop::api hangs: Passed",
                "4 strangers",
            ]
        );
    }

    #[test]
    fn binaries_of_a_package_follow_its_library() {
        let test = "#[test]\nfn one() {}\n";
        let manifest = |name: &str| format!("[package]\nname = \"{name}\"\n");
        let (a, b, c) = (manifest("a"), manifest("b"), manifest("c"));
        let with = |more: &[(&str, &str)]| {
            let files: Vec<(&str, &str)> = [
                ("Cargo.toml", "[workspace]\nmembers = [\"?\"]\n"),
                ("a/Cargo.toml", &a),
                ("a/src/lib.rs", ""),
                ("a/tests/api.rs", test),
                ("b/Cargo.toml", &b),
                ("b/src/lib.rs", ""),
                ("b/tests/api.rs", test),
            ]
            .into_iter()
            .chain(more.iter().copied())
            .collect();
            model(&files)
        };
        let run = "running 1 test\ntest one ... ok\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n";
        let header = |what: &str| format!("     Running {what}-0123456789abcdef)\n");
        let api = header("tests/api.rs (target/debug/deps/api") + run;
        let log = header("unittests src/lib.rs (target/debug/deps/b") + &api;
        let found = |model: &Criteria, log: &str| {
            let joined = join(model, &[read(FileId(0), "r", log, &Hint::default())]);
            let tests = joined.tests.keys();
            let tests = tests.map(|&(row, _)| model.rust.tests[row].places[0].binary.clone());
            (tests.collect::<Vec<_>>(), joined.ambiguous.len())
        };
        let none = Vec::new();
        assert_eq!(found(&with(&[]), &log), (vec!["b::api".to_owned()], 0));
        assert_eq!(found(&with(&[]), &api), (none.clone(), 1));
        let only_tests = [("c/Cargo.toml", c.as_str()), ("c/tests/api.rs", test)];
        assert_eq!(found(&with(&only_tests), &log), (none, 1));
    }

    #[test]
    fn a_case_is_joined_to_its_test_and_a_shared_test_to_its_place() {
        let case = |name: &str, class: &str| {
            let text = format!(
                "<testsuite name='{class}'><testcase classname='{class}' name='{name}'/></testsuite>"
            );
            joined(&text, &Hint::default())
        };
        assert_eq!(
            case("tests::cases::case_1", "shop"),
            ["shop cases: Passed", "0 strangers"]
        );
        assert_eq!(case("tests::case", "shop"), ["1 strangers"]);
        assert_eq!(
            case("shared::twice", "shop::bin/shop"),
            ["shop::bin/shop twice: Passed", "0 strangers"]
        );
        let stream = "{\"type\":\"suite\",\"event\":\"started\"}\n{\"type\":\"test\",\"event\":\"ok\",\"name\":\"shared::twice\"}\n{\"type\":\"suite\",\"event\":\"ok\"}\n";
        assert_eq!(
            joined(stream, &Hint::default()),
            ["somewhere twice: Passed", "0 strangers"]
        );
    }

    #[test]
    fn each_runner_has_its_own_lines_for_rows() {
        let expected = |third: &str, fourth: &str| {
            [
                "adding: one by one 8: Passed",
                "fails 13: Failed",
                "second time 18: Flaky",
                &format!("not written 22: {third}"),
                "rows (good) 35: Passed",
                "rows (good) 37: Passed",
                "rows (bad) 40: Failed",
                "rows (bad) 41: Passed",
                "many 46: Passed",
                fourth,
            ]
            .map(str::to_owned)
        };
        for text in [
            include_str!("../../tests/results/cucumber-rs.json"),
            include_str!("../../tests/results/cucumber-rs.xml"),
        ] {
            // The file that cucumber-rs could not read is not there.
            assert_eq!(
                joined(text, &Hint::default()),
                expected("Skipped", "1 strangers")
            );
        }
        let messages = include_str!("../../tests/results/messages.ndjson");
        assert_eq!(
            joined(messages, &Hint::default()),
            expected("Failed", "0 strangers")
        );
    }

    #[test]
    fn paths_of_other_machines_are_matched_by_their_end() {
        let of = |path: &str| {
            let name = format!("Scenario: fails: {path}:13:3");
            let text = format!(
                "<testsuite name='Feature: Cart' package='testsuite/Feature: Cart'><testcase name='{name}'/></testsuite>"
            );
            joined(&text, &Hint::default())
        };
        for path in [
            "features/cart.feature",
            "./features/cart.feature",
            "/home/somebody/shop/features/cart.feature",
            "C:\\shop\\features\\cart.feature",
            "cart.feature",
        ] {
            assert_eq!(of(path), ["fails 13: Passed", "0 strangers"], "{path}");
        }
        assert_eq!(of("features/kart.feature"), ["1 strangers"]);
        // A scenario of another name stands there now.
        let renamed = "<testsuite package='testsuite/Feature: Cart'><testcase name='Scenario: works: features/cart.feature:13:3'/></testsuite>";
        assert_eq!(joined(renamed, &Hint::default()), ["1 strangers"]);
    }
}
