//! What ledgers name, looked up: a test counts only if it is there.

use std::collections::{BTreeMap, BTreeSet};

use crate::criteria::{Absence, Criteria, Outcome, What};
use crate::ids::nearest;
use crate::ledger::{Evidence, Spanned, Target};
use crate::rust::{PlainFn, Test};

/// Looks up what ledgers name.
pub struct Resolver<'a> {
    model: &'a Criteria,
    /// Files that are there, besides those that were read.
    existing: &'a BTreeSet<String>,
    tests: BTreeMap<&'a str, Vec<usize>>,
    functions: BTreeMap<&'a str, &'a PlainFn>,
    rust_files: BTreeSet<&'a str>,
    /// Features by their path.
    features: BTreeMap<&'a str, usize>,
    tagged: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Resolver<'a> {
    /// A resolver over what was read.
    pub fn new(model: &'a Criteria, existing: &'a BTreeSet<String>) -> Resolver<'a> {
        let mut tests: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (row, test) in model.rust.tests.iter().enumerate() {
            tests.entry(&test.name).or_default().push(row);
        }
        let mut tagged: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (row, scenario) in model.scenarios.iter().enumerate() {
            for tag in &scenario.tags {
                tagged.entry(&tag.name).or_default().push(row);
            }
        }
        Resolver {
            model,
            existing,
            tests,
            functions: model
                .rust
                .functions
                .iter()
                .map(|function| (function.name.as_str(), function))
                .collect(),
            rust_files: model.rust_paths.values().map(String::as_str).collect(),
            features: model
                .features
                .iter()
                .enumerate()
                .map(|(row, feature)| (feature.path.as_str(), row))
                .collect(),
            tagged,
        }
    }

    /// What became of the evidence.
    pub fn resolve(&self, evidence: &Evidence) -> Outcome {
        match &evidence.target {
            Target::Test { name, module, file } => self.test(name, module.as_ref(), file.as_ref()),
            Target::Tag { tag, file } => {
                let rows = self
                    .tagged
                    .get(tag.text.as_str())
                    .map_or(&[][..], Vec::as_slice);
                self.scenarios(&tag.text, rows.to_vec(), file.as_ref())
            }
            Target::Scenario { file, scenario } => {
                let is_it = |row: &usize| match scenario.as_deref() {
                    None => true,
                    Some(name) => {
                        let scenario = &self.model.scenarios[*row];
                        scenario.name == name || name.parse() == Ok(scenario.line)
                    }
                };
                let rows = (0..self.model.scenarios.len()).filter(is_it).collect();
                self.scenarios(scenario.as_deref().unwrap_or(&file.text), rows, Some(file))
            }
            Target::File(file) => self.file(&file.text),
            Target::Attested { by, date, .. } => {
                Outcome::Found(vec![What::Attested(by.text.clone(), date.text.clone())])
            }
            Target::Lint(_) | Target::Name(_) => Outcome::Unknown,
        }
    }

    fn test(&self, name: &Spanned, module: Option<&Spanned>, file: Option<&Spanned>) -> Outcome {
        let wanted = Wanted::new(name, module);
        let last = wanted.name.last().copied().unwrap_or_default();
        let named: Vec<usize> = match last.strip_suffix('*') {
            Some(start) => {
                let from_start = self
                    .tests
                    .range(start..)
                    .take_while(|(name, _)| name.starts_with(start));
                from_start
                    .flat_map(|(_, rows)| rows.iter().copied())
                    .collect()
            }
            None => self.tests.get(last).cloned().unwrap_or_default(),
        };
        let file = file.map(|file| normal(&file.text));
        if let Some(file) = &file
            && !self.rust_files.contains(file.as_str())
            && named.is_empty()
        {
            return Outcome::Absent(self.no_file(file));
        }
        let tests = &self.model.rust.tests;
        let in_file = |row: &usize| {
            file.as_deref()
                .is_none_or(|file| self.path_of(&tests[*row]) == Some(file))
        };
        let found: Vec<usize> = named
            .iter()
            .copied()
            .filter(|&row| wanted.is(&tests[row]))
            .filter(in_file)
            .collect();
        if !found.is_empty() {
            return Outcome::Found(found.into_iter().map(What::Test).collect());
        }
        Outcome::Absent(Absence::NoTest {
            name: wanted.path(),
            function: self.functions.get(last).map(|function| (*function).clone()),
            nearest: if named.is_empty() {
                nearest(last, self.tests.keys().copied()).map(str::to_owned)
            } else {
                None
            },
            elsewhere: named,
        })
    }

    fn scenarios(&self, name: &str, rows: Vec<usize>, file: Option<&Spanned>) -> Outcome {
        let file = file.map(|file| normal(&file.text));
        let feature = match &file {
            Some(file) => match self.features.get(file.as_str()) {
                Some(&feature) => Some(feature),
                None => return Outcome::Absent(self.no_file(file)),
            },
            None => None,
        };
        let is_there = |row: &usize| {
            feature.is_none_or(|feature| self.model.scenarios[*row].feature == feature)
        };
        let found: Vec<What> = rows
            .iter()
            .copied()
            .filter(is_there)
            .map(What::Scenario)
            .collect();
        if found.is_empty() {
            return Outcome::Absent(Absence::NoScenario {
                name: name.to_owned(),
                elsewhere: rows,
            });
        }
        Outcome::Found(found)
    }

    /// A file at a path from the root, or a workflow by its name.
    fn file(&self, path: &str) -> Outcome {
        let path = normal(path);
        match candidates(&path)
            .into_iter()
            .find(|path| self.is_there(path))
        {
            Some(path) => Outcome::Found(vec![What::File(path)]),
            None => Outcome::Absent(self.no_file(&path)),
        }
    }

    fn is_there(&self, path: &str) -> bool {
        self.existing.contains(path)
            || self.rust_files.contains(path)
            || self.features.contains_key(path)
    }

    fn no_file(&self, path: &str) -> Absence {
        if self.existing.contains(path) {
            return Absence::NotRead {
                path: path.to_owned(),
            };
        }
        let known = self
            .rust_files
            .iter()
            .copied()
            .chain(self.features.keys().copied());
        Absence::NoFile {
            path: path.to_owned(),
            nearest: nearest(path, known).map(str::to_owned),
        }
    }

    fn path_of(&self, test: &Test) -> Option<&str> {
        self.model
            .rust_paths
            .get(&test.span.file)
            .map(String::as_str)
    }
}

/// The files whose presence decides about what a ledger names.
pub fn files_named(evidence: &Evidence) -> Vec<String> {
    match &evidence.target {
        Target::Test { file, .. } | Target::Tag { file, .. } => {
            file.iter().map(|file| normal(&file.text)).collect()
        }
        Target::Scenario { file, .. } => vec![normal(&file.text)],
        Target::File(file) => candidates(&normal(&file.text)),
        Target::Lint(_) | Target::Attested { .. } | Target::Name(_) => Vec::new(),
    }
}

/// The name of the function that a ledger takes for a test.
pub fn function_named(evidence: &Evidence) -> Option<&str> {
    match &evidence.target {
        Target::Test { name, .. } => name.text.trim_end_matches("()").rsplit("::").next(),
        _ => None,
    }
}

/// A workflow may be named without its folder.
fn candidates(path: &str) -> Vec<String> {
    vec![path.to_owned(), format!(".github/workflows/{path}")]
}

/// A path as the workspace has it.
fn normal(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.strip_prefix("./").unwrap_or(&path).to_owned()
}

/// Where a ledger says that a test is.
struct Wanted<'a> {
    /// The module it is in, or one around that: a run of segments of its path.
    module: Vec<&'a str>,
    /// The end of its path, or the whole of it. The last segment may end with `*`.
    name: Vec<&'a str>,
}

impl<'a> Wanted<'a> {
    fn new(name: &'a Spanned, module: Option<&'a Spanned>) -> Wanted<'a> {
        let name: Vec<&str> = name.text.trim_end_matches("()").split("::").collect();
        let mut module: Vec<&str> = module
            .iter()
            .flat_map(|module| module.text.split("::"))
            .collect();
        // Some write the whole path where the module belongs.
        if module.ends_with(&name) {
            module.truncate(module.len() - name.len());
        }
        Wanted { module, name }
    }

    fn path(&self) -> String {
        [&self.module[..], &self.name].concat().join("::")
    }

    /// Whether it is this test. A path begins with the crate, as code or as test runners name it.
    fn is(&self, test: &Test) -> bool {
        test.places.iter().any(|place| {
            [place.krate.as_str(), place.binary.as_str()]
                .into_iter()
                .any(|root| {
                    let mut have: Vec<&str> =
                        root.split("::").chain(place.path.split("::")).collect();
                    let mut name = self.name.clone();
                    if name.last().is_some_and(|last| last.ends_with('*')) {
                        // The names were compared when the tests were picked.
                        have.pop();
                        name.pop();
                    }
                    have.ends_with(&name) && {
                        let around = &have[..have.len() - name.len()];
                        self.module.is_empty()
                            || around
                                .windows(self.module.len())
                                .any(|run| run == self.module)
                    }
                })
        })
    }
}
