//! `cargo govern init`: writes a `govern.toml` from what it sees in the workspace.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use cargo_archcheck::commands::init::{Guess, guess};
use govern_diagnostics::{Code, Diagnostic, Severity, Verdict};
use govern_facts::{PathId, PathKind};
use govern_gate::{
    ArgSpec, Args, BaselineUpdate, CONFIG_FILE, Command, CommandOutcome, Error, Gate, Run, Session,
    Spanned, update_baseline,
};
use govern_names::Meaning;
use govern_workspace::Workspace;
use toml_edit::{Array, DocumentMut, Item, Table, value};

use crate::GATES;
use crate::patterns::{Layers, Patterns};
use crate::settings::Settings;

/// Folders whose ledgers and features are not the project's own.
const NOT_OWN: [&str; 4] = ["fixtures", "testdata", "tests", "vendor"];

/// `cargo govern init`.
pub(crate) static INIT: Command = Command {
    name: "init",
    summary: "writes a govern.toml from what it sees in the workspace",
    details: "It recognises layers as `cargo archcheck init` does, ledgers and features by where they lie, \
              references to issues in comments, and files that say they are `@generated`. It never overwrites a file. At the end it says what all gates find with what it has \
              written; `--baseline` accepts that in `govern-baseline.toml`, so that only new findings fail.",
    args: &[
        ArgSpec::flag("print", "print what would be written, and write nothing"),
        ArgSpec::flag(
            "baseline",
            "accept what is found today: write the baseline, too",
        ),
    ],
    needs_workspace: true,
    run,
};

/// What was seen of a workspace.
#[derive(Debug)]
struct Seen {
    /// The section of the architecture, which is its gate's to guess.
    architecture: Guess,
    /// How many types derive a trait of serde, by package.
    wire_types: BTreeMap<String, usize>,
    /// Whether something speaks to a NATS server.
    nats: bool,
    ledgers: Vec<String>,
    /// Globs that select the features.
    features: BTreeSet<String>,
    /// How references to issues in comments begin.
    issues: BTreeSet<String>,
    /// Globs that select files that a program has written, and say so.
    generated: Vec<String>,
    /// How many findings each rule of the patterns has with nothing else configured.
    findings: Vec<(&'static str, usize)>,
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let workspace = session.workspace();
    let text = document(&see(session)?);
    if session.args().flag("print") {
        out.write_all(text.as_bytes())?;
        return Ok(CommandOutcome::clean());
    }
    if workspace.read_if_exists(CONFIG_FILE)?.is_some() {
        let exists = Diagnostic::config(format!("there is a `{CONFIG_FILE}` already"))
            .help("`cargo govern init --print` shows what would be written")
            .help("`cargo govern archcheck init` adds a section `[archcheck]` to it");
        return Err(exists.into());
    }
    let gates = GATES.map(|gate| gate as &dyn Gate);
    let with_baseline = session.args().flag("baseline");
    if with_baseline {
        let baseline = session.baseline_path();
        if workspace.read_if_exists(baseline)?.is_some() {
            let exists = Diagnostic::config(format!("there is a `{baseline}` already"))
                .help("without `--baseline` it stays as it is");
            return Err(exists.into());
        }
    }
    workspace.write_atomic(CONFIG_FILE, text.as_bytes())?;
    writeln!(
        out,
        "wrote {CONFIG_FILE}: it says what was seen, and is yours to change"
    )?;
    // What is there now, as the next run will find it.
    let afresh = || -> Result<Session, Error> {
        let workspace = Workspace::load(session.load_options())?;
        Ok(session.over(workspace).with_args(Args::default()))
    };
    let mut verdict = Verdict::Clean;
    if with_baseline {
        match update_baseline(&gates, &afresh()?, false)? {
            BaselineUpdate::Written { path, findings, .. } => {
                let noun = if findings == 1 { "finding" } else { "findings" };
                writeln!(out, "wrote {path}: it accepts {findings} {noun} of today")?;
            }
            BaselineUpdate::Grown(_) | BaselineUpdate::Incomplete(_) => {
                writeln!(out, "wrote no baseline: not everything can be looked at")?;
                verdict = Verdict::Incomplete;
            }
        }
    }
    writeln!(out, "{}", standing(&govern_gate::run(&gates, &afresh()?)))?;
    Ok(CommandOutcome {
        verdict,
        diagnostics: Vec::new(),
    })
}

/// How the workspace stands, and what to do about it.
fn standing(run: &Run) -> String {
    if run.verdict == Verdict::Incomplete {
        return "`cargo govern` cannot look at everything here: run it, and mend what it says first".to_owned();
    }
    // No baseline can accept what is no finding of a rule.
    let unread = run.report.diagnostics.iter().find(|it| {
        it.severity == Severity::Error && matches!(it.code, Code::Syntax | Code::Source)
    });
    if let Some(unread) = unread {
        return format!(
            "`cargo govern` cannot read everything here: {}, for one; mend it or leave the file out, and then accept the rest with \
             `cargo govern baseline`",
            unread.message
        );
    }
    let found = [(Severity::Error, "error"), (Severity::Warning, "warning")];
    let found = found.map(|(severity, noun)| (run.report.count(severity), noun));
    let found: Vec<String> = found
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| format!("{count} {noun}{}", if count == 1 { "" } else { "s" }))
        .collect();
    match &found[..] {
        [] => "`cargo govern` finds nothing more: what is new will fail".to_owned(),
        found => format!(
            "`cargo govern` finds {} today: mend them, or accept them with `cargo govern baseline`, so that only new findings fail",
            found.join(" and ")
        ),
    }
}

fn see(session: &Session) -> Result<Seen, Error> {
    let workspace = session.workspace();
    let generated = generated(workspace);
    let unlocated = |glob: &String| Spanned::new(0..0, glob.clone());
    let config = crate::config::Config {
        exclude: generated.iter().map(unlocated).collect(),
        ..crate::config::Config::default()
    };
    let settings = Settings::new(&config, &|_| None).expect("defaults and paths are no mistake");
    let patterns = Patterns::new(workspace, session.names(), &Layers::new(), settings)?;
    let issues = patterns.found.markers.iter().filter_map(|marker| {
        let reference = marker.reference.as_deref()?;
        let prefix = reference.trim_end_matches(|c: char| c.is_ascii_digit());
        (prefix != reference && !prefix.trim().is_empty() && !prefix.contains([' ', ',']))
            .then(|| prefix.to_owned())
    });
    let outcomes = govern_gate::run_rules(&crate::rules::RULES, &patterns);
    Ok(Seen {
        architecture: guess(session)?,
        wire_types: wire_types(session),
        nats: workspace.packages().iter().any(|package| {
            let mut used = package.dependencies.iter();
            used.any(|it| it.package == "async-nats" && it.active && it.in_production)
        }),
        ledgers: own_files(
            session,
            &["**/specs/**/*ledger.yaml", "**/specs/**/*ledger.yml"],
        )?,
        features: feature_globs(own_files(session, &["**/*.feature"])?),
        issues: issues.collect(),
        generated,
        findings: outcomes
            .iter()
            .map(|outcome| (outcome.info.name, outcome.findings.len()))
            .collect(),
    })
}

/// The files that match, without those of fixtures.
fn own_files(session: &Session, globs: &[&str]) -> Result<Vec<String>, Error> {
    let mut files = session.workspace().find_files(globs)?;
    files.retain(|path| !path.split('/').any(|part| NOT_OWN.contains(&part)));
    Ok(files)
}

/// Files that a program has written: they say `@generated` in a comment of their first lines, as rustfmt and forges read it. Globs
/// select them by folder, where all that stands in one is generated.
fn generated(workspace: &Workspace) -> Vec<String> {
    const FIRST_LINES: usize = 5;
    let says_so = |file| {
        workspace.text(file).is_ok_and(|text| {
            text.lines()
                .take(FIRST_LINES)
                .map(str::trim_start)
                .filter(|line| {
                    line.starts_with("//") || line.starts_with("/*") || line.starts_with('*')
                })
                .any(|line| line.contains("@generated"))
        })
    };
    let mut folders: BTreeMap<&str, Vec<(&str, bool)>> = BTreeMap::new();
    for &file in workspace.files() {
        let path = workspace.path(file);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        folders
            .entry(folder)
            .or_default()
            .push((path, says_so(file)));
    }
    let mut globs = Vec::new();
    for (folder, files) in folders {
        if files.len() > 1
            && !folder.is_empty()
            && files.iter().all(|(_, is_generated)| *is_generated)
        {
            globs.push(format!("{}/*.rs", escaped(folder)));
        } else {
            let those = files.iter().filter(|(_, is_generated)| *is_generated);
            globs.extend(those.map(|(path, _)| escaped(path)));
        }
    }
    globs
}

/// A path as a glob that matches nothing else.
fn escaped(path: &str) -> String {
    let signs = |c: char| match c {
        '*' | '?' | '[' | ']' | '{' | '}' => format!("[{c}]"),
        c => c.to_string(),
    };
    path.chars().map(signs).collect()
}

/// The folders of some features, as globs.
fn feature_globs(features: Vec<String>) -> BTreeSet<String> {
    let folders = features.iter().map(|path| match path.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/*.feature"),
        None => "*.feature".to_owned(),
    });
    folders.collect()
}

fn document(seen: &Seen) -> String {
    let head = "What `cargo govern` checks in this workspace. Every key may be left out: `cargo govern rules` lists the\n\
                rules, `cargo govern explain <rule>` says what one of them wants and how it is set up.";
    let sections = [
        section("lints", lints(seen)),
        seen.architecture.text.clone(),
        section("contract", contract(seen)),
        section("ac", ac(seen)),
        section("patterns", patterns(seen)),
    ];
    format!("{}\n{}", lines(head), sections.join("\n"))
}

/// A section with its comment.
fn section(name: &str, (comment, table): (String, Table)) -> String {
    let mut document = DocumentMut::new();
    document.insert(name, Item::Table(table));
    format!("{}{document}", lines(&comment))
}

/// Levels: nothing is changed, but what is found today is said.
fn lints(seen: &Seen) -> (String, Table) {
    let mut comment = String::from(
        "Levels of rules: \"allow\", \"warn\" or \"deny\". A rule that is not listed has the level it comes with:\n\
         patterns.todo_comment = \"deny\"",
    );
    let found = seen.findings.iter().filter(|(_, count)| *count > 0);
    let found: Vec<String> = found
        .map(|(rule, count)| format!("  {rule}: {count}"))
        .collect();
    if !found.is_empty() {
        comment.push_str("\nWhat the pattern rules find today (`cargo govern baseline` accepts it, so that only new findings fail):\n");
        comment.push_str(&found.join("\n"));
    }
    (comment, Table::new())
}

/// How many types of each package derive a trait of serde.
fn wire_types(session: &Session) -> BTreeMap<String, usize> {
    let (workspace, names) = (session.workspace(), session.names());
    let mut found = BTreeMap::new();
    for &file in workspace.files() {
        let Some(facts) = workspace.facts(file) else {
            continue;
        };
        let Some(&package) = workspace.packages_of(file).first() else {
            continue;
        };
        let derived = (0..facts.paths.len())
            .map(|row| PathId(row as u32))
            .filter(|&path| facts.path(path).kind == PathKind::Derive)
            .filter(|&path| !names.is_test(facts, file, facts.path(path).scope))
            .filter_map(|path| match names.meaning(facts, file, path) {
                Meaning::External(name) => Some((facts.path(path), name)),
                _ => None,
            })
            // One of the two is enough, and most types have both: the types are counted by where their derives stand.
            .filter(|(_, name)| name.starts_with("serde"))
            .filter_map(|(path, _)| {
                let at = path.extent;
                facts
                    .items
                    .iter()
                    .filter(|item| item.extent.contains(at))
                    .map(|item| item.extent.start)
                    .max()
            })
            .collect::<BTreeSet<u32>>();
        if !derived.is_empty() {
            *found
                .entry(workspace.package(package).name.clone())
                .or_default() += derived.len();
        }
    }
    found
}

/// What could be compared, if there is anything; with what is not seen from the source.
fn contract(seen: &Seen) -> (String, Table) {
    let mut table = Table::new();
    if seen.nats {
        let mut nats = Table::new();
        let comment = "Subjects, streams and buckets on NATS are read from the code; `cargo govern contract subjects` lists them.";
        nats.decor_mut().set_prefix(format!("\n{}", lines(comment)));
        table.insert("nats", Item::Table(nats));
    }
    if seen.wire_types.is_empty() {
        let comment = "Contracts: with the features that are on there are no types of serde, so there is nothing to compare with what was published.";
        return (comment.to_owned(), table);
    }
    let mut comment = String::from(
        "Contracts: types of serde are compared with a published version, if you name one:\nagainst = \"origin/main\"\n\
         Types of serde in this workspace:",
    );
    for (package, count) in &seen.wire_types {
        comment.push_str(&format!("\n  {package}: {count}"));
    }
    (comment, table)
}

/// Ledgers and features, where they lie.
fn ac(seen: &Seen) -> (String, Table) {
    let mut table = Table::new();
    if seen.ledgers.is_empty() {
        let comment = "Acceptance criteria stand in a ledger, `specs/spec_ledger.yaml`, and in features; there is no ledger yet.";
        return (comment.to_owned(), table);
    }
    let comment = "Acceptance criteria: where the ledgers and the features are.";
    table.insert("ledgers", array(&seen.ledgers));
    if !seen.features.is_empty() {
        let features: Vec<&String> = seen.features.iter().collect();
        table.insert("features", array(&features));
    }
    (comment.to_owned(), table)
}

/// How comments refer to issues, if they do.
fn patterns(seen: &Seen) -> (String, Table) {
    let mut table = Table::new();
    let mut comment = "Forbidden patterns. Generated code is left out by file:\n\
                       exclude = [\"**/generated/**\"]";
    if !seen.generated.is_empty() {
        comment = "Forbidden patterns. What says in its first lines that it is `@generated` is nobody's to mend:";
        table.insert("exclude", array(&seen.generated));
    }
    if !seen.issues.is_empty() {
        let mut todo = Table::new();
        let issues: Vec<&str> = seen.issues.iter().map(String::as_str).collect();
        todo.insert("issues", array(&issues));
        let comment = "Comments that refer to an issue may stay: some here do.";
        todo.decor_mut().set_prefix(format!("\n{}", lines(comment)));
        table.insert("todo_comment", Item::Table(todo));
    }
    (comment.to_owned(), table)
}

fn array<S: AsRef<str>>(texts: &[S]) -> Item {
    let mut array = Array::new();
    for text in texts {
        array.push(text.as_ref());
    }
    value(array)
}

/// The lines of a comment, each with its sign.
fn lines(comment: &str) -> String {
    let mut lines = String::new();
    for line in comment.lines() {
        lines.push_str("# ");
        lines.push_str(line);
        lines.push('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    /// What is written for a workspace; every gate reads it without a mistake.
    fn written(fixture: &str) -> String {
        let session = testing::session(fixture);
        let text = document(&see(&session).unwrap());
        let with_config = format!("{fixture}\n//- govern.toml\n{text}");
        let session = testing::session(&with_config);
        for gate in crate::GATES {
            let outcome = gate.check(&session).unwrap();
            assert_eq!(outcome.diagnostics, [], "{}: {text}", gate.name());
        }
        text
    }

    #[test]
    fn what_is_recognised_is_written() {
        let text = written(
            "mod domain; pub mod adapter { pub fn f() { dbg!(1); } }
#[derive(serde::Serialize, serde::Deserialize)] pub struct A;
#[derive(Debug)] pub struct B;
// TODO(#12): more
// TODO(ORD-7): even more
//- src/domain.rs
pub fn f() {}
//- specs/spec_ledger.yaml
schema: 2
stories: []
//- features/orders.feature
Feature: orders
//- Cargo.toml
[package]
name = \"orders\"
version = \"0.1.0\"
edition = \"2024\"
[dependencies]
serde = \"1\"",
        );
        for part in [
            "preset = \"hexagonal\"",
            "#   adapter: one module: orders::adapter\n#   domain: one module: orders::domain\n",
            "#   orders: 1\n[contract]\n",
            "ledgers = [\"specs/spec_ledger.yaml\"]\nfeatures = [\"features/*.feature\"]",
            "issues = [\"#\", \"ORD-\"]",
            "#   debug_macro: 1\n#   todo_comment: 2\n",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn generated_files_are_left_out_by_folder_where_all_are() {
        let text = written(
            "mod models; mod wire; mod hand { include!(\"hand/more.rs\"); }
fn f() { g().unwrap(); }
//- src/models.rs
// This file is @generated by a program.
pub fn f() { g().unwrap(); }
//- src/wire/mod.rs
/* @generated */
mod a;
//- src/wire/a.rs
#![allow(dead_code)]
// @generated
pub fn f() { g().unwrap(); }
//- src/hand/more.rs
// Nothing here
// is
// made
// by
// hand:
// @generated is too late to be a mark
pub const MARK: &str = \"
// @generated\";",
        );
        let expected = "exclude = [\"src/models.rs\", \"src/wire/*.rs\"]";
        assert!(text.contains(expected), "{text}");
        assert!(text.contains("#   unwrap_in_production: 1\n"), "{text}");
    }

    #[test]
    fn what_is_not_there_is_said() {
        let text = written("pub fn f() {}");
        assert!(text.contains("# No layers were recognised"), "{text}");
        assert!(!text.contains("preset"), "{text}");
        assert!(!text.contains("find today"), "{text}");
    }
}
