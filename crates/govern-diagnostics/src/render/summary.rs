//! What a run amounts to, in lines for people.

use std::collections::BTreeMap;

use super::{counted, one_line};
use crate::{
    Acceptance, Accepted, Report, RuleReport, Severity, Sources, StepReport, StepStatus, overall,
};

/// The last lines of a report: counts, what had nothing to look at, what did not run, what is not known.
pub(super) fn lines(report: &Report, sources: &Sources, verbose: bool) -> Vec<String> {
    let mut lines = vec![counts(report)];
    // That there are no waivers to look at is no news.
    let rules: Vec<&RuleReport> = report
        .rules
        .iter()
        .filter(|rule| verbose || !rule.bookkeeping)
        .collect();
    // A subcommand that checks nothing has neither rules nor parts that could have been left out.
    if !report.rules.is_empty() || !report.not_run.is_empty() {
        lines.push(format!(
            "  checked: {} looked at {}",
            counted(rules.len(), "rule"),
            counted(rules.iter().map(|rule| rule.checked).sum(), "thing"),
        ));
    }
    if verbose {
        lines.extend(
            rules
                .iter()
                .map(|rule| format!("    {} ({}): {}", rule.info, rule.level, rule.checked)),
        );
    }
    if verbose {
        lines.extend(
            report
                .accepted
                .iter()
                .map(|accepted| self::accepted(accepted, sources)),
        );
    }
    lines.extend(idle(&rules, verbose));
    lines.extend(report.not_run.iter().map(|part| {
        let word = if part.failed { "failed" } else { "not run" };
        format!(
            "  {word}: {}: {}",
            one_line(&part.what),
            one_line(&part.why)
        )
    }));
    for opaque in report.opaque.iter().filter(|opaque| opaque.count > 0) {
        let hint = if verbose || opaque.places.is_empty() {
            ""
        } else {
            "; `-v` lists them"
        };
        lines.push(format!(
            "  not known: {} ({}{hint})",
            one_line(&opaque.counted()),
            opaque.gate
        ));
        if verbose {
            lines.extend(opaque.places.iter().map(|place| {
                let text = one_line(&place.text);
                match sources.locate(place.span) {
                    Some(at) => format!(
                        "    {}:{}:{}: {text}",
                        one_line(at.path),
                        at.start.line,
                        at.start.column
                    ),
                    None => format!("    {text}"),
                }
            }));
        }
    }
    lines.extend(steps(&report.steps));
    lines
}

/// A line for each step, and what they amount to.
fn steps(steps: &[StepReport]) -> Vec<String> {
    if steps.is_empty() {
        return Vec::new();
    }
    let width = steps.iter().map(|step| step.name.len()).max().unwrap_or(0);
    let mut lines: Vec<String> = steps.iter().map(|step| self::step(step, width)).collect();
    let counts: Vec<String> = StepStatus::ALL
        .into_iter()
        .filter_map(|status| {
            let count = steps.iter().filter(|step| step.status == status).count();
            (count > 0).then(|| format!("{count} {status}"))
        })
        .collect();
    let overall = overall(steps).as_str().to_uppercase();
    lines.push(format!("{overall}: {}", counts.join(", ")));
    lines
}

fn step(step: &StepReport, width: usize) -> String {
    let mut line = format!("  {:<10} {:<width$}", step.status, one_line(&step.name));
    if matches!(step.status, StepStatus::Passed | StepStatus::Failed) {
        line.push_str(&format!("  {:.1} s", step.took.as_secs_f64()));
        if let Some(checked) = step.checked {
            line.push_str(&format!(", looked at {}", counted(checked, "thing")));
        }
    }
    let told = [&step.why, &step.hint].into_iter().flatten();
    let told: Vec<String> = told.map(|it| one_line(it)).collect();
    if told.is_empty() {
        line.push_str(&format!("  `{}`", one_line(&step.command)));
    } else {
        line.push_str(&format!("  {}", told.join("; ")));
    }
    line
}

/// `2 errors, 1 warning; 3 findings waived, 4 in the baseline`.
pub(super) fn counts(report: &Report) -> String {
    let shown = [(Severity::Error, "error"), (Severity::Warning, "warning")]
        .into_iter()
        .map(|(severity, noun)| (report.count(severity), noun))
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(count, noun))
        .collect::<Vec<_>>();
    let mut text = if shown.is_empty() {
        "no findings".to_owned()
    } else {
        shown.join(", ")
    };
    let accepted: Vec<_> = [
        (report.waived(), "waived"),
        (report.baselined(), "in the baseline"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, how)| format!("{count} {how}"))
    .collect();
    if !accepted.is_empty() {
        text.push_str("; ");
        text.push_str(&accepted.join(", "));
    }
    text
}

/// A finding that is not shown, and why.
fn accepted(accepted: &Accepted, sources: &Sources) -> String {
    let finding = &accepted.diagnostic;
    let at = finding
        .span
        .and_then(|span| sources.locate(span))
        .map_or_else(String::new, |at| {
            format!(
                "{}:{}:{}: ",
                one_line(at.path),
                at.start.line,
                at.start.column
            )
        });
    match &accepted.by {
        Acceptance::Waiver { reason, .. } => {
            format!("    waived: {at}{}: {}", finding.code, one_line(reason))
        }
        Acceptance::Baseline => format!(
            "    in the baseline: {at}{}: {}",
            finding.code,
            one_line(&finding.message)
        ),
    }
}

/// Rules that rightly looked at nothing, by reason; many of one gate are not named one by one, and more reasons than
/// anybody reads are only counted.
fn idle(rules: &[&RuleReport], verbose: bool) -> Vec<String> {
    const FEW: usize = 3;
    const READ: usize = 8;
    let mut reasons = BTreeMap::<&str, BTreeMap<&str, Vec<String>>>::new();
    for rule in rules.iter().filter(|rule| rule.checked == 0) {
        if let Some(reason) = &rule.idle {
            let gates = reasons.entry(reason).or_default();
            gates
                .entry(rule.info.gate)
                .or_default()
                .push(format!("`{}`", rule.info));
        }
    }
    if !verbose && reasons.len() > READ {
        return vec![many_idle(&reasons)];
    }
    let lines = reasons.iter().map(|(reason, gates)| {
        let rules = gates.iter().map(|(gate, rules)| {
            if verbose || rules.len() <= FEW {
                rules.join(", ")
            } else {
                format!("{} rules of `{gate}`", rules.len())
            }
        });
        format!(
            "  idle: {}: {}",
            rules.collect::<Vec<_>>().join(", "),
            one_line(reason)
        )
    });
    lines.collect()
}

/// How many of each gate they are, and where the reasons are.
fn many_idle(reasons: &BTreeMap<&str, BTreeMap<&str, Vec<String>>>) -> String {
    let mut gates = BTreeMap::<&str, usize>::new();
    for (gate, rules) in reasons.values().flatten() {
        *gates.entry(gate).or_default() += rules.len();
    }
    let counts: Vec<String> = gates
        .iter()
        .map(|(gate, count)| format!("{count} of `{gate}`"))
        .collect();
    format!(
        "  idle: {} had nothing to look at, for {} reasons: {}; `-v` says why",
        counted(gates.values().sum(), "rule"),
        reasons.len(),
        counts.join(", "),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Level, RuleInfo};

    fn rule(gate: &'static str, name: &'static str, reason: &str) -> RuleReport {
        let info = RuleInfo {
            gate,
            name,
            summary: "",
            level: Level::Deny,
            since: "0.1.0",
            docs: "",
        };
        let idle = Some(reason.to_owned());
        RuleReport {
            info,
            bookkeeping: false,
            level: Level::Deny,
            checked: 0,
            shown: 0,
            waived: 0,
            baselined: 0,
            idle,
        }
    }

    #[test]
    fn many_idle_rules_of_a_gate_are_counted() {
        let rules: Vec<RuleReport> = ["a", "b", "c", "d"]
            .into_iter()
            .map(|name| rule("contract", name, "nothing to compare"))
            .chain([
                rule("ac", "a", "nothing to compare"),
                rule("ac", "b", "no ledger"),
            ])
            .collect();
        let rules: Vec<&RuleReport> = rules.iter().collect();
        assert_eq!(
            idle(&rules, false),
            [
                "  idle: `ac::b`: no ledger",
                "  idle: `ac::a`, 4 rules of `contract`: nothing to compare"
            ]
        );
        assert_eq!(
            idle(&rules, true)[1],
            "  idle: `ac::a`, `contract::a`, `contract::b`, `contract::c`, `contract::d`: nothing to compare"
        );
    }

    #[test]
    fn more_reasons_than_anybody_reads_are_counted() {
        let reasons: Vec<String> = (0..13).map(|number| format!("reason {number}")).collect();
        let mut rules: Vec<RuleReport> = reasons
            .iter()
            .map(|reason| rule("ac", "a", reason))
            .collect();
        rules.push(rule("contract", "b", &reasons[0]));
        let rules: Vec<&RuleReport> = rules.iter().collect();
        assert_eq!(
            idle(&rules, false),
            [
                "  idle: 14 rules had nothing to look at, for 13 reasons: 13 of `ac`, 1 of `contract`; `-v` says why"
            ]
        );
        assert_eq!(idle(&rules, true).len(), 13);
        assert_eq!(idle(&rules[1..9], false).len(), 8);
    }
}
