//! `cargo contract why FIELD`: which contracts have it, since when, who said so, and who reads it.

use std::io;

use govern_diagnostics::Verdict;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};

use crate::accepted::Revision;
use crate::direction::Direction;
use crate::lifecycle::Lifecycle;
use crate::lifecycle::fields::{Row, rows};
use crate::manifest::Id;
use crate::wire::Wire;

pub(crate) const COMMAND: Command = Command {
    name: "why",
    summary: "says why a field is there: in which contracts, since when, and who reads it",
    details: "A field is named as it stands in documents (`note`, `items[].sku`) or in Rust (`Placed.note`). Exit status 1 if no \
              contract has it or had it.",
    args: &[ArgSpec::positional("field", "FIELD", "the field").required()],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let field = session.args().value("field").unwrap_or_default();
    let lifecycle = Lifecycle::of_session(session)?;
    let mut ids: Vec<&Id> = lifecycle.states.iter().map(|it| &it.contract.id).collect();
    ids.extend(lifecycle.declared.accepted.ids());
    ids.sort();
    ids.dedup();
    let mut is_known = false;
    for id in ids {
        is_known |= tell(&lifecycle, id, field, out)?;
    }
    if !is_known {
        writeln!(out, "no contract has a field `{field}`, or had one")?;
    }
    Ok(CommandOutcome {
        verdict: if is_known {
            Verdict::Clean
        } else {
            Verdict::Findings
        },
        diagnostics: Vec::new(),
    })
}

/// Tells what is known of a field in a contract, and whether there is anything.
fn tell(
    lifecycle: &Lifecycle,
    id: &Id,
    field: &str,
    out: &mut dyn io::Write,
) -> Result<bool, Error> {
    let state = lifecycle.state(id);
    let revisions = lifecycle.declared.accepted.of(id);
    let direction = state
        .map(|state| state.contract.direction)
        .or(revisions.last().map(|last| last.direction))
        .unwrap_or(Direction::Both);
    let now = state.and_then(|state| state.payload.as_ref());
    let now = now.and_then(|payload| find(&payload.wire, direction, field));
    let had: Vec<&Revision> = revisions
        .iter()
        .filter(|revision| find(&revision.wire, direction, field).is_some())
        .collect();
    let last = had.last().and_then(|it| find(&it.wire, direction, field));
    let Some(row) = now.clone().or(last) else {
        return Ok(false);
    };
    writeln!(out, "`{}` in `{id}`: {}", row.path, row.what)?;
    match had.first() {
        Some(first) => writeln!(
            out,
            "  since revision {}, accepted on {} by {}: {}",
            first.number, first.acceptance.on, first.acceptance.by, first.acceptance.reason
        )?,
        None => writeln!(out, "  not accepted yet")?,
    }
    if now.is_none() {
        match revisions
            .iter()
            .find(|it| had.last().is_some_and(|had| it.number > had.number))
        {
            Some(gone) => writeln!(
                out,
                "  gone since revision {}, accepted on {} by {}: {}",
                gone.number, gone.acceptance.on, gone.acceptance.by, gone.acceptance.reason
            )?,
            None => writeln!(out, "  it is not there any more")?,
        }
    }
    for consumer in &lifecycle.declared.consumers {
        let reads = consumer.reads.iter().filter(|reads| reads.contract == *id);
        for wanted in reads.flat_map(|reads| &reads.fields) {
            if wanted.path == row.path {
                let needs = if wanted.is_required {
                    "needs it"
                } else {
                    "reads it"
                };
                writeln!(
                    out,
                    "  `{}` {needs}, as {}",
                    consumer.name,
                    wanted.kind.as_str()
                )?;
            }
        }
    }
    Ok(true)
}

/// The row of a field, by its path or by its place.
fn find(wire: &Wire, direction: Direction, field: &str) -> Option<Row> {
    rows(wire, direction)
        .into_iter()
        .find(|row| row.path == field || row.place == field)
}
