//! What gates find, one after the other: before waivers and the baseline.

use std::{
    collections::{BTreeMap, BTreeSet},
    thread,
    time::{Duration, Instant},
};

use govern_diagnostics::{Code, Diagnostic, NotRun, Opaque, Severity, Sources, Span};

use crate::{
    Finding, Gate, GateOutcome, RuleOutcome, Session,
    ahead::{Turn, Waiting, Work},
    bookkeeping::Looked,
    plan::Plan,
};

/// How long a gate took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateTime {
    /// The gate.
    pub gate: &'static str,
    /// How long it took.
    pub took: Duration,
    /// Whether nothing had changed since it ran before, so that it did not run.
    pub known: bool,
}

/// What the gates found, before waivers and baseline.
pub(crate) struct Checked {
    /// At `warn` or `deny`.
    pub(crate) findings: Vec<Diagnostic>,
    /// Mistakes in source and configuration.
    pub(crate) mistakes: Vec<Diagnostic>,
    pub(crate) rules: Vec<Looked>,
    /// The gates that ran to their end.
    pub(crate) complete: BTreeSet<&'static str>,
    pub(crate) selectors: crate::gate::Selectors,
    pub(crate) comments: Vec<Span>,
    pub(crate) opaque: Vec<Opaque>,
    pub(crate) not_run: Vec<NotRun>,
    /// The gates that could not read something.
    pub(crate) unread: BTreeSet<&'static str>,
    /// What no report shows, whatever the level of the rules that found it.
    pub(crate) concealed: Vec<Span>,
    /// Of errors that do not come from files of the session.
    pub(crate) sources: Sources,
    pub(crate) timings: Vec<GateTime>,
}

/// What the gates find in the files that they have to look at.
pub(crate) fn checked_as_asked(plan: &Plan<'_>, session: &Session) -> Checked {
    let checked = checked(plan, session);
    // The baseline accepts a number of findings of a kind, and how many there are is known of all files only.
    if session.looked_at().is_some() && plan.baseline.concerns(&checked.findings) {
        return self::checked(plan, &session.looking_at_all());
    }
    checked
}

pub(crate) fn checked(plan: &Plan<'_>, session: &Session) -> Checked {
    let problems = session.workspace().problems().iter();
    let mut checked = Checked {
        findings: Vec::new(),
        mistakes: problems
            .map(govern_workspace::Problem::diagnostic)
            .collect(),
        rules: Vec::new(),
        complete: BTreeSet::new(),
        selectors: crate::gate::Selectors::default(),
        comments: Vec::new(),
        opaque: Vec::new(),
        not_run: plan.not_run.clone(),
        unread: BTreeSet::new(),
        concealed: Vec::new(),
        sources: Sources::default(),
        timings: Vec::new(),
    };
    let turns = Turn::all(&plan.gates, session);
    thread::scope(|scope| {
        let _waiting = Waiting(session);
        let begun = turns.iter().map(|turn| turn.begin(session, scope));
        let begun: Vec<Option<Work<'_>>> = begun.collect();
        if !turns.iter().any(Turn::fills) {
            let keep = || session.workspace().keep_facts();
            drop(thread::Builder::new().spawn_scoped(scope, keep));
        }
        for ((gate, turn), work) in plan.gates.iter().zip(&turns).zip(begun) {
            let start = Instant::now();
            let (outcome, known) = turn.check(*gate, session, work, scope);
            match outcome {
                Ok(outcome) => checked.take(*gate, outcome, plan),
                Err(error) => {
                    let why = error.to_string();
                    checked
                        .mistakes
                        .extend(error.diagnostics(&mut checked.sources));
                    checked.not_run.push(NotRun {
                        what: gate.name().to_owned(),
                        why,
                        failed: true,
                    });
                }
            }
            checked.timings.push(GateTime {
                gate: gate.name(),
                took: start.elapsed(),
                known,
            });
        }
    });
    checked
}

impl Checked {
    fn take(&mut self, gate: &dyn Gate, outcome: GateOutcome, plan: &Plan<'_>) {
        let mut outcomes: BTreeMap<Code, RuleOutcome> = outcome
            .rules
            .into_iter()
            .map(|it| (it.info.code(), it))
            .collect();
        for info in gate.rules() {
            let level = plan.levels.of(&info);
            // A rule that the gate did not run looked at nothing.
            let outcome = outcomes
                .remove(&info.code())
                .unwrap_or_else(|| RuleOutcome {
                    info,
                    checked: 0,
                    idle: None,
                    findings: Vec::new(),
                });
            let found = outcome.findings.len();
            let concealed = outcome.findings.iter().flat_map(|it| &it.concealed);
            self.concealed.extend(concealed);
            self.rules.push(Looked {
                info,
                level,
                checked: outcome.checked,
                found,
                idle: outcome.idle,
            });
            if let Some(severity) = level.severity() {
                self.findings
                    .extend(diagnostics(info.code(), severity, outcome.findings));
            }
        }
        self.complete.insert(gate.name());
        let is_unread = |it: &Diagnostic| {
            it.severity == Severity::Error && matches!(it.code, Code::Syntax | Code::Source)
        };
        if outcome.diagnostics.iter().any(is_unread) {
            self.unread.insert(gate.name());
        }
        self.mistakes.extend(outcome.diagnostics);
        self.selectors.tried += outcome.selectors.tried;
        self.selectors.unmatched.extend(outcome.selectors.unmatched);
        self.comments.extend(outcome.comments);
        self.opaque.extend(outcome.opaque);
        self.not_run.extend(outcome.not_run);
    }
}

/// The findings of a rule; one that was reported twice (a file may be part of several crates) counts once.
pub(crate) fn diagnostics(
    code: Code,
    severity: Severity,
    findings: Vec<Finding>,
) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = Vec::with_capacity(findings.len());
    let mut seen = BTreeSet::new();
    for finding in findings {
        let place = finding
            .span
            .map(|span| (span.file, span.range.start(), span.range.end()));
        if seen.insert((place, finding.key.clone(), finding.message.clone())) {
            diagnostics.push(finding.into_diagnostic(code, severity));
        }
    }
    diagnostics
}
