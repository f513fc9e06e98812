//! A git revision as a tree of files: no checkout, no hooks, no filters, nothing written.

mod apart;
mod repository;

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    process::{Child, ChildStdin, ChildStdout, Stdio},
    sync::Mutex,
};

pub(crate) use self::repository::{AROUND_HOOKS, Files, Git, Tracked};
use self::repository::{git_error, start_error};
use crate::{
    Error,
    entry::{
        Content, Identity, Kind, LONGEST, LONGEST_NOT_TRUSTED, ReadError, has_below, list_sorted,
    },
    paths,
};

/// A git revision as a tree of files. Paths are relative to the workspace root, which may be below the repository's.
#[derive(Debug)]
pub(crate) struct GitTree {
    pub(crate) git: Git,
    /// The revision as asked for.
    pub(crate) revision: String,
    /// The commit that it is.
    pub(crate) commit: String,
    /// Whether object names are SHA-1, which can be computed for files on disk.
    pub(crate) sha1: bool,
    entries: BTreeMap<String, Entry>,
    has_links: bool,
    batch: Mutex<Option<Batch>>,
}

#[derive(Debug)]
pub(crate) struct Entry {
    mode: Mode,
    object: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    File,
    Link,
    Submodule,
}

/// A `git cat-file --batch` that answers one question after the other.
#[derive(Debug)]
struct Batch {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    longest: u64,
}

impl GitTree {
    /// The tree of a revision of the repository that the directory is in.
    pub(crate) fn open(git: &Git, revision: &str) -> Result<GitTree, Error> {
        if revision.is_empty() || revision.starts_with('-') || revision.contains(['\0', '\n']) {
            return Err(Error::RevisionName {
                revision: revision.to_owned(),
            });
        }
        let asked = [
            "rev-parse",
            "--is-shallow-repository",
            "--show-object-format",
            "--show-prefix",
        ];
        let answer = git.run(&asked)?;
        if !answer.status.success() {
            return Err(git.error(&asked, &answer.stderr));
        }
        let answer = String::from_utf8_lossy(&answer.stdout).into_owned();
        let mut lines = answer.lines();
        let shallow = lines.next() == Some("true");
        let sha1 = lines.next() == Some("sha1");
        let prefix = lines.next().unwrap_or("").trim_end_matches('/').to_owned();

        let commit = git
            .commit(revision)?
            .ok_or_else(|| Error::UnknownRevision {
                revision: revision.to_owned(),
                shallow,
            })?;

        let asked = ["ls-tree", "-r", "-z", "--full-tree", &commit];
        let listing = git.run(&asked)?;
        if !listing.status.success() {
            return Err(git_error(&asked, &listing.stderr));
        }
        let entries = read_listing(&listing.stdout, &prefix);
        let has_links = entries.values().any(|entry| entry.mode == Mode::Link);
        Ok(GitTree {
            git: git.clone(),
            revision: revision.to_owned(),
            commit,
            sha1,
            entries,
            has_links,
            batch: Mutex::new(None),
        })
    }

    /// The files at or below the workspace root, sorted.
    pub(crate) fn files(&self) -> impl Iterator<Item = &String> {
        let files = self.entries.iter();
        let files = files.filter(|(_, entry)| entry.mode == Mode::File);
        files
            .map(|(path, _)| path)
            .filter(|path| paths::is_inside(path, ""))
    }

    /// The object name of a file, links followed.
    pub(crate) fn object(&self, path: &str) -> Option<&str> {
        let path = self.resolve(path)?;
        let entry = self.entries.get(&path)?;
        (entry.mode == Mode::File).then_some(entry.object.as_str())
    }

    pub(crate) fn read(&self, path: &str) -> Result<Content, ReadError> {
        let real = self.resolve(path).ok_or(ReadError::Missing)?;
        match self.entries.get(&real) {
            Some(entry) if entry.mode == Mode::File => {
                let bytes = self.blob(&entry.object)?;
                Ok(Content {
                    bytes,
                    identity: Identity::Path(real),
                    stamp: None,
                })
            }
            Some(_) => Err(ReadError::Missing),
            None if has_below(&self.entries, &real) => Err(ReadError::Directory),
            None => Err(ReadError::Missing),
        }
    }

    pub(crate) fn kind(&self, path: &str) -> Kind {
        let Some(path) = self.resolve(path) else {
            return Kind::Missing;
        };
        match self.entries.get(&path).map(|entry| entry.mode) {
            Some(Mode::File) => Kind::File,
            Some(Mode::Submodule) => Kind::Directory,
            Some(Mode::Link) => Kind::Missing,
            None if path.is_empty() || has_below(&self.entries, &path) => Kind::Directory,
            None => Kind::Missing,
        }
    }

    pub(crate) fn list(&self, directory: &str) -> Vec<(String, Kind)> {
        let Some(real) = self.resolve(directory) else {
            return Vec::new();
        };
        let mut names = list_sorted(&self.entries, &real, |entry| match entry.mode {
            Mode::File => Kind::File,
            Mode::Submodule => Kind::Directory,
            Mode::Link => Kind::Special,
        });
        names.retain(|(name, _)| name != "..");
        for (name, kind) in &mut names {
            if *kind == Kind::Special {
                *kind = self.kind(&paths::join(&real, name));
            }
        }
        names
    }

    /// The path without symbolic links; none if one leads in a circle or out of the repository.
    pub(crate) fn resolve(&self, path: &str) -> Option<String> {
        if !self.has_links {
            return Some(path.to_owned());
        }
        let mut path = path.to_owned();
        // As many as the kernel follows.
        for _ in 0..40 {
            let Some((link, rest)) = self.first_link(&path) else {
                return Some(path);
            };
            let target = self.blob(&self.entries[&link].object).ok()?;
            let target = String::from_utf8(target).ok()?;
            if target.starts_with('/') {
                return None;
            }
            path = paths::join(&paths::join(paths::parent(&link), &target), &rest);
        }
        None
    }

    /// The first part of a path that is a link, and what comes behind it.
    fn first_link(&self, path: &str) -> Option<(String, String)> {
        let ends = path
            .match_indices('/')
            .map(|(at, _)| at)
            .chain([path.len()]);
        for end in ends {
            let part = &path[..end];
            if self
                .entries
                .get(part)
                .is_some_and(|entry| entry.mode == Mode::Link)
            {
                return Some((
                    part.to_owned(),
                    path[end..].trim_start_matches('/').to_owned(),
                ));
            }
        }
        None
    }

    fn blob(&self, object: &str) -> Result<Vec<u8>, ReadError> {
        let mut batch = self
            .batch
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut running = match batch.take() {
            Some(running) => running,
            None => Batch::start(&self.git).map_err(|error| ReadError::Git(Box::new(error)))?,
        };
        // Only a process that answered in full is asked again.
        let bytes = running.blob(object)?;
        *batch = Some(running);
        bytes
    }
}

impl Batch {
    fn start(git: &Git) -> Result<Batch, Error> {
        let mut command = git.command()?;
        command
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().map_err(start_error)?;
        let stdin = child.stdin.take().expect("standard input is piped");
        let stdout = child.stdout.take().expect("standard output is piped");
        Ok(Batch {
            child,
            stdin: Some(stdin),
            stdout: BufReader::with_capacity(1 << 16, stdout),
            longest: match git.is_apart() {
                true => LONGEST_NOT_TRUSTED,
                false => LONGEST,
            },
        })
    }

    /// Outer error: the process cannot be used any more.
    fn blob(&mut self, object: &str) -> Result<Result<Vec<u8>, ReadError>, ReadError> {
        let stdin = self.stdin.as_mut().expect("it is closed only on drop");
        stdin.write_all(format!("{object}\n").as_bytes())?;
        stdin.flush()?;
        let mut header = String::new();
        self.stdout.read_line(&mut header)?;
        // `<object> blob <size>`, or `<object> missing`.
        let size = header
            .trim_end()
            .rsplit_once(" blob ")
            .and_then(|(_, size)| size.parse::<u64>().ok());
        let Some(size) = size else {
            let error = Error::MissingObject {
                object: object.to_owned(),
            };
            return if header.trim_end().ends_with(" missing") {
                Ok(Err(ReadError::Git(Box::new(error))))
            } else {
                Err(ReadError::Git(Box::new(error)))
            };
        };
        if size > self.longest {
            return Err(ReadError::TooLong(size));
        }
        let mut bytes = vec![0; size as usize];
        self.stdout.read_exact(&mut bytes)?;
        let mut newline = [0];
        self.stdout.read_exact(&mut newline)?;
        Ok(Ok(bytes))
    }
}

/// Reads objects by their names, in their order.
pub(crate) fn blobs<'o>(
    git: &Git,
    objects: impl IntoIterator<Item = &'o str>,
    mut take: impl FnMut(Result<Vec<u8>, Error>),
) {
    let mut batch = None;
    for object in objects {
        let started = match batch.take() {
            Some(running) => Ok(running),
            None => Batch::start(git),
        };
        take(started.and_then(|mut running| {
            // One that did not answer in full is not asked again.
            let answer = running.blob(object);
            if answer.is_ok() {
                batch = Some(running);
            }
            answer.flatten().map_err(|error| match error {
                ReadError::Git(error) => *error,
                error => Error::Read {
                    path: object.to_owned(),
                    message: error.to_string(),
                },
            })
        }));
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        // It ends at the end of its input; if it was stopped in the middle of an answer, the answer has no reader.
        drop(self.stdin.take());
        // A process that is already gone cannot be ended: fine.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The name git would give to these bytes as a blob, in a repository with SHA-1.
pub(crate) fn object_name(bytes: &[u8]) -> String {
    use sha1::Digest as _;
    let mut hash = sha1::Sha1::new();
    hash.update(format!("blob {}\0", bytes.len()));
    hash.update(bytes);
    let digest: [u8; 20] = hash.finalize().into();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `<mode> <type> <object>\t<path>\0` …, paths from the repository's root.
pub(crate) fn read_listing(listing: &[u8], prefix: &str) -> BTreeMap<String, Entry> {
    let mut entries = BTreeMap::new();
    for record in listing.split(|&byte| byte == 0) {
        // A path that is not UTF-8 cannot be named by a manifest or a `mod`.
        let Ok(record) = std::str::from_utf8(record) else {
            continue;
        };
        let Some((fields, path)) = record.split_once('\t') else {
            continue;
        };
        let mut fields = fields.split(' ');
        let mode = match fields.next() {
            Some("120000") => Mode::Link,
            Some("160000") => Mode::Submodule,
            _ => Mode::File,
        };
        let Some(object) = fields.nth(1) else {
            continue;
        };
        entries.insert(
            paths::relative(prefix, path),
            Entry {
                mode,
                object: object.to_owned(),
            },
        );
    }
    entries
}
