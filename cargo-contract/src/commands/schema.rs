//! `cargo contract schema`: JSON Schemas of what types write and read.

use std::io;

use govern_diagnostics::{Code, Diagnostic, Severity, Verdict};
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use serde_json::{Map, Value};

use super::asked::{Asked, asked};
use crate::config::NAME;
use crate::direction::Direction;
use crate::schemas::{View, describe};

pub(crate) const COMMAND: Command = Command {
    name: "schema",
    summary: "writes JSON Schemas of what types write and of what they read",
    details: "What is named is a contract (`orders.placed`, `orders.placed@1`) or a type, by its path or the end of it; one schema \
              is written for it: of what it reads, if the contract is only consumed, and of what it writes otherwise. Without a \
              name all contracts in JSON are described, each on the sides that its direction has: as one object, or as files in \
              the directory that `--output` names. Parts that are not understood are open, and told on stderr.",
    args: &[
        ArgSpec::positional("name", "TYPE|CONTRACT", "what to describe"),
        ArgSpec::option("side", "SIDE", "what is written, or what is read")
            .choices(&["write", "read"]),
        ArgSpec::option(
            "output",
            "PATH",
            "the file to write to, from the workspace root; without a name the directory",
        )
        .short('o'),
    ],
    needs_workspace: true,
    run,
};

/// How many reasons are told.
const REASONS: usize = 5;

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let args = session.args();
    let name = args.value("name");
    let side = match args.value("side") {
        Some("write") => Some(View::Write),
        Some(_) => Some(View::Read),
        None => None,
    };
    let (all, others) = asked(session, name)?;
    let output = args.value("output");
    let mut told = Vec::new();
    let mut object = Map::new();
    let is_one = name.is_some() && all.len() == 1;
    for asked in &all {
        let mut of_sides = Map::new();
        for view in views(asked.direction, side, is_one) {
            let described = describe(&asked.wire, view);
            told.extend(warning(asked, view, &described.open));
            match output {
                Some(path) if is_one => save(session, path, &described.document, out)?,
                Some(directory) => {
                    let path = format!("{directory}/{}.{}.json", asked.title, view.as_str());
                    save(session, &path, &described.document, out)?;
                }
                None if is_one => write_pretty(&described.document, out)?,
                None => {
                    of_sides.insert(view.as_str().to_owned(), described.document);
                }
            }
        }
        object.insert(asked.title.clone(), Value::Object(of_sides));
    }
    if output.is_none() && !is_one {
        write_pretty(&Value::Object(object), out)?;
    }
    if others > 0 {
        let message = match others {
            1 => "1 contract is not described: it is not written as JSON".to_owned(),
            _ => format!("{others} contracts are not described: they are not written as JSON"),
        };
        told.push(Diagnostic::new(Code::Config, Severity::Warning, message));
    }
    Ok(CommandOutcome {
        verdict: Verdict::Clean,
        diagnostics: told,
    })
}

/// The sides that are described.
fn views(direction: Direction, asked: Option<View>, is_one: bool) -> Vec<View> {
    match (asked, direction) {
        (Some(view), _) => vec![view],
        (None, Direction::Consumes) => vec![View::Read],
        (None, Direction::Publishes) => vec![View::Write],
        (None, _) if is_one => vec![View::Write],
        (None, _) => vec![View::Write, View::Read],
    }
}

fn save(
    session: &Session,
    path: &str,
    document: &Value,
    out: &mut dyn io::Write,
) -> Result<(), Error> {
    let mut text = Vec::new();
    write_pretty(document, &mut text)?;
    session.workspace().write_atomic(path, &text)?;
    writeln!(out, "wrote {path}")?;
    Ok(())
}

fn write_pretty(document: &Value, out: &mut dyn io::Write) -> Result<(), Error> {
    serde_json::to_writer_pretty(&mut *out, document).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

/// What a schema leaves open.
fn warning(asked: &Asked, view: View, open: &[String]) -> Option<Diagnostic> {
    let side = match view {
        View::Write => "writes",
        View::Read => "reads",
    };
    let parts = match open.len() {
        0 => return None,
        1 => "1 part is".to_owned(),
        parts => format!("{parts} parts are"),
    };
    let code = Code::Rule {
        gate: NAME,
        name: "wire_shape_unknown",
    };
    let message = format!(
        "{parts} left open in the schema of what `{}` {side}",
        asked.title
    );
    let mut warning = Diagnostic::new(code, Severity::Warning, message).at(asked.span);
    for reason in open.iter().take(REASONS) {
        warning = warning.note(reason);
    }
    Some(warning)
}
