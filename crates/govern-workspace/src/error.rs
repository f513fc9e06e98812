//! Why a workspace could not be loaded, read or written.

use std::{io, string::FromUtf8Error, sync::Arc};

use camino::Utf8PathBuf;
use govern_diagnostics::{Code, Diagnostic, Severity, SourceFile, Sources, Span};
use text_size::TextRange;

/// Why a workspace could not be loaded, read or written. The texts continue "failed to load the workspace: …".
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no manifest.
    #[error("no `Cargo.toml` in `{from}` or in a directory above it")]
    NoManifest {
        /// Where the search began.
        from: Utf8PathBuf,
    },
    /// A manifest cannot be read.
    #[error("failed to read `{path}`: {message}")]
    Read {
        /// The file.
        path: String,
        /// What the system says.
        message: String,
    },
    /// A file is not UTF-8, from this line and column on.
    #[error("`{path}` is not UTF-8: line {line}, column {column}")]
    NotUtf8 {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
    },
    /// A path is not UTF-8.
    #[error("the path `{path}` is not UTF-8")]
    PathNotUtf8 {
        /// The path, with replacement characters.
        path: String,
    },
    /// A manifest is wrong, here.
    #[error("{}", .0.message)]
    Manifest(Box<Located>),
    /// `cargo metadata` refuses.
    #[error("`cargo metadata` failed: {message}")]
    Cargo {
        /// The first line of what cargo says.
        message: String,
        /// The rest of it.
        details: Vec<String>,
        /// What may help.
        help: Option<String>,
    },
    /// The answer of `cargo metadata` cannot be understood.
    #[error("`cargo metadata` gave an answer that cannot be read: {message}")]
    Metadata {
        /// Why.
        message: String,
    },
    /// There is no dependency graph, because the packages were read from the manifests alone.
    #[error("the dependency graph is known only where cargo may run")]
    NoGraph,
    /// A program cannot be started.
    #[error("failed to start `{program}`: {source}")]
    Start {
        /// The program.
        program: String,
        /// What the system says.
        source: io::Error,
    },
    /// A selected package does not exist.
    #[error("no package of the workspace is called `{name}`")]
    UnknownPackage {
        /// The name or glob.
        name: String,
        /// The names there are, the likeliest first.
        known: Vec<String>,
    },
    /// A selected target triple does not exist.
    #[error("unknown target `{triple}`")]
    UnknownTarget {
        /// The triple.
        triple: String,
    },
    /// A glob is wrong.
    #[error("`{glob}` is no glob: {message}")]
    Glob {
        /// The glob.
        glob: String,
        /// Why.
        message: String,
    },
    /// A revision's name cannot be one.
    #[error("`{revision}` cannot be the name of a revision")]
    RevisionName {
        /// The name.
        revision: String,
    },
    /// A revision does not exist.
    #[error("git knows no commit `{revision}`")]
    UnknownRevision {
        /// The name.
        revision: String,
        /// Whether the repository is a shallow clone, which lacks older commits.
        shallow: bool,
    },
    /// The workspace is in no git repository.
    #[error("`{path}` is in no git repository")]
    NotARepository {
        /// The workspace root.
        path: Utf8PathBuf,
    },
    /// What is asked for needs a checkout that is trusted.
    #[error("{what} is refused with `--untrusted`: it may run what the checkout brings along")]
    NotTrusted {
        /// What.
        what: String,
    },
    /// Git is not asked about a checkout that is not trusted.
    #[error("with `--untrusted` git is not asked about this repository: {message}")]
    GitRefused {
        /// The file, and what is wrong with it.
        message: String,
    },
    /// git is not installed.
    #[error("`git` is not installed, or not on the `PATH`")]
    GitMissing,
    /// An object is not in the repository.
    #[error("object `{object}` is missing in the git repository")]
    MissingObject {
        /// Its name.
        object: String,
    },
    /// A file is being merged, so that the index has several of it.
    #[error("`{path}` is being merged, so that nothing of it is staged")]
    Unmerged {
        /// The file.
        path: String,
    },
    /// git refuses.
    #[error("`git {arguments}` failed: {message}")]
    Git {
        /// What it was asked.
        arguments: String,
        /// What it says.
        message: String,
    },
    /// A path leads out of the workspace.
    #[error("`{path}` is outside the workspace")]
    Outside {
        /// The path.
        path: String,
    },
    /// The workspace is a revision or in memory: nothing can be written.
    #[error("`{path}` cannot be written: the workspace is not on disk")]
    ReadOnly {
        /// The path.
        path: String,
    },
    /// A file cannot be written.
    #[error("failed to write `{path}`: {source}")]
    Write {
        /// The path.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A file that was to be changed is another one by now.
    #[error("`{path}` is not as it was when it was looked at")]
    Changed {
        /// The file.
        path: String,
    },
    /// Threads cannot be started.
    #[error("failed to start threads: {message}")]
    Threads {
        /// What the system says.
        message: String,
    },
}

impl Error {
    /// That the file at `path` is not UTF-8, and where that shows first.
    pub(crate) fn not_utf8(path: &str, error: &FromUtf8Error) -> Self {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let valid = String::from_utf8_lossy(valid);
        Error::NotUtf8 {
            path: path.to_owned(),
            line: valid.matches('\n').count() + 1,
            column: valid.chars().rev().take_while(|&c| c != '\n').count() + 1,
        }
    }
}

/// A mistake at a place in a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The manifest, relative to the workspace root; to the current directory as long as the root is not known.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
    /// Where.
    pub range: TextRange,
    /// What.
    pub message: String,
    /// Why.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
}

impl Error {
    /// The error as a diagnostic, with the source it points into.
    pub fn report(&self) -> (Diagnostic, Sources) {
        let mut sources = Sources::default();
        let mut diagnostic = Diagnostic::new(Code::Workspace, Severity::Error, self.to_string());
        match self {
            Error::Manifest(located) => {
                let source = SourceFile {
                    path: located.path.clone(),
                    text: located.text.clone(),
                };
                diagnostic.span = Some(Span::new(sources.add(source), located.range));
                diagnostic.notes.clone_from(&located.notes);
                diagnostic.help.extend(located.help.clone());
            }
            Error::Cargo { details, help, .. } => {
                diagnostic.notes.clone_from(details);
                diagnostic.help.extend(help.clone());
            }
            _ => diagnostic.help.extend(self.help()),
        }
        (diagnostic, sources)
    }

    /// What to do about it.
    fn help(&self) -> Option<String> {
        Some(match self {
            Error::NoManifest { .. } => {
                "run it in a cargo workspace, or name one with `--manifest-path`".to_owned()
            }
            Error::UnknownPackage { known, .. } if known.is_empty() => return None,
            Error::UnknownPackage { known, .. } => {
                format!(
                    "there are {}",
                    known
                        .iter()
                        .map(|name| format!("`{name}`"))
                        .collect::<Vec<_>>()
                        .join(", ")
                )
            }
            Error::RevisionName { .. } => "name a branch, a tag or a commit".to_owned(),
            Error::UnknownRevision { shallow: true, .. } => {
                "this is a shallow clone: `git fetch --unshallow` gets the rest of the history"
                    .to_owned()
            }
            Error::UnknownRevision {
                shallow: false,
                revision,
            } => {
                format!(
                    "if it is a branch of the remote, run `git fetch` and name it `origin/{revision}`"
                )
            }
            Error::NotARepository { .. } => {
                "compare with a directory instead, or put the workspace under version control"
                    .to_owned()
            }
            Error::Changed { .. } => "nothing is written; run it again".to_owned(),
            Error::MissingObject { .. } => {
                "this may be a partial clone: `git fetch --refetch --no-filter` gets all objects"
                    .to_owned()
            }
            Error::Git { message, .. } if message.contains("dubious ownership") => {
                "if you trust the repository, allow it as git proposes".to_owned()
            }
            _ => return None,
        })
    }
}
