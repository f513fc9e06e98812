//! The page: what fails first, then what is accepted, then what is known.

use std::collections::BTreeMap;
use std::io;

use super::{GateRow, Status};
use crate::counted::counted;

/// How many of a kind are shown; the document has all of them.
const SHOWN: usize = 10;

pub(super) fn write(status: &Status, out: &mut dyn io::Write) -> io::Result<()> {
    head(status, out)?;
    writeln!(out, "\ngates")?;
    for gate in &status.gates {
        writeln!(out, "  {:<11} {}", gate.name, gate_line(gate))?;
    }
    for error in &status.errors {
        let place = error.place.as_ref();
        let place = place.map_or(String::new(), |place| format!(" ({place})"));
        writeln!(out, "  wrong: {}{place}", error.message)?;
    }
    for part in &status.not_run {
        let failed = if part.failed {
            "should have run"
        } else {
            "left out"
        };
        writeln!(out, "  not run: {} ({failed}): {}", part.what, part.why)?;
    }
    if !status.findings.is_empty() {
        writeln!(out, "\nfindings")?;
    }
    for row in status.findings.iter().take(SHOWN) {
        let place = row.place.as_ref();
        let place = place.map_or(String::new(), |place| format!("  {place}"));
        writeln!(
            out,
            "  {:<7} {:>5}  {}{place}",
            row.severity, row.count, row.rule
        )?;
    }
    more(status.findings.len(), "rule", out)?;
    debt(status, out)?;
    criteria(status, out)?;
    selftest(status, out)
}

fn head(status: &Status, out: &mut dyn io::Write) -> io::Result<()> {
    let name = status.service.display_name.as_ref();
    let name = name.or(status.service.service_id.as_ref());
    let name = name.map_or("this workspace", String::as_str);
    writeln!(out, "{name}: {}", status.verdict)?;
    match (&status.commit, status.changed_files) {
        (Some(commit), Some(changed)) => {
            let commit = commit.get(..12).unwrap_or(commit);
            let changed = counted(changed, "file");
            writeln!(out, "commit {commit}, {changed} not committed")
        }
        _ => writeln!(out, "no commit"),
    }
}

fn gate_line(gate: &GateRow) -> String {
    let mut parts = Vec::new();
    for (count, noun) in [(gate.errors, "error"), (gate.warnings, "warning")] {
        if count > 0 {
            parts.push(counted(count, noun));
        }
    }
    for (count, word) in [(gate.waived, "waived"), (gate.baselined, "in the baseline")] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    if gate.rules > 0 {
        let rules = counted(gate.rules, "rule");
        parts.push(format!(
            "{rules} looked at {}",
            counted(gate.checked, "thing")
        ));
    }
    if !gate.idle.is_empty() {
        parts.push(format!("{} idle", gate.idle.len()));
    }
    parts.extend(gate.why.clone().filter(|_| !gate.is_green()));
    format!("{:<10}  {}", gate.state, parts.join(", "))
}

fn debt(status: &Status, out: &mut dyn io::Write) -> io::Result<()> {
    let baseline = &status.debt.baseline;
    writeln!(out, "\ndebt")?;
    let since = baseline.oldest.as_ref();
    let since = since.map_or(String::new(), |day| format!(", the oldest since {day}"));
    let until = baseline.expires.as_ref();
    let until = until.map_or(String::new(), |day| format!(", the first until {day}"));
    let findings = counted(baseline.findings, "finding");
    writeln!(out, "  baseline: {findings}{since}{until}")?;
    writeln!(out, "  waivers: {}", status.debt.waivers.len())?;
    for waiver in status.debt.waivers.iter().take(SHOWN) {
        let until = waiver.expires.as_ref();
        let until = until.map_or("for good".to_owned(), |day| format!("until {day}"));
        let owner = waiver.owner.as_ref();
        let owner = owner.map_or(String::new(), |owner| format!(", {owner}"));
        writeln!(out, "    {} {until}{owner}: {}", waiver.of, waiver.reason)?;
    }
    more(status.debt.waivers.len(), "waiver", out)
}

fn criteria(status: &Status, out: &mut dyn io::Write) -> io::Result<()> {
    let row = &status.criteria;
    if let Some(why) = &row.why_not {
        return writeln!(out, "\ncriteria: not known: {why}");
    }
    let by = match row.results {
        true => "by results of tests",
        false => "by the source alone: nothing was seen to pass",
    };
    let ledger = &status.governance.ledger;
    let acs = match ledger.acs {
        1 => "1 criterion".to_owned(),
        count => format!("{count} criteria"),
    };
    writeln!(out, "\ncriteria: {acs}, {by}")?;
    let listed = |counts: &BTreeMap<&str, usize>| {
        let counts = counts.iter();
        let counts = counts.map(|(verdict, count)| format!("{count} {verdict}"));
        counts.collect::<Vec<_>>().join(", ")
    };
    writeln!(out, "  all:  {}", listed(&row.by_verdict))?;
    writeln!(out, "  must: {}", listed(&row.must_by_verdict))
}

fn selftest(status: &Status, out: &mut dyn io::Write) -> io::Result<()> {
    let row = &status.selftest;
    let of = row.commit.as_ref();
    let of = of.map_or(String::new(), |commit| {
        let commit = commit.get(..12).unwrap_or(commit);
        let here = match row.of_this_commit {
            true => "this commit",
            false => "another commit",
        };
        format!(", of {commit}, which is {here}")
    });
    let profile = row.profile.as_ref();
    let profile = profile.map_or(String::new(), |it| format!(", profile {it}"));
    writeln!(out, "\nselftest: {}{of}{profile}", row.state)?;
    for difference in row.differences.iter().take(SHOWN) {
        writeln!(out, "  {}: {}", difference.what, difference.why)?;
    }
    more(row.differences.len(), "difference", out)
}

fn more(count: usize, noun: &str, out: &mut dyn io::Write) -> io::Result<()> {
    match count.checked_sub(SHOWN) {
        None | Some(0) => Ok(()),
        Some(more) => writeln!(out, "  and {} more", counted(more, noun)),
    }
}
