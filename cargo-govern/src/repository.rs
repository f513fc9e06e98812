//! The gate over all files of the repository, of whatever language.

pub mod bundles;
mod canaries;
pub mod config;
pub mod content;
pub mod documents;
pub mod history;
pub mod licenses;
pub mod lock;
pub mod manifests;
pub mod markdown;
mod rules;
mod search;
pub mod secrets;
pub mod settings;
pub mod shell;
pub mod stages;
mod suite;
pub mod weakened;
mod well_known;
pub mod workflows;

use std::{collections::BTreeSet, sync::OnceLock};

use govern_diagnostics::{Code, Diagnostic, FileId, NotRun, Opaque, Severity, Span};
use govern_gate::{
    Ahead, ArgSpec, Canaries, Error, Gate, GateOutcome, RuleInfo, Session, run_rules,
};
use govern_workspace::{Listing, Size, Workspace};
use rayon::prelude::*;

use bundles::Bundles;
use config::Config;
use content::Content;
use documents::Document;
use history::History;
use licenses::Licensed;
use lock::Lock;
use manifests::Manifests;
use markdown::Markdown;
use search::{Search, Seen};
use secrets::{Searcher, Secret};
use settings::Settings;
use weakened::Weakened;
use workflows::Workflow;

/// The name of the gate.
pub const NAME: &str = "repository";

/// The gate.
pub static GATE: RepositoryGate = RepositoryGate;

/// The longest file that is searched, in bytes: what is longer was written by a program.
const LONGEST: u64 = 4 << 20;

/// How many files that were not searched are named; all of them are counted.
const NAMED: usize = 5;

/// The files of the repository.
#[derive(Debug)]
pub struct RepositoryGate;

/// The model of the gate: the files of the repository, and what is in them.
#[derive(Debug)]
pub struct Repository {
    /// What the configuration says.
    pub settings: Settings,
    /// The manifest at the root.
    pub manifest: FileId,
    /// The files in which it matters what is found; none if it does in all.
    only: Option<BTreeSet<FileId>>,
    /// Its files, in the order of their paths.
    pub files: Vec<File>,
    /// What the manifests declare.
    pub manifests: Manifests,
    /// Which versions cargo chose; none if there is no lock file, or one that cannot be read.
    pub lock: Option<Lock>,
    /// The licences of members and of what they depend on; empty if no list of licences is given.
    pub licenses: Vec<Licensed>,
    /// The workflows of GitHub Actions.
    pub workflows: Vec<Workflow>,
    /// The Markdown files.
    pub documents: Vec<Document>,
    /// How many text files were searched.
    pub searched: usize,
    /// What looks like a secret, in the order of files and places.
    pub secrets: Vec<FoundSecret>,
    /// What commits made of files, if that is asked for.
    pub history: Option<History>,
    /// What lets through more than it did, if that is asked for.
    pub weakened: Option<Weakened>,
    /// What tasks there are bundles of files for, if there are some.
    pub bundles: Option<Bundles>,
    /// Whether the licences of dependencies are among them.
    knows_dependencies: bool,
    /// How many files are no text.
    binary: usize,
    /// Files that are longer than [`LONGEST`], and how long.
    long: Vec<(String, u64)>,
    /// Files that could not be read, and why.
    unreadable: Vec<(String, String)>,
}

/// A file of the repository.
#[derive(Debug)]
pub struct File {
    /// The file.
    pub id: FileId,
    /// Its path from the root.
    pub path: String,
    /// How many bytes it has.
    pub size: u64,
    /// What it is; none if it was too long to look.
    pub content: Option<Content>,
    /// Whether git does not track it yet: it may be there for this moment only.
    pub is_new: bool,
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
        &[ArgSpec::BASE, ArgSpec::BASE_DIRECTORY, history::ARGUMENT]
    }

    fn is_of_files(&self) -> bool {
        true
    }

    fn config_schema(&self) -> Option<&'static str> {
        Some(config::SCHEMA)
    }

    fn canaries(&self, session: &Session) -> Result<Canaries, Error> {
        let (_, settings) = settings_of(session)?;
        let workspace = session.workspace();
        let search = Search::new(workspace, workspace.listing(), None);
        search.all();
        let (repository, _) = Repository::new(workspace, settings, &search);
        Ok(canaries::canaries(workspace, &repository))
    }

    fn ahead<'s>(&'s self, session: &'s Session) -> Option<Box<dyn Ahead + 's>> {
        // Of what is staged there is little to search.
        let is_all = session.looked_at().is_none();
        is_all.then(|| Box::new(Check::new(session)) as Box<dyn Ahead>)
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        let check = Check::new(session);
        check.help();
        check.check()
    }
}

/// One check.
struct Check<'s> {
    session: &'s Session,
    search: OnceLock<Search<'s>>,
}

impl<'s> Check<'s> {
    fn new(session: &'s Session) -> Check<'s> {
        Check {
            session,
            search: OnceLock::new(),
        }
    }

    fn search(&self) -> &Search<'s> {
        self.search.get_or_init(|| {
            let workspace = self.session.workspace();
            Search::new(workspace, workspace.listing(), self.session.looked_at())
        })
    }
}

impl Ahead for Check<'_> {
    fn work(&self) {
        self.search().work();
    }

    fn help(&self) {
        self.search().all();
    }

    fn check(&self) -> Result<GateOutcome, Error> {
        let session = self.session;
        let (config, settings) = settings_of(session)?;
        let workspace = session.workspace();
        let search = self.search();
        let listing = &search.listing;
        let (mut repository, mistakes) = Repository::new(workspace, settings, search);
        if let Some(range) = session.args().value("history") {
            repository.history = Some(history::search(workspace, &Searcher::new(), range)?);
        }
        repository.bundles = bundles::tried(session)?;
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
        outcome.diagnostics = mistakes;
        outcome.not_run.extend(long(&repository.long));
        outcome
            .not_run
            .extend(repository.history.iter().flat_map(History::not_run));
        if !repository.knows_dependencies {
            outcome.not_run.push(NotRun {
                what: "the licences of dependencies".to_owned(),
                why: "only cargo knows them, and it was not asked".to_owned(),
                failed: false,
            });
        }
        let refused = listing.refused.as_ref();
        outcome.not_run.extend(refused.map(|why| NotRun {
            what: "the list of files that git has".to_owned(),
            why: format!("all that no `.gitignore` ignores was searched: {why}"),
            failed: false,
        }));
        for (path, why) in &repository.unreadable {
            let text = format!("`{path}` cannot be searched: {why}");
            let mistake = Diagnostic::new(Code::Source, Severity::Error, text);
            outcome.diagnostics.push(mistake);
        }
        let files = repository.files.iter().map(|file| file.path.as_str());
        let workflows = repository.workflows.iter();
        let uses = workflows.flat_map(|workflow| &workflow.uses);
        let actions = uses.map(|(uses, _)| workflows::action(uses));
        repository
            .settings
            .tell(&mut outcome, files, repository.packages(), actions);
        for allowed in &repository.settings.allowed {
            if allowed.history && repository.history.is_none() {
                continue;
            }
            let secrets = repository.secrets.iter();
            let matches = secrets.filter(|it| allowed.allows(&it.path, &it.fingerprint));
            let past = repository.history.iter().flat_map(|it| &it.secrets);
            let past = past.filter(|it| allowed.allows(&it.path, &it.fingerprint));
            let matches = matches.count() + past.count();
            outcome.selector(allowed.span, "secret", &allowed.text(), matches);
        }
        Ok(outcome)
    }
}

fn settings_of(session: &Session) -> Result<(Config, Settings), Error> {
    let config: Config = session.config(NAME)?;
    let settings = Settings::new(&config, &|range| session.config_span(range));
    Ok((config, settings.map_err(Error::Diagnosed)?))
}

/// What looks like a secret and is none, for who searches something else by the same words.
pub(crate) fn allowed_secrets(session: &Session) -> Result<Vec<settings::Allowed>, Error> {
    Ok(settings_of(session)?.1.allowed)
}

/// The documents of the repository, for who asks what they link to.
pub(crate) fn documents_of(session: &Session) -> Result<Vec<Document>, Error> {
    let settings = settings_of(session)?.1;
    let workspace = session.workspace();
    Ok(documents(
        workspace,
        &workspace.listing(),
        &settings.documents,
        None,
    ))
}

impl Repository {
    /// Whether it matters what is found in a file.
    pub(crate) fn looks_at(&self, file: FileId) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&file))
    }

    /// What a search found, with what else there is to read; also what was wrong with that.
    fn new(
        workspace: &Workspace,
        settings: Settings,
        search: &Search<'_>,
    ) -> (Repository, Vec<Diagnostic>) {
        let (listing, only) = (&search.listing, search.only);
        // What is wrong with dependencies and workflows is found in no Rust file.
        let is_code = search.is_code();
        let mut mistakes = Vec::new();
        let (manifests, lock) = match is_code {
            true => (Manifests::default(), None),
            false => (Manifests::new(workspace), lock(workspace, &mut mistakes)),
        };
        let (licenses, knows_dependencies) = match &settings.licenses.allow {
            Some(_) if !is_code => licenses::of_workspace(workspace, &manifests, lock.as_ref()),
            _ => (Vec::new(), true),
        };
        let mut repository = Repository {
            settings,
            manifest: workspace.manifest(),
            only: only.map(|only| only.iter().map(|path| workspace.id_of(path)).collect()),
            files: Vec::new(),
            manifests,
            lock,
            licenses,
            workflows: Vec::new(),
            documents: Vec::new(),
            knows_dependencies,
            searched: 0,
            secrets: Vec::new(),
            binary: 0,
            long: Vec::new(),
            unreadable: Vec::new(),
            history: None,
            bundles: None,
            weakened: None,
        };
        for (path, seen) in search.found() {
            repository.take(workspace, path, listing.new.contains(path), seen);
        }
        if !is_code {
            repository.workflows = workflows(workspace, listing, &mut mistakes);
        }
        repository.documents = documents(workspace, listing, &repository.settings.documents, only);
        (repository, mistakes)
    }

    fn take(&mut self, workspace: &Workspace, path: &str, is_new: bool, seen: &Seen) {
        let file = |size: u64, content: Option<Content>| File {
            id: workspace.id_of(path),
            path: path.to_owned(),
            size,
            content,
            is_new,
        };
        match seen {
            Seen::Nothing => {}
            Seen::Long(size) => {
                self.long.push((path.to_owned(), *size));
                self.files.push(file(*size, None));
            }
            Seen::Unreadable(why) => self.unreadable.push((path.to_owned(), why.clone())),
            Seen::Read(size, content, secrets) => {
                match content {
                    Content::Text => self.searched += 1,
                    Content::Binary(_) => self.binary += 1,
                }
                self.files.push(file(*size, Some(*content)));
                for (secret, length, fingerprint) in secrets {
                    self.secrets.push(FoundSecret {
                        file: workspace.id_of(path),
                        path: path.to_owned(),
                        secret: secret.clone(),
                        length: *length,
                        fingerprint: fingerprint.clone(),
                    });
                }
            }
        }
    }

    /// The names of all packages: declared, locked, or with a licence.
    fn packages(&self) -> impl Iterator<Item = &str> + Clone {
        let declared = self.manifests.dependencies.iter();
        let declared = declared.map(|it| it.package.as_str());
        let locked = self.lock.iter().flat_map(|lock| &lock.packages);
        let locked = locked.map(|it| it.name.as_str());
        let licensed = self.licenses.iter().map(|it| it.name.as_str());
        declared.chain(locked).chain(licensed)
    }

    /// Where what has no other place stands.
    fn start(&self) -> Span {
        Span::start_of(self.manifest)
    }
}

/// Reads the workflows; one that is no YAML is a mistake.
pub(crate) fn workflows(
    workspace: &Workspace,
    listing: &Listing,
    mistakes: &mut Vec<Diagnostic>,
) -> Vec<Workflow> {
    let files = listing.files.iter();
    let paths = files.filter(|path| {
        let name = path.strip_prefix(".github/workflows/");
        name.is_some_and(|it| !it.contains('/') && (it.ends_with(".yml") || it.ends_with(".yaml")))
    });
    let script = |path: &str| {
        let known = listing.files.binary_search_by(|it| it.as_str().cmp(path));
        let text = text(workspace, known.ok().map(|_| path)?)?;
        let first = text.lines().next().unwrap_or_default();
        // One without a first line for it is read by the shell that starts it.
        (!first.starts_with("#!") || first.contains("sh")).then_some(text)
    };
    let mut workflows = Vec::new();
    for path in paths {
        let Some(text) = text(workspace, path) else {
            continue;
        };
        let file = workspace.id_of(path);
        match govern_yaml::read(&text) {
            (Some(root), _) => {
                workflows.push(Workflow::new(file, path, &text, &root, &script));
            }
            (None, problems) => {
                if let Some(problem) = problems.first() {
                    let mistake = Diagnostic::new(
                        Code::Source,
                        Severity::Error,
                        format!("the workflow `{path}` is no YAML that can be read"),
                    );
                    mistakes.push(mistake.at(Span::new(file, problem.range)));
                }
            }
        }
    }
    workflows
}

/// Reads the Markdown files, those of `only` if it is given, and follows what they say.
fn documents(
    workspace: &Workspace,
    listing: &Listing,
    settings: &settings::Documents,
    only: Option<&BTreeSet<String>>,
) -> Vec<Document> {
    let is_read = |path: &&String| documents::is_own(path) && !settings.exclude.match_any(path);
    let read_one = |path: &String| {
        let markdown = Markdown::read(&text(workspace, path)?);
        Some((workspace.id_of(path), path.clone(), markdown))
    };
    let read = |is_asked: &dyn Fn(&String) -> bool| -> Vec<(FileId, String, Markdown)> {
        let asked = listing.files.iter().filter(|path| is_asked(path));
        asked.filter(is_read).filter_map(read_one).collect()
    };
    let Some(only) = only else {
        let files = listing.files.par_iter().filter(is_read);
        let texts: Vec<_> = files.filter_map(read_one).collect();
        return documents::read(workspace, &listing.files, &texts, settings.anchors);
    };
    let mut texts = read(&|path| only.contains(path));
    if texts.is_empty() {
        return Vec::new();
    }
    // Of others only the headings are asked for that links lead to.
    let linked = documents::linked(&texts);
    texts.extend(read(&|path| linked.contains(path) && !only.contains(path)));
    let mut found = documents::read(workspace, &listing.files, &texts, settings.anchors);
    found.retain(|document| only.contains(&document.path));
    found
}

/// A text file of the repository, unless it is too long or not UTF-8: that is said elsewhere.
fn text(workspace: &Workspace, path: &str) -> Option<String> {
    match workspace.read_at_most(path, LONGEST) {
        Ok(Size::Whole(bytes)) => String::from_utf8(bytes).ok(),
        _ => None,
    }
}

/// Reads the lock file; one that is none is a mistake.
fn lock(workspace: &Workspace, mistakes: &mut Vec<Diagnostic>) -> Option<Lock> {
    let wrong = |why: String| {
        let text = format!("`Cargo.lock` cannot be read: {why}");
        Diagnostic::new(Code::Source, Severity::Error, text)
    };
    let text = match workspace.lock_file() {
        Ok(text) => text?,
        Err(error) => {
            mistakes.push(wrong(error.to_string()));
            return None;
        }
    };
    let file = workspace.id_of("Cargo.lock");
    let lock = Lock::read(file, &text);
    if lock.is_none() {
        let mistake = wrong("it is not what cargo writes".to_owned());
        let help = "cargo makes it anew: `cargo generate-lockfile`";
        mistakes.push(mistake.at(Span::start_of(file)).help(help));
    }
    lock
}

/// Says which files were too long.
fn long(files: &[(String, u64)]) -> Option<NotRun> {
    let sizes = files.iter();
    let sizes = sizes.map(|(path, size)| format!("{path} ({:.1} MB)", *size as f64 / 1e6));
    let noun = if files.len() == 1 { "file" } else { "files" };
    (!files.is_empty()).then(|| NotRun {
        what: format!("the search of {} {noun}", files.len()),
        why: format!("longer than {} MB: {}", LONGEST >> 20, first_few(sizes)),
        failed: false,
    })
}

/// The first few of a list in one line.
fn first_few(texts: impl Iterator<Item = String>) -> String {
    let mut texts: Vec<String> = texts.take(NAMED + 1).collect();
    if let Some(more) = texts.get_mut(NAMED) {
        "…".clone_into(more);
    }
    texts.join(", ")
}
