//! The directory in which git looks for hooks, and the files in it.

use std::{
    fs,
    io::{self, Write as _},
};

use camino::{Utf8Path, Utf8PathBuf};

use crate::{Error, Workspace, tree::Tree};

/// The directory in which git looks for hooks.
#[derive(Debug)]
pub struct Hooks {
    /// Where it is.
    pub directory: Utf8PathBuf,
    /// Where the workspace is in the repository, empty or with `/` at its end.
    pub prefix: String,
    /// Whether it belongs to this repository: `core.hooksPath` may name one that many share.
    pub is_own: bool,
}

/// A hook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// What is in it; bytes that are no text are replaced.
    pub text: String,
    /// Whether git would run it.
    pub is_executable: bool,
}

impl Workspace {
    /// The directory in which git looks for hooks: that of `core.hooksPath`, or else the one that all work trees share.
    pub fn hooks(&self) -> Result<Hooks, Error> {
        let Tree::Disk(disk) = &self.tree else {
            return Err(Error::NotARepository {
                path: self.root.clone(),
            });
        };
        if disk.is_edited() {
            return Err(Error::ReadOnly {
                path: "hooks".to_owned(),
            });
        }
        let git = self.git();
        git.needs_trust("to ask git for its hooks")?;
        self.notes.lose();
        let asked = [
            "rev-parse",
            "--show-toplevel",
            "--git-common-dir",
            "--show-prefix",
            "--git-path",
            "hooks",
        ];
        let answer = git.run_with_hooks(&asked)?;
        if !answer.status.success() {
            return Err(git.error(&asked, &answer.stderr));
        }
        let answer = String::from_utf8_lossy(&answer.stdout).into_owned();
        let mut lines = answer.lines();
        let mut next = || lines.next().unwrap_or_default();
        // Paths may be relative to where git was asked.
        let (top, common) = (self.root.join(next()), self.root.join(next()));
        let prefix = next().to_owned();
        let directory = self.root.join(next());
        let real = |path: &Utf8Path| real(path).unwrap_or_else(|| path.to_owned());
        let (top, common, there) = (real(&top), real(&common), real(&directory));
        Ok(Hooks {
            is_own: there.starts_with(&common) || there.starts_with(&top),
            directory,
            prefix,
        })
    }
}

/// A path without symbolic links, as far as there is something.
fn real(path: &Utf8Path) -> Option<Utf8PathBuf> {
    let there = path.ancestors().find(|it| it.exists())?;
    let rest = path.strip_prefix(there).ok()?;
    Some(there.canonicalize_utf8().ok()?.join(rest))
}

impl Hooks {
    /// Where the hook of a name is.
    pub fn path(&self, name: &str) -> Utf8PathBuf {
        self.directory.join(name)
    }

    /// The hook of a name, if there is one.
    pub fn read(&self, name: &str) -> Result<Option<Hook>, Error> {
        let path = self.path(name);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(Error::Read {
                    path: path.into(),
                    message: error.to_string(),
                });
            }
        };
        Ok(Some(Hook {
            text: String::from_utf8_lossy(&bytes).into_owned(),
            is_executable: is_executable(&path),
        }))
    }

    /// Writes a hook, whole or not at all. One that is there already stays as it is, unless it has exactly this text: then it
    /// is replaced.
    pub fn write(&self, name: &str, text: &str, before: Option<&str>) -> Result<(), Error> {
        let path = self.path(name);
        let written = self.temporary(text).and_then(|file| match before {
            None => file
                .persist_noclobber(&path)
                .map(drop)
                .map_err(|it| it.error),
            Some(before) if fs::read(&path).is_ok_and(|now| now == before.as_bytes()) => {
                file.persist(&path).map(drop).map_err(|it| it.error)
            }
            Some(_) => Err(io::Error::other("somebody else changed it meanwhile")),
        });
        written.map_err(|source| Error::Write {
            path: path.into(),
            source,
        })
    }

    /// Gives a hook another name, which none has yet.
    pub fn rename(&self, from: &str, to: &str) -> Result<(), Error> {
        let (from, to) = (self.path(from), self.path(to));
        // Making a link fails where something is, which renaming does not.
        let renamed = fs::hard_link(&from, &to).and_then(|()| fs::remove_file(&from));
        renamed.map_err(|source| Error::Write {
            path: to.into(),
            source,
        })
    }

    /// Removes a hook.
    pub fn remove(&self, name: &str) -> Result<(), Error> {
        let path = self.path(name);
        fs::remove_file(&path).map_err(|source| Error::Write {
            path: path.into(),
            source,
        })
    }

    fn temporary(&self, text: &str) -> io::Result<tempfile::NamedTempFile> {
        fs::create_dir_all(&self.directory)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".govern-").suffix(".tmp");
        #[cfg(unix)]
        // The system takes away what the user's mask forbids.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
        let mut file = builder.tempfile_in(&self.directory)?;
        file.write_all(text.as_bytes())?;
        Ok(file)
    }
}

#[cfg(unix)]
fn is_executable(path: &Utf8Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Utf8Path) -> bool {
    path.exists()
}
