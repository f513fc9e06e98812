//! `cargo ac tests`: the tests there are, with what they are linked to and what there is to them.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use govern_diagnostics::FileId;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use serde::Serialize;

use crate::config::Section;
use crate::criteria::{Criteria, What};
use crate::read::{Reading, Weigh, read};
use crate::rust::{Cases, Evidence, Substance, Test, TestPlace};

/// `cargo ac tests`.
pub const COMMAND: Command = Command {
    name: "tests",
    summary: "list the tests: where they are, what they are linked to, and whether something in them can fail",
    details: "One test a line: its name as test runners list it, its level, what there is to it (`asserts`, `may-assert`, \
              `works` if it only unwraps or gives on errors, `hollow` if nothing in it can fail), and the criteria that it is \
              linked to. A file that two targets share has its tests twice.",
    args: &[
        ArgSpec::flag("linked", "only tests that are linked to a criterion"),
        ArgSpec::option("format", "FORMAT", "how it is written [default: human]")
            .choices(&["human", "json"]),
    ],
    needs_workspace: true,
    run,
};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tests: Vec<Row<'a>>,
}

/// A test in one target.
#[derive(Serialize)]
struct Row<'a> {
    /// As test runners list it, with the binary before it.
    name: String,
    binary: &'a str,
    /// Whether runners list it as several, each under its name: of a table of cases.
    cases: Option<&'a [String]>,
    level: &'static str,
    path: String,
    line: u32,
    column: u32,
    criteria: Vec<&'a str>,
    ignored: bool,
    /// Why, if that is said.
    ignored_because: Option<&'a str>,
    should_panic: bool,
    /// Whether it is in a build as configured.
    built: bool,
    substance: &'static str,
    /// Assertions that stand in it and can fail.
    assertions: usize,
    /// Assertions in it, and in what it calls, that cannot fail.
    vain_assertions: usize,
    /// Whether it reaches no code but its own.
    self_fulfilling: bool,
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let section = Section::read(session)?;
    section.selectors(session)?;
    let Reading {
        model, diagnostics, ..
    } = read(
        session.workspace(),
        session.tree(),
        &section.settings(Some(session)),
        session.today(),
        Weigh::All,
    )?;
    if model.is_incomplete() {
        return Err(Error::Diagnosed(diagnostics));
    }
    let files: BTreeSet<FileId> = model.rust.tests.iter().map(|test| test.span.file).collect();
    let sources = session.sources_for(files);
    let criteria = criteria(&model);
    let linked = session.args().flag("linked");
    let mut rows = Vec::new();
    for (row, test) in model.rust.tests.iter().enumerate() {
        let its = criteria.get(&row).cloned().unwrap_or_default();
        if linked && its.is_empty() {
            continue;
        }
        let place = sources.locate(test.span);
        let unseen = Substance::unseen();
        let substance = model.substance.get(&row).unwrap_or(&unseen);
        for target in &test.places {
            let at = place
                .as_ref()
                .map(|at| (at.path.to_owned(), at.start.line, at.start.column));
            rows.push(shown(test, target, substance, &its, at.unwrap_or_default()));
        }
    }
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    if session.args().value("format") == Some("json") {
        let document = Document {
            version: 1,
            tests: rows,
        };
        serde_json::to_writer_pretty(&mut *out, &document).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        out.write_all(table(&rows).as_bytes())?;
    }
    Ok(CommandOutcome::clean())
}

fn shown<'a>(
    test: &'a Test,
    place: &'a TestPlace,
    substance: &Substance,
    criteria: &[&'a str],
    (path, line, column): (String, u32, u32),
) -> Row<'a> {
    Row {
        name: place.full_name(),
        binary: &place.binary,
        cases: match &test.cases {
            Cases::One => None,
            Cases::Many(names) => Some(names),
        },
        level: test.level.name(),
        path,
        line,
        column,
        criteria: criteria.to_vec(),
        ignored: test.ignored.is_some(),
        ignored_because: test.ignored_because.as_deref(),
        should_panic: test.should_panic,
        built: test.built,
        substance: substance.evidence.name(),
        assertions: substance.assertions,
        vain_assertions: substance.vain.len(),
        self_fulfilling: substance.closed,
    }
}

/// The criteria that each test is linked to; a link to one that no ledger has is none.
fn criteria(model: &Criteria) -> BTreeMap<usize, Vec<&str>> {
    let mut found: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for criterion in &model.criteria {
        for proof in &criterion.proofs {
            if let What::Test(row) = proof.what {
                found.entry(row).or_default().push(&criterion.id);
            }
        }
    }
    for ids in found.values_mut() {
        ids.sort_unstable();
        ids.dedup();
    }
    found
}

/// The rows as a table for people.
fn table(rows: &[Row<'_>]) -> String {
    let width = rows.iter().map(|row| row.name.chars().count()).max();
    let width = width.unwrap_or_default();
    let mut text = String::new();
    for row in rows {
        let mut notes = Vec::new();
        if !row.built {
            notes.push("not built".to_owned());
        }
        match (row.ignored, row.ignored_because) {
            (true, Some(why)) => notes.push(format!("ignored: {why}")),
            (true, None) => notes.push("ignored".to_owned()),
            (false, _) => {}
        }
        if row.vain_assertions > 0 {
            notes.push(format!("cannot fail: {}", row.vain_assertions));
        }
        if row.self_fulfilling {
            notes.push("reaches no code but its own".to_owned());
        }
        if row.substance == Evidence::None.name() {
            notes.push("nothing in it can fail".to_owned());
        }
        let line = format!(
            "{:width$}  {:<12} {:<10} {}{}{}",
            row.name,
            row.level,
            row.substance,
            row.criteria.join(" "),
            if row.criteria.is_empty() || notes.is_empty() {
                ""
            } else {
                "  "
            },
            notes.join(", "),
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
