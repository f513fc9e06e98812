//! Runs gates: levels, waivers, baseline, bookkeeping, order.

use std::time::Duration;

use govern_diagnostics::{
    Accepted, Diagnostic, FileId, NotRun, Report, RuleReport, Sources, Span, Verdict,
};

use crate::{
    FailOn, Gate, GateTime, OUTSIDE, Options, RuleOutcome, Session,
    baseline::{self, Id},
    bookkeeping::{Bookkeeping, Looked},
    checked::{Checked, checked, checked_as_asked, diagnostics},
    plan::{Plan, UseBaseline},
    rule::run_rules,
    rules,
    since::{self, Before},
    waiver::{self, Sites},
};

/// What came out of a run.
#[derive(Debug)]
pub struct Run {
    /// What it found.
    pub report: Report,
    /// The sources that the report points into.
    pub sources: Sources,
    /// What it amounts to.
    pub verdict: Verdict,
    /// How long linking names took, if somebody needed them.
    pub names: Option<Duration>,
    /// How long each gate took; the first that needs the names waits for them.
    pub gates: Vec<GateTime>,
}

/// Runs gates over a session. What cannot run is in the report, and never passes for clean.
pub fn run(gates: &[&dyn Gate], session: &Session) -> Run {
    let plan = match Plan::new(gates, session, UseBaseline::Yes) {
        Ok(plan) => plan,
        Err(mistakes) => return refused(gates, session, mistakes, "the configuration is wrong"),
    };
    let since = session.options.since.as_deref();
    match since.map(|revision| before(gates, session, revision)) {
        None => finish(session, checked_as_asked(&plan, session), &plan, None),
        Some(Ok(before)) => finish(session, checked(&plan, session), &plan, Some(before)),
        Some(Err(mistakes)) => {
            let why = "what was there before is not known";
            refused(gates, session, mistakes, why)
        }
    }
}

/// What is wrong with the configuration and the arguments, so that nothing should run.
pub fn mistakes(gates: &[&dyn Gate], session: &Session) -> Vec<Diagnostic> {
    Plan::new(gates, session, UseBaseline::No)
        .err()
        .unwrap_or_default()
}

/// What rules of a gate found, for a subcommand that shows it: at the levels of the run, without waivers and baseline.
///
/// # Errors
///
/// If the configuration or the arguments are wrong.
pub fn at_levels(
    gate: &dyn Gate,
    session: &Session,
    outcomes: Vec<RuleOutcome>,
) -> Result<Vec<Diagnostic>, crate::Error> {
    let plan = Plan::new(&[gate], session, UseBaseline::No).map_err(crate::Error::Diagnosed)?;
    let found = outcomes.into_iter().flat_map(|outcome| {
        let severity = plan.levels.of(&outcome.info).severity();
        let found =
            severity.map(|severity| diagnostics(outcome.info.code(), severity, outcome.findings));
        found.unwrap_or_default()
    });
    Ok(found.collect())
}

/// Runs gates over the workspace as it is at a revision, with the configuration that it has there: the same pipe, over other
/// sources. Mistakes are those that make the question one without an answer.
fn before(
    gates: &[&dyn Gate],
    session: &Session,
    revision: &str,
) -> Result<Before, Vec<Diagnostic>> {
    let workspace = session
        .workspace()
        .as_of_revision(revision)
        .map_err(|error| crate::Error::from(error).diagnostics(&mut Sources::default()))?;
    let options = Options {
        since: None,
        ..session.options.clone()
    };
    let old = Session::new(workspace, options);
    let plan = Plan::new(gates, &old, UseBaseline::No).map_err(|mistakes| {
        let mistakes = mistakes.iter();
        mistakes
            .map(|mistake| since::told_of(revision, mistake))
            .collect::<Vec<_>>()
    })?;
    let checked = checked(&plan, &old);
    Ok(Before::new(
        revision,
        &checked.findings,
        checked.complete,
        checked.not_run,
    ))
}

/// A run of something else than gates that did not begin, and why.
pub fn not_run(session: &Session, what: &str, error: crate::Error) -> Run {
    let why = error.to_string();
    let mut sources = Sources::default();
    let report = Report {
        tool: session.tool().clone(),
        diagnostics: error.diagnostics(&mut sources),
        not_run: vec![NotRun {
            what: what.to_owned(),
            why,
            failed: true,
        }],
        ..Report::default()
    };
    shown(session, report, sources, FailOn::default(), Vec::new(), &[])
}

impl Run {
    /// A run of nothing yet, to which parts are added.
    pub fn empty(session: &Session) -> Run {
        let report = Report {
            tool: session.tool().clone(),
            ..Report::default()
        };
        let fail_on = session.options.fail_on.unwrap_or_default();
        let sources = Sources::default();
        shown(session, report, sources, fail_on, Vec::new(), &[])
    }

    /// The same with what others than gates found and did not do: brought into order, with the sources it points into.
    #[must_use]
    pub fn with(mut self, session: &Session, more: Report, sources: Sources) -> Run {
        self.sources.extend(session.sources(&more));
        self.sources.extend(sources);
        let Report {
            diagnostics,
            rules,
            opaque,
            not_run,
            unread,
            steps,
            ..
        } = more;
        self.report.diagnostics.extend(diagnostics);
        self.report.rules.extend(rules);
        self.report.opaque.extend(opaque);
        self.report.not_run.extend(not_run);
        self.report.unread.extend(unread);
        self.report.steps.extend(steps);
        let sources = &self.sources;
        self.report
            .sort(|file| sources.path(file).unwrap_or_default());
        self.verdict = self.report.verdict();
        self
    }
}

/// A run that did not begin, and why.
pub(crate) fn refused(
    gates: &[&dyn Gate],
    session: &Session,
    mistakes: Vec<Diagnostic>,
    why: &str,
) -> Run {
    let not_run = gates
        .iter()
        .map(|gate| NotRun {
            what: gate.name().to_owned(),
            why: why.to_owned(),
            failed: true,
        })
        .collect();
    let report = Report {
        tool: session.tool().clone(),
        diagnostics: mistakes,
        not_run,
        ..Report::default()
    };
    shown(
        session,
        report,
        Sources::default(),
        FailOn::default(),
        Vec::new(),
        &[],
    )
}

/// Findings after waivers.
pub(crate) struct Waived {
    pub(crate) left: Vec<Diagnostic>,
    accepted: Vec<Accepted>,
    book: Bookkeeping,
}

pub(crate) fn waived(session: &Session, checked: &mut Checked, plan: &Plan<'_>) -> Waived {
    let workspace = session.workspace();
    let mut waivers = plan.waivers.clone();
    waivers.extend(waiver::collect(
        Sites {
            workspace,
            others: &checked.comments,
        },
        &plan.catalogue,
    ));
    let runs = |code| {
        let rule = checked.rules.iter().find(|rule| rule.info.code() == code);
        rule.is_some_and(|rule| rule.level.severity().is_some())
    };
    let paths = |file| path(session, file);
    let findings = std::mem::take(&mut checked.findings);
    let applied = waiver::apply(findings, &waivers.waivers, session.today(), runs, paths);
    let book = Bookkeeping {
        waivers: waivers.waivers.into_iter().zip(applied.outcomes).collect(),
        malformed: waivers.malformed,
        command: session.tool().command.clone(),
        ..Bookkeeping::default()
    };
    if waivers.elsewhere > 0 {
        let count = waivers.elsewhere;
        let what = if count == 1 {
            "1 waiver".to_owned()
        } else {
            format!("{count} waivers")
        };
        let why = "for rules of gates that this program does not have".to_owned();
        checked.not_run.push(NotRun {
            what,
            why,
            failed: false,
        });
    }
    Waived {
        left: applied.left,
        accepted: applied.accepted,
        book,
    }
}

pub(crate) fn finish(
    session: &Session,
    mut checked: Checked,
    plan: &Plan<'_>,
    before: Option<Before>,
) -> Run {
    let Waived {
        left,
        mut accepted,
        mut book,
    } = waived(session, &mut checked, plan);
    let judged = |id: &Id| checked.complete.contains(id.gate.as_str());
    let applied = baseline::apply(left, &plan.baseline, session.today(), judged);
    accepted.extend(applied.accepted);
    book.judged = plan.baseline.entries.keys().filter(|id| judged(id)).count();
    book.stale = applied.stale;
    book.baseline = plan.baseline.file;
    book.selectors = std::mem::take(&mut checked.selectors);
    book.rules = std::mem::take(&mut checked.rules);

    let mut diagnostics = match before {
        Some(before) => before.leave_out(applied.left, &mut checked.not_run),
        None => applied.left,
    };
    let mut looked = std::mem::take(&mut book.rules);
    book.rules.clone_from(&looked);
    // Of a part of the files nobody can tell what waivers and the baseline are for.
    let own: &[_] = match session.staged() {
        Some(_) => &[],
        None => &rules::RULES,
    };
    for outcome in run_rules(own, &book) {
        let level = plan.levels.of(&outcome.info);
        looked.push(Looked {
            info: outcome.info,
            level,
            checked: outcome.checked,
            found: outcome.findings.len(),
            idle: outcome.idle,
        });
        if let Some(severity) = level.severity() {
            diagnostics.extend(self::diagnostics(
                outcome.info.code(),
                severity,
                outcome.findings,
            ));
        }
    }
    diagnostics.extend(checked.mistakes);
    if let Some(staged) = session.staged() {
        let is_staged = |span: Span| staged.contains(path(session, span.file));
        diagnostics.retain(|it| it.code.stops_the_run() || it.span.is_some_and(is_staged));
    }
    let selection = Selection::new(session);
    diagnostics.retain(|diagnostic| selection.shows(diagnostic));
    accepted.retain(|accepted| selection.shows(&accepted.diagnostic));
    let report = Report {
        tool: session.tool().clone(),
        rules: rule_reports(looked, &diagnostics, &accepted),
        diagnostics,
        accepted,
        opaque: checked.opaque,
        not_run: checked.not_run,
        unread: checked.unread.into_iter().collect(),
        ..Report::default()
    };
    shown(
        session,
        report,
        checked.sources,
        plan.fail_on,
        checked.timings,
        &checked.concealed,
    )
}

fn rule_reports(
    looked: Vec<Looked>,
    shown: &[Diagnostic],
    accepted: &[Accepted],
) -> Vec<RuleReport> {
    let reports = looked.into_iter().map(|rule| {
        let code = rule.info.code();
        let of_rule = accepted
            .iter()
            .filter(|accepted| accepted.diagnostic.code == code);
        let (baselined, waived): (Vec<_>, Vec<_>) =
            of_rule.partition(|accepted| accepted.by == govern_diagnostics::Acceptance::Baseline);
        RuleReport {
            info: rule.info,
            bookkeeping: rule.info.gate == rules::GATE,
            level: rule.level,
            checked: rule.checked,
            shown: shown
                .iter()
                .filter(|diagnostic| diagnostic.code == code)
                .count(),
            waived: waived.len(),
            baselined: baselined.len(),
            idle: rule.idle,
        }
    });
    reports.collect()
}

/// Brings a report into its order and gets its sources.
pub(crate) fn shown(
    session: &Session,
    mut report: Report,
    extra: Sources,
    fail_on: FailOn,
    gates: Vec<GateTime>,
    concealed: &[Span],
) -> Run {
    let mut sources = session.sources(&report);
    for span in concealed {
        sources.conceal(*span);
    }
    sources.extend(extra);
    report.not_run.extend(session.refused().map(|what| NotRun {
        what,
        why: OUTSIDE.to_owned(),
        failed: false,
    }));
    report.sort(|file| sources.path(file).unwrap_or_default());
    report.fail_on = fail_on.severity();
    let verdict = report.verdict();
    Run {
        report,
        sources,
        verdict,
        names: session.link_time(),
        gates,
    }
}

fn path(session: &Session, file: FileId) -> &str {
    let workspace = session.workspace();
    if workspace.owns(file) {
        workspace.path(file)
    } else {
        ""
    }
}

/// Which findings are about packages that the user selected.
struct Selection<'s> {
    session: &'s Session,
    all: bool,
}

impl<'s> Selection<'s> {
    fn new(session: &'s Session) -> Self {
        let all = session
            .workspace()
            .packages()
            .iter()
            .all(|package| package.selected);
        Selection { session, all }
    }

    /// Whether a diagnostic is shown: also if it is about no package in particular.
    fn shows(&self, diagnostic: &Diagnostic) -> bool {
        let workspace = self.session.workspace();
        let Some(span) = diagnostic
            .span
            .filter(|span| !self.all && workspace.owns(span.file))
        else {
            return true;
        };
        let reached = workspace.packages_of(span.file);
        if !reached.is_empty() {
            return reached
                .iter()
                .any(|package| workspace.package(*package).selected);
        }
        let of = workspace
            .packages()
            .iter()
            .find(|package| package.manifest == span.file);
        // The root manifest is also that of the workspace.
        of.is_none_or(|package| package.selected || span.file == workspace.manifest())
    }
}
