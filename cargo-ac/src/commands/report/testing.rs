//! Reports for the tests of the formats.

use std::collections::BTreeSet;

use govern_diagnostics::{SourceFile, Sources};

use super::rows::{Place, Report};
use super::{files, locate};
use crate::testing::{ledger, observed_reading};

const RUST: &str = "/// AC: AC-1\n#[test]\nfn one() {}\n/// AC: AC-2\n#[test]\nfn two() {}\n#[test]\nfn three() {}\n/// Implements: AC-2\npub fn ship() {}\n";
const FEATURE: &str = "Feature: f\n  @AC-1\n  Scenario Outline: pays\n    Given <x>\n    Examples:\n      | x |\n      | 1 |\n      | 2 |\n";
const RESULTS: &str = "<testsuite name='shop'><testcase classname='shop' name='one'/><testcase classname='shop' name='two'><failure message='left is not right'/></testcase></testsuite>";
const CRITERIA: &[&str] = &[
    "{ id: AC-1, text: is paid, needs: [unit, bdd] }",
    "{ id: AC-2, text: is shipped }",
    "{ id: AC-3, text: is cancelled, priority: should }",
    "{ id: AC-4, text: is archived, state: draft }",
];

/// Texts that mean something in one format or another.
pub(super) const HOSTILE: &[&str] = &[
    "=cmd|' /C calc'!A0",
    "</script><script>document.title=1</script><img src=x onerror=alert(1)>",
    "a]]> & \"b\" 'c' \u{1} \u{2028} <!-- -->",
    "\\\" ]; x [label=\\\"",
    "#quot; `code` | **bold** [link](javascript:alert) \\",
    "--> %% end\tsubgraph",
];

/// A report on criteria that stand in different ways.
pub(super) fn report() -> Report {
    with(CRITERIA, Some(RESULTS), None)
}

/// The same without results.
pub(super) fn unobserved() -> Report {
    with(CRITERIA, None, None)
}

/// The same on some rows only.
pub(super) fn chosen(rows: &[usize]) -> Report {
    with(
        CRITERIA,
        Some(RESULTS),
        Some(&rows.iter().copied().collect()),
    )
}

/// A report on one criterion that says this.
pub(super) fn reported(text: &str) -> Report {
    let text = serde_json::to_string(text).expect("a text is JSON");
    with(
        &[&format!("{{ id: AC-1, needs: [unit], text: {text} }}")],
        Some(RESULTS),
        None,
    )
}

fn with(criteria: &[&str], results: Option<&str>, chosen: Option<&BTreeSet<usize>>) -> Report {
    let ledger = ledger(criteria);
    let mut texts = vec![
        ("specs/spec_ledger.yaml", ledger.as_str()),
        ("a.feature", FEATURE),
        ("src/lib.rs", RUST),
    ];
    texts.extend(results.map(|results| ("target/junit.xml", results)));
    let (workspace, model) = observed_reading(&texts);
    let mut sources: Sources = workspace.sources_for(files(&model));
    // Results are of no workspace.
    for file in model.observed.iter().flat_map(|it| &it.results.files) {
        let text = results.unwrap_or_default().into();
        let path = file.path.clone();
        sources.insert(file.file, SourceFile { path, text });
    }
    let locate = |span| -> Option<Place> { locate(&sources, span) };
    Report::new(&model, chosen, &locate)
}
