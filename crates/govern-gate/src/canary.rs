//! Canaries: defects that are put into the workspace on purpose, as it would be with them, to see whether the rules sing.
//!
//! A rule can be on and never find anything: its selectors miss the code, an exception is too wide, a waiver or the
//! baseline swallows what it says. What a rule does not find in the project's own code with the project's own
//! configuration, it would not find tomorrow either.

use std::collections::BTreeMap;

use govern_diagnostics::{Acceptance, Code, Diagnostic, Level, Report, Sources};
use govern_workspace::Size;
use rayon::prelude::*;

use crate::ahead::STACK;
use crate::batches::batches;
use crate::{Canaries, Canary, Edit, Error, Gate, Options, Run, Session, mistakes, run};

/// What files hold by their paths; nothing of those that are gone.
type Files = BTreeMap<String, Option<Vec<u8>>>;

/// What became of a rule, or of one of the project's own rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Song {
    /// The rule.
    pub rule: Code,
    /// Which of the project's own declarations.
    pub of: Option<String>,
    /// What became of it.
    pub heard: Heard,
}

/// Whether a rule found what was put in for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// It did at some of these many places; those where it did not follow.
    Found {
        /// How many canaries there were.
        of: usize,
        /// Those that it did not find.
        silent: Vec<Silence>,
    },
    /// It found none of them.
    Green(Vec<Silence>),
    /// It is switched off.
    Off,
    /// Nothing in the configuration asks for it.
    Idle(String),
    /// There is none for it in this workspace, and why; nothing, if none is known at all.
    None(Option<String>),
}

/// A canary that its rule did not find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// The defect and its place.
    pub what: String,
    /// What accepts the finding, if there is one: `the waiver at govern.toml:7`.
    pub accepted: Option<String>,
    /// Why nothing could be checked with it, if so: then it says nothing about the rule.
    pub failed: Option<String>,
}

/// Puts in what the gates know, and tells for each of their rules whether it found it; the rules are in the order of the
/// gates and of their names. `asked` are names of rules, with or without their gates; all, if there are none.
///
/// # Errors
///
/// If the workspace cannot be checked as it is.
pub fn canary(
    gates: &[&'static dyn Gate],
    session: &Session,
    asked: &[String],
) -> Result<Vec<Song>, Error> {
    let selected: Vec<&dyn Gate> = gates.iter().map(|&gate| gate as &dyn Gate).collect();
    let mistakes = mistakes(&selected, session);
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    let options = Options {
        since: None,
        ..session.options.clone()
    };
    // Compared is like with like: packages are as the manifests describe them, before and after.
    let start = Session::new(session.workspace().edited(Files::new())?, options);
    let mut songs = Vec::new();
    for &gate in gates {
        let is_asked = |rule: &str| {
            asked.is_empty() || asked.iter().any(|name| is_named(name, gate.name(), rule))
        };
        if !gate.rules().iter().any(|rule| is_asked(rule.name)) {
            continue;
        }
        let before = run(&[gate], &start);
        if let Some(why) = unusable(&before) {
            return Err(why);
        }
        let mut canaries = gate.canaries(&start)?;
        let runs = |rule: &str| {
            let level = report_of(&before.report, rule).map(|report| report.level);
            level.is_some_and(|level| level != Level::Allow)
        };
        canaries
            .made
            .retain(|canary| is_asked(canary.rule) && runs(canary.rule));
        let choir = Choir {
            gate,
            start: &start,
            before: &before.report,
        };
        let heard = choir.all(&canaries.made);
        for rule in gate.rules().iter().filter(|rule| is_asked(rule.name)) {
            songs.extend(told(gate, rule.name, &before.report, &canaries, &heard));
        }
    }
    Ok(songs)
}

fn is_named(name: &str, gate: &str, rule: &str) -> bool {
    match name.split_once("::") {
        Some((of, name)) => of == gate && name == rule,
        None => name == rule || name == gate,
    }
}

/// Why nothing can be compared with a run. Its sources are not those of the session: places are in the texts.
pub(crate) fn unusable(run: &Run) -> Option<Error> {
    if !run.report.not_run.iter().any(|not_run| not_run.failed) {
        return None;
    }
    let mistakes = run.report.diagnostics.iter();
    let mistakes = mistakes.filter(|it| !matches!(it.code, Code::Rule { .. }));
    let told = mistakes.map(|mistake| {
        let place = mistake.span.and_then(|span| run.sources.locate(span));
        let place = place.map(|it| format!("{}:{}:{}: ", it.path, it.start.line, it.start.column));
        let text = format!("{}{}", place.unwrap_or_default(), mistake.message);
        Diagnostic {
            span: None,
            related: Vec::new(),
            message: text,
            ..mistake.clone()
        }
    });
    Some(Error::Diagnosed(told.collect()))
}

fn report_of<'r>(report: &'r Report, rule: &str) -> Option<&'r govern_diagnostics::RuleReport> {
    let mut rules = report.rules.iter();
    rules.find(|it| it.info.name == rule && !it.bookkeeping)
}

/// The songs of one rule: one, or one for each declaration that it serves.
fn told(
    gate: &dyn Gate,
    rule: &'static str,
    before: &Report,
    canaries: &Canaries,
    heard: &[Result<(), Silence>],
) -> Vec<Song> {
    let code = Code::Rule {
        gate: gate.name(),
        name: rule,
    };
    let mut by_subject: BTreeMap<Option<&str>, (usize, Vec<Silence>)> = BTreeMap::new();
    for (canary, heard) in canaries.made.iter().zip(heard) {
        if canary.rule == rule {
            let (of, silent) = by_subject.entry(canary.of.as_deref()).or_default();
            *of += 1;
            silent.extend(heard.clone().err());
        }
    }
    let song = |of: Option<&str>, heard| Song {
        rule: code,
        of: of.map(str::to_owned),
        heard,
    };
    if !by_subject.is_empty() {
        let songs = by_subject.into_iter().map(|(subject, (of, silent))| {
            let is_tried = silent.iter().any(|it| it.failed.is_none());
            let heard = match silent.first() {
                _ if silent.len() < of => Heard::Found { of, silent },
                Some(Silence {
                    what,
                    failed: Some(why),
                    ..
                }) if !is_tried => {
                    Heard::None(Some(format!("with {what} nothing can be checked: {why}")))
                }
                _ => Heard::Green(silent),
            };
            song(subject, heard)
        });
        return songs.collect();
    }
    let report = report_of(before, rule);
    let heard = match report {
        Some(report) if report.level == Level::Allow => Heard::Off,
        Some(report) if report.checked == 0 && report.idle.is_some() => {
            Heard::Idle(report.idle.clone().unwrap_or_default())
        }
        _ => Heard::None(canaries.none.get(rule).cloned()),
    };
    vec![song(None, heard)]
}

/// Runs a gate over a workspace with defects.
struct Choir<'c> {
    gate: &'static dyn Gate,
    /// Without defects.
    start: &'c Session,
    before: &'c Report,
}

impl Choir<'_> {
    /// Whether each of the canaries is found: many at once, as far as they do not change the same files; what is not found
    /// in company is tried alone, since one defect can hide another.
    fn all(&self, canaries: &[Canary]) -> Vec<Result<(), Silence>> {
        let batches = batches(canaries);
        let all = || {
            let heard = batches.par_iter();
            heard.flat_map_iter(|batch| self.batch(batch, canaries))
        };
        // A thread that waits begins with another run, on top of that which waits: threads of tests have no room for many.
        let threads = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
        let mut heard: Vec<(usize, Result<(), Silence>)> = match threads {
            Ok(threads) => threads.install(|| all().collect()),
            Err(_) => all().collect(),
        };
        heard.sort_by_key(|(row, _)| *row);
        heard.into_iter().map(|(_, heard)| heard).collect()
    }

    fn batch(&self, batch: &[usize], canaries: &[Canary]) -> Vec<(usize, Result<(), Silence>)> {
        let together: Vec<&Canary> = batch.iter().map(|&row| &canaries[row]).collect();
        let found = self.together(&together).ok();
        let heard = batch.iter().enumerate().map(|(place, &row)| {
            let found = found.as_ref().map(|found| found[place].clone());
            let heard = match found {
                Some(found @ Ok(())) => found,
                Some(found) if batch.len() == 1 => found,
                _ => self.alone(&canaries[row]),
            };
            (row, heard)
        });
        heard.collect()
    }

    fn alone(&self, canary: &Canary) -> Result<(), Silence> {
        match self.together(&[canary]) {
            Ok(mut found) => found.remove(0),
            Err(error) => Err(Silence {
                what: canary.what.clone(),
                accepted: None,
                failed: Some(error.to_string()),
            }),
        }
    }

    fn together(&self, canaries: &[&Canary]) -> Result<Vec<Result<(), Silence>>, Error> {
        let edits = canaries.iter().flat_map(|canary| &canary.edits);
        let session = self.start.edited(self.applied(edits)?)?;
        let after = run(&[self.gate], &session);
        if let Some(why) = unusable(&after) {
            return Err(why);
        }
        let mut known: BTreeMap<(Code, &str), usize> = BTreeMap::new();
        for diagnostic in &self.before.diagnostics {
            *known.entry(identity(diagnostic)).or_default() += 1;
        }
        let mut new = Vec::new();
        for diagnostic in &after.report.diagnostics {
            match known.get_mut(&identity(diagnostic)) {
                Some(count) if *count > 0 => *count -= 1,
                _ => new.push(diagnostic),
            }
        }
        let accepted_before: Vec<_> = self
            .before
            .accepted
            .iter()
            .map(|accepted| identity(&accepted.diagnostic))
            .collect();
        let heard = canaries.iter().map(|canary| {
            let others = canaries
                .iter()
                .filter(|it| it.rule == canary.rule && it.of == canary.of);
            // Of several in company, each must be found where it is; and what is found where only others are, is theirs.
            let is_shared = others.count() > 1;
            let is_there = |diagnostic: &Diagnostic| {
                let path = diagnostic
                    .span
                    .and_then(|span| after.sources.path(span.file));
                let is_edited = |by: &Canary| by.edits.iter().any(|edit| path == Some(edit.path()));
                is_edited(canary) || !is_shared && !canaries.iter().any(|other| is_edited(other))
            };
            if new.iter().any(|it| self.is_of(canary, it) && is_there(it)) {
                return Ok(());
            }
            let mut accepted = after.report.accepted.iter();
            let accepted = accepted.find(|accepted| {
                self.is_of(canary, &accepted.diagnostic)
                    && is_there(&accepted.diagnostic)
                    && !accepted_before.contains(&identity(&accepted.diagnostic))
            });
            Err(Silence {
                what: canary.what.clone(),
                accepted: accepted.map(|accepted| who(&accepted.by, &after.sources)),
                failed: None,
            })
        });
        Ok(heard.collect())
    }

    fn is_of(&self, canary: &Canary, diagnostic: &Diagnostic) -> bool {
        let code = Code::Rule {
            gate: self.gate.name(),
            name: canary.rule,
        };
        let subject = canary.of.as_deref().unwrap_or_default();
        diagnostic.code == code && diagnostic.key.starts_with(subject)
    }

    /// What files hold after the edits.
    fn applied<'e>(&self, edits: impl Iterator<Item = &'e Edit>) -> Result<Files, Error> {
        let mut files = Files::new();
        for edit in edits {
            let content = match edit {
                Edit::Append(path, text) => {
                    let bytes = match files.remove(path) {
                        Some(bytes) => bytes,
                        None => match self.start.workspace().read_at_most(path, u64::MAX)? {
                            Size::Whole(bytes) => Some(bytes),
                            Size::TooLong(_) | Size::NoFile => None,
                        },
                    };
                    let mut bytes = bytes.unwrap_or_default();
                    bytes.extend_from_slice(text.as_bytes());
                    Some(bytes)
                }
                Edit::Write(_, bytes) => Some(bytes.clone()),
                Edit::Remove(_) => None,
            };
            files.insert(edit.path().to_owned(), content);
        }
        Ok(files)
    }
}

fn who(by: &Acceptance, sources: &Sources) -> String {
    match by {
        Acceptance::Baseline => "the baseline".to_owned(),
        Acceptance::Waiver { span, .. } => match sources.locate(*span) {
            Some(place) => format!("the waiver at {}:{}", place.path, place.start.line),
            None => "a waiver".to_owned(),
        },
    }
}

/// What makes two findings the same: their places may have moved.
pub(crate) fn identity(diagnostic: &Diagnostic) -> (Code, &str) {
    (diagnostic.code, diagnostic.key.as_str())
}
