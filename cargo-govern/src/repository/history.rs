//! Secrets in what commits made of files, whatever became of it since.

use std::mem;

use govern_diagnostics::NotRun;
use govern_gate::{ArgSpec, Error};
use govern_workspace::{Version, Workspace};
use rayon::prelude::*;

use super::{
    LONGEST,
    content::Content,
    first_few,
    secrets::{Searcher, Secret, fingerprint},
};

/// `--history <RANGE>`.
pub(super) const ARGUMENT: ArgSpec = ArgSpec::option(
    "history",
    "RANGE",
    "commits, as in `main..HEAD` or `HEAD`: what they made of files is searched for secrets, too",
);

/// How many bytes are read before they are searched.
const BATCH: usize = 32 << 20;

/// What commits made of files.
#[derive(Debug, Default)]
pub struct History {
    /// The range as it was asked for.
    pub range: String,
    /// How many texts were searched.
    pub searched: usize,
    /// What looks like a secret, the oldest first.
    pub secrets: Vec<PastSecret>,
    /// Versions that were not searched, and why.
    unsearched: Vec<(String, String)>,
    /// Whether git could not give one of them.
    unreadable: bool,
}

/// A secret in a version of a file.
#[derive(Debug)]
pub struct PastSecret {
    /// The commit.
    pub commit: String,
    /// The file.
    pub path: String,
    /// The line, and the character in it, from one.
    pub place: (usize, usize),
    /// What it is.
    pub secret: Secret,
    /// How many characters it has.
    pub length: usize,
    /// What it can be recognised by.
    pub fingerprint: String,
}

/// Searches what the commits of a range made of files.
pub(super) fn search(
    workspace: &Workspace,
    searcher: &Searcher,
    range: &str,
) -> Result<History, Error> {
    let versions = workspace.versions(range)?;
    let mut history = History {
        range: range.to_owned(),
        ..History::default()
    };
    let mut batch = Vec::new();
    let mut size = 0;
    workspace.read_versions(&versions, |version, answer| {
        let bytes = match answer {
            Ok(bytes) if bytes.len() as u64 <= LONGEST => bytes,
            Ok(bytes) => {
                let why = format!("{:.1} MB", bytes.len() as f64 / 1e6);
                history.unsearched.push((name(version), why));
                return;
            }
            Err(error) => {
                history.unreadable = true;
                history.unsearched.push((name(version), error.to_string()));
                return;
            }
        };
        if Content::of(&bytes) == Content::Text {
            size += bytes.len();
            batch.push((version, bytes));
        }
        if size >= BATCH {
            size = 0;
            history.take(searcher, mem::take(&mut batch));
        }
    });
    history.take(searcher, batch);
    Ok(history)
}

/// What a version is called: the beginning of its commit, and its path, as git takes them.
fn name(version: &Version) -> String {
    format!("{}:{}", short(&version.commit), version.path)
}

/// As much of a commit's name as people write.
pub fn short(commit: &str) -> &str {
    commit.get(..12).unwrap_or(commit)
}

impl History {
    /// What was not searched.
    pub(super) fn not_run(&self) -> Option<NotRun> {
        let (count, unsearched) = (self.unsearched.len(), self.unsearched.iter());
        let named = unsearched.map(|(name, why)| format!("{name} ({why})"));
        (count > 0).then(|| NotRun {
            what: format!("the search of {count} of the versions in `{}`", self.range),
            why: format!("too long, or not to be had: {}", first_few(named)),
            // What git cannot give may be anything.
            failed: self.unreadable,
        })
    }

    fn take(&mut self, searcher: &Searcher, batch: Vec<(&Version, Vec<u8>)>) {
        self.searched += batch.len();
        let found = batch.par_iter().map(|(version, bytes)| {
            let text = String::from_utf8_lossy(bytes);
            let secrets = searcher.search(&version.path, &text).into_iter();
            let secrets = secrets.map(|secret| {
                let value = &text[secret.value.clone()];
                let before = &text[..secret.place.start];
                let line = before.rsplit('\n').next().unwrap_or_default();
                PastSecret {
                    commit: version.commit.clone(),
                    path: version.path.clone(),
                    place: (before.matches('\n').count() + 1, line.chars().count() + 1),
                    length: value.trim().chars().count(),
                    fingerprint: fingerprint(value),
                    secret,
                }
            });
            secrets.collect::<Vec<_>>()
        });
        let found: Vec<Vec<PastSecret>> = found.collect();
        for secret in found.into_iter().flatten() {
            // The first commit that had it is enough.
            let is_same = |other: &PastSecret| {
                (&other.path, &other.fingerprint) == (&secret.path, &secret.fingerprint)
            };
            if !self.secrets.iter().any(is_same) {
                self.secrets.push(secret);
            }
        }
    }
}
