//! Asking a program that builds the project: only where cargo may run, with an end to waiting.

use std::{
    env, fs,
    io::{self, Read},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use camino::{Utf8Path, Utf8PathBuf};
use xxhash_rust::xxh3::xxh3_128;

use crate::{Error, Workspace, cache_directory, cargo::stamp, git::AROUND_HOOKS, tree::Tree};

/// How names begin of files that say that something was seen before.
const SEEN: &str = "seen-";
/// How many of them are kept.
const KEPT: usize = 16;
/// How long to wait before a look whether a program has ended.
const PAUSE: Duration = Duration::from_millis(20);

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
        let path = self.program(program)?;
        let failed = |source| NoAnswer::Failed {
            program: program.to_owned(),
            source,
        };
        // What it looks at cannot be asked again.
        self.notes.lose();
        let mut command = Command::new(&path);
        command
            .args(arguments)
            .current_dir(&self.root)
            .env("CARGO_TERM_COLOR", "never")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if self.is_offline() {
            command.env("CARGO_NET_OFFLINE", "true");
        }
        for name in AROUND_HOOKS {
            command.env_remove(name);
        }
        let mut child = command.spawn().map_err(failed)?;
        let stdout = collect(child.stdout.take());
        let stderr = collect(child.stderr.take());
        let end = Instant::now() + at_most;
        let too_long = || NoAnswer::TooLong {
            program: program.to_owned(),
            after: at_most,
        };
        let Some(status) = wait(&mut child, end).map_err(failed)? else {
            return Err(too_long());
        };
        // Processes that it left behind may keep its output open.
        let rest = |from: mpsc::Receiver<Vec<u8>>| {
            let left = end.saturating_duration_since(Instant::now()).max(PAUSE);
            let bytes = from.recv_timeout(left).map_err(|_| too_long())?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        };
        Ok(Answer {
            status,
            stdout: rest(stdout)?,
            stderr: rest(stderr)?,
        })
    }

    /// A word for the program as it is installed: another one has another. It is given only where programs may run.
    pub fn installed(&self, program: &str) -> Result<String, NoAnswer> {
        self.program(program).map(|path| stamp(&path))
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

    fn seen(&self, what: &str) -> Option<Utf8PathBuf> {
        let directory = self.cache.as_deref()?;
        Some(directory.join(format!("{SEEN}{:032x}", xxh3_128(what.as_bytes()))))
    }

    /// Where a program is.
    fn program(&self, program: &str) -> Result<Utf8PathBuf, NoAnswer> {
        // A program would see the disk, not what it is looked at as.
        let is_edited = matches!(&self.tree, Tree::Disk(disk) if disk.is_edited());
        if self.answer.is_none() || is_edited {
            return Err(NoAnswer::Untrusted);
        }
        let path = env::var_os("PATH").unwrap_or_default();
        let on_path = env::split_paths(&path).filter_map(|it| Utf8PathBuf::from_path_buf(it).ok());
        let name = format!("{program}{}", env::consts::EXE_SUFFIX);
        let mut places = self.programs.iter().cloned().chain(on_path);
        places
            .find_map(|directory| is_program(&directory.join(&name)))
            .ok_or_else(|| NoAnswer::Missing(program.to_owned()))
    }

    /// Whether cargo was told not to use the network.
    fn is_offline(&self) -> bool {
        let asked = self.answer.as_ref();
        asked.is_some_and(|asked| asked.1.iter().any(|it| it == "--offline"))
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

fn is_program(path: &Utf8Path) -> Option<Utf8PathBuf> {
    let data = fs::metadata(path).ok()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if data.permissions().mode() & 0o111 == 0 {
            return None;
        }
    }
    data.is_file().then(|| path.to_owned())
}

/// Reads all of a stream beside us.
fn collect(stream: Option<impl Read + Send + 'static>) -> mpsc::Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            // What came until it broke is what there is.
            drop(stream.read_to_end(&mut bytes));
        }
        // Nobody may be waiting any more.
        drop(sender.send(bytes));
    });
    receiver
}

/// The exit status; none if it did not end in time, and was ended.
fn wait(child: &mut Child, end: Instant) -> io::Result<Option<Option<i32>>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status.code()));
        }
        if Instant::now() >= end {
            // It may have ended just now: fine.
            drop(child.kill());
            drop(child.wait());
            return Ok(None);
        }
        thread::sleep(PAUSE);
    }
}
