//! From what was looked at to how everything stands.

use std::collections::BTreeMap;

use cargo_ac::commands::report::rows::CriterionRow;
use govern_diagnostics::{Acceptance, Code, Diagnostic, Severity, Verdict};
use govern_gate::{Date, Error, Session};

use super::{
    BaselineRow, CoverageRow, CriteriaRow, Debt, DifferenceRow, DocsRow, ErrorRow, FindingRow,
    GateRow, Governance, LedgerRow, PartRow, ReceiptRow, Status, UnknownRow, WaiverRow,
};
use crate::GATES;
use crate::agents::{
    SCHEMA_VERSION,
    looked::{GateState, Looked},
    place::Place,
    service::Service,
};

/// The rules about the run itself come with every gate, and have a row of their own.
const OWN: &str = "govern";

pub(super) fn status(session: &Session, looked: &Looked) -> Result<Status, Error> {
    let workspace = session.workspace();
    let commit = workspace.head();
    let changed = match &commit {
        Some(_) => Some(workspace.changed_since("HEAD")?.len()),
        None => None,
    };
    let report = &looked.run.report;
    let gates = GATES.iter().map(|gate| gate.name()).chain([OWN]);
    let not_run = report.not_run.iter().map(|part| PartRow {
        what: part.what.clone(),
        why: part.why.clone(),
        failed: part.failed,
    });
    let unknown = report.opaque.iter().map(|opaque| UnknownRow {
        gate: opaque.gate.to_owned(),
        what: opaque.what.clone(),
        count: opaque.count,
    });
    let is_mistake = |it: &&Diagnostic| !matches!(it.code, Code::Rule { .. });
    let errors = report.diagnostics.iter().filter(is_mistake);
    let errors = errors.map(|it| ErrorRow {
        message: it.message.clone(),
        place: Place::of(&looked.run.sources, it.span),
    });
    Ok(Status {
        schema_version: SCHEMA_VERSION,
        verdict: match looked.run.verdict {
            Verdict::Clean => "clean",
            Verdict::Findings => "findings",
            Verdict::Incomplete => "incomplete",
        },
        tool: session.tool().name.clone(),
        tool_version: session.tool().version.clone(),
        service: Service::read(session)?,
        changed_files: changed,
        gates: gates.map(|gate| gate_row(looked, gate)).collect(),
        findings: findings(looked),
        not_run: not_run.collect(),
        unknown: unknown.collect(),
        debt: Debt {
            baseline: baseline(looked),
            waivers: waivers(looked),
        },
        criteria: criteria(looked),
        governance: governance(session, looked),
        selftest: receipt(looked, commit.as_deref()),
        errors: errors.collect(),
        commit,
    })
}

fn gate_row(looked: &Looked, gate: &str) -> GateRow {
    let count = |severity| {
        let found = looked.found(gate);
        found.filter(|it| it.severity == severity).count()
    };
    let not_run = looked.run.report.not_run.iter();
    let mut not_run = not_run.filter(|part| part.what == gate);
    let why = not_run.next().map(|part| part.why.clone());
    let state = looked.state(gate);
    let stopped = (state == GateState::Incomplete).then(|| match looked.could_not_read(gate) {
        true => "something that it looks at cannot be read".to_owned(),
        false => "what says what is to be checked is wrong".to_owned(),
    });
    let idle = looked.rules_of(gate).filter(|rule| rule.checked == 0);
    let idle = idle.filter_map(|rule| Some((rule.info.name.to_owned(), rule.idle.clone()?)));
    let sum =
        |of: fn(&govern_diagnostics::RuleReport) -> usize| looked.rules_of(gate).map(of).sum();
    GateRow {
        name: gate.to_owned(),
        state: state.as_str(),
        why: why.or(stopped),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        waived: sum(|rule| rule.waived),
        baselined: sum(|rule| rule.baselined),
        rules: looked.rules_of(gate).count(),
        checked: sum(|rule| rule.checked),
        idle: idle.collect(),
    }
}

/// What is found, by rule: errors before warnings, then by name.
fn findings(looked: &Looked) -> Vec<FindingRow> {
    let mut rows: BTreeMap<(Severity, String), FindingRow> = BTreeMap::new();
    for found in &looked.run.report.diagnostics {
        if !matches!(found.code, Code::Rule { .. }) {
            continue;
        }
        let key = (found.severity, found.code.to_string());
        let row = rows
            .entry(key)
            .or_insert_with_key(|(severity, rule)| FindingRow {
                rule: rule.clone(),
                severity: severity.as_str(),
                count: 0,
                place: Place::of(&looked.run.sources, found.span),
            });
        row.count += 1;
    }
    rows.into_values().collect()
}

fn baseline(looked: &Looked) -> BaselineRow {
    let entries = || looked.baseline.iter().map(|(entry, _)| entry);
    let oldest = looked.baseline.iter().filter_map(|(_, written)| *written);
    BaselineRow {
        entries: entries().count(),
        findings: entries().map(|entry| entry.count).sum(),
        oldest: oldest.min().map(|it| Date::from_unix(it).to_string()),
        expires: entries()
            .filter_map(|entry| entry.expires)
            .min()
            .map(|day| day.to_string()),
    }
}

/// The waivers in effect: those that accept findings, and those of criteria that are not shown.
fn waivers(looked: &Looked) -> Vec<WaiverRow> {
    let mut rows: BTreeMap<(String, Option<Place>), WaiverRow> = BTreeMap::new();
    for accepted in &looked.run.report.accepted {
        let Acceptance::Waiver {
            reason,
            owner,
            expires,
            span,
        } = &accepted.by
        else {
            continue;
        };
        let of = accepted.diagnostic.code.to_string();
        let place = Place::of(&looked.run.sources, Some(*span));
        let key = (of.clone(), place.clone());
        let row = rows.entry(key).or_insert_with(|| WaiverRow {
            of,
            reason: reason.clone(),
            owner: owner.clone(),
            expires: expires.clone(),
            findings: 0,
            place,
        });
        row.findings += 1;
    }
    let mut rows: Vec<WaiverRow> = rows.into_values().collect();
    for criterion in all_criteria(looked) {
        let waiver = criterion.waiver.as_ref();
        let Some(waiver) = waiver.filter(|_| criterion.status.verdict == "waived") else {
            continue;
        };
        rows.push(WaiverRow {
            of: criterion.id.clone(),
            reason: waiver.reason.clone(),
            owner: None,
            expires: Some(waiver.until.clone()),
            findings: 0,
            place: criterion.place.as_ref().map(Place::from),
        });
    }
    rows.sort();
    rows
}

fn all_criteria(looked: &Looked) -> impl Iterator<Item = &CriterionRow> {
    let report = looked.criteria.as_ref().ok().and_then(Option::as_ref);
    let stories = report.into_iter().flat_map(|report| &report.stories);
    let requirements = stories.flat_map(|story| &story.requirements);
    requirements.flat_map(|requirement| &requirement.criteria)
}

fn criteria(looked: &Looked) -> CriteriaRow {
    let why_not = match &looked.criteria {
        Ok(Some(_)) => None,
        Ok(None) => Some("there is no ledger".to_owned()),
        Err(why) => Some(why.clone()),
    };
    let mut row = CriteriaRow {
        why_not,
        results: matches!(&looked.criteria, Ok(Some(report)) if report.results),
        by_verdict: BTreeMap::new(),
        must_by_verdict: BTreeMap::new(),
    };
    for criterion in all_criteria(looked) {
        let verdict = criterion.status.verdict;
        *row.by_verdict.entry(verdict).or_default() += 1;
        if criterion.priority == "must" {
            *row.must_by_verdict.entry(verdict).or_default() += 1;
        }
    }
    row
}

fn governance(session: &Session, looked: &Looked) -> Governance {
    let report = looked.criteria.as_ref().ok().and_then(Option::as_ref);
    let stories = report.map_or(&[][..], |report| &report.stories);
    let requirements = stories.iter().map(|story| story.requirements.len());
    let mut ac_coverage = CoverageRow::default();
    for criterion in all_criteria(looked) {
        // What is linked and was not seen to pass is not passing.
        let count = match criterion.status.grade {
            "outside" => continue,
            "good" => &mut ac_coverage.passing,
            "failing" | "broken" => &mut ac_coverage.failing,
            _ => &mut ac_coverage.unknown,
        };
        *count += 1;
        ac_coverage.total += 1;
    }
    let listing = session.workspace().listing();
    let ending = |ending: &str| {
        let files = listing.files.iter();
        files.filter(|path| path.ends_with(ending)).count()
    };
    Governance {
        ledger: LedgerRow {
            stories: stories.len(),
            requirements: requirements.sum(),
            acs: all_criteria(looked).count(),
        },
        docs: DocsRow {
            total: ending(".md"),
        },
        policies: ending(".rego"),
        ac_coverage,
    }
}

fn receipt(looked: &Looked, commit: Option<&str>) -> ReceiptRow {
    let standing = &looked.receipt;
    let differences = standing.differences.iter();
    ReceiptRow {
        state: standing.state.as_str(),
        of_this_commit: commit.is_some() && standing.commit.as_deref() == commit,
        commit: standing.commit.clone(),
        profile: standing.profile.clone(),
        differences: differences
            .map(|(what, why)| DifferenceRow {
                what: what.clone(),
                why: why.clone(),
            })
            .collect(),
    }
}

impl GateRow {
    /// Whether it is one that says that all is well.
    pub(super) fn is_green(&self) -> bool {
        self.state == GateState::Passed.as_str()
    }
}
