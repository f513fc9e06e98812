//! Git over a checkout that is not trusted.
//!
//! Its configuration, attributes, hooks and links to other repositories can make git run programs, wait without end and read
//! what is elsewhere. So git is not led to its git directory, but to one that is made here: with a configuration of ours, a
//! copy of the names of commits, and the objects and the index of the checkout, which are looked through for links before.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use camino::{Utf8Path, Utf8PathBuf};
use tempfile::TempDir;

use crate::{Error, entry::ReadError, regular::read_file};

/// A name of a commit is not longer than that, and neither is the configuration.
const LONGEST_NAME: u64 = 1 << 16;
/// All names in one file, or the commits at which the history was cut off.
const LONGEST_LIST: u64 = 1 << 28;
/// As many names that have a file each are copied, and as deep.
const NAMES: usize = 100_000;
const DEPTH: usize = 16;

/// Settings that would have git read other files than it is asked for.
const SETTINGS: [&str; 4] = [
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "log.mailmap=false",
    "log.showSignature=false",
];

/// A git directory of ours, made when git is first asked.
#[derive(Debug)]
pub(super) struct Apart {
    /// The directory that git is asked in, without links.
    real: Utf8PathBuf,
    made: OnceLock<Result<Made, Refusal>>,
}

#[derive(Debug)]
struct Made {
    directory: TempDir,
    /// The work tree of the checkout.
    top: Utf8PathBuf,
}

#[derive(Debug, Clone)]
enum Refusal {
    NoRepository,
    /// What is wrong with the repository of the checkout.
    Because(String),
}

impl Apart {
    pub(super) fn new(real: &Utf8Path) -> Apart {
        Apart {
            real: real.to_owned(),
            made: OnceLock::new(),
        }
    }

    /// Leads a git that nothing was asked yet to the directory of ours.
    pub(super) fn around(&self, command: &mut Command) -> Result<(), Error> {
        let made = self.made.get_or_init(|| make(&self.real));
        let made = made.as_ref().map_err(|refusal| match refusal {
            Refusal::NoRepository => Error::NotARepository {
                path: self.real.clone(),
            },
            Refusal::Because(message) => Error::GitRefused {
                message: message.clone(),
            },
        })?;
        let theirs = made.top.join(".git");
        command
            .env("GIT_DIR", made.directory.path())
            .env("GIT_WORK_TREE", &made.top)
            .env("GIT_OBJECT_DIRECTORY", theirs.join("objects"))
            .env("GIT_INDEX_FILE", theirs.join("index"))
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            // No protocol: nothing is fetched.
            .env("GIT_ALLOW_PROTOCOL", "");
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        Ok(())
    }
}

fn make(real: &Utf8Path) -> Result<Made, Refusal> {
    let mut above = real.ancestors();
    let is_there = |top: &&Utf8Path| fs::symlink_metadata(top.join(".git")).is_ok();
    let top = above.find(is_there).ok_or(Refusal::NoRepository)?;
    let theirs = top.join(".git");
    let data = fs::symlink_metadata(&theirs).map_err(|error| refused(&theirs, error))?;
    if !data.is_dir() {
        return Err(refused(&theirs, "it leads to a directory elsewhere"));
    }
    let directory = tempfile::tempdir().map_err(|error| refused(&theirs, error))?;
    let ours = directory.path();
    let write = |name: &str, bytes: &[u8]| {
        fs::write(ours.join(name), bytes).map_err(|error| refused(&theirs, error))
    };
    let config = read(theirs.join("config"), LONGEST_NAME)?.unwrap_or_default();
    write("config", configuration(&config).as_bytes())?;
    let head = read(theirs.join("HEAD"), LONGEST_NAME)?.ok_or(Refusal::NoRepository)?;
    write("HEAD", &head)?;
    for name in ["packed-refs", "shallow"] {
        if let Some(bytes) = read(theirs.join(name), LONGEST_LIST)? {
            write(name, &bytes)?;
        }
    }
    fs::create_dir_all(ours.join("refs")).map_err(|error| refused(&theirs, error))?;
    for name in ["refs", "reftable"] {
        let longest = if name == "refs" {
            LONGEST_NAME
        } else {
            LONGEST_LIST
        };
        copy(theirs.join(name).as_std_path(), &ours.join(name), longest)?;
    }
    look_through(theirs.join("objects").as_std_path())?;
    for name in ["objects/info/alternates", "objects/info/http-alternates"] {
        if fs::symlink_metadata(theirs.join(name)).is_ok() {
            return Err(refused(theirs.join(name), "it leads to objects elsewhere"));
        }
    }
    match fs::symlink_metadata(theirs.join("index")) {
        Ok(data) if !data.is_file() => {
            return Err(refused(theirs.join("index"), "it is no regular file"));
        }
        _ => {}
    }
    Ok(Made {
        directory,
        top: top.to_owned(),
    })
}

/// A configuration with nothing but how the repository is stored, which is all that is believed of the other one.
fn configuration(theirs: &[u8]) -> String {
    let theirs = String::from_utf8_lossy(theirs).to_lowercase();
    let value = |key: &str| {
        let mut lines = theirs.lines();
        let value =
            lines.find_map(|line| line.trim().strip_prefix(key)?.trim().strip_prefix('='))?;
        Some(value.trim().trim_matches('"').to_owned())
    };
    let mut ours =
        "[core]\n\trepositoryformatversion = 1\n\tbare = false\n[extensions]\n".to_owned();
    if value("objectformat").as_deref() == Some("sha256") {
        ours.push_str("\tobjectformat = sha256\n");
    }
    if value("refstorage").as_deref() == Some("reftable") {
        ours.push_str("\trefstorage = reftable\n");
    }
    ours
}

/// Copies a directory of names of commits.
fn copy(from: &Path, to: &Path, longest: u64) -> Result<(), Refusal> {
    let mut open = vec![(PathBuf::new(), 0)];
    let mut names = 0;
    if fs::symlink_metadata(from).is_err() {
        return Ok(());
    }
    while let Some((below, depth)) = open.pop() {
        fs::create_dir_all(to.join(&below)).map_err(|error| refused(from, error))?;
        for (name, is_directory) in entries(&from.join(&below))? {
            names += 1;
            if names > NAMES || depth > DEPTH {
                return Err(refused(from, "there is too much in it"));
            }
            let path = below.join(name);
            if is_directory {
                open.push((path, depth + 1));
            } else if let Some(bytes) = read(from.join(&path), longest)? {
                fs::write(to.join(&path), bytes).map_err(|error| refused(from, error))?;
            }
        }
    }
    Ok(())
}

/// That there are only files in the directory of objects, and in the directories in it.
fn look_through(objects: &Path) -> Result<(), Refusal> {
    let mut open = vec![(objects.to_owned(), 0)];
    while let Some((directory, depth)) = open.pop() {
        if depth > DEPTH {
            return Err(refused(objects, "there is too much in it"));
        }
        let below = entries(&directory)?.into_iter();
        let below = below.filter(|(_, is_directory)| *is_directory);
        open.extend(below.map(|(name, _)| (directory.join(name), depth + 1)));
    }
    Ok(())
}

/// The names in a directory that is no link, and whether they are directories. There is nothing else in it but files.
fn entries(directory: &Path) -> Result<Vec<(PathBuf, bool)>, Refusal> {
    let failed = |error| refused(directory, error);
    if !fs::symlink_metadata(directory).map_err(failed)?.is_dir() {
        return Err(refused(directory, "it is no directory"));
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        if !kind.is_file() && !kind.is_dir() {
            return Err(refused(entry.path(), "it is no regular file"));
        }
        found.push((PathBuf::from(entry.file_name()), kind.is_dir()));
    }
    Ok(found)
}

/// Reads a file that is no link; none if there is none.
fn read(path: impl AsRef<Path>, longest: u64) -> Result<Option<Vec<u8>>, Refusal> {
    let path = path.as_ref();
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Ok(data) if data.is_symlink() => return Err(refused(path, "it is a link")),
        _ => {}
    }
    match read_file(path, longest) {
        Ok((bytes, _)) => Ok(Some(bytes)),
        Err(ReadError::TooLong(size)) => Err(refused(path, format!("it is {size} bytes long"))),
        Err(error) => Err(refused(path, error)),
    }
}

fn refused(path: impl AsRef<Path>, why: impl std::fmt::Display) -> Refusal {
    Refusal::Because(format!("`{}`: {why}", path.as_ref().display()))
}
