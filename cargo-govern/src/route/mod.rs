//! What a change needs, who does it, and who may.

mod boundary;
pub mod config;
mod derived;
mod dispatch;
mod needs;
mod rules;
mod upstream;
mod written;

use std::io;

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{ArgSpec, Error, Session};

pub(crate) use boundary::BOUNDARY;
pub(crate) use dispatch::ROUTE;
pub(crate) use needs::{NEEDS, names_needed};
use rules::Rules;

/// Files of others that are somewhere else than usual.
const CODEMAP: ArgSpec = ArgSpec::option(
    "codemap",
    "PATH",
    "the codemap [default: agent/codemap.yml]",
);
const ROUTING: ArgSpec = ArgSpec::option(
    "routing",
    "PATH",
    "the rules of routing [default: agent/manifests/routing-rules.yml]",
);
const MATRIX: ArgSpec = ArgSpec::option(
    "gate-matrix",
    "PATH",
    "the matrix of gates [default: agent/manifests/gate-matrix.yml]",
);
const PATHS: ArgSpec =
    ArgSpec::positionals("paths", "PATH", "files, instead of those that changed");
const SINCE: ArgSpec = ArgSpec::option(
    "since",
    "REV",
    "the git revision since which files changed [default: HEAD]",
);
const FORMAT: ArgSpec = ArgSpec::option("format", "FORMAT", "how to show it [default: text]")
    .choices(&["text", "json"]);

/// All that is said about changes: by `govern.toml`, and behind it by the files of others.
fn read(session: &Session) -> Result<Rules, Error> {
    let mut rules = written::read(session)?;
    upstream::read(session, &mut rules)?;
    Ok(rules)
}

/// The files that a command is about: those that are named, or those that changed.
fn changed(session: &Session) -> Result<Vec<String>, Error> {
    let args = session.args();
    let workspace = session.workspace();
    let named = args.values("paths");
    if named.is_empty() {
        return Ok(workspace.changed_since(args.value("since").unwrap_or("HEAD"))?);
    }
    if args.flag("since") {
        let mistake =
            Diagnostic::config("files are named, or those that changed `--since` a revision");
        return Err(mistake.into());
    }
    let mut paths = Vec::new();
    for named in named {
        let path = workspace.path_of_argument(named)?;
        if path.starts_with("..") {
            return Err(
                Diagnostic::config(format!("`{named}` is outside of the workspace")).into(),
            );
        }
        paths.push(path);
    }
    paths.sort();
    paths.dedup();
    Ok(paths)
}

/// Where something is said: `govern.toml:12`.
fn place(session: &Session, span: Option<Span>) -> Option<(String, u32)> {
    let span = span?;
    let sources = session.sources_for([span.file]);
    let at = sources.locate(span)?;
    Some((at.path.to_owned(), at.start.line))
}

fn json(value: &serde_json::Value, out: &mut dyn io::Write) -> Result<(), Error> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(())
}
