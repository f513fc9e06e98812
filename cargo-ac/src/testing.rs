//! Models from texts, for the tests of the rules.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{FileId, Sources, Span, Verdict};
use govern_gate::{Command, Date, Findings, Options, Rule, Session, link_tree};
use govern_workspace::Workspace;
use text_size::TextRange;

use crate::commits::of_file;
use crate::config::Section;
use crate::criteria::Criteria;
use crate::lock;
use crate::lock::Reviewed;
use crate::read::{Reading, Weigh, links, read};
use crate::results::{self, Hint, ResultFile};
use crate::said::Commits;
use crate::verdicts::age::Age;
use crate::verdicts::{Observed, Results};

/// A ledger of one story and one requirement around some criteria, one a line.
pub(crate) fn ledger(criteria: &[&str]) -> String {
    let criteria: Vec<String> = criteria
        .iter()
        .map(|criterion| format!("          - {criterion}\n"))
        .collect();
    format!(
        "schema: 2\nstories:\n  - id: US-1\n    title: Story\n    requirements:\n      - id: REQ-1\n        title: Requirement\n        criteria:\n{}",
        criteria.concat()
    )
}

/// What is read from files; a package is there without being written.
pub(crate) fn reading(files: &[(&str, &str)]) -> Reading {
    read_from(&workspace(files))
}

fn read_from(workspace: &Workspace) -> Reading {
    let names = link_tree(workspace);
    let today = Date::new(2026, 6, 15).expect("a day of June");
    let settings = Section::default().settings(None);
    read(workspace, &names, &settings, today, Weigh::Linked).expect("memory can be read")
}

fn workspace(files: &[(&str, &str)]) -> Workspace {
    let mut texts: BTreeMap<String, String> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    let manifest = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    texts
        .entry("Cargo.toml".to_owned())
        .or_insert_with(|| manifest.to_owned());
    texts.entry("src/lib.rs".to_owned()).or_default();
    Workspace::from_memory(texts).expect("the workspace is sound")
}

/// What a rule finds in some files after somebody has looked at them as they were before; without what it says about the
/// lock.
pub(crate) fn found_after_review(
    rule: &Rule<Criteria>,
    before: &[(&str, &str)],
    after: &[(&str, &str)],
) -> Vec<String> {
    let workspace = workspace(before);
    let model = read_from(&workspace).model;
    let edges = links(&workspace, &model, &Section::default().settings(None));
    let reviewed = edges.into_iter().map(|(key, edge)| {
        let reviewed = Reviewed {
            criterion: edge.criterion,
            evidence: edge.evidence,
            asserts: edge.asserts,
            reason: String::new(),
            range: TextRange::default(),
        };
        (key, reviewed)
    });
    let text = lock::write(&reviewed.collect());
    let files: Vec<(&str, &str)> = after
        .iter()
        .copied()
        .chain([("specs/ac.lock", text.as_str())])
        .collect();
    let shown = found(rule, &files);
    let without_lock = |finding: &String| {
        let lines = finding.lines();
        let kept = lines.filter(|line| !line.ends_with(": what was looked at"));
        kept.collect::<Vec<_>>().join("\n")
    };
    shown.iter().map(without_lock).collect()
}

/// The results in the files that end like results, taken for those of the present sources.
pub(crate) fn observed(files: &[(&str, &str)]) -> Results {
    // Another number than that of any file of a model.
    const FIRST: u32 = 1_000_000;
    let is_result = |path: &str| {
        let ends = [".xml", ".ndjson", ".json"];
        ends.iter().any(|end| path.ends_with(end))
    };
    let texts = files.iter().filter(|(path, _)| is_result(path));
    let files: Vec<ResultFile> = (FIRST..)
        .zip(texts)
        .map(|(id, (path, text))| results::read(FileId(id), path, text, &Hint::default()))
        .collect();
    Results {
        ages: vec![Age::Assumed; files.len()],
        files,
        ..Results::default()
    }
}

/// The model of some files.
pub(crate) fn model(files: &[(&str, &str)]) -> Criteria {
    reading(files).model
}

/// What a rule finds in some files: the marked text, the message, the notes and the help.
pub(crate) fn found(rule: &Rule<Criteria>, files: &[(&str, &str)]) -> Vec<String> {
    found_in(rule, files, &model(files))
}

/// What a subcommand prints about some files, its mistakes behind it, and what it comes to.
pub(crate) fn command(
    command: &Command,
    files: &[(&str, &str)],
    args: &[(&str, &str)],
) -> (String, Option<Verdict>) {
    let today = Date::new(2026, 6, 15).expect("a day of June");
    let mut options = Options::new(today);
    options.args = args.iter().copied().collect();
    let session = Session::new(workspace(files), options);
    let mut out = Vec::new();
    let (diagnostics, verdict) = match (command.run)(&session, &mut out) {
        Ok(outcome) => (outcome.diagnostics, Some(outcome.verdict)),
        Err(error) => (error.diagnostics(&mut Sources::default()), None),
    };
    let mut text = String::from_utf8(out).expect("it prints text");
    for diagnostic in diagnostics {
        text.push_str(&diagnostic.message);
        text.push('\n');
    }
    (text, verdict)
}

/// The workspace of some files, and its model with the results among them, if there are any.
pub(crate) fn observed_reading(files: &[(&str, &str)]) -> (Workspace, Criteria) {
    let workspace = workspace(files);
    let mut model = read_from(&workspace).model;
    let results = observed(files);
    if !results.files.is_empty() {
        model.observed = Some(Observed::new(&model, results, &BTreeSet::new()));
    }
    (workspace, model)
}

/// What a rule finds in some files and results.
pub(crate) fn found_by(
    rule: &Rule<Criteria>,
    files: &[(&str, &str)],
    results: &Results,
) -> Vec<String> {
    let mut model = model(files);
    model.observed = Some(Observed::new(&model, results.clone(), &BTreeSet::new()));
    found_in(rule, files, &model)
}

/// What a rule about commits finds in a message, where `AC-1` of `REQ-1` is known; its path is `a.txt`.
pub(crate) fn found_in_message(rule: &Rule<Criteria>, message: &str) -> Vec<String> {
    let ledger = ledger(&["{ id: AC-1, text: one }"]);
    let files = [
        ("specs/spec_ledger.yaml", ledger.as_str()),
        ("a.txt", message),
    ];
    let workspace = workspace(&files);
    let mut model = read_from(&workspace).model;
    let said = of_file(&workspace, "a.txt", &model).expect("memory can be read");
    model.commits = Some(Commits {
        said: vec![said],
        merges: 0,
    });
    found_in(rule, &files, &model)
}

/// What a rule finds in a model of some files.
pub(crate) fn found_in(
    rule: &Rule<Criteria>,
    files: &[(&str, &str)],
    model: &Criteria,
) -> Vec<String> {
    let mut findings = Findings::default();
    (rule.check)(model, &mut findings);
    let shown = findings.found().iter().map(|finding| {
        let marked = finding
            .span
            .map_or(String::new(), |span| marked(model, files, span));
        let mut lines = vec![format!("{marked}: {}", finding.message)];
        for related in &finding.related {
            lines.push(format!(
                "  {}: {}",
                self::marked(model, files, related.span),
                related.message
            ));
        }
        lines.extend(finding.notes.iter().map(|note| format!("  note: {note}")));
        lines.extend(finding.help.iter().map(|help| format!("  help: {help}")));
        lines.join("\n")
    });
    shown.collect()
}

fn marked(model: &Criteria, files: &[(&str, &str)], span: Span) -> String {
    let path = path(model, span.file);
    let text = files
        .iter()
        .find(|(known, _)| *known == path)
        .map_or("", |(_, text)| text);
    text.get(std::ops::Range::from(span.range))
        .unwrap_or("?")
        .to_owned()
}

fn path(model: &Criteria, file: FileId) -> &str {
    let ledger = model
        .ledgers
        .iter()
        .find(|ledger| ledger.file == file)
        .map(|ledger| ledger.path.as_str());
    let feature = model
        .features
        .iter()
        .find(|feature| feature.file == file)
        .map(|feature| feature.path.as_str());
    let rust = model.rust_paths.get(&file).map(String::as_str);
    let mut results = model.observed.iter().flat_map(|it| &it.results.files);
    let result = results
        .find(|it| it.file == file)
        .map(|it| it.path.as_str());
    let mut messages = model.commits.iter().flat_map(|it| &it.said);
    let message = messages
        .find(|it| it.file == Some(file))
        .and_then(|it| it.name.strip_prefix("message "));
    result
        .or(message)
        .or(ledger)
        .or(feature)
        .or(rust)
        .unwrap_or_default()
}

/// The table of a ledger, a feature and a library.
pub(crate) fn table(criteria: &[&str], feature: &str, rust: &str) -> String {
    let ledger = ledger(criteria);
    let files = [
        ("specs/spec_ledger.yaml", ledger.as_str()),
        ("a.feature", feature),
        ("src/lib.rs", rust),
    ];
    crate::commands::table::document(&model(&files))
}

/// Criteria that stand in different ways.
pub(crate) const CRITERIA: &[&str] = &[
    "{ id: AC-1, text: \"a | b\\n<c>\" }",
    "{ id: AC-2, text: two, needs: [unit, bdd] }",
    "{ id: AC-3, text: three, waiver: { reason: later, until: 2026-12-31 } }",
    "{ id: AC-4, text: four, state: draft }",
    "{ id: AC-5, text: five, priority: should }",
];
/// A feature for them.
pub(crate) const FEATURE: &str = "Feature: f\n  @AC-1\n  Scenario: pays | ships\n    Given x\n  @AC-1 @wip\n  Scenario: later\n    Given x\n";
/// A library for them.
pub(crate) const RUST: &str = "/// AC: AC-2\n#[test]\nfn two() {}\n";
/// The manifest of a package whose tests use cucumber-rs.
pub(crate) const BDD_MANIFEST: &str = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dev-dependencies]\ncucumber = \"0.23\"\n";
