//! `[repository]` of `govern.toml`, as meant.

use std::collections::BTreeSet;
use std::ops::Range;

use globset::GlobMatcher;
use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{GateOutcome, Spanned};

use super::config::{self, AllowedSecret, Config};
use super::stages::Stage;
use crate::globs::{Globs, Mistake, matcher};

/// What the configuration says, checked.
#[derive(Debug, Default)]
pub struct Settings {
    /// `[repository.binary_file]`.
    pub binary_file: BinaryFile,
    /// `[repository.duplicate_dependency]`.
    pub duplicate_dependency: Packages,
    /// `[repository.documents]`.
    pub documents: Documents,
    /// `[repository.forbidden_file]`.
    pub forbidden_file: ForbiddenFile,
    /// `[repository.git_dependency]`.
    pub git_dependency: GitDependency,
    /// `[repository.large_file]`.
    pub large_file: LargeFile,
    /// `[repository.licenses]`.
    pub licenses: Licenses,
    /// `[repository.lookalike_dependency]`.
    pub lookalike_dependency: LookalikeDependency,
    /// `[repository.wildcard_dependency]`.
    pub wildcard_dependency: Packages,
    /// `[repository.workflows]`.
    pub workflows: Workflows,
    /// What looks like a secret and is none.
    pub allowed: Vec<Allowed>,
}

/// `[repository.documents]`.
#[derive(Debug, Default)]
pub struct Documents {
    /// Markdown files that are not read.
    pub exclude: Globs,
    /// Whether headings are looked for.
    pub anchors: bool,
}

/// `[repository.workflows]`.
#[derive(Debug, Default)]
pub struct Workflows {
    /// Whether actions must be named by a commit.
    pub commits: bool,
    /// Actions that may be named by a branch.
    pub trusted: Globs,
    /// What must be there.
    pub stages: Vec<Demanded>,
}

/// A stage that must be there.
#[derive(Debug)]
pub struct Demanded {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Option<Span>,
    /// Which one it is; none if it is a command.
    pub stage: Option<Stage>,
}

/// Packages that a rule lets be.
#[derive(Debug, Default)]
pub struct Packages {
    /// Those.
    pub allow: Globs,
}

/// `[repository.binary_file]`.
#[derive(Debug, Default)]
pub struct BinaryFile {
    /// Whether every file that is no text counts.
    pub any: bool,
    /// Files that may be there.
    pub allow: Globs,
}

/// `[repository.forbidden_file]`.
#[derive(Debug, Default)]
pub struct ForbiddenFile {
    names: Vec<(String, GlobMatcher, &'static str)>,
    allow: Globs,
}

/// `[repository.git_dependency]`.
#[derive(Debug, Default)]
pub struct GitDependency {
    /// Whether only a commit will do.
    pub exact: bool,
    /// Packages that may follow a branch.
    pub allow: Globs,
}

/// `[repository.large_file]`.
#[derive(Debug, Default)]
pub struct LargeFile {
    /// How many bytes a file may have.
    pub max_bytes: u64,
    /// Files that may be larger.
    pub allow: Globs,
}

/// `[repository.licenses]`.
#[derive(Debug, Default)]
pub struct Licenses {
    /// Those that are allowed; none if nobody says which.
    pub allow: Option<Vec<spdx::Licensee>>,
    /// Packages that are allowed.
    pub packages: Globs,
}

/// `[repository.lookalike_dependency]`.
#[derive(Debug, Default)]
pub struct LookalikeDependency {
    /// Packages that are meant.
    pub allow: Globs,
    /// More well-known names.
    pub known: BTreeSet<String>,
}

/// What belongs to one machine, by what it is.
const FORBIDDEN: [(&str, &[&str]); 4] = [
    (
        "settings of one machine",
        &[".env", ".env.local", ".env.*.local"],
    ),
    (
        "a key, or what unlocks something",
        &[
            "id_rsa",
            "id_dsa",
            "id_ecdsa",
            "id_ed25519",
            "*.p12",
            "*.pfx",
            "*.kdbx",
            ".netrc",
            ".pgpass",
            ".git-credentials",
            "**/.cargo/credentials",
            "**/.cargo/credentials.toml",
        ],
    ),
    (
        "what a file manager or an editor left behind",
        &[
            ".DS_Store",
            "Thumbs.db",
            "*.swp",
            "*.swo",
            "*~",
            ".#*",
            "#*#",
        ],
    ),
    (
        "what cargo builds",
        &["**/target/CACHEDIR.TAG", "**/target/.rustc_info.json"],
    ),
];

impl Settings {
    /// Checks the configuration; `locate` makes a place of a range in `govern.toml`.
    pub fn new(
        config: &Config,
        locate: &dyn Fn(Range<usize>) -> Option<Span>,
    ) -> Result<Settings, Vec<Diagnostic>> {
        let mut mistakes = Vec::new();
        let mut allowed = Vec::new();
        for entry in &config.secrets.allow {
            let span = locate(entry.span());
            match Allowed::new(entry.get_ref(), span) {
                Ok(entry) => allowed.push(entry),
                Err((mistake, help)) => {
                    mistakes.push(Diagnostic::config(mistake).at(span).help(help));
                }
            }
        }
        let mut globs = |list: &[Spanned<String>]| Globs::new(list, locate, &mut mistakes);
        let settings = Settings {
            binary_file: BinaryFile {
                any: config.binary_file.any,
                allow: globs(&config.binary_file.allow),
            },
            duplicate_dependency: Packages {
                allow: globs(&config.duplicate_dependency.allow),
            },
            git_dependency: GitDependency {
                exact: config.git_dependency.exact,
                allow: globs(&config.git_dependency.allow),
            },
            large_file: LargeFile {
                max_bytes: u64::from(config.large_file.max_kb) * 1024,
                allow: globs(&config.large_file.allow),
            },
            lookalike_dependency: LookalikeDependency {
                allow: globs(&config.lookalike_dependency.allow),
                known: config.lookalike_dependency.known.iter().cloned().collect(),
            },
            wildcard_dependency: Packages {
                allow: globs(&config.wildcard_dependency.allow),
            },
            documents: Documents {
                exclude: globs(&config.documents.exclude),
                anchors: config.documents.anchors,
            },
            workflows: Workflows {
                commits: config.workflows.pin == config::Pin::Commit,
                trusted: globs(&config.workflows.trusted),
                stages: stages(&config.workflows.stages, locate, &mut mistakes),
            },
            forbidden_file: ForbiddenFile::new(&config.forbidden_file, locate, &mut mistakes),
            licenses: Licenses::new(&config.licenses, locate, &mut mistakes),
            allowed,
        };
        if mistakes.is_empty() {
            Ok(settings)
        } else {
            Err(mistakes)
        }
    }

    /// Says of each glob of files how many files it matches, and of each of packages how many packages.
    pub fn tell<'t>(
        &self,
        outcome: &mut GateOutcome,
        files: impl Iterator<Item = &'t str> + Clone,
        packages: impl Iterator<Item = &'t str> + Clone,
        actions: impl Iterator<Item = &'t str> + Clone,
    ) {
        self.workflows.trusted.tell(outcome, "action", actions);
        for globs in [
            &self.binary_file.allow,
            &self.documents.exclude,
            &self.forbidden_file.allow,
            &self.large_file.allow,
        ] {
            globs.tell(outcome, "file", files.clone());
        }
        for globs in [
            &self.duplicate_dependency.allow,
            &self.git_dependency.allow,
            &self.licenses.packages,
            &self.lookalike_dependency.allow,
            &self.wildcard_dependency.allow,
        ] {
            globs.tell(outcome, "package", packages.clone());
        }
    }
}

/// The stages that are demanded.
fn stages(
    list: &[Spanned<String>],
    locate: &dyn Fn(Range<usize>) -> Option<Span>,
    mistakes: &mut Vec<Diagnostic>,
) -> Vec<Demanded> {
    let mut stages = Vec::new();
    for entry in list {
        let (text, span) = (entry.get_ref(), locate(entry.span()));
        let stage = Stage::named(text);
        if stage.is_none() && !text.trim().contains(' ') {
            let known = Stage::ALL.map(Stage::as_str);
            let help = match govern_gate::did_you_mean(text, known) {
                Some(likely) => format!("did you mean `{likely}`?"),
                None => format!(
                    "there are {}; a command has a blank in it",
                    known.map(|it| format!("`{it}`")).join(", ")
                ),
            };
            let mistake = Diagnostic::config(format!("there is no stage `{text}`"));
            mistakes.push(mistake.at(span).help(help));
            continue;
        }
        stages.push(Demanded {
            text: text.clone(),
            span,
            stage,
        });
    }
    stages
}

impl ForbiddenFile {
    fn new(
        config: &config::ForbiddenFile,
        locate: &dyn Fn(Range<usize>) -> Option<Span>,
        mistakes: &mut Vec<Diagnostic>,
    ) -> ForbiddenFile {
        let built_in = FORBIDDEN.iter().flat_map(|(what, names)| {
            let names = names.iter();
            names.filter_map(|name| Some(((*name).to_owned(), matcher(name).ok()?, *what)))
        });
        let mut names: Vec<_> = built_in.collect();
        for entry in &config.names {
            match matcher(entry.get_ref()) {
                Ok(glob) => names.push((entry.get_ref().clone(), glob, "forbidden by the project")),
                Err((mistake, help)) => {
                    let mistake = Diagnostic::config(mistake).help(help);
                    mistakes.push(mistake.at(locate(entry.span())));
                }
            }
        }
        ForbiddenFile {
            names,
            allow: Globs::new(&config.allow, locate, mistakes),
        }
    }

    /// What a file is, if it must not be there.
    pub fn forbids(&self, path: &str) -> Option<&'static str> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let fits = |(text, glob, _): &&(String, GlobMatcher, &'static str)| {
            glob.is_match(if text.contains('/') { path } else { name })
        };
        let (.., what) = self.names.iter().find(fits)?;
        (!self.allow.match_any(path)).then_some(*what)
    }
}

impl Licenses {
    fn new(
        config: &config::Licenses,
        locate: &dyn Fn(Range<usize>) -> Option<Span>,
        mistakes: &mut Vec<Diagnostic>,
    ) -> Licenses {
        let mut licensees = Vec::new();
        for entry in config.allow.iter().flatten() {
            match spdx::Licensee::parse(entry.get_ref()) {
                Ok(licensee) => licensees.push(licensee),
                Err(error) => {
                    let text = entry.get_ref();
                    let mistake = format!("`{text}` is no licence of SPDX: {}", error.reason);
                    let help = "write one identifier for each entry, as in `MIT`; exceptions as in `Apache-2.0 WITH LLVM-exception`";
                    let mistake = Diagnostic::config(mistake)
                        .at(locate(entry.span()))
                        .help(help);
                    mistakes.push(mistake);
                }
            }
        }
        Licenses {
            allow: config.allow.as_ref().map(|_| licensees),
            packages: Globs::new(&config.packages, locate, mistakes),
        }
    }
}

/// What looks like a secret and is none: all that is given must fit.
#[derive(Debug)]
pub struct Allowed {
    /// Where it is allowed.
    pub span: Option<Span>,
    /// Whether it is for what is only in the history.
    pub history: bool,
    path: Option<(String, GlobMatcher)>,
    fingerprint: Option<String>,
}

impl Allowed {
    fn new(entry: &AllowedSecret, span: Option<Span>) -> Result<Allowed, Mistake> {
        let wrong = |text: &str, help: &'static str| (text.to_owned(), help);
        if entry.path.is_none() && entry.fingerprint.is_none() {
            return Err(wrong(
                "this would allow every secret",
                "say which: `path`, a glob of files, or `fingerprint`, which the finding shows",
            ));
        }
        if entry.reason.trim().is_empty() {
            return Err(wrong(
                "the reason is empty",
                "say why this is no secret: whoever reads it later cannot ask",
            ));
        }
        let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        if let Some(text) = &entry.fingerprint
            && (text.len() != 8 || !text.chars().all(is_digit))
        {
            return Err(wrong(
                // Whoever writes the secret itself here must not read it in a log.
                "a fingerprint has 8 digits of `0`-`9` and `a`-`f`, this is something else",
                "copy it from the finding",
            ));
        }
        let path = entry.path.as_ref();
        let path = path.map(|text| Ok::<_, Mistake>((text.clone(), matcher(text)?)));
        Ok(Allowed {
            span,
            history: entry.history,
            path: path.transpose()?,
            fingerprint: entry.fingerprint.clone(),
        })
    }

    /// Whether it allows a secret in a file.
    pub fn allows(&self, path: &str, fingerprint: &str) -> bool {
        let path_fits = |(_, glob): &(String, GlobMatcher)| glob.is_match(path);
        self.path.as_ref().is_none_or(path_fits)
            && self
                .fingerprint
                .as_deref()
                .is_none_or(|it| it == fingerprint)
    }

    /// What it selects by, as written.
    pub fn text(&self) -> String {
        let path = self.path.as_ref().map(|(text, _)| text.as_str());
        let both = [path, self.fingerprint.as_deref()];
        both.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}
