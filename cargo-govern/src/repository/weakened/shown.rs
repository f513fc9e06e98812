//! What a change does to what tests show: tests that are gone, are ignored or assert less, and files for them that are gone.

use std::collections::{BTreeMap, BTreeSet};

use cargo_ac::rust::vain;
use govern_diagnostics::Span;
use govern_workspace::{Listing, Size, Workspace};

use super::Weakened;
use super::asserted::{Assertion, hollowed, is_part, plain, weaker};
use super::conditions::{Conditions, NEVER, of_files};
use super::functions::{Unreached, no_tests, tests, written};

/// How directories are called that have what tests read.
const DIRECTORIES: [&str; 7] = [
    "tests",
    "testdata",
    "test-data",
    "test_data",
    "fixtures",
    "snapshots",
    "golden",
];

/// Files that no test reads, wherever they are.
const NO_INPUTS: [&str; 4] = [".gitignore", ".gitattributes", ".gitkeep", "README.md"];

/// How many files of a directory are named.
const NAMED: usize = 3;

/// What shows something, on one side.
pub(super) struct Shown {
    /// Tests by their names.
    tests: BTreeMap<String, Vec<Test>>,
    /// The files with code, and the functions in them that are no tests.
    sources: BTreeMap<String, BTreeSet<String>>,
    /// The directories of packages.
    packages: BTreeSet<String>,
    /// Files with code that no target reaches.
    unreached: BTreeSet<String>,
    /// Files that are there for tests, by their directories: their names.
    inputs: BTreeMap<String, BTreeSet<String>>,
}

/// A function that is a test.
struct Test {
    path: String,
    span: Span,
    ignored: Option<Span>,
    /// The conditions under which it is there.
    conditions: Conditions,
    /// What asserts something, macros that are called in it and `should_panic`: names and arguments.
    assertions: Vec<(String, String)>,
    /// The names of what it calls: functions, methods, macros.
    calls: BTreeSet<String>,
    /// What of it is never reached.
    unreached: Unreached,
}

impl Test {
    /// How many of its assertions can fail.
    fn substance(&self) -> usize {
        let can_fail = |it: &&(String, String)| vain(plain(&it.0), &it.1).is_none();
        self.assertions.iter().filter(can_fail).count()
    }

    fn read(&self) -> Vec<Assertion> {
        let written = self.assertions.iter();
        written
            .map(|(name, args)| Assertion::new(name, args))
            .collect()
    }
}

impl Shown {
    pub(super) fn new(workspace: &Workspace, listing: &Listing) -> Shown {
        let mut shown = Shown {
            tests: BTreeMap::new(),
            sources: BTreeMap::new(),
            packages: BTreeSet::new(),
            unreached: BTreeSet::new(),
            inputs: BTreeMap::new(),
        };
        let ways = of_files(workspace);
        for &file in workspace.files() {
            let Some(facts) = workspace.facts(file) else {
                continue;
            };
            let path = workspace.path(file);
            let found = tests(facts);
            let functions = shown.sources.entry(path.to_owned()).or_default();
            functions.extend(no_tests(facts, &found));
            let calls = found.iter().any(|(_, test)| !test.calls.is_empty());
            let text = calls.then(|| workspace.text(file).ok()).flatten();
            for (name, mut test) in found {
                test.conditions
                    .extend(ways.get(&file).into_iter().flatten().cloned());
                let unreached = match text.as_deref() {
                    Some(text) => test.take_unreached(text),
                    None => Unreached::default(),
                };
                let place = |extent: govern_facts::Extent| Span::new(file, extent.range());
                shown.tests.entry(name).or_default().push(Test {
                    path: path.to_owned(),
                    span: place(test.extent),
                    ignored: test.ignored.map(place),
                    conditions: test.conditions,
                    assertions: written(test.assertions, text.as_deref()),
                    calls: test.calls.into_iter().map(|(name, _)| name).collect(),
                    unreached,
                });
            }
        }
        let manifests: BTreeSet<&str> = workspace
            .packages()
            .iter()
            .map(|it| workspace.path(it.manifest))
            .collect();
        shown.packages = manifests
            .iter()
            .map(|path| directory_of(path).to_owned())
            .collect();
        for path in &listing.files {
            // What git tracks may be gone.
            let is_there = || !matches!(workspace.read_at_most(path, 0), Ok(Size::NoFile));
            if path.ends_with(".rs") && !shown.sources.contains_key(path) && is_there() {
                shown.unreached.insert(path.to_owned());
            }
            let name = path.rsplit('/').next().unwrap_or(path);
            if NO_INPUTS.contains(&name) || manifests.contains(path.as_str()) {
                continue;
            }
            let mut directories = path.split('/').rev().skip(1);
            let is_input =
                directories.any(|it| DIRECTORIES.contains(&it)) && !path.ends_with(".rs");
            if let (true, Some((directory, name))) = (is_input && is_there(), path.rsplit_once('/'))
            {
                let names = shown.inputs.entry(directory.to_owned()).or_default();
                names.insert(name.to_owned());
            }
        }
        shown
    }
}

/// The directory of a file, from the root.
fn directory_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(directory, _)| directory)
}

impl Shown {
    /// The directory of the package that a file is in, but for the root.
    fn package_of(&self, path: &str) -> Option<&str> {
        let ends = path.rmatch_indices('/').map(|(end, _)| &path[..end]);
        let mut known = ends.filter_map(|directory| self.packages.get(directory));
        known.next().map(String::as_str)
    }
}

impl Weakened {
    pub(super) fn shown(&mut self, before: &Shown, now: &Shown) {
        self.tests(before, now);
        self.inputs(before, now);
    }

    fn tests(&mut self, before: &Shown, now: &Shown) {
        // By their names; what has another name now may be a test that took its place.
        let mut gone: BTreeMap<&str, Vec<(&str, &Test)>> = BTreeMap::new();
        let mut new: BTreeMap<&str, Vec<&Test>> = BTreeMap::new();
        let mut bound = Bound::new();
        for (name, tests) in &now.tests {
            let (pairs, _, rest) = paired(before.tests.get(name), tests);
            for (was, is) in pairs {
                match bound_to(was, is) {
                    Some(conditions) => {
                        let tests = bound.entry((&is.path, conditions)).or_default();
                        tests.push((name, is));
                    }
                    None => self.test(name, was, is),
                }
            }
            for test in rest {
                new.entry(&test.path).or_default().push(test);
            }
        }
        self.bound(bound);
        for (name, tests) in &before.tests {
            self.compared += tests.len();
            let none = Vec::new();
            let (_, rest, _) = paired(Some(tests), now.tests.get(name).unwrap_or(&none));
            for test in rest {
                gone.entry(&test.path).or_default().push((name, test));
            }
        }
        // A package that is none any more takes all its tests along.
        let mut packages: BTreeMap<&str, Vec<&Test>> = BTreeMap::new();
        gone.retain(|path, tests| {
            let package = before
                .package_of(path)
                .filter(|it| !now.packages.contains(*it) && !now.sources.contains_key(*path));
            let of_package = package.map(|it| packages.entry(it).or_default());
            of_package
                .map(|all| all.extend(tests.iter().map(|(_, test)| *test)))
                .is_none()
        });
        for (package, tests) in packages {
            let count = match tests.len() {
                1 => "a test".to_owned(),
                count => format!("{count} tests"),
            };
            let message = format!(
                "`{package}` is no package of the workspace any more, and had {count} {}",
                self.base
            );
            let place = tests.first().map(|test| test.span);
            self.add(format!("tests {package}"), message, true, place);
        }
        for (path, tests) in gone {
            let mut others = new.remove(path).unwrap_or_default();
            let mut tests = tests;
            tests.retain(|(_, was)| {
                let place = others.iter().position(|is| {
                    is.substance() >= was.substance()
                        && (is.ignored.is_none() || was.ignored.is_some())
                });
                place.map(|place| others.swap_remove(place)).is_none()
            });
            let is_there = now.sources.get(path);
            if let (None, [(_, first), _, ..]) = (is_there, &tests[..]) {
                let (count, base) = (tests.len(), &self.base);
                let message = if now.unreached.contains(path) {
                    format!(
                        "no target leads to `{path}` any more, and its {count} tests were run {base}"
                    )
                } else {
                    format!(
                        "the {count} tests that `{path}` had {base} are gone, and so is the file"
                    )
                };
                self.add(format!("tests {path}"), message, true, Some(first.span));
                continue;
            }
            for (name, test) in tests {
                let base = &self.base;
                let message = if is_there.is_some_and(|functions| functions.contains(name)) {
                    format!("`{name}` in `{path}` is no test any more, and was one {base}")
                } else if now.unreached.contains(path) {
                    format!(
                        "no target leads to `{path}` any more, and its test `{name}` was run {base}"
                    )
                } else {
                    format!("the test `{name}`, which `{path}` had {base}, is gone")
                };
                self.add(
                    format!("test {path} {name}"),
                    message,
                    true,
                    Some(test.span),
                );
            }
        }
    }

    /// Tests that are there only under conditions that they did not have: those of one file that have the same, once.
    fn bound(&mut self, bound: Bound<'_>) {
        for ((path, conditions), tests) in bound {
            let first = tests.iter().min_by_key(|(_, test)| test.span.range.start());
            let Some((name, first)) = first else {
                continue;
            };
            let never = conditions == NEVER;
            let under = match never {
                true => format!("under {NEVER}"),
                false => format!("under `{conditions}` only"),
            };
            let (key, message) = match tests.len() {
                1 => (
                    format!("test {path} {name}"),
                    format!(
                        "the test `{name}` is there {under}, and was not {}",
                        self.base
                    ),
                ),
                count => (
                    format!("tests {path} under {conditions}"),
                    format!(
                        "{count} tests of `{path}` are there {under}, and were not {}",
                        self.base
                    ),
                ),
            };
            self.add(key, message, !never, Some(first.span));
        }
    }

    fn test(&mut self, name: &str, was: &Test, is: &Test) {
        let key = format!("test {} {name}", is.path);
        if let (Some(place), None) = (is.ignored, was.ignored) {
            let message = format!("the test `{name}` is ignored, and was not {}", self.base);
            self.add(key, message, false, Some(place));
            return;
        }
        if is.unreached.assertions > was.unreached.assertions
            || is.unreached.calls > 0 && was.unreached.calls == 0
        {
            let what = match is.unreached.assertions {
                0 => "what stands".to_owned(),
                1 => "an assertion".to_owned(),
                count => format!("{count} assertions"),
            };
            let message = format!(
                "the test `{name}` never reaches {what} behind `{}`, and did {}",
                is.unreached.behind, self.base
            );
            self.add(key, message, false, Some(is.span));
            return;
        }
        let (before, now) = (was.read(), is.read());
        let hollow = hollowed(&before, &now);
        if !hollow.is_empty() {
            // What it calls that it did not may assert instead.
            let unsure = is.calls.difference(&was.calls).any(|call| !is_part(call));
            for (why, asserts) in hollow {
                let message = format!(
                    "the test `{name}` asserts less than {}: `{}` cannot fail ({why})",
                    self.base, asserts.shown
                );
                self.add(key.clone(), message, unsure, Some(is.span));
            }
            return;
        }
        if is.assertions.len() < was.assertions.len() && is.calls.is_subset(&was.calls) {
            let times = |count: usize| match count {
                0 => "nothing".to_owned(),
                1 => "1 time".to_owned(),
                count => format!("{count} times"),
            };
            let message = format!(
                "the test `{name}` asserts {}, and did {} {}",
                times(is.assertions.len()),
                times(was.assertions.len()),
                self.base
            );
            self.add(key, message, true, Some(is.span));
        } else if is.assertions != was.assertions
            && is.calls.difference(&was.calls).all(|call| is_part(call))
        {
            for (was, asserts) in weaker(&before, &now) {
                let message = format!(
                    "the test `{name}` asserts less: `{}`, and `{}` {}",
                    asserts.shown, was.shown, self.base
                );
                self.add(key.clone(), message, false, Some(is.span));
            }
        }
    }

    /// Files that are gone without others in their place: of the same name elsewhere, or as many in the same directory.
    fn inputs(&mut self, before: &Shown, now: &Shown) {
        let elsewhere: BTreeSet<&String> = now.inputs.values().flatten().collect();
        for (directory, names) in &before.inputs {
            self.compared += names.len();
            let none = BTreeSet::new();
            let left = now.inputs.get(directory).unwrap_or(&none);
            let gone: Vec<&str> = names
                .iter()
                .filter(|name| !left.contains(*name) && !elsewhere.contains(name))
                .map(String::as_str)
                .collect();
            if gone.is_empty() || left.len() >= names.len() {
                continue;
            }
            let more = gone.len().saturating_sub(NAMED);
            let named = gone[..gone.len() - more].join("`, `");
            let more = match more {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let message = format!(
                "of what tests may read, `{directory}` had `{named}`{more} {}, and has not now",
                self.base
            );
            self.add(format!("tests {directory}"), message, true, None);
        }
    }
}

/// Tests that have conditions which they did not have, by their file and the new conditions.
type Bound<'s> = BTreeMap<(&'s str, String), Vec<(&'s str, &'s Test)>>;

/// The conditions that a test has and had not; none if it has no more of them than before: another name for a feature is no more.
fn bound_to(was: &Test, is: &Test) -> Option<String> {
    let is_ignored = is.ignored.is_some() && was.ignored.is_none();
    if is_ignored || is.conditions.len() <= was.conditions.len() {
        return None;
    }
    let new: Vec<&str> = is
        .conditions
        .difference(&was.conditions)
        .map(String::as_str)
        .collect();
    match new.contains(&NEVER) {
        true => Some(NEVER.to_owned()),
        false => Some(new.join(", ")),
    }
}

/// Tests of one name on both sides: those that belong together, and the rest of either side.
type Paired<'b, 'n> = (Vec<(&'b Test, &'n Test)>, Vec<&'b Test>, Vec<&'n Test>);

/// Those of the same file belong together, of the others the first to the first.
fn paired<'b, 'n>(before: Option<&'b Vec<Test>>, now: &'n [Test]) -> Paired<'b, 'n> {
    let mut before: Vec<&Test> = before.into_iter().flatten().collect();
    let mut now: Vec<&Test> = now.iter().collect();
    let mut pairs = Vec::new();
    now.retain(
        |is| match before.iter().position(|was| was.path == is.path) {
            Some(place) => {
                pairs.push((before.remove(place), *is));
                false
            }
            None => true,
        },
    );
    while !before.is_empty() && !now.is_empty() {
        pairs.push((before.remove(0), now.remove(0)));
    }
    (pairs, before, now)
}
