//! The gate over all files of the repository, of whatever language.

pub mod config;
mod rules;
pub mod secrets;
pub mod settings;
pub mod weakened;

use govern_diagnostics::{Code, Diagnostic, FileId, NotRun, Opaque, Severity};
use govern_gate::{ArgSpec, Error, Gate, GateOutcome, RuleInfo, Session, run_rules};
use govern_workspace::{Size, Workspace};
use rayon::prelude::*;

use config::Config;
use secrets::{Searcher, Secret, fingerprint};
use settings::Settings;
use weakened::Weakened;

/// The name of the gate.
pub const NAME: &str = "repository";

/// The gate.
pub static GATE: RepositoryGate = RepositoryGate;

/// The longest file that is searched, in bytes: what is longer was written by a program.
const LONGEST: u64 = 4 << 20;

/// How far into a file a zero says that it is no text, as for git.
const HEAD: usize = 8000;

/// How many files that were not searched are named; all of them are counted.
const NAMED: usize = 5;

/// The files of the repository.
#[derive(Debug)]
pub struct RepositoryGate;

/// The model of the gate: the text files of the repository, and what is in them.
#[derive(Debug, Default)]
pub struct Repository {
    /// What the configuration says.
    pub settings: Settings,
    /// How many text files were searched.
    pub searched: usize,
    /// What looks like a secret, in the order of files and places.
    pub secrets: Vec<FoundSecret>,
    /// What lets through more than it did, if that is asked for.
    pub weakened: Option<Weakened>,
    /// How many files are no text.
    binary: usize,
    /// Files that are longer than [`LONGEST`], and how long.
    long: Vec<(String, u64)>,
    /// Files that could not be read, and why.
    unreadable: Vec<(String, String)>,
}

/// A secret in a file.
#[derive(Debug)]
pub struct FoundSecret {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: String,
    /// What it is.
    pub secret: Secret,
    /// How many characters it has.
    pub length: usize,
    /// What it can be recognised by.
    pub fingerprint: String,
}

/// What there is to a file.
enum Seen {
    Nothing,
    Binary,
    Long(u64),
    Unreadable(String),
    Text(Vec<(Secret, usize, String)>),
}

impl Gate for RepositoryGate {
    fn name(&self) -> &'static str {
        NAME
    }

    fn summary(&self) -> &'static str {
        "finds what must not be in any file of the repository"
    }

    fn rules(&self) -> Vec<RuleInfo> {
        rules::RULES.iter().map(|rule| rule.info).collect()
    }

    fn args(&self) -> &'static [ArgSpec] {
        &[ArgSpec::BASE, ArgSpec::BASE_DIRECTORY]
    }

    fn config_schema(&self) -> Option<&'static str> {
        Some(config::SCHEMA)
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        let config: Config = session.config(NAME)?;
        let settings = Settings::new(&config, &|range| session.config_span(range))
            .map_err(Error::Diagnosed)?;
        let workspace = session.workspace();
        let listing = workspace.listing();
        let mut repository = Repository::new(workspace, settings, &listing.files);
        let base = config.base_directory.as_deref();
        let mut not_compared = None;
        match weakened::weakened(session, base)? {
            Some(Ok(weakened)) => repository.weakened = Some(weakened),
            Some(Err(why)) => not_compared = Some(why),
            None => {}
        }
        let mut outcome = GateOutcome::new(run_rules(&rules::RULES, &repository));
        let told = |what: &str, count: usize| Opaque {
            gate: NAME,
            what: what.to_owned(),
            count,
            places: Vec::new(),
        };
        let opaque = [
            told("files that are no text, not searched", repository.binary),
            told(
                "files with names that are not UTF-8, not searched",
                listing.unnamed,
            ),
        ];
        outcome.opaque = opaque.into_iter().filter(|it| it.count > 0).collect();
        outcome.not_run.extend(not_compared);
        outcome.not_run.extend(long(&repository.long));
        outcome.not_run.extend(listing.refused.map(|why| NotRun {
            what: "the list of files that git has".to_owned(),
            why: format!("all that no `.gitignore` ignores was searched: {why}"),
            failed: false,
        }));
        for (path, why) in &repository.unreadable {
            let text = format!("`{path}` cannot be searched: {why}");
            let mistake = Diagnostic::new(Code::Source, Severity::Error, text);
            outcome.diagnostics.push(mistake);
        }
        for allowed in &repository.settings.allowed {
            let secrets = repository.secrets.iter();
            let matches = secrets.filter(|it| allowed.allows(&it.path, &it.fingerprint));
            outcome.selector(allowed.span, "secret", &allowed.text(), matches.count());
        }
        Ok(outcome)
    }
}

impl Repository {
    /// Searches files.
    fn new(workspace: &Workspace, settings: Settings, paths: &[String]) -> Repository {
        let searcher = Searcher::new();
        let seen: Vec<Seen> = paths
            .par_iter()
            .map(|path| look(workspace, &searcher, path))
            .collect();
        let mut repository = Repository {
            settings,
            ..Repository::default()
        };
        for (path, seen) in paths.iter().zip(seen) {
            match seen {
                Seen::Nothing => {}
                Seen::Binary => repository.binary += 1,
                Seen::Long(size) => repository.long.push((path.clone(), size)),
                Seen::Unreadable(why) => repository.unreadable.push((path.clone(), why)),
                Seen::Text(secrets) => {
                    repository.searched += 1;
                    for (secret, length, fingerprint) in secrets {
                        repository.secrets.push(FoundSecret {
                            file: workspace.id_of(path),
                            path: path.clone(),
                            secret,
                            length,
                            fingerprint,
                        });
                    }
                }
            }
        }
        repository
    }
}

fn look(workspace: &Workspace, searcher: &Searcher, path: &str) -> Seen {
    let bytes = match workspace.read_at_most(path, LONGEST) {
        Ok(Size::Whole(bytes)) => bytes,
        Ok(Size::TooLong(size)) => return Seen::Long(size),
        Ok(Size::NoFile) => return Seen::Nothing,
        Err(error) => return Seen::Unreadable(error.to_string()),
    };
    if bytes[..bytes.len().min(HEAD)].contains(&0) {
        return Seen::Binary;
    }
    // As it is shown: places have to be those in what people see.
    let text = String::from_utf8_lossy(&bytes);
    let secrets = searcher.search(path, &text).into_iter().map(|secret| {
        let value = &text[secret.value.clone()];
        let (length, fingerprint) = (value.trim().chars().count(), fingerprint(value));
        (secret, length, fingerprint)
    });
    Seen::Text(secrets.collect())
}

/// Says which files were too long.
fn long(files: &[(String, u64)]) -> Option<NotRun> {
    let named = files.iter().take(NAMED);
    let mut named: Vec<String> = named
        .map(|(path, size)| format!("{path} ({:.1} MB)", *size as f64 / 1e6))
        .collect();
    if files.len() > NAMED {
        named.push("…".to_owned());
    }
    let noun = if files.len() == 1 { "file" } else { "files" };
    (!files.is_empty()).then(|| NotRun {
        what: format!("the search of {} {noun}", files.len()),
        why: format!("longer than {} MB: {}", LONGEST >> 20, named.join(", ")),
        failed: false,
    })
}
