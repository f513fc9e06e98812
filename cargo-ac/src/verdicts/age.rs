//! Whether results are of the sources that there are.
//!
//! The time of a file proves nothing: a checkout makes old sources new, and a copy makes old results new. A result is of
//! the present sources if `cargo ac record` ran the tests, wrote down what every source held then, and what a test depends
//! on still holds the same.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// What is known about the age of a file of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Age {
    /// The configuration says that it is of the present sources.
    Assumed,
    /// It says that it is of this commit, and another one is checked out.
    OtherCommit(String),
    /// No recorded run wrote it, at least not as it is now.
    Unrecorded,
    /// A recorded run wrote it, and these sources have changed since.
    Recorded(Vec<String>),
}

/// Recorded runs, as they are written to a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The version of this format.
    pub schema: u32,
    /// The runs.
    pub runs: Vec<RecordedRun>,
}

/// A run of tests.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedRun {
    /// The files of results that it wrote, with hashes.
    pub results: BTreeMap<String, String>,
    /// The sources before and after it, with hashes.
    pub sources: BTreeMap<String, String>,
}

/// The version of [`Record`].
pub const SCHEMA: u32 = 1;

/// Which sources the tests of a package depend on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Members {
    /// The directory of each member that is not the root, with its name.
    pub directories: BTreeMap<String, String>,
    /// What a member depends on among the members, itself included.
    pub needs: BTreeMap<String, BTreeSet<String>>,
}

impl Record {
    /// The record with another run; files that it wrote again are its own now.
    pub fn with(mut self, run: RecordedRun) -> Record {
        self.schema = SCHEMA;
        for old in &mut self.runs {
            old.results
                .retain(|path, _| !run.results.contains_key(path));
        }
        self.runs.retain(|old| !old.results.is_empty());
        self.runs.push(run);
        self
    }

    /// The run that wrote a file of that content.
    pub fn run_of(&self, path: &str, hash: &str) -> Option<&RecordedRun> {
        self.runs
            .iter()
            .find(|run| run.results.get(path).is_some_and(|known| known == hash))
    }
}

/// The sources that differ: changed, gone or new.
pub fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    paths
        .into_iter()
        .filter(|path| before.get(*path) != after.get(*path))
        .cloned()
        .collect()
}

impl Members {
    /// Whether tests of a package depend on a file; those of no package in particular depend on all.
    ///
    /// What is in the directory of a member is that member's. What is in none, or in that of the root, may be read by any.
    pub fn touches(&self, path: &str, package: Option<&str>) -> bool {
        let Some(needs) = package.and_then(|package| self.needs.get(package)) else {
            return true;
        };
        let mut around = path;
        while let Some((directory, _)) = around.rsplit_once('/') {
            if let Some(owner) = self.directories.get(directory) {
                return needs.contains(owner);
            }
            around = directory;
        }
        true
    }

    /// Why results of that age show nothing for tests of a package.
    pub fn stale(&self, age: &Age, package: Option<&str>) -> Option<String> {
        match age {
            Age::Assumed => None,
            Age::OtherCommit(commit) => Some(format!("it is of commit {commit}")),
            Age::Unrecorded => Some("nobody knows of which sources it is".to_owned()),
            Age::Recorded(changed) => {
                let mut touched = changed.iter().filter(|path| self.touches(path, package));
                let first = touched.next()?;
                Some(match touched.count() {
                    0 => format!("{first} has changed since"),
                    more => format!("{first} and {more} more files have changed since"),
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
        let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        entries.iter().map(own).collect()
    }

    fn members() -> Members {
        let needs = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Members {
            directories: map(&[
                ("crates/a", "a"),
                ("crates/b", "b"),
                ("crates/a/inner", "c"),
            ]),
            needs: [
                ("a", needs(&["a", "b"])),
                ("b", needs(&["b"])),
                ("c", needs(&["c"])),
            ]
            .into_iter()
            .map(|(name, needs)| (name.to_owned(), needs))
            .collect(),
        }
    }

    #[test]
    fn a_test_depends_on_its_package_and_on_what_that_needs() {
        let members = members();
        for (path, package, touches) in [
            ("crates/a/src/lib.rs", "a", true),
            ("crates/b/src/lib.rs", "a", true),
            ("crates/a/src/lib.rs", "b", false),
            ("crates/a/inner/src/lib.rs", "a", false),
            ("crates/a/inner/src/lib.rs", "c", true),
            ("Cargo.lock", "b", true),
            ("testdata/x.json", "c", true),
            ("crates/a/src/lib.rs", "unheard-of", true),
        ] {
            assert_eq!(
                members.touches(path, Some(package)),
                touches,
                "{path} {package}"
            );
        }
        assert!(members.touches("crates/a/src/lib.rs", None));
    }

    #[test]
    fn why_results_are_too_old() {
        let stale = |age: Age, package: &str| members().stale(&age, Some(package));
        assert_eq!(stale(Age::Assumed, "a"), None);
        assert_eq!(stale(Age::Recorded(Vec::new()), "a"), None);
        let changed = vec!["Cargo.lock".to_owned(), "crates/a/x.rs".to_owned()];
        assert_eq!(
            stale(Age::Recorded(changed.clone()), "a").as_deref(),
            Some("Cargo.lock and 1 more files have changed since")
        );
        assert_eq!(
            stale(Age::Recorded(changed[..1].to_vec()), "b").as_deref(),
            Some("Cargo.lock has changed since")
        );
        assert_eq!(stale(Age::Recorded(changed[1..].to_vec()), "b"), None);
        assert!(stale(Age::Unrecorded, "a").is_some());
        assert!(stale(Age::OtherCommit("1a".to_owned()), "a").is_some());
    }

    #[test]
    fn a_file_is_of_the_run_that_wrote_it_last() {
        let run = |results: &[(&str, &str)], sources: &[(&str, &str)]| RecordedRun {
            results: map(results),
            sources: map(sources),
        };
        let record = Record::default()
            .with(run(&[("a.xml", "1"), ("b.xml", "1")], &[("x", "1")]))
            .with(run(&[("a.xml", "2")], &[("x", "2")]))
            .with(run(&[("b.xml", "3")], &[("x", "3")]));
        assert_eq!(record.runs.len(), 2);
        assert_eq!(record.run_of("a.xml", "1"), None);
        assert_eq!(record.run_of("a.xml", "2"), Some(&record.runs[0]));
        assert_eq!(
            changed(
                &map(&[("x", "1"), ("y", "1"), ("z", "1")]),
                &map(&[("x", "1"), ("y", "2"), ("n", "1")])
            ),
            ["n", "y", "z"]
        );
    }
}
