//! `cargo govern next`: what to do next, the most urgent first.

mod hints;

use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use serde::Serialize;

use super::{JSON, SCHEMA_VERSION, is_json, looked::Looked, place::Place, write_json};

/// `cargo govern next`.
pub(crate) static NEXT: Command = Command {
    name: "next",
    summary: "says what to do next, the most urgent first, each with a reason and a command",
    details: "First what could not run, for nothing is known behind it; then criteria that must hold and fail, are linked to nothing, or are \
              not shown; errors of gates; the same for other criteria; what expires within 30 days; warnings; the baseline, the oldest \
              entry first; drafts of which all that they depend on holds; a selftest that has not passed for what is here. The list \
              is empty only if nothing of that is left. `cargo govern next --limit 3`, or `--json` for a program; the schema is \
              docs/schema/next.schema.json.",
    args: &[
        ArgSpec::option("limit", "N", "how many are shown [default: 10]"),
        JSON,
    ],
    needs_workspace: true,
    run,
};

/// How many are shown if nothing is said.
const LIMIT: usize = 10;

/// What is to be done.
#[derive(Debug, Serialize)]
struct Next<'h> {
    schema_version: u32,
    /// How many there are, also those that are not shown.
    total: usize,
    hints: &'h [Hint],
    /// What was looked at to know.
    looked_at: LookedAt,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Hint {
    /// From 1, the most urgent first.
    rank: usize,
    /// What kind of thing it is.
    code: &'static str,
    /// What it is about: a criterion, a rule and its key.
    subject: String,
    /// Why it is to be done.
    reason: String,
    /// Where.
    target: Option<Place>,
    /// What to run, to see more of it or to do it.
    command: String,
    /// What belongs to it: ids, and the rule that `cargo govern explain` explains.
    links: Vec<String>,
}

/// What was looked at.
#[derive(Debug, Serialize)]
struct LookedAt {
    /// How many things the rules looked at.
    checked: usize,
    rules: usize,
    gates: usize,
    criteria: usize,
    baseline: usize,
    /// Whether results of tests are known.
    results: bool,
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let limit = match session.args().value("limit") {
        None => LIMIT,
        Some(text) => text
            .parse()
            .ok()
            .filter(|limit| *limit > 0)
            .ok_or_else(|| {
                Diagnostic::config(format!("`--limit` takes a number from 1, not `{text}`"))
            })?,
    };
    let looked = Looked::at(session)?;
    let hints = hints::hints(session, &looked);
    let next = Next {
        schema_version: SCHEMA_VERSION,
        total: hints.len(),
        hints: &hints[..hints.len().min(limit)],
        looked_at: looked_at(&looked),
    };
    match is_json(session) {
        true => write_json(&next, out)?,
        false => tell(&next, out)?,
    }
    Ok(CommandOutcome::clean())
}

fn looked_at(looked: &Looked) -> LookedAt {
    let rules = &looked.run.report.rules;
    let report = looked.criteria.as_ref().ok().and_then(Option::as_ref);
    let stories = report.into_iter().flat_map(|report| &report.stories);
    let requirements = stories.flat_map(|story| &story.requirements);
    let mut gates: Vec<&str> = rules.iter().map(|rule| rule.info.gate).collect();
    gates.dedup();
    LookedAt {
        checked: rules.iter().map(|rule| rule.checked).sum(),
        rules: rules.len(),
        gates: gates.len(),
        criteria: requirements.map(|it| it.criteria.len()).sum(),
        baseline: looked.baseline.len(),
        results: report.is_some_and(|report| report.results),
    }
}

fn tell(next: &Next<'_>, out: &mut dyn io::Write) -> Result<(), Error> {
    let LookedAt {
        checked,
        rules,
        criteria,
        ..
    } = &next.looked_at;
    if next.hints.is_empty() {
        writeln!(
            out,
            "nothing is left to do: {rules} rules looked at {checked} things, {criteria} criteria stand as they should, nothing is in the baseline, and a selftest has passed for what is here"
        )?;
        return Ok(());
    }
    for hint in next.hints {
        writeln!(out, "{}. {}: {}", hint.rank, hint.code, hint.subject)?;
        writeln!(out, "   {}", hint.reason)?;
        if let Some(target) = &hint.target {
            writeln!(out, "   at {target}")?;
        }
        writeln!(out, "   run: {}", hint.command)?;
        if !hint.links.is_empty() {
            writeln!(out, "   see: {}", hint.links.join(", "))?;
        }
    }
    let more = next.total - next.hints.len();
    if more > 0 {
        writeln!(out, "and {more} more: `--limit {}` shows all", next.total)?;
    }
    Ok(())
}
