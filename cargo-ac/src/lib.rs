//! Checks acceptance criteria against the tests that claim them.

pub mod assemble;
pub mod base;
mod both_ends;
mod canaries;
mod changed_links;
pub mod commands;
pub mod commits;
pub mod config;
pub mod counting;
pub mod criteria;
pub mod decisions;
pub mod edges;
pub mod feature;
pub mod fingerprint;
pub mod gherkin;
pub mod ids;
pub mod judge;
pub mod ledger;
pub mod lock;
pub mod matched_steps;
mod mentions;
pub mod observed;
mod reach;
pub mod read;
pub mod resolve;
pub mod results;
pub mod results_config;
pub mod rules;
pub mod rust;
pub mod said;
pub mod second_opinion;
pub mod standing;
pub mod steps;
#[cfg(test)]
mod testing;
pub mod threshold;
pub mod touched;
pub mod traced;
pub mod uses;
pub mod verdict;
pub mod verdicts;
mod weighing;
pub mod what;

use std::sync::{Mutex, MutexGuard, PoisonError};

use govern_diagnostics::{NotRun, Tool};
use govern_gate::{
    Ahead, ArgSpec, Canaries, Command, Error, Gate, GateOutcome, RuleInfo, Session, run_rules,
};

use crate::config::{Section, Selector, Settings};
use crate::ids::IdKind;
use crate::read::{Reading, Weigh};
use crate::rules::RULES;

/// What `require-results` in `[ac]` says, for one run.
const REQUIRE_RESULTS: ArgSpec = ArgSpec::flag(
    "require-results",
    "results of tests must be there, for a run that did not happen has no failures",
);

/// The gate.
pub static GATE: AcceptanceCriteria = AcceptanceCriteria;

/// The gate `ac`: acceptance criteria against the tests that claim them.
#[derive(Debug, Clone, Copy)]
pub struct AcceptanceCriteria;

impl Gate for AcceptanceCriteria {
    fn name(&self) -> &'static str {
        "ac"
    }

    fn summary(&self) -> &'static str {
        "check acceptance criteria against the tests that claim them"
    }

    fn rules(&self) -> Vec<RuleInfo> {
        RULES.iter().map(|rule| rule.info).collect()
    }

    fn args(&self) -> &'static [ArgSpec] {
        &[
            ArgSpec::BASE,
            ArgSpec::BASE_DIRECTORY,
            commits::COMMITS,
            REQUIRE_RESULTS,
        ]
    }

    fn commands(&self) -> &'static [Command] {
        commands::COMMANDS
    }

    fn needs_graph(&self) -> bool {
        false
    }

    fn config_schema(&self) -> Option<&'static str> {
        Some(config::SCHEMA)
    }

    fn canaries(&self, session: &Session) -> Result<Canaries, Error> {
        let made = made(session, None)?;
        let model = &made.reading.model;
        canaries::canaries(session.workspace(), &made.section, &made.settings, model)
    }

    fn ahead<'s>(&'s self, session: &'s Session) -> Option<Box<dyn Ahead + 's>> {
        // Of what is staged, gates that speak before it have little to do.
        let is_all = session.looked_at().is_none();
        is_all.then(|| Box::new(Check::new(session)) as Box<dyn Ahead>)
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        Check::new(session).check()
    }
}

/// One check.
struct Check<'s> {
    session: &'s Session,
    /// What was read, until it is taken.
    reading: Mutex<Option<Reading>>,
}

impl<'s> Check<'s> {
    fn new(session: &'s Session) -> Check<'s> {
        Check {
            session,
            reading: Mutex::default(),
        }
    }

    fn reading(&self) -> MutexGuard<'_, Option<Reading>> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ahead for Check<'_> {
    fn needs_tree(&self) -> bool {
        true
    }

    fn work(&self) {
        let section = Section::read(self.session).map(|it| it.settings(Some(self.session)));
        // What is wrong is told when it is the gate's turn.
        let read = section.and_then(|settings| read_all(self.session, &settings));
        *self.reading() = read.ok();
    }

    fn check(&self) -> Result<GateOutcome, Error> {
        let session = self.session;
        let Made {
            section,
            selectors,
            reading,
            not_run,
            ..
        } = made(session, self.reading().take())?;
        let mut outcome = GateOutcome::new(run_rules(RULES, &reading.model));
        for selector in selectors {
            outcome.selector(
                selector.span,
                selector.kind,
                &selector.glob,
                selector.matches,
            );
        }
        outcome.not_run.extend(not_run);
        for selector in reading.model.thresholds.iter().flat_map(|it| &it.select) {
            let matches = selector.matches(&reading.model);
            outcome.selector(selector.span, "criterion in force", &selector.text, matches);
        }
        // A workspace that has nothing to do with criteria need not pretend to, unless somebody asks for them alone; one
        // that says where its ledger is, or whose tests name criteria, is told what is wrong by a finding.
        let has_ledger = !reading.model.ledgers.is_empty() || reading.model.is_incomplete();
        if section.ledgers.is_none() && !mentions_criteria(&reading) && !has_ledger {
            outcome.not_run.push(NotRun {
                what: "acceptance criteria".to_owned(),
                why: "there is no ledger, and nothing names a criterion".to_owned(),
                failed: *session.tool() == Tool::subcommand(GATE.name()),
            });
        }
        let Reading {
            diagnostics,
            opaque,
            comments,
            ..
        } = reading;
        outcome.diagnostics = diagnostics;
        outcome.opaque = opaque;
        outcome.comments = comments;
        Ok(outcome)
    }
}

/// The model with all that rules look at.
struct Made {
    section: Section,
    selectors: Vec<Selector>,
    settings: Settings,
    reading: Reading,
    /// The comparison, if it could not be made.
    not_run: Option<NotRun>,
}

/// Makes the model, of what was read if somebody has.
fn made(session: &Session, reading: Option<Reading>) -> Result<Made, Error> {
    let section = Section::read(session)?;
    // A glob that is none is told at its place.
    let selectors = section.selectors(session)?;
    let thresholds = section.thresholds(session)?;
    let settings = section.settings(Some(session));
    let mut reading = match reading {
        Some(reading) => reading,
        None => read_all(session, &settings)?,
    };
    reading.model.thresholds = thresholds;
    let mut not_run = None;
    match base::read_base(&reading.model, session, &section, &settings)? {
        Ok(base) => reading.model.base = base,
        Err(part) => not_run = Some(part),
    }
    reading.model.commits = commits::configured(session, &section, &reading.model)?;
    Ok(Made {
        section,
        selectors,
        settings,
        reading,
        not_run,
    })
}

fn read_all(session: &Session, settings: &Settings) -> Result<Reading, Error> {
    let (workspace, names) = (session.workspace(), session.tree());
    Ok(read::read(
        workspace,
        names,
        settings,
        session.today(),
        Weigh::Linked,
    )?)
}

fn mentions_criteria(reading: &Reading) -> bool {
    let model = &reading.model;
    let mut tags = model.features.iter().flat_map(|feature| &feature.tags);
    let is_id = |name: &str| {
        name.strip_prefix('@')
            .is_some_and(|id| model.prefixes.is_id(IdKind::Criterion, id))
    };
    !model.rust.links.is_empty() || tags.any(|tag| is_id(&tag.name))
}
