//! What is known about criteria, for programs that join it with what they know themselves: how each stands, and which code it
//! is about. The subcommands say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use govern_diagnostics::{FileId, Sources, Span};
use govern_facts::{ItemId, ItemKind, ScopeId};
use govern_gate::{Error, Session};
use govern_names::CrateKind;
use govern_workspace::Workspace;
use text_size::TextRange;

use crate::commands::asked::{sound, subject};
use crate::commands::report::{self, Place, Report, locate};
use crate::commands::run::{
    plan::{Plan, Runners},
    quote::quoted,
};
use crate::config::Section;
use crate::criteria::{Criteria, What};
use crate::ledger::Mentioned;
use crate::reach::{Forward, Item, Reach, name};
use crate::rust::LinkEnd;

/// The criteria of a workspace in which nothing is wrong with ledgers and features.
pub struct Traced<'s> {
    pub(crate) session: &'s Session,
    pub(crate) model: Criteria,
    runners: OnceLock<Runners>,
    /// The items that are tests.
    tests: OnceLock<BTreeSet<Item>>,
}

/// Code that is there for a criterion, or that its tests reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// What it is called: `orders::domain::Order::total`; the path of the file, if all of it is meant.
    pub name: String,
    /// The path of its module; empty if no target has it.
    pub module: String,
    /// All of it.
    pub span: Span,
    /// Where its name stands.
    pub place: Option<Place>,
    /// How it is known.
    pub by: By,
}

/// How it is known that code is about a criterion. From the nearest to the farthest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// It says so.
    Link,
    /// A test or a scenario surely reaches it, in this many steps.
    Test {
        /// How many steps.
        steps: usize,
        /// `test` or `scenario`.
        kind: &'static str,
        /// What it is called.
        name: String,
    },
    /// It is reached from where a program begins that a test or a scenario starts: perhaps it runs then. The fields are those of
    /// [`By::Test`].
    Program {
        /// How many steps, the start of the program being one.
        steps: usize,
        /// `test` or `scenario`.
        kind: &'static str,
        /// What it is called.
        name: String,
    },
}

/// A record of a decision, or a document, that an entry of a ledger names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The id of the entry: a story, a requirement or a criterion; none for the ledger as a whole.
    pub by: Option<String>,
    /// Whether it is a decision.
    pub is_decision: bool,
    /// As the ledger has it.
    pub text: String,
    /// The file; none if it is not there, or not here.
    pub path: Option<String>,
}

/// Code as it is found: how, and the file and the item; without an item, all of the file.
type Found = (By, FileId, Option<ItemId>);

impl<'s> Traced<'s> {
    /// Reads them; none if there is no ledger.
    ///
    /// # Errors
    ///
    /// If something is wrong with the configuration, a ledger or a feature: each with its place.
    pub fn load(session: &'s Session) -> Result<Option<Traced<'s>>, Error> {
        let traced = Traced::of_any(session)?;
        Ok((!traced.model.ledgers.is_empty()).then_some(traced))
    }

    /// Reads them; without a ledger there are none, but tests and items are there all the same.
    ///
    /// # Errors
    ///
    /// As of [`load`](Self::load).
    pub fn of_any(session: &'s Session) -> Result<Traced<'s>, Error> {
        let section = Section::read(session)?;
        section.selectors(session)?;
        let settings = section.settings(Some(session));
        let model = sound(session, session.workspace(), session.tree(), &settings)?;
        Ok(Traced {
            session,
            model,
            runners: OnceLock::new(),
            tests: OnceLock::new(),
        })
    }

    /// What runs features; found out once.
    fn runners(&self) -> &Runners {
        let found = || Runners::new(self.session, &self.model);
        self.runners.get_or_init(found)
    }

    /// The commands that run some tests and scenarios, by their rows in [`Uses::shown`](crate::uses::Uses::shown), as a shell
    /// reads them, and what of it cannot be run, in words.
    pub fn commands_of(&self, shown: &BTreeSet<usize>) -> (Vec<String>, Vec<String>) {
        let tests = self.model.rust.tests.len();
        let whats = shown.iter().map(|&row| match row.checked_sub(tests) {
            None => What::Test(row),
            Some(row) => What::Scenario(row),
        });
        let plan = Plan::of(&self.model, self.runners(), &whats.collect());
        let commands = plan.commands(None);
        let commands = commands.iter().map(|words| quoted(words)).collect();
        (commands, plan.notes.into_iter().collect())
    }

    /// How each criterion stands, and what each test is for: what `cargo ac report` writes.
    pub fn report(&self) -> Report {
        let sources = self.session.sources_for(report::files(&self.model));
        Report::new(&self.model, None, &|span| locate(&sources, span))
    }

    /// That an id is one of a criterion.
    ///
    /// # Errors
    ///
    /// If it is none; with the id that is meant, if one is near.
    pub fn check(&self, id: &str) -> Result<(), Error> {
        match self.model.criterion(id) {
            Some(_) => Ok(()),
            None => Err(match subject(&self.model, id) {
                Ok(subject) => {
                    let ids = subject.rows.iter();
                    let ids = ids.map(|&row| self.model.criteria[row].id.as_str());
                    let ids = ids.collect::<Vec<_>>().join("`, `");
                    let message = format!("`{id}` is no criterion, but what some are of");
                    govern_diagnostics::Diagnostic::config(message)
                        .help(format!("there are `{ids}`"))
                        .into()
                }
                Err(error) => error,
            }),
        }
    }

    /// The commands that run what shows some criteria, as a shell reads them, and what of it cannot be run, in words.
    pub fn commands(&self, ids: &BTreeSet<&str>) -> (Vec<String>, Vec<String>) {
        let rows = self.model.criteria.iter().enumerate();
        let rows = rows.filter(|(_, it)| ids.contains(it.id.as_str()));
        let rows = rows.map(|(row, _)| row).collect();
        let plan = Plan::new(&self.model, self.runners(), &rows);
        let commands = plan.commands(None);
        let commands = commands.iter().map(|words| quoted(words)).collect();
        let idle = plan.idle.into_values().flatten();
        (commands, idle.chain(plan.notes).collect())
    }

    /// The code of production that each criterion is about: what says that it is there for it, what its tests surely reach, and
    /// what is behind the programs that they start. With `only`, of these criteria. The nearest comes first.
    pub fn code(&self, only: Option<&BTreeSet<&str>>) -> BTreeMap<String, Vec<Code>> {
        let reach = Reach::new(self.session.workspace(), self.session.tree(), &self.model);
        let forward = Forward::new(&reach, self.starts());
        let mut found: BTreeMap<&str, Vec<Found>> = BTreeMap::new();
        for criterion in &self.model.criteria {
            if only.is_some_and(|only| !only.contains(criterion.id.as_str())) {
                continue;
            }
            let mut code: Vec<Found> = Vec::new();
            let links = self.model.rust.links.iter();
            let links = links.filter(|link| link.id == criterion.id && link.end == LinkEnd::Code);
            code.extend(links.map(|link| (By::Link, link.span.file, link.item)));
            for proof in &criterion.proofs {
                let (kind, name) = (
                    report::kind(&proof.what),
                    report::name(&self.model, &proof.what),
                );
                for reached in forward.reached(&proof.what) {
                    let ((file, item), steps) = (reached.item, reached.steps);
                    if !self.is_production((file, item)) {
                        continue;
                    }
                    let name = name.clone();
                    let by = match reached.in_program {
                        false => By::Test { steps, kind, name },
                        true => By::Program { steps, kind, name },
                    };
                    code.push((by, file, Some(item)));
                }
            }
            code.sort();
            let mut known = BTreeSet::new();
            code.retain(|(_, file, item)| known.insert((*file, *item)));
            found.entry(&criterion.id).or_default().extend(code);
        }
        let files = found.values().flatten().map(|(_, file, _)| *file);
        let sources = self.session.sources_for(files.collect::<BTreeSet<_>>());
        let shown = found.into_iter().map(|(id, code)| {
            let code = code.into_iter();
            let mut code: Vec<Code> = code
                .map(|(by, file, item)| self.shown(by, file, item, &sources))
                .collect();
            code.sort_by(|a, b| (&a.by, &a.place, &a.name).cmp(&(&b.by, &b.place, &b.name)));
            (id.to_owned(), code)
        });
        shown.collect()
    }

    /// The decisions and documents that ledgers name, sorted.
    pub fn named(&self) -> Vec<Named> {
        let mut all = Vec::new();
        for what in [Mentioned::Decision, Mentioned::Document] {
            for (_, mention) in self.model.mentions(what) {
                let text = &mention.text.text;
                let is_decision = what == Mentioned::Decision;
                let path = if is_decision {
                    let record = self.model.decisions.record(text);
                    record.map(|record| record.path.clone())
                } else {
                    let path = crate::decisions::document(text);
                    let path = path.filter(|it| self.model.decisions.documents.contains(*it));
                    path.map(str::to_owned)
                };
                all.push(Named {
                    by: mention.ids.last().cloned(),
                    is_decision,
                    text: text.clone(),
                    path,
                });
            }
        }
        all.sort();
        all.dedup();
        all
    }

    /// Whether an item is one of the program, and not of its tests; what stands around others is none.
    pub(crate) fn is_production(&self, (file, id): Item) -> bool {
        let Some(facts) = self.workspace().facts(file) else {
            return false;
        };
        let Some(item) = facts.items.get(id.index()) else {
            return false;
        };
        let tests = self.tests.get_or_init(|| {
            let tests = self.model.rust.tests.iter();
            let tests = tests.filter_map(|test| Some((test.span.file, test.item?)));
            tests.collect()
        });
        !matches!(item.kind, ItemKind::Impl { .. })
            && self.session.tree().presence(file, item.scope).normal
            && !tests.contains(&(file, id))
            && self.is_of_program(file)
    }

    /// Whether a library or a program has a file: targets that are tests, benches and examples are none of what is shown.
    fn is_of_program(&self, file: FileId) -> bool {
        let names = self.session.tree();
        let mut instances = names.instances_of(file).iter();
        instances.any(|&instance| {
            let krate = names.instance(instance).krate;
            matches!(
                names.krate(krate).kind,
                CrateKind::Lib | CrateKind::ProcMacro | CrateKind::Bin
            )
        })
    }

    pub(crate) fn module(&self, file: FileId, item: Option<ItemId>) -> String {
        let names = self.session.tree();
        let facts = self.workspace().facts(file);
        let item = item.and_then(|id| facts?.items.get(id.index()));
        let scope = item.map_or(ScopeId(0), |item| item.scope);
        let module = names.module_of(file, scope);
        module.map_or(String::new(), |module| {
            names.module_path(names.real_module(module))
        })
    }

    fn shown(&self, by: By, file: FileId, id: Option<ItemId>, sources: &Sources) -> Code {
        let module = self.module(file, id);
        let facts = self.workspace().facts(file);
        let item = id.and_then(|id| Some((facts?, facts?.items.get(id.index())?, id)));
        let (name, span, at) = match item {
            Some((facts, item, id)) => (
                format!("{module}::{}", name(facts, id)),
                Span::new(file, item.extent.range()),
                Span::new(file, item.name_extent.range()),
            ),
            None => {
                let length = sources.get(file).map_or(0, |it| it.text.len());
                let end = u32::try_from(length).unwrap_or(u32::MAX);
                let all = TextRange::up_to(end.into());
                let path = self.workspace().path(file).to_owned();
                (path, Span::new(file, all), Span::start_of(file))
            }
        };
        Code {
            name,
            module,
            span,
            place: locate(sources, at),
            by,
        }
    }

    fn workspace(&self) -> &Workspace {
        self.session.workspace()
    }
}
