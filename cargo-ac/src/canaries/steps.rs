//! Canaries for the rules about steps of cucumber-rs: scenarios that a program is known to run, and functions beside those
//! that are there.

use govern_facts::ScopeId;
use govern_gate::Edit;

use super::Nest;
use super::places::Place;
use crate::steps::{Matcher, Reads, Runner, StepFn, StepKind};

/// Why there is no step that is known to be run.
const NO_STAGE: &str =
    "no feature can be put where a program is known to run it with steps that are known";
/// Why there is no step function.
const NO_BOOK: &str = "no step function stands where another could be put beside it";

/// Where features are run.
struct Stage<'n> {
    place: &'n Place,
    runners: Vec<&'n Runner>,
}

/// Where step functions stand.
struct Book<'n> {
    path: String,
    /// The name of cucumber-rs there.
    krate: String,
    /// The type of the first argument.
    world: String,
    function: &'n StepFn,
}

impl Book<'_> {
    fn with(&self, name: &str, kind: StepKind, pattern: &str) -> String {
        let (krate, world) = (&self.krate, &self.world);
        format!(
            "\n#[::{krate}::{}({pattern})]\nfn {name}(_: {world}) {{}}\n",
            kind.name()
        )
    }
}

impl<'n> Nest<'n> {
    pub(super) fn steps(&mut self) {
        if self.model.why_no_steps().is_some() {
            return;
        }
        let books = self.books();
        let stages = self.stages();
        self.undefined(&stages);
        self.ambiguous_steps(&stages, &books);
        self.unused(&books);
        match books.first() {
            None => self.none("step_expression_broken", NO_BOOK),
            Some(book) => {
                let number = self.next();
                let code = book.with(&name(number), StepKind::Then, "regex = \"(\"");
                let what = format!("`#[then(regex = \"(\")]` in `{}`", book.path);
                let edits = vec![Edit::Append(book.path.clone(), code)];
                self.put("step_expression_broken", what, edits);
            }
        }
    }

    fn undefined(&mut self, stages: &[Stage<'n>]) {
        let number = self.next();
        let step = format!("a canary {number} that nobody knows");
        let functions = &self.model.steps.functions;
        let unknown = |stage: &Stage<'_>, kind: StepKind| {
            functions.iter().all(|function| {
                let is_other = function.kind != kind
                    || !stage.runners.iter().any(|runner| runner.has(function));
                is_other || matches!(&function.matcher, Matcher::Regex(it) if !it.is_match(&step))
            })
        };
        let kinds = [
            (StepKind::Given, "Given"),
            (StepKind::When, "When"),
            (StepKind::Then, "Then"),
        ];
        let ways = stages
            .iter()
            .flat_map(|stage| kinds.map(|kind| (stage, kind)));
        let mut ways = ways.filter(|(stage, (kind, _))| unknown(stage, *kind));
        let found =
            ways.find_map(|(stage, (_, word))| self.on(stage, number, &format!("{word} {step}")));
        match found {
            None => self.none("step_undefined", NO_STAGE),
            Some((path, edits)) => {
                self.put(
                    "step_undefined",
                    format!("the step `{step}` in `{path}`"),
                    edits,
                );
            }
        }
    }

    fn ambiguous_steps(&mut self, stages: &[Stage<'n>], books: &[Book<'n>]) {
        const RULE: &str = "step_ambiguous";
        let number = self.next();
        let step = format!("a canary {number} that two know");
        let mut ways = stages.iter().flat_map(|stage| {
            let knows = move |book: &&Book<'_>| {
                let mut runners = stage.runners.iter();
                runners.any(|it| {
                    let is_certain = stage.runners.len() == 1 || it.reads != Reads::Unknown;
                    is_certain && it.has(book.function)
                })
            };
            books.iter().filter(knows).map(move |book| (stage, book))
        });
        let found = ways.find_map(|(stage, book)| {
            let (path, edits) = self.on(stage, number, &format!("Given {step}"))?;
            Some((path, edits, book))
        });
        let Some((path, mut edits, book)) = found else {
            return self.none(RULE, if books.is_empty() { NO_BOOK } else { NO_STAGE });
        };
        let pattern = format!("\"{step}\"");
        let one = book.with(&name(number), StepKind::Given, &pattern);
        let two = book.with(
            &format!("{}_again", name(number)),
            StepKind::Given,
            &pattern,
        );
        edits.push(Edit::Append(book.path.clone(), one + &two));
        let what = format!("two functions in `{}` for `{step}` in `{path}`", book.path);
        self.put(RULE, what, edits);
    }

    fn unused(&mut self, books: &[Book<'n>]) {
        let model = self.model;
        let is_known = |book: &&Book<'_>| {
            let runners = model.steps.runners.iter();
            let mut its = runners.filter(|it| it.has(book.function)).peekable();
            let reads = |runner: &Runner| model.features.iter().any(|it| runner.may_run(&it.path));
            its.peek().is_some() && its.all(|runner| !runner.custom && reads(runner))
        };
        let Some(book) = books.iter().find(is_known) else {
            let why = "of no step function it is known which features it is for";
            return self.none("step_unused", why);
        };
        let number = self.next();
        let pattern = format!("\"a canary {number} that no feature has\"");
        let code = book.with(&name(number), StepKind::When, &pattern);
        let what = format!("`#[when({pattern})]` in `{}`", book.path);
        let edits = vec![Edit::Append(book.path.clone(), code)];
        self.put("step_unused", what, edits);
    }

    /// A scenario that is run, for a criterion of its own.
    fn on(&self, stage: &Stage<'_>, number: usize, step: &str) -> Option<(String, Vec<Edit>)> {
        let (id, entry) = self.enter_optional(number).ok()?;
        let (path, edit) = self.scenario_at(stage.place, number, &format!("@{id}"), step)?;
        Some((path, vec![entry, edit]))
    }

    /// The places for features of which it is known what runs them.
    fn stages(&self) -> Vec<Stage<'n>> {
        let places = self.places.features.iter();
        let stages = places.map(|place| {
            let path = place.path(0);
            let runners = self.model.steps.runners.iter();
            Stage {
                place,
                runners: runners.filter(|runner| runner.may_run(&path)).collect(),
            }
        });
        let is_known = |stage: &Stage<'_>| {
            let mut runners = stage.runners.iter();
            runners.all(|runner| !runner.custom)
                && stage.runners.iter().any(|it| it.reads != Reads::Unknown)
        };
        stages.filter(is_known).collect()
    }

    /// The places for step functions: files with one that is built, in which the name of its world is known.
    fn books(&self) -> Vec<Book<'n>> {
        let functions = self.model.steps.functions.iter();
        let books = functions
            .filter(|it| it.built && !it.expanded)
            .filter_map(|function| {
                let file = function.span.file;
                let facts = self.workspace.facts(file)?;
                if facts.item(function.item).scope != ScopeId(0) {
                    return None;
                }
                let package = *self.workspace.packages_of(file).first()?;
                let mut dependencies = self.workspace.package(package).dependencies.iter();
                let krate = dependencies.find(|it| it.package == "cucumber")?;
                let text = self.workspace.text(file).ok()?;
                let behind = text.get(usize::from(function.span.range.end())..)?;
                let (_, arguments) = behind.split_once('(')?;
                let first = arguments.split([',', ')']).next()?;
                let (_, world) = first.split_once(':')?;
                let is_plain = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
                let name = world.trim().strip_prefix("&mut ")?.trim();
                name.chars().all(is_plain).then(|| Book {
                    path: self.workspace.path(file).to_owned(),
                    krate: krate.name.clone(),
                    world: format!("&mut {name}"),
                    function,
                })
            });
        books.collect()
    }
}

fn name(number: usize) -> String {
    format!("govern_canary_{number}")
}
