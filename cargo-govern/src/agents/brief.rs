//! `cargo govern brief`: what there is to know for work on one criterion.

mod budget;
mod build;
mod page;

use std::io;

use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use serde::Serialize;

use super::{JSON, is_json, max_bytes, place::Place, write_json};
use crate::policy::Applying;
pub(super) use build::brief;
pub(super) use page::markdown;

/// `cargo govern brief`.
pub(crate) static BRIEF: Command = Command {
    name: "brief",
    summary: "says all that there is to know for work on one criterion",
    details: "What the criterion says and how it stands; the code that is there for it, that its tests surely reach, or that programs \
              which they start perhaps run, with layers and crates; what may not be used from there; ports, contracts and subjects in play; the tests that show it, and the levels at \
              which there are none; policies that look at the code; the commands that prove it. `cargo govern brief AC-PAY-001` writes \
              Markdown, `--json` one document; the schema is docs/schema/brief.schema.json.",
    args: &[
        ArgSpec::positional("id", "ID", "the criterion").required(),
        ArgSpec::option(
            "max-bytes",
            "N",
            "how many bytes it may have: what is missed least is left out, and counted",
        ),
        JSON,
    ],
    needs_workspace: true,
    run,
};

/// What there is to know for work on one criterion.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Brief {
    schema_version: u32,
    id: String,
    text: String,
    priority: &'static str,
    state: &'static str,
    /// How it stands, and why not better.
    verdict: &'static str,
    troubles: Vec<String>,
    place: Option<Place>,
    requirement: Above,
    story: Above,
    depends_on: Vec<String>,
    waiver: Option<String>,
    documents: Vec<DocumentRow>,
    /// The code that says that it is there for it, and what its tests reach; the surest and nearest first.
    code: Vec<CodeRow>,
    layers: Vec<LayerRow>,
    forbidden: Vec<ForbiddenRow>,
    ports: Vec<PortRow>,
    contracts: Vec<ContractRow>,
    subjects: Vec<SubjectRow>,
    tests: Vec<TestRow>,
    /// The levels that it needs and has nothing at; each with its alternatives.
    missing: Vec<Vec<String>>,
    policies: Vec<Applying>,
    /// The commands that prove it.
    prove: Vec<String>,
    /// What of it cannot be run.
    not_run: Vec<String>,
    /// The files of all that.
    pub(super) files: Vec<String>,
    /// What a change of these files needs.
    needs: Vec<String>,
    /// What is not in it for want of room.
    left_out: Vec<LeftOut>,
}

/// Rows of a list that are not there for want of room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct LeftOut {
    what: &'static str,
    count: usize,
}

/// A requirement or a story.
#[derive(Debug, Clone, Serialize)]
struct Above {
    id: String,
    title: String,
}

/// A decision or a document.
#[derive(Debug, Clone, Serialize)]
struct DocumentRow {
    kind: &'static str,
    name: String,
    path: Option<String>,
}

/// Code that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct CodeRow {
    name: String,
    module: String,
    package: Option<String>,
    layer: Option<String>,
    place: Option<Place>,
    /// `link`, or the test or scenario that reaches it.
    by: String,
    /// In how many steps.
    steps: usize,
    /// Whether it is surely so: it is not if a program that is started stands between.
    sure: bool,
}

/// A layer that its code is in; all of them, if there is no code yet.
#[derive(Debug, Clone, Serialize)]
struct LayerRow {
    name: String,
    role: Option<&'static str>,
    because: Option<String>,
    may_use: Vec<String>,
    may_not_use: Vec<String>,
}

/// Names that may not be used in one of these layers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct ForbiddenRow {
    names: Vec<String>,
    layers: Vec<String>,
    because: Option<String>,
}

/// A port in play: reached, or served by the code.
#[derive(Debug, Clone, Serialize)]
struct PortRow {
    path: String,
    place: Option<Place>,
    adapters: Vec<String>,
}

/// A contract in play.
#[derive(Debug, Clone, Serialize)]
struct ContractRow {
    /// The name and version of a declared one, or the path of a wire type.
    id: String,
    payload: Option<String>,
    direction: Option<&'static str>,
    place: Option<Place>,
}

/// A subject in play.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct SubjectRow {
    subject: String,
    does: &'static str,
    place: Option<Place>,
}

/// Something that it is linked to.
#[derive(Debug, Clone, Serialize)]
struct TestRow {
    level: &'static str,
    kind: &'static str,
    name: String,
    evidence: &'static str,
    /// Whether it shows that the criterion holds.
    proof: bool,
    place: Option<Place>,
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let id = session.args().value("id").unwrap_or_default();
    let brief = brief(session, id)?;
    let show = |brief: &Brief| -> Result<Vec<u8>, Error> {
        let mut text = Vec::new();
        match is_json(session) {
            true => write_json(brief, &mut text)?,
            false => text.extend(markdown(brief).as_bytes()),
        }
        Ok(text)
    };
    let text = match max_bytes(session)? {
        Some(max) => budget::fitted(&brief, max, show)?,
        None => show(&brief)?,
    };
    out.write_all(&text)?;
    Ok(CommandOutcome::clean())
}
