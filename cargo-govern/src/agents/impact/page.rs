//! The page: what changed, what that touches by kind, what to run, what is not known.

use std::io;

use super::{Impact, TouchedRow};
use crate::agents::{joined::Kind, joined::Unknown, place::Place};
use crate::counted::counted;

/// How many of a kind are shown; the document has all of them.
const SHOWN: usize = 20;
/// How many of those that are only perhaps touched.
const PERHAPS: usize = 5;
/// How many files of what is not known are shown.
const PATHS: usize = 3;

pub(super) fn write(impact: &Impact, out: &mut dyn io::Write) -> io::Result<()> {
    match &impact.since {
        Some(_) if impact.staged => writeln!(out, "staged")?,
        Some(revision) => writeln!(out, "changed since {revision}")?,
        None => writeln!(out, "if that changes")?,
    }
    for row in impact.changed.iter().take(SHOWN) {
        let place = beside(&row.name, row.place.as_ref());
        writeln!(
            out,
            "  {:<7}  {} {}{place}",
            row.how,
            row.kind.as_str(),
            row.name
        )?;
    }
    more(impact.changed.len(), SHOWN, out)?;
    if impact.changed.is_empty() {
        writeln!(out, "  nothing that somebody knows what it touches")?;
    }
    for kind in Kind::ALL {
        let rows: Vec<&TouchedRow> = impact.touched.iter().filter(|it| it.kind == kind).collect();
        // What criteria are of says little more than they do.
        if rows.is_empty() || matches!(kind, Kind::Story | Kind::Requirement) {
            continue;
        }
        let perhaps = rows.iter().filter(|row| !row.sure).count();
        let perhaps = match perhaps {
            0 => String::new(),
            perhaps => format!(", {perhaps} of them perhaps"),
        };
        writeln!(out, "\n{}{perhaps}", plural(kind, rows.len()))?;
        let (sure, perhaps): (Vec<&TouchedRow>, Vec<&TouchedRow>) =
            rows.into_iter().partition(|row| row.sure);
        for (rows, shown) in [(sure, SHOWN), (perhaps, PERHAPS)] {
            for row in rows.iter().take(shown) {
                one(row, out)?;
            }
            more(rows.len(), shown, out)?;
        }
    }
    run(impact, out)?;
    if !impact.unknown.is_empty() {
        writeln!(out, "\nnot known")?;
    }
    for unknown in &impact.unknown {
        writeln!(
            out,
            "  {}: {}{}",
            unknown.what,
            unknown.count,
            paths(unknown)
        )?;
    }
    Ok(())
}

fn one(row: &TouchedRow, out: &mut dyn io::Write) -> io::Result<()> {
    let perhaps = if row.sure { "" } else { "perhaps " };
    let says = match (&row.title, &row.note) {
        (Some(title), Some(note)) => format!(": {title} [{note}]"),
        (Some(title), None) => format!(": {title}"),
        (None, Some(note)) => format!(" [{note}]"),
        (None, None) => String::new(),
    };
    let place = beside(&row.name, row.place.as_ref());
    writeln!(out, "  {perhaps}{}{says}{place}", row.name)?;
    let mut way = String::new();
    for (number, step) in row.path.iter().enumerate() {
        let perhaps = if step.sure { "" } else { "perhaps " };
        way.push_str(&match number {
            0 => format!("`{}` ({perhaps}{})", step.name, step.how),
            _ => format!(" -> {perhaps}{} `{}`", step.how, step.name),
        });
    }
    writeln!(out, "    {way}")?;
    for consumer in &row.consumers {
        writeln!(
            out,
            "    heard by `{}`{}",
            consumer.name,
            at(consumer.place.as_ref())
        )?;
    }
    Ok(())
}

fn run(impact: &Impact, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "\nto run")?;
    if impact.run.all.is_empty() {
        writeln!(out, "  no test is seen to reach what changed")?;
    }
    for command in &impact.run.sure {
        writeln!(out, "  {command}")?;
    }
    if impact.run.all != impact.run.sure {
        writeln!(out, "  also what is only perhaps touched:")?;
        for command in &impact.run.all {
            writeln!(out, "  {command}")?;
        }
    }
    for why in &impact.run.not_run {
        writeln!(out, "  not run: {why}")?;
    }
    Ok(())
}

fn more(count: usize, shown: usize, out: &mut dyn io::Write) -> io::Result<()> {
    match count.saturating_sub(shown) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more: `--json` has them"),
    }
}

fn paths(unknown: &Unknown) -> String {
    let shown: Vec<&str> = unknown
        .paths
        .iter()
        .take(PATHS)
        .map(String::as_str)
        .collect();
    match (shown.is_empty(), unknown.count > shown.len()) {
        (true, _) => String::new(),
        (false, false) => format!(" ({})", shown.join(", ")),
        (false, true) => format!(" ({}, …)", shown.join(", ")),
    }
}

fn plural(kind: Kind, count: usize) -> String {
    match kind {
        Kind::Story => format!("{count} {}", if count == 1 { "story" } else { "stories" }),
        Kind::Criterion => {
            format!(
                "{count} {}",
                if count == 1 { "criterion" } else { "criteria" }
            )
        }
        kind => counted(count, kind.as_str()),
    }
}

/// The place of what is called so, unless its name says it: those of one name are told apart by it.
fn beside(name: &str, place: Option<&Place>) -> String {
    let place = at(place);
    match name.ends_with(&place) {
        true => String::new(),
        false => place,
    }
}

fn at(place: Option<&Place>) -> String {
    place.map_or(String::new(), |place| format!(" ({place})"))
}
