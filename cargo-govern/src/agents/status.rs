//! `cargo govern status`: the state of everything, on one page or in one document.

mod build;
mod page;

use std::collections::BTreeMap;
use std::io;

use govern_gate::{Command, CommandOutcome, Error, Session};
use serde::Serialize;

use super::{JSON, is_json, looked::Looked, place::Place, service::Service, write_json};

/// `cargo govern status`.
pub(crate) static STATUS: Command = Command {
    name: "status",
    summary: "shows how everything stands: gates, debt, criteria, the last selftest",
    details: "All gates run, as they do without a subcommand, and the exit status is the same: 0 clean, 1 findings, 2 incomplete. What \
              did not run is never shown as passed. `cargo govern status --json` writes one document; its schema is \
              docs/schema/status.schema.json.",
    args: &[JSON],
    needs_workspace: true,
    run,
};

/// How everything stands.
#[derive(Debug, Serialize)]
pub(super) struct Status {
    schema_version: u32,
    /// `clean`, `findings` or `incomplete`.
    verdict: &'static str,
    tool: String,
    tool_version: String,
    service: Service,
    /// The commit, and how many files are not as it has them; nothing without git.
    commit: Option<String>,
    changed_files: Option<usize>,
    gates: Vec<GateRow>,
    findings: Vec<FindingRow>,
    not_run: Vec<PartRow>,
    unknown: Vec<UnknownRow>,
    debt: Debt,
    criteria: CriteriaRow,
    governance: Governance,
    selftest: ReceiptRow,
    /// What is wrong with files that say what is to be checked, and keeps the run from being what was meant.
    errors: Vec<ErrorRow>,
}

/// A gate.
#[derive(Debug, Serialize)]
struct GateRow {
    name: String,
    state: &'static str,
    /// Why it did not run.
    why: Option<String>,
    errors: usize,
    warnings: usize,
    waived: usize,
    baselined: usize,
    /// How many rules ran.
    rules: usize,
    /// How many things they looked at.
    checked: usize,
    /// The rules that looked at nothing, and why that is right.
    idle: BTreeMap<String, String>,
}

/// Findings of a rule.
#[derive(Debug, Serialize)]
struct FindingRow {
    rule: String,
    severity: &'static str,
    count: usize,
    /// The first of them.
    place: Option<Place>,
}

/// A part that did not run.
#[derive(Debug, Serialize)]
struct PartRow {
    what: String,
    why: String,
    /// Whether it should have.
    failed: bool,
}

/// Something that could not be known.
#[derive(Debug, Serialize)]
struct UnknownRow {
    gate: String,
    what: String,
    count: usize,
}

/// What is accepted for now.
#[derive(Debug, Serialize)]
struct Debt {
    baseline: BaselineRow,
    waivers: Vec<WaiverRow>,
}

#[derive(Debug, Serialize)]
struct BaselineRow {
    entries: usize,
    findings: usize,
    /// The day on which the oldest entry was written, if git knows.
    oldest: Option<String>,
    /// The first day on which something is accepted no longer.
    expires: Option<String>,
}

/// A waiver that is in effect.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct WaiverRow {
    /// The rule, or the criterion.
    of: String,
    reason: String,
    owner: Option<String>,
    /// The last day; nothing for one that holds for good.
    expires: Option<String>,
    /// How many findings it accepts.
    findings: usize,
    place: Option<Place>,
}

/// How criteria stand.
#[derive(Debug, Serialize)]
struct CriteriaRow {
    /// Why nobody can say.
    why_not: Option<String>,
    /// Whether results of tests were looked at, or the source alone.
    results: bool,
    by_verdict: BTreeMap<&'static str, usize>,
    /// Those that must hold.
    must_by_verdict: BTreeMap<&'static str, usize>,
}

/// What is governed, in numbers.
#[derive(Debug, Serialize)]
struct Governance {
    ledger: LedgerRow,
    docs: DocsRow,
    policies: usize,
    ac_coverage: CoverageRow,
}

#[derive(Debug, Default, Serialize)]
struct LedgerRow {
    stories: usize,
    requirements: usize,
    acs: usize,
}

#[derive(Debug, Serialize)]
struct DocsRow {
    total: usize,
}

#[derive(Debug, Default, Serialize)]
struct CoverageRow {
    total: usize,
    passing: usize,
    failing: usize,
    unknown: usize,
}

/// The receipt of the last selftest.
#[derive(Debug, Serialize)]
struct ReceiptRow {
    state: &'static str,
    commit: Option<String>,
    /// Whether it is of the commit that is here.
    of_this_commit: bool,
    profile: Option<String>,
    differences: Vec<DifferenceRow>,
}

#[derive(Debug, Serialize)]
struct DifferenceRow {
    what: String,
    why: String,
}

/// Something that is wrong.
#[derive(Debug, Serialize)]
struct ErrorRow {
    message: String,
    place: Option<Place>,
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let looked = Looked::at(session)?;
    let status = build::status(session, &looked)?;
    match is_json(session) {
        true => write_json(&status, out)?,
        false => page::write(&status, out)?,
    }
    Ok(CommandOutcome {
        verdict: looked.run.verdict,
        diagnostics: Vec::new(),
    })
}
