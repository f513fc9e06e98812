//! The modules of all crates, compared by what it would take to make each a crate.

use std::{collections::BTreeMap, io};

use govern_gate::Session;
use govern_names::{CrateId, CrateKind};
use govern_workspace::DependencyKind;
use serde::Serialize;

use super::{collect::collect, document, krate, things::Things};
use crate::model::architecture::{Architecture, ModuleRow};

/// A module, and what its plan comes to.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    module: String,
    holds: bool,
    as_far_as_known: bool,
    lines: usize,
    edges_to_cut: usize,
    ports: usize,
    moved: usize,
    widened: usize,
    conflicts: usize,
    /// How many modules of the rest are on a cycle with it.
    cycle: usize,
}

/// As it is written.
#[derive(Debug, Serialize)]
pub(super) struct Survey<'a> {
    version: u32,
    modules: &'a [Row],
}

pub(super) fn comparison(rows: &[Row]) -> Survey<'_> {
    Survey {
        version: 1,
        modules: rows,
    }
}

/// The modules up to `depth` levels below the roots of selected libraries and programs, the least work first.
pub(super) fn survey(session: &Session, architecture: &Architecture, depth: usize) -> Vec<Row> {
    let mut crates: BTreeMap<CrateId, Things> = BTreeMap::new();
    let mut rows = Vec::new();
    for row in architecture.module_rows() {
        let module = architecture.module(row);
        let level = level(architecture, row);
        let program = matches!(module.target, CrateKind::Lib | CrateKind::Bin);
        let counts = module.kind == DependencyKind::Normal && architecture.is_in_view(row);
        if !program || !counts || level == 0 || level > depth {
            continue;
        }
        let Some(krate) = krate(session, architecture, row) else {
            continue;
        };
        let things = crates
            .entry(krate)
            .or_insert_with(|| collect(session.workspace(), session.names(), krate));
        let Some(plan) = document(session, architecture, things, row) else {
            continue;
        };
        rows.push(Row {
            lines: plan.modules.iter().map(|module| module.lines).sum(),
            module: plan.module,
            holds: plan.after.holds,
            as_far_as_known: plan.after.as_far_as_known,
            edges_to_cut: plan.score.edges_to_cut,
            ports: plan.score.ports,
            moved: plan.score.moved,
            widened: plan.score.widened,
            conflicts: plan.score.conflicts,
            cycle: plan.score.cycle.len(),
        });
    }
    // Ports are new designs, moves are work, the rest is typing.
    rows.sort_by(|a, b| {
        let key = |row: &Row| {
            (
                !row.holds,
                row.ports,
                row.moved,
                row.edges_to_cut,
                row.widened,
                row.conflicts,
            )
        };
        key(a).cmp(&key(b)).then_with(|| a.module.cmp(&b.module))
    });
    rows
}

fn level(architecture: &Architecture, row: ModuleRow) -> usize {
    std::iter::successors(Some(row), |&row| architecture.module(row).parent).count() - 1
}

pub(super) fn table(rows: &[Row], out: &mut dyn io::Write) -> io::Result<()> {
    let head = [
        "holds",
        "ports",
        "move",
        "cut",
        "pub",
        "conflicts",
        "cycle",
        "lines",
    ]
    .map(str::to_owned);
    let lines = rows.iter().map(|row| {
        let holds = match (row.holds, row.as_far_as_known) {
            (true, false) => "yes",
            (true, true) => "yes?",
            (false, _) => "no",
        };
        let numbers = [
            row.ports,
            row.moved,
            row.edges_to_cut,
            row.widened,
            row.conflicts,
            row.cycle,
            row.lines,
        ];
        let mut cells = [const { String::new() }; 8];
        cells[0] = holds.to_owned();
        for (cell, number) in cells[1..].iter_mut().zip(numbers) {
            *cell = number.to_string();
        }
        (cells, row.module.as_str())
    });
    let lines: Vec<([String; 8], &str)> = std::iter::once((head, "module")).chain(lines).collect();
    let width = |column: usize| lines.iter().map(|(cells, _)| cells[column].len()).max();
    let widths: Vec<usize> = (0..8).map(|column| width(column).unwrap_or(0)).collect();
    for (cells, name) in &lines {
        for (cell, width) in cells.iter().zip(&widths) {
            write!(out, "{cell:>width$}  ")?;
        }
        writeln!(out, "{name}")?;
    }
    Ok(())
}
