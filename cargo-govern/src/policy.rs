//! The gate over what the project's own policies say, in Rego.

#[cfg(feature = "rego")]
mod applying;
#[cfg(feature = "rego")]
mod asking;
#[cfg(feature = "rego")]
mod canaries;
mod command;
pub mod config;
pub mod documents;
#[cfg(feature = "rego")]
mod findings;
#[cfg(feature = "rego")]
mod fixtures;
#[cfg(feature = "rego")]
mod graph;
#[cfg(feature = "rego")]
mod inputs;
#[cfg(feature = "rego")]
mod load;
mod place;
mod rules;
pub mod settings;
#[cfg(feature = "rego")]
mod testing;

use std::{collections::BTreeMap, fmt};

use govern_diagnostics::{Diagnostic, NotRun, Opaque, Span};
use govern_gate::{
    Canaries, Command, Error, Findings, Gate, GateOutcome, RuleInfo, Session, run_rules,
};
use govern_workspace::Listing;
use serde::Serialize;

#[cfg(feature = "rego")]
pub(crate) use applying::applying;
use config::Config;
#[cfg(feature = "rego")]
pub(crate) use load::texts;
pub use place::Place;
use settings::Settings;

/// The name of the gate.
pub const NAME: &str = "policy";

/// The gate.
pub static GATE: PolicyGate = PolicyGate;

/// The project's own policies.
#[derive(Debug)]
pub struct PolicyGate;

/// The model of the gate: the policies, and what they say about the documents that they look at.
#[derive(Debug, Default)]
pub struct Policies {
    /// How many files of Rego there are.
    pub modules: usize,
    /// What is wrong with them.
    pub broken: Vec<Broken>,
    /// The names of packages of which something cannot be read.
    pub unread: Vec<String>,
    /// The packages that deny or warn.
    pub packages: Vec<Package>,
    /// What they say.
    pub said: Vec<Said>,
    /// How many answers there were, by what the rule that gave it does.
    pub answers: BTreeMap<Deed, usize>,
    /// Files to try policies on that do not break what they say.
    pub wrong_fixtures: Vec<WrongFixture>,
    /// The files that policies were tried on.
    pub tried: Vec<String>,
    /// How many complaints an `exception` takes back.
    pub lifted: usize,
    /// What is wrong with the documents.
    pub mistakes: Vec<Diagnostic>,
    /// What was not looked at.
    pub not_run: Vec<NotRun>,
}

/// A package that looks at one of some files, or at everything.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Applying {
    package: String,
    /// What it looks at: `workspace`, `findings`, or globs of files.
    looks_at: Vec<String>,
    rules: Vec<String>,
}

impl fmt::Display for Applying {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (looks_at, rules) = (self.looks_at.join(", "), self.rules.join("`, `"));
        write!(f, "`{}` looks at {looks_at}: `{rules}`", self.package)
    }
}

/// What is wrong with a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Where.
    pub span: Span,
    /// What it is about: a module, or a rule.
    pub of: String,
    /// What.
    pub message: String,
    /// Why, and on what occasion.
    pub notes: Vec<String>,
    /// What to do.
    pub help: String,
    /// Whether it depends on how long something took.
    pub by_chance: bool,
}

/// A package that denies or warns.
#[derive(Debug)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
    /// What it looks at: each with where that is said, in its own comments, and how many documents there are.
    pub looks: Vec<(Option<Span>, String, usize)>,
    /// How many documents it looks at.
    pub documents: usize,
    /// The rules that deny or warn.
    pub rules: Vec<RuleOf>,
    /// Whether it can be asked.
    pub is_whole: bool,
}

/// A rule that denies or warns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleOf {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// What it does.
    pub deed: Deed,
    /// What it says about itself.
    pub title: Option<String>,
    /// Whether some file to try it on breaks it, and whether there is one beside that does not.
    pub tried: Tried,
}

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// It denies.
    Denies,
    /// It warns.
    Warns,
}

/// Whether somebody has tried a rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tried {
    /// Nobody has.
    #[default]
    Never,
    /// It is broken, but there is nothing beside that it lets be.
    Half,
    /// It is broken, and there is something beside that it lets be.
    Both,
}

/// What a rule says about a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The rule: its package and name.
    pub rule: String,
    /// What it does.
    pub deed: Deed,
    /// Where it stands.
    pub by: Span,
    /// What it says about itself.
    pub title: Option<String>,
    /// The document, in words that stay: the path of a file.
    pub of: String,
    /// Where in it.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What else it says.
    pub details: Vec<String>,
    /// What to do.
    pub help: Option<String>,
}

/// A file to try policies on that does not break what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongFixture {
    /// Where that is said, or the file.
    pub span: Span,
    /// The file.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

impl Policies {
    /// Reports what rules of a kind say.
    fn report(&self, deed: Deed, findings: &mut Findings) {
        for said in self.said.iter().filter(|said| said.deed == deed) {
            let Said {
                rule, of, message, ..
            } = said;
            let key = format!("{rule}: {of}: {message}");
            let finding = findings.report(said.span, key, format!("{message} (`{rule}`)"));
            finding.related(said.by, "this rule says so");
            for note in said.title.iter().chain(&said.details) {
                finding.note(note);
            }
            let help = "change it, or the policy; a waiver lets one finding be, with a reason";
            finding.help(said.help.as_deref().unwrap_or(help));
        }
    }
}

impl Deed {
    /// What a rule of this name does; none if it does neither.
    pub fn of(rule: &str) -> Option<Deed> {
        let (word, rest) = rule.split_once('_').unwrap_or((rule, "x"));
        match word {
            _ if rest.is_empty() => None,
            "deny" | "violation" => Some(Deed::Denies),
            "warn" => Some(Deed::Warns),
            _ => None,
        }
    }
}

impl Gate for PolicyGate {
    fn name(&self) -> &'static str {
        NAME
    }

    fn summary(&self) -> &'static str {
        "asks the project's own policies, which are written in Rego"
    }

    fn rules(&self) -> Vec<RuleInfo> {
        rules::RULES.iter().map(|rule| rule.info).collect()
    }

    fn commands(&self) -> &'static [Command] {
        &command::COMMANDS
    }

    fn config_schema(&self) -> Option<&'static str> {
        Some(config::SCHEMA)
    }

    fn canaries(&self, session: &Session) -> Result<Canaries, Error> {
        #[cfg(feature = "rego")]
        return canaries::canaries(session, &settings_of(session)?);
        #[cfg(not(feature = "rego"))]
        {
            settings_of(session)?;
            Ok(Canaries::default())
        }
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        let settings = settings_of(session)?;
        let listing = session.workspace().listing();
        let policies = policies(session, &settings, &listing)?;
        let mut outcome = GateOutcome::new(run_rules(&rules::RULES, &policies));
        if policies.lifted > 0 {
            outcome.opaque.push(Opaque {
                gate: NAME,
                what: "complaints that an `exception` of their package takes back".to_owned(),
                count: policies.lifted,
                places: Vec::new(),
            });
        }
        outcome.diagnostics = policies.mistakes;
        outcome.not_run = policies.not_run;
        if let Some(span) = settings.directory_span {
            let modules = modules(&settings, &listing).len();
            outcome.selector(span, "file of Rego", &settings.place.directory, modules);
        }
        let files = listing
            .files
            .iter()
            .filter(|path| !settings.place.is_fixture(path));
        let packages = policies
            .packages
            .iter()
            .map(|package| package.name.as_str())
            .chain(policies.unread.iter().map(String::as_str));
        settings.tell(&mut outcome, files.map(String::as_str), packages);
        Ok(outcome)
    }
}

fn settings_of(session: &Session) -> Result<Settings, Error> {
    let config: Config = session.config(NAME)?;
    let settings = Settings::new(&config, &|range| session.config_span(range));
    settings.map_err(Error::Diagnosed)
}

/// The files of Rego.
fn modules<'l>(settings: &Settings, listing: &'l Listing) -> Vec<&'l str> {
    let files = listing.files.iter().map(String::as_str);
    files
        .filter(|path| settings.place.is_module(path))
        .collect()
}

/// What the policies say.
#[cfg(feature = "rego")]
fn policies(session: &Session, settings: &Settings, listing: &Listing) -> Result<Policies, Error> {
    if modules(settings, listing).is_empty() {
        return Ok(Policies::default());
    }
    let mut policies = Policies::default();
    let loaded = load::Loaded::new(session, settings, listing, &mut policies);
    let mut documents = inputs::Documents::new(session, settings, listing);
    asking::ask(&loaded, &mut documents, &mut policies)?;
    fixtures::judge(&loaded, &mut documents, &mut policies);
    policies.mistakes.extend(documents.mistakes());
    policies.not_run.extend(documents.not_run());
    if policies.broken.iter().any(|broken| broken.by_chance) {
        session.workspace().forget();
    }
    Ok(policies)
}

/// Without the engine they say nothing, and that is said.
#[cfg(not(feature = "rego"))]
fn policies(_: &Session, settings: &Settings, listing: &Listing) -> Result<Policies, Error> {
    let mut policies = Policies::default();
    let modules = modules(settings, listing).len();
    if modules > 0 {
        policies.not_run.push(NotRun {
            what: format!(
                "policies in {modules} files of `{}`",
                settings.place.directory
            ),
            why: WITHOUT.to_owned(),
            failed: true,
        });
    }
    Ok(policies)
}

/// Without the engine nobody knows what they look at; that they were not asked is told by the gate.
#[cfg(not(feature = "rego"))]
pub(crate) fn applying(_: &Session, _: &[String]) -> Result<Vec<Applying>, Error> {
    Ok(Vec::new())
}

/// What a program without the engine says.
#[cfg(not(feature = "rego"))]
const WITHOUT: &str = "this program was built without the feature `rego`";
