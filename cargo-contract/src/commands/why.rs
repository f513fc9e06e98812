//! `cargo contract why FIELD`: which contracts have it, since when, who said so, and who reads it.

use std::collections::BTreeSet;
use std::io;

use govern_diagnostics::Verdict;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};

use crate::accepted::Revision;
use crate::collect::{Found, Side};
use crate::compat::Format;
use crate::config::{Config, NAME};
use crate::direction::Direction;
use crate::lifecycle::fields::{Row, rows};
use crate::lifecycle::{Declared, Lifecycle};
use crate::manifest::Id;
use crate::places::place_in;
use crate::published::Published;
use crate::wire::Wire;
use crate::wires::Wires;

pub(crate) const COMMAND: Command = Command {
    name: "why",
    summary: "says why a field is there: in which contracts and types, since when, and who reads it",
    details: "A field is named as it stands in documents (`note`, `items[].sku`) or in Rust (`Placed.note`, `Event::Placed.at`). \
              Of types that no contract declares it says where the field is and, with a published version (`--against`), whether \
              it was there. Exit status 1 if nothing has it or had it.",
    args: &[ArgSpec::positional("field", "FIELD", "the field").required()],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let field = session.args().value("field").unwrap_or_default();
    let config: Config = session.config(NAME)?;
    let declared = Declared::of_session(session)?;
    let side = Side {
        workspace: session.workspace(),
        names: session.names(),
    };
    let (wires, types) = (Wires::new(&side), side.types());
    let lifecycle = Lifecycle::new(session, declared, &wires, &types)?;
    let mut ids: Vec<&Id> = lifecycle.states.iter().map(|it| &it.contract.id).collect();
    ids.extend(lifecycle.declared.accepted.ids());
    ids.sort();
    ids.dedup();
    let mut is_known = false;
    for id in ids {
        is_known |= tell(&lifecycle, id, field, out)?;
    }
    let payloads: BTreeSet<&str> = lifecycle
        .present()
        .filter_map(|state| Some(state.payload.as_ref()?.path.as_str()))
        .collect();
    let others = types
        .iter()
        .filter(|found| !payloads.contains(found.path.as_str()));
    let others: Vec<(&Found, Row)> = others
        .filter_map(|found| Some((found, own_row(&wires, found, field)?)))
        .collect();
    let published = match (others.is_empty(), Published::chosen(session, &config)?) {
        (false, Some(published)) => Some(published.load(session)?),
        _ => None,
    };
    let old_names = published.as_ref().map(|(old, _)| session.names_of(old));
    let old = published.as_ref().zip(old_names.as_ref());
    let old = old.map(|((workspace, name), names)| (Side { workspace, names }, name.as_str()));
    let old = old.as_ref().map(|(side, name)| Past {
        wires: Wires::new(side),
        types: side.types(),
        name,
    });
    for (found, row) in &others {
        tell_of_type(session, found, row, old.as_ref(), out)?;
    }
    is_known |= !others.is_empty();
    if !is_known {
        writeln!(out, "no contract or type has a field `{field}`, or had one")?;
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

/// The published version.
struct Past<'s, 'w> {
    wires: Wires<'s, 'w>,
    types: Vec<Found>,
    name: &'s str,
}

/// The row of a field that a type has itself, and not in what it contains.
fn own_row(wires: &Wires<'_, '_>, found: &Found, field: &str) -> Option<Row> {
    let direction = match (found.sides.writes, found.sides.reads) {
        (false, true) => Direction::Consumes,
        _ => Direction::Both,
    };
    let row = find(&wires.of(found, Format::Json), direction, field)?;
    let rest = row.place.strip_prefix(found.name.as_str())?;
    rest.starts_with(['.', ':']).then_some(row)
}

/// Tells where a field of a type is that no contract declares, and since when as far as that is known.
fn tell_of_type(
    session: &Session,
    found: &Found,
    row: &Row,
    old: Option<&Past<'_, '_>>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let side = Side {
        workspace: session.workspace(),
        names: session.names(),
    };
    let span = place_in(&side, found, &row.place).unwrap_or(found.span);
    let sources = session.workspace().sources_for([span.file]);
    let place = sources.locate(span);
    let place = place.map_or(String::new(), |it| {
        format!(", {}:{}:{}", it.path, it.start.line, it.start.column)
    });
    writeln!(
        out,
        "`{}` in `{}`: {}{place}",
        row.path, found.path, row.what
    )?;
    let Some(old) = old else {
        return writeln!(
            out,
            "  no contract declares the type, so nobody said since when"
        );
    };
    let name = old.name;
    match old.types.iter().find(|it| it.path == found.path) {
        None => writeln!(out, "  the type is not in {name}"),
        Some(was) => match own_row(&old.wires, was, &row.place) {
            None => writeln!(out, "  new since {name}"),
            Some(before) if before.what != row.what => {
                writeln!(out, "  it was in {name}, as {}", before.what)
            }
            Some(_) => writeln!(out, "  it was in {name}"),
        },
    }
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
