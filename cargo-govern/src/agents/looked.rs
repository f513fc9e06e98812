//! What is looked at to say how things stand: all gates, the criteria, the baseline with its age, the last receipt.

use cargo_ac::{commands::report::Report as CriteriaReport, traced::Traced};
use govern_diagnostics::{Code, Diagnostic, RuleReport, Severity, Sources};
use govern_gate::{BaselineEntry, Error, Run, Session, baseline_entries, run};

use crate::{GATES, selftest::Standing};

/// What was looked at.
pub(super) struct Looked {
    /// What the gates found.
    pub(super) run: Run,
    /// How the criteria stand; none if there is no ledger, or why nobody can say.
    pub(super) criteria: Result<Option<CriteriaReport>, String>,
    /// What the baseline accepts, each with when that was written, in seconds since 1970.
    pub(super) baseline: Vec<(BaselineEntry, Option<u64>)>,
    /// Whether a selftest has passed for what is here.
    pub(super) receipt: Standing,
    /// The sources that entries of the baseline stand in.
    pub(super) sources: Sources,
}

/// The gates that look at Rust source.
const OF_SOURCE: [&str; 4] = ["archcheck", "contract", "ac", "patterns"];

/// How things stand with a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GateState {
    /// It ran, and nothing that it found fails.
    Passed,
    /// It found something that fails.
    Failed,
    /// It ran and looked at nothing.
    Idle,
    /// It could not run, or not to its end.
    Incomplete,
    /// It is switched off.
    Off,
}

impl GateState {
    /// The word for it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            GateState::Passed => "passed",
            GateState::Failed => "failed",
            GateState::Idle => "idle",
            GateState::Incomplete => "incomplete",
            GateState::Off => "off",
        }
    }
}

impl Looked {
    /// Runs all gates, and reads what there is besides.
    pub(super) fn at(session: &Session) -> Result<Looked, Error> {
        let run = run(&GATES, session);
        let criteria = match Traced::load(session) {
            Ok(traced) => Ok(traced.map(|it| it.report())),
            // The gate tells all of it; here it is enough that nothing is known.
            Err(error) => Err(first(error)),
        };
        // One that cannot be read is among what the gates tell.
        let entries = baseline_entries(session).unwrap_or_default();
        let files = entries.iter().filter_map(|it| Some(it.span?.file));
        let sources = session.sources_for(files);
        let path = entries.iter().find_map(|it| sources.path(it.span?.file));
        let times = match path {
            Some(path) => session.workspace().line_times(path)?,
            None => None,
        };
        let written = |entry: &BaselineEntry| {
            let line = sources.locate(entry.span?)?.start.line;
            *times
                .as_ref()?
                .get(usize::try_from(line).ok()?.checked_sub(1)?)?
        };
        let baseline = entries.into_iter().map(|entry| {
            let written = written(&entry);
            (entry, written)
        });
        Ok(Looked {
            baseline: baseline.collect(),
            run,
            criteria,
            receipt: Standing::now(session),
            sources,
        })
    }

    /// The rules of a gate that ran.
    pub(super) fn rules_of<'l>(&'l self, gate: &'l str) -> impl Iterator<Item = &'l RuleReport> {
        let rules = self.run.report.rules.iter();
        rules.filter(move |rule| rule.info.gate == gate)
    }

    /// What a gate found that is shown.
    pub(super) fn found<'l>(&'l self, gate: &'l str) -> impl Iterator<Item = &'l Diagnostic> {
        let all = self.run.report.diagnostics.iter();
        all.filter(move |it| matches!(it.code, Code::Rule { gate: of, .. } if of == gate))
    }

    /// Whether something that a gate looks at could not be read.
    pub(super) fn could_not_read(&self, gate: &str) -> bool {
        let report = &self.run.report;
        let is_source = |it: &Diagnostic| {
            let path = it.span.and_then(|span| self.run.sources.path(span.file));
            matches!(it.code, Code::Syntax | Code::Source)
                && it.severity == Severity::Error
                && path.is_none_or(|path| path.ends_with(".rs") || path.ends_with(".toml"))
        };
        report.unread.contains(&gate)
            || OF_SOURCE.contains(&gate) && report.diagnostics.iter().any(is_source)
    }

    /// How things stand with a gate.
    pub(super) fn state(&self, gate: &str) -> GateState {
        let report = &self.run.report;
        if let Some(part) = report.not_run.iter().find(|part| part.what == gate) {
            return match part.failed {
                true => GateState::Incomplete,
                false => GateState::Off,
            };
        }
        if self.found(gate).any(|it| report.fails(it)) {
            return GateState::Failed;
        }
        // Which gate was told something wrong, or was told too little, is not said.
        if report.diagnostics.iter().any(|it| it.code.stops_the_run()) {
            return GateState::Incomplete;
        }
        if self.could_not_read(gate) {
            return GateState::Incomplete;
        }
        match self.rules_of(gate).map(|rule| rule.checked).sum() {
            // A gate that is not in the report did not run, whatever the reason.
            0 if self.rules_of(gate).next().is_none() => GateState::Incomplete,
            0_usize => GateState::Idle,
            _ => GateState::Passed,
        }
    }
}

/// The first thing that is wrong, in words.
pub(super) fn first(error: Error) -> String {
    let told = error.to_string();
    match error.diagnostics(&mut Sources::default()).first() {
        Some(first) => first.message.clone(),
        None => told,
    }
}
