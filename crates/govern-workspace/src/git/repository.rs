//! Asking git about the repository around a directory.

use std::{
    collections::BTreeSet,
    env, fs,
    hash::Hash as _,
    io,
    process::{Command, Output, Stdio},
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};
use xxhash_rust::xxh3::Xxh3;

use super::apart::Apart;
use crate::Error;

/// What git sets in the environment of hooks, and what would lead another git astray.
pub(crate) const AROUND_HOOKS: [&str; 5] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_NAMESPACE",
];

/// The repository around a directory, and how git is asked about it: reading only what it is asked for, without locks,
/// monitor, hooks, prompts and fetching.
#[derive(Debug, Clone)]
pub(crate) struct Git {
    root: Utf8PathBuf,
    /// Git is told nothing by a checkout that is not trusted.
    apart: Option<Arc<Apart>>,
}

/// What git says of the files below a directory.
#[derive(Debug)]
pub(crate) enum Tracked {
    /// Their paths from there.
    Files(Files),
    /// It has no business there.
    NotARepository,
    /// It would not say; what it said instead.
    Refused(String),
}

/// Files that git tracks, or would.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Files {
    /// All of them, sorted.
    pub(crate) all: Vec<String>,
    /// Those of them that git does not know yet. None of a checkout that is not trusted: there nobody has looked for them.
    pub(crate) new: BTreeSet<String>,
    /// How many more there are, with names that are not UTF-8.
    pub(crate) unnamed: usize,
}

impl Git {
    /// The git that the user would ask in a directory.
    pub(crate) fn around(root: &Utf8Path) -> Git {
        Git {
            root: root.to_owned(),
            apart: None,
        }
    }

    /// One that reads nothing that whoever wrote the checkout has configured; `real` is the directory without links.
    pub(crate) fn apart(root: &Utf8Path, real: &Utf8Path) -> Git {
        Git {
            root: root.to_owned(),
            apart: Some(Arc::new(Apart::new(real))),
        }
    }

    /// Whether the checkout is not trusted. Git never looks at the files of such a work tree: it would run filters over them.
    pub(crate) fn is_apart(&self) -> bool {
        self.apart.is_some()
    }

    /// That git may be asked what it needs the configuration or the files of the work tree for.
    pub(crate) fn needs_trust(&self, what: &str) -> Result<(), Error> {
        match self.is_apart() {
            true => Err(Error::NotTrusted {
                what: what.to_owned(),
            }),
            false => Ok(()),
        }
    }

    /// A git that nothing was asked yet.
    pub(crate) fn command(&self) -> Result<Command, Error> {
        let mut command = self.command_with_hooks(&["-c", "core.hooksPath=/dev/null"]);
        command.args(["--no-pager", "--literal-pathspecs"]);
        if let Some(apart) = &self.apart {
            apart.around(&mut command)?;
        }
        Ok(command)
    }

    /// The same, but it says where hooks are.
    fn command_with_hooks(&self, more: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .args(["-c", "core.fsmonitor=false"])
            .args(more)
            .current_dir(&self.root)
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        // A hook that runs us points git at its own repository and index; we mean the one around the workspace.
        for name in AROUND_HOOKS {
            command.env_remove(name);
        }
        command
    }

    /// The directory of the repository whose work tree begins where the workspace does, where that can be told without asking git:
    /// nearly everywhere.
    pub(crate) fn own_directory(&self) -> Option<Utf8PathBuf> {
        if self.is_apart() || env::var_os("GIT_COMMON_DIR").is_some() {
            return None;
        }
        let directory = self.root.join(".git");
        let config = fs::read_to_string(directory.join("config")).ok()?;
        let config = config.to_ascii_lowercase();
        // `core.worktree` and `extensions.worktreeConfig` would say that files are elsewhere.
        let is_usual = |line: &str| {
            let line: String = line.split_whitespace().collect();
            !line.contains("worktree") && (!line.contains("bare") || line == "bare=false")
        };
        let head = fs::read_to_string(directory.join("HEAD")).ok()?;
        let head = head.trim_end();
        let is_hash =
            matches!(head.len(), 40 | 64) && head.bytes().all(|it| it.is_ascii_hexdigit());
        // As git itself looks whether it is a repository, or one further up.
        let is_repository = (head.starts_with("ref: refs/") || is_hash)
            && directory.join("objects").is_dir()
            && directory.join("refs").is_dir();
        (config.lines().all(is_usual) && is_repository).then_some(directory)
    }

    /// What git answers.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<Output, Error> {
        let mut command = self.command()?;
        command.args(arguments).output().map_err(start_error)
    }

    /// The same with a variable in the environment.
    pub(crate) fn run_with(
        &self,
        arguments: &[&str],
        variable: Option<(&str, &str)>,
    ) -> Result<Output, Error> {
        let mut command = self.command()?;
        command.args(arguments).envs(variable);
        command.output().map_err(start_error)
    }

    /// Asks where hooks are.
    pub(crate) fn run_with_hooks(&self, arguments: &[&str]) -> Result<Output, Error> {
        let mut command = self.command_with_hooks(&[]);
        command.args(arguments).output().map_err(start_error)
    }

    /// What is wrong when it answers so.
    pub(crate) fn error(&self, arguments: &[&str], stderr: &[u8]) -> Error {
        repository_error(&self.root, arguments, stderr)
    }

    /// The commit that a revision is now; none if there is no such revision.
    pub(crate) fn commit(&self, revision: &str) -> Result<Option<String>, Error> {
        let commit = format!("{revision}^{{commit}}");
        let found = self.run(&["rev-parse", "--verify", "--quiet", &commit])?;
        let name = String::from_utf8_lossy(&found.stdout).trim().to_owned();
        Ok(found.status.success().then_some(name))
    }

    /// The files that git tracks, and, where it may look at the work tree, those that it does not know yet and does not ignore.
    pub(crate) fn tracked(&self) -> Tracked {
        let others: &[&str] = match self.is_apart() {
            true => &[],
            false => &["--others", "--exclude-standard"],
        };
        self.listed(others, None)
    }

    /// The files that an index holds; that of the repository, unless another one is named.
    pub(crate) fn indexed(&self, index: Option<&str>) -> Tracked {
        self.listed(&[], index.map(|file| ("GIT_INDEX_FILE", file)))
    }

    fn listed(&self, more: &[&str], variable: Option<(&str, &str)>) -> Tracked {
        let arguments = [&["ls-files", "--cached", "-t", "-z"], more].concat();
        let answer = match self.run_with(&arguments, variable) {
            Ok(answer) if answer.status.success() => answer.stdout,
            Ok(answer) => {
                return match self.error(&arguments, &answer.stderr) {
                    Error::NotARepository { .. } => Tracked::NotARepository,
                    error => Tracked::Refused(error.to_string()),
                };
            }
            Err(Error::GitMissing | Error::NotARepository { .. }) => {
                return Tracked::NotARepository;
            }
            Err(error) => return Tracked::Refused(error.to_string()),
        };
        Tracked::Files(Files::read(&answer))
    }
}

impl Files {
    /// What `git ls-files -t -z` writes.
    pub(crate) fn read(answer: &[u8]) -> Files {
        let mut files = Files::default();
        for entry in answer.split(|&byte| byte == 0) {
            // A letter says what it is to git, a blank follows.
            let Some((tag, path)) = entry.split_at_checked(2) else {
                continue;
            };
            match std::str::from_utf8(path) {
                // A repository inside of this one is listed as a directory.
                Ok(path) if path.is_empty() || path.ends_with('/') => {}
                Ok(path) => {
                    files.all.push(path.to_owned());
                    if tag == b"? " {
                        files.new.insert(path.to_owned());
                    }
                }
                Err(_) => files.unnamed += 1,
            }
        }
        files.all.sort();
        // A file that is being merged is listed once for each side.
        files.all.dedup();
        files
    }
}

impl Tracked {
    /// A hash of all of it.
    pub(crate) fn hash(&self) -> u128 {
        let mut state = Xxh3::new();
        match self {
            Tracked::Files(Files { all, new, unnamed }) => {
                (0_u8, all, new, unnamed).hash(&mut state);
            }
            Tracked::NotARepository => 1_u8.hash(&mut state),
            Tracked::Refused(why) => (2_u8, why).hash(&mut state),
        }
        state.digest128()
    }
}

pub(super) fn start_error(source: io::Error) -> Error {
    match source.kind() {
        io::ErrorKind::NotFound => Error::GitMissing,
        _ => Error::Start {
            program: "git".to_owned(),
            source,
        },
    }
}

fn repository_error(root: &Utf8Path, arguments: &[&str], stderr: &[u8]) -> Error {
    if String::from_utf8_lossy(stderr).contains("not a git repository") {
        return Error::NotARepository {
            path: root.to_owned(),
        };
    }
    git_error(arguments, stderr)
}

pub(super) fn git_error(arguments: &[&str], stderr: &[u8]) -> Error {
    Error::Git {
        arguments: arguments.join(" "),
        message: String::from_utf8_lossy(stderr).trim().to_owned(),
    }
}
