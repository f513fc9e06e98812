//! `cargo govern selftest`: everything that a change has to pass, in one run.

mod capabilities;
pub mod config;
mod environment;
mod formatting;
mod found;
#[doc(hidden)]
pub mod fuzzing;
mod messages;
pub(crate) mod plan;
mod receipt;
pub(crate) mod rules;
mod schedule;
mod standing;
mod supply;
mod testing;
mod work;

use std::{
    thread,
    time::{Duration, Instant},
};

use govern_diagnostics::{
    Diagnostic, Level, NotRun, Report, RuleInfo, RuleReport, Sources, StepReport, StepStatus,
    Verdict,
};
use govern_gate::{ArgSpec, Error, Progress, ReportCommand, Run, Session};

use crate::GATES;
pub(crate) use capabilities::capabilities;
use config::{Config, NAME, Profile};
use plan::{Does, Step};
pub(crate) use receipt::VERIFY;
use schedule::Ended;
pub(crate) use standing::{Receipted, Standing};
use work::{Bench, Done};

/// After how long a step is ended, if nothing is said.
const TIMEOUT: u64 = 3600;

/// `cargo govern selftest`.
pub static SELFTEST: ReportCommand = ReportCommand {
    name: NAME,
    summary: "runs everything that a change has to pass: format, lints, tests, builds, all gates",
    details: "Steps that do not wait for each other run side by side; a step that fails stops only those that need it. What \
              cargo and the tests say becomes findings with their places. A step that could not do what it is for, because \
              something is not installed, is `incomplete`: that is told in the profile `local`, and fails in `ci` and `release`. \
              `[selftest]` in govern.toml adds steps and leaves some out.",
    args: &[
        ArgSpec::repeated("only", "STEP", "only this step; may be repeated"),
        ArgSpec::repeated("skip", "STEP", "leave this step out; may be repeated"),
        ArgSpec::option(
            "profile",
            "PROFILE",
            "how strict it is [default: what govern.toml says, or local]",
        )
        .choices(&Profile::NAMES),
        ArgSpec::flag("list", "list the steps and run none"),
        ArgSpec::flag(
            "receipt",
            "write what came of it to target/govern/receipt.json, for `cargo govern verify`",
        ),
    ],
    rules: rules::all,
    run,
};

fn run(session: &Session, progress: &mut Progress<'_>) -> Result<Run, Error> {
    // Nobody wants to know after ten minutes that a key is spelled wrong.
    let mistakes = govern_gate::mistakes(&GATES, session);
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    let config: Config = session.config(NAME)?;
    let args = session.args();
    let named = args.value("profile").and_then(Profile::named);
    let profile = named.or(config.profile).unwrap_or_default();
    let mut steps = plan::steps(session, &config, profile)?;
    plan::select(&mut steps, args.values("only"), args.values("skip"))?;
    if args.flag("list") && !args.flag("receipt") {
        return Ok(listed(session, &steps));
    }
    let timeout = config.timeout.as_ref().map_or(TIMEOUT, |it| *it.get_ref());
    let bench = Bench {
        session,
        runner: session.workspace().runner(),
        at_most: Duration::from_secs(timeout.max(1)),
    };
    let asked = args.flag("receipt");
    let before = asked
        .then(|| receipt::begin(session, &bench.runner))
        .transpose()?;
    let done = all(&bench, &steps, progress);
    let run = told(session, profile, steps, done);
    if let Some(before) = before {
        let what = (&run.report.steps[..], run.verdict == Verdict::Clean);
        let path = receipt::write(session, &bench.runner, before, profile, what)?;
        progress(&format!("receipt: {path}"));
    }
    Ok(run)
}

/// Does all steps that are not left out, each when its time has come.
fn all(bench: &Bench<'_>, steps: &[Step], progress: &mut Progress<'_>) -> Vec<Option<Done>> {
    let chosen: Vec<Step> = steps
        .iter()
        .filter(|it| it.left_out.is_none())
        .cloned()
        .collect();
    let width = thread::available_parallelism().map_or(1, usize::from);
    let work = |row: usize| {
        let start = Instant::now();
        let mut done = bench.work(&chosen[row]);
        done.took = start.elapsed();
        done
    };
    let count = chosen.len();
    let mut ended = 0;
    let ends = schedule::run(&plan::nodes(&chosen), width, work, |row, done: &Done| {
        ended += 1;
        let status = done.status.unwrap_or(StepStatus::Incomplete);
        let (name, took) = (&chosen[row].name, done.took.as_secs_f64());
        progress(&format!(
            "{ended}/{count} {name}: {status} after {took:.1} s"
        ));
        matches!(status, StepStatus::Passed | StepStatus::Skipped)
    });
    let mut ends = chosen.iter().zip(ends).map(|(step, end)| match end {
        Ended::Done(done) => (step, done),
        Ended::Blocked(row) => {
            let why = format!("it needs `{}`, which has not passed", chosen[row].name);
            let done = Done {
                status: Some(StepStatus::Skipped),
                why: Some(why),
                ..Done::default()
            };
            (step, done)
        }
    });
    let is_chosen = |step: &Step| step.left_out.is_none();
    let done = steps
        .iter()
        .map(|step| is_chosen(step).then(|| ends.next().map(|(_, done)| done)));
    done.map(Option::flatten).collect()
}

fn report_of(step: &Step) -> StepReport {
    StepReport {
        name: step.name.clone(),
        command: step.command.join(" "),
        status: StepStatus::Skipped,
        took: Duration::ZERO,
        checked: None,
        why: step.left_out.clone(),
        hint: None,
    }
}

fn listed(session: &Session, steps: &[Step]) -> Run {
    let step = |step: &Step| StepReport {
        status: match step.left_out {
            Some(_) => StepStatus::Skipped,
            None => StepStatus::Planned,
        },
        ..report_of(step)
    };
    let report = Report {
        steps: steps.iter().map(step).collect(),
        ..Report::default()
    };
    Run::empty(session).with(session, report, Sources::default())
}

/// One report of what all steps found.
fn told(session: &Session, profile: Profile, steps: Vec<Step>, done: Vec<Option<Done>>) -> Run {
    let mut report = Report::default();
    let mut sources = Sources::default();
    let mut of_gates = None;
    let mut rules: Vec<RuleReport> = Vec::new();
    for (step, done) in steps.iter().zip(done) {
        let mut told = report_of(step);
        if let Some(done) = done {
            told.status = done.status.unwrap_or(StepStatus::Incomplete);
            (told.checked, told.took) = (done.checked, done.took);
            (told.why, told.hint) = (done.why, done.hint);
            let found = done
                .found
                .into_iter()
                .map(|it| it.diagnostic(session.workspace()));
            for diagnostic in found.chain(done.diagnostics) {
                if !is_known(&report.diagnostics, &diagnostic) {
                    report.diagnostics.push(diagnostic);
                }
            }
            sources.extend(done.sources);
            of_gates = of_gates.or(done.run);
            let ran = matches!(told.status, StepStatus::Passed | StepStatus::Failed);
            if let Some(rule) = rule(&step.does).filter(|_| ran) {
                count(&mut rules, rule, told.checked.unwrap_or(0));
            }
        }
        if told.status == StepStatus::Incomplete && profile.is_strict() {
            report.not_run.push(NotRun {
                what: format!("the step `{}`", step.name),
                why: told.why.clone().unwrap_or_default(),
                failed: true,
            });
        }
        report.steps.push(told);
    }
    for info in rules::all() {
        let shown = report
            .diagnostics
            .iter()
            .filter(|it| it.code == info.code())
            .count();
        if shown > 0 {
            count(&mut rules, info, 0).shown = shown;
        }
    }
    report.rules = rules;
    let run = of_gates.unwrap_or_else(|| Run::empty(session));
    run.with(session, report, sources)
}

/// Whether the same was found at the same place: by the same compiler, in another step.
fn is_known(found: &[Diagnostic], diagnostic: &Diagnostic) -> bool {
    let same = |it: &Diagnostic| it.span == diagnostic.span && it.message == diagnostic.message;
    diagnostic.span.is_some() && found.iter().any(same)
}

/// What a step mostly finds.
fn rule(does: &Does) -> Option<RuleInfo> {
    Some(match does {
        Does::Fmt => rules::NOT_FORMATTED,
        Does::Clippy => rules::LINT_FOUND,
        Does::Build | Does::Wasm(_) => rules::COMPILE_ERROR,
        Does::Test(_) | Does::DocTest => rules::TEST_FAILED,
        Does::Generated(..) => rules::GENERATED_FILE_STALE,
        Does::Audit(_) => rules::ADVISORY_FOUND,
        Does::Deny => rules::DEPENDENCY_DENIED,
        Does::Own => rules::STEP_FAILED,
        Does::Environment(_) | Does::Gates => return None,
    })
}

fn count(rules: &mut Vec<RuleReport>, info: RuleInfo, checked: usize) -> &mut RuleReport {
    let row = rules
        .iter()
        .position(|rule| rule.info == info)
        .unwrap_or_else(|| {
            rules.push(RuleReport {
                info,
                bookkeeping: false,
                level: Level::Deny,
                checked: 0,
                shown: 0,
                waived: 0,
                baselined: 0,
                idle: None,
            });
            rules.len() - 1
        });
    rules[row].checked += checked;
    &mut rules[row]
}
