//! Asking a program that builds the project: only where cargo may run, with an end to waiting.

use std::{fs, io, time::Duration};

use camino::Utf8PathBuf;
use xxhash_rust::xxh3::xxh3_128;

use crate::{Error, Workspace, cache_directory, cargo::stamp};

/// How names begin of files that say that something was seen before.
const SEEN: &str = "seen-";
/// How many of them are kept.
const KEPT: usize = 16;

/// What a program answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its exit status; none if a signal ended it.
    pub status: Option<i32>,
    /// What it wrote to standard output; bytes that are no text are replaced.
    pub stdout: String,
    /// What it wrote to standard error.
    pub stderr: String,
}

/// Why a program gave no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NoAnswer {
    /// Nothing of the workspace may run: it is not trusted, or not on disk.
    #[error("nothing of the workspace is run with `--untrusted`")]
    Untrusted,
    /// There is no such program.
    #[error("`{0}` is not installed")]
    Missing(String),
    /// It cannot be started, or waited for.
    #[error("`{program}` cannot be run: {source}")]
    Failed {
        /// The program.
        program: String,
        /// What the system says.
        source: io::Error,
    },
    /// It did not end in time, and was ended.
    #[error("`{program}` was ended after {} seconds", .after.as_secs())]
    TooLong {
        /// The program.
        program: String,
        /// How long it was waited for.
        after: Duration,
    },
}

impl Workspace {
    /// Runs a program in the workspace root, which may build and so run code of the workspace, and gives what it answers.
    /// It has nothing to read, shows no colours, and is ended after that long.
    pub fn ask(
        &self,
        program: &str,
        arguments: &[&str],
        at_most: Duration,
    ) -> Result<Answer, NoAnswer> {
        let runner = self.runner();
        runner.program(program)?;
        // What it looks at cannot be asked again.
        self.notes.lose();
        runner.run(program, arguments, at_most)
    }

    /// A word for the program as it is installed: another one has another. It is given only where programs may run.
    pub fn installed(&self, program: &str) -> Result<String, NoAnswer> {
        let installed = self.installed_now(program);
        self.notes
            .program(program, installed.as_ref().ok().map(String::as_str));
        installed
    }

    /// The same without a note of it.
    pub(crate) fn installed_now(&self, program: &str) -> Result<String, NoAnswer> {
        self.runner().program(program).map(|path| stamp(&path))
    }

    /// What is found out now is not kept: it depends on how long something took, or on what else this machine does.
    pub fn forget(&self) {
        self.notes.lose();
    }

    /// Whether somebody [saw](Self::remember_seen) this before.
    pub fn was_seen(&self, what: &str) -> bool {
        self.seen(what)
            .is_some_and(|path| fs::read_to_string(path).is_ok_and(|text| text == what))
    }

    /// Remembers for later runs that something was seen. Failing to is no error: it is looked at again.
    pub fn remember_seen(&self, what: &str) {
        let Some(path) = self.seen(what) else { return };
        drop(cache_directory::replace(&path, what.as_bytes()));
        if let Some(directory) = path.parent() {
            cache_directory::tidy(directory, SEEN, KEPT);
        }
    }

    /// The directory of the caches, and whether files can be written there; none if no caches are used.
    pub fn try_cache(&self) -> Option<(Utf8PathBuf, io::Result<()>)> {
        let directory = self.cache.clone()?;
        let tried = cache_directory::temporary(&directory).map(drop);
        Some((directory, tried))
    }

    fn seen(&self, what: &str) -> Option<Utf8PathBuf> {
        let directory = self.cache.as_deref()?;
        Some(directory.join(format!("{SEEN}{:032x}", xxh3_128(what.as_bytes()))))
    }
}

/// A temporary directory with files, for a program to look at. It is gone when it is dropped.
#[derive(Debug)]
pub struct Scratch {
    directory: tempfile::TempDir,
}

impl Scratch {
    /// One with these files: paths and texts.
    pub fn with(files: &[(&str, &str)]) -> Result<Scratch, Error> {
        let failed = |path: &str, source| Error::Write {
            path: path.to_owned(),
            source,
        };
        let directory = tempfile::tempdir().map_err(|source| failed("a directory", source))?;
        for (path, text) in files {
            let file = directory.path().join(path);
            let written = file
                .parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| fs::write(&file, text));
            written.map_err(|source| failed(path, source))?;
        }
        Ok(Scratch { directory })
    }

    /// Where a file of it is.
    pub fn path(&self, path: &str) -> String {
        let path = self.directory.path().join(path);
        path.to_string_lossy().into_owned()
    }
}
