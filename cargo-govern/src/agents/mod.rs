//! What somebody is told who works on the project, be it a person in a hurry or a program: how things stand, what to do next,
//! what there is to know for it.
//!
//! Gates do not see each other. What is joined here comes from what each hands out: `cargo_ac::traced`,
//! `cargo_contract::overview`, the model of archcheck.

mod brief;
mod bundle;
mod graph;
mod impact;
mod joined;
mod looked;
mod next;
mod place;
mod service;
mod status;

use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Error, Session};
use serde::Serialize;

pub(crate) use brief::BRIEF;
pub(crate) use bundle::BUNDLE;
pub(crate) use graph::GRAPH;
pub(crate) use impact::IMPACT;
pub(crate) use next::NEXT;
pub(crate) use status::STATUS;

/// `--json`.
const JSON: ArgSpec = ArgSpec::flag("json", "write one JSON document instead of text");

/// The version of each document; one grows when a reader could misunderstand the new form.
const SCHEMA_VERSION: u32 = 1;

fn is_json(session: &Session) -> bool {
    session.args().flag("json")
}

/// `--max-bytes`, if it is given.
fn max_bytes(session: &Session) -> Result<Option<usize>, Error> {
    let Some(text) = session.args().value("max-bytes") else {
        return Ok(None);
    };
    match text.parse() {
        Ok(max) if max > 0 => Ok(Some(max)),
        _ => {
            let text = format!("`--max-bytes` takes a number from 1, not `{text}`");
            Err(Diagnostic::config(text).into())
        }
    }
}

fn write_json(document: &impl Serialize, out: &mut dyn io::Write) -> Result<(), Error> {
    serde_json::to_writer_pretty(&mut *out, document).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(())
}
