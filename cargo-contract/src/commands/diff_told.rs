//! What `cargo contract diff` found, for people: as a check shows it, and a line for each type or file.

use std::collections::BTreeSet;
use std::io;

use govern_diagnostics::Sources;
use govern_gate::{Error, Session, at_levels, run_rules};

use crate::changes::Purpose;
use crate::compat::{Format, Verdict};
use crate::contracts::Contracts;
use crate::direction::Direction;
use crate::rules::RULES;

/// The verdicts on one type or file: its name, new readers of old documents, old readers of new ones, and the new version
/// with itself.
pub(crate) type Line = (String, [Verdict; 3]);

/// What a type is for if nothing is known of who uses it.
pub(crate) fn everybody(formats: &'static [Format]) -> Purpose {
    Purpose {
        direction: Direction::Both,
        backward: true,
        forward: true,
        formats,
        is_declared: true,
    }
}

/// Shows the findings at their places, and then the verdicts.
pub(crate) fn tell(
    session: &Session,
    contracts: &Contracts,
    lines: &[Line],
    extra: Sources,
    out: &mut dyn io::Write,
) -> Result<(), Error> {
    let of_types = contracts.findings.iter().map(|it| it.rule);
    let of_files = contracts.files.changes.iter().map(|it| it.change.rule);
    let rules: BTreeSet<&str> = of_types.chain(of_files).collect();
    let mut asked = RULES.to_vec();
    asked.retain(|rule| rules.contains(rule.info.name));
    let found = at_levels(&crate::GATE, session, run_rules(&asked, contracts))?;
    session.show(found, extra, out)?;
    let differ: Vec<&Line> = lines.iter().filter(|(_, all)| !is_well(all)).collect();
    for (name, [backward, forward, itself]) in &differ {
        write!(
            out,
            "{name}: new readers of old documents: {}; old readers of new documents: {}",
            word(*backward),
            word(*forward)
        )?;
        match itself {
            Verdict::Ok => writeln!(out)?,
            itself => writeln!(out, "; the new version of its own: {}", word(*itself))?,
        }
    }
    let well = lines.len() - differ.len();
    match (lines, well) {
        ([], _) => writeln!(out, "there are no types of serde in the old version")?,
        ([(name, _)], 1) => writeln!(out, "{name}: ok in both directions")?,
        ([_], _) => {}
        (all, well) => writeln!(
            out,
            "{} types were compared; ok in both directions: {well}",
            all.len()
        )?,
    }
    Ok(())
}

/// Whether nothing stands against replacing the one by the other.
pub(crate) fn is_well(verdicts: &[Verdict; 3]) -> bool {
    verdicts.iter().all(|verdict| *verdict == Verdict::Ok)
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ok => "ok",
        Verdict::Lossy => "something is lost",
        Verdict::Unknown => "cannot be told",
        Verdict::Breaks => "breaks",
    }
}
