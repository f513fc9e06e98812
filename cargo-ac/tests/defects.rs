//! A ledger that grew for years: each of its entries that shows nothing is found for what it is, and those that do are not.

use std::collections::BTreeMap;

use cargo_ac::GATE;
use govern_gate::{Date, Gate, Level, Options, Session};
use govern_workspace::Workspace;

const LEDGER: &str = r#"metadata:
  schema_version: "1.0"
stories:
  - id: US-KERNEL
    title: The kernel
    requirements:
      - id: REQ-KERNEL
        title: Everything
        must_have_ac: true
        acceptance_criteria:
          - id: AC-NOWHERE
            text: Its test was deleted
            tests:
              - { type: unit, tag: deleted_long_ago, file: src/orders.rs }
          - id: AC-DEAD-FILE
            text: The file of its test was deleted
            tests:
              - { type: integration, tag: issues_are_listed, file: tests/issues_api.rs }
          - id: AC-MOVED
            text: Its test is in another file
            tests:
              - { type: unit, tag: moved_elsewhere, file: src/orders.rs }
          - id: AC-NO-TEST
            text: Its test is a plain function
            tests:
              - { type: unit, tag: not_a_test, file: src/lib.rs }
          - id: AC-NO-FILE
            text: Nobody says where its test is, and there is one of that name
            tests:
              - { type: unit, tag: one_of_a_kind }
          - id: AC-WIP
            text: Its main path is not written yet
            tests:
              - { type: bdd, tag: "@AC-WIP", file: features/main.feature }
          - id: AC-BY-HAND
            text: Nothing shows it but a job
            tests:
              - { type: ci, tag: nightly, workflow: nightly.yml }
              - { type: manual, tag: somebody_looked }
          - id: AC-RENAMED
            text: Its tag has another spelling
            tests: []
          - id: AC-TITLE-ONE
            text: A scenario of another file has the same title
            tests:
              - { type: bdd, tag: "@AC-TITLE-ONE", file: features/main.feature }
          - id: AC-TITLE-TWO
            text: So it has
            tests:
              - { type: bdd, tag: "@AC-TITLE-TWO", file: features/other.feature }
          - id: AC-SECOND-TAG
            text: It is the second tag of a scenario
            tests: []
          - id: AC-FEATURE-TAG
            text: Its tag stands above the feature
            tests: []
          - id: AC-QUOTED
            text: Its tag stands in a doc string only
            tests: []
"#;

const LIBRARY: &str = "mod orders;
mod other;

pub fn not_a_test() {}

#[cfg(test)]
mod tests {
    #[test]
    fn one_of_a_kind() {
        assert!(super::other::open(1));
    }
}
";

const OTHER: &str = "pub fn open(n: u8) -> bool {
    n > 0
}

#[test]
fn moved_elsewhere() {
    assert!(open(1));
}
";

const MAIN: &str = r#"Feature: The main path

  @AC-WIP @wip
  Scenario: the main path
    Given a kernel

  @AC-WIP
  Scenario: an edge case
    Given a kernel

  @AC-TITLE-ONE @AC-SECOND-TAG
  Example: the same title
    Given a kernel

  @AC_RENAMED
  Scenario Template: <n> kernels
    Given <n> kernels

    Examples:
      | n |
      | 1 |
"#;

const OTHER_FEATURE: &str = r#"@AC-FEATURE-TAG
Feature: The other

  @AC-TITLE-TWO
  Scenario: the same title
    Given a document:
      """
      @AC-QUOTED
      Scenario: not one
      """
"#;

const CUCUMBER: &str = r#"[
{"uri":"features/main.feature","elements":[
{"type":"scenario","id":"a/1","line":8,"name":"an edge case","steps":[{"line":9,"result":{"status":"passed"}}]},
{"type":"scenario","id":"a/2","line":12,"name":"the same title","steps":[{"line":13,"result":{"status":"passed"}}]},
{"type":"scenario","id":"a/3","line":21,"name":"<n> kernels","steps":[{"line":17,"result":{"status":"passed"}}]}]},
{"uri":"features/other.feature","elements":[
{"type":"scenario","id":"b/1","line":5,"name":"the same title","steps":[{"line":6,"result":{"status":"passed"}}]}]}
]
"#;

const JUNIT: &str = "<testsuites name='nextest-run'><testsuite name='kernel'>
<testcase name='tests::one_of_a_kind' classname='kernel'/>
<testcase name='other::moved_elsewhere' classname='kernel'/>
</testsuite></testsuites>
";

/// Rule, subject, and the line of the file.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let files: BTreeMap<String, String> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    let workspace = Workspace::from_memory(files).expect("the workspace is sound");
    let today = Date::new(2026, 6, 15).expect("a day of June");
    let session = Session::new(workspace, Options::new(today));
    let outcome = GATE.check(&session).expect("the gate runs");
    assert_eq!(outcome.diagnostics, []);
    let mut found = Vec::new();
    let rules = outcome.rules.into_iter();
    for rule in rules.filter(|rule| rule.info.level != Level::Allow) {
        for finding in rule.findings {
            let span = finding.span.expect("every finding has a place");
            let sources = session.sources_for([span.file]);
            let place = sources.locate(span).expect("the place is in the file");
            let (path, line) = (place.path, place.start.line);
            found.push(format!(
                "{path}:{line} {}: {}",
                rule.info.name, finding.message
            ));
        }
    }
    found.sort();
    found
}

/// AC: AC-AC-CMD-CHEATS
#[test]
fn what_shows_nothing_is_found_for_what_it_is() {
    let config = "[ac]\nresults = [\"results/*\"]\nassume-fresh = true\n";
    let manifest = "[package]\nname = \"kernel\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    let found = found(&[
        ("Cargo.toml", manifest),
        ("govern.toml", config),
        ("specs/spec_ledger.yaml", LEDGER),
        ("src/lib.rs", LIBRARY),
        ("src/orders.rs", "//! Nothing yet.\n"),
        ("src/other.rs", OTHER),
        ("features/main.feature", MAIN),
        ("features/other.feature", OTHER_FEATURE),
        (".github/workflows/nightly.yml", "on: schedule\n"),
        ("results/cucumber.json", CUCUMBER),
        ("results/junit.xml", JUNIT),
    ]);
    assert_eq!(
        found,
        [
            "features/main.feature:15 unknown_criterion: `AC_RENAMED` is not spelled as an id is",
            "specs/spec_ledger.yaml:11 criterion_untested: criterion `AC-NOWHERE` is not tested",
            "specs/spec_ledger.yaml:14 test_not_found: there is no test `deleted_long_ago`",
            "specs/spec_ledger.yaml:15 criterion_untested: criterion `AC-DEAD-FILE` is not tested",
            "specs/spec_ledger.yaml:18 test_not_found: there is no file tests/issues_api.rs",
            "specs/spec_ledger.yaml:19 criterion_untested: criterion `AC-MOVED` is not tested",
            "specs/spec_ledger.yaml:22 test_not_found: test `moved_elsewhere` is not where the ledger says",
            "specs/spec_ledger.yaml:23 criterion_untested: criterion `AC-NO-TEST` is not tested",
            "specs/spec_ledger.yaml:26 test_not_found: there is no test `not_a_test`",
            "specs/spec_ledger.yaml:31 criterion_unproven: criterion `AC-WIP` is shown to hold in part only",
            "specs/spec_ledger.yaml:35 criterion_untested: criterion `AC-BY-HAND` is not tested",
            "specs/spec_ledger.yaml:40 criterion_untested: criterion `AC-RENAMED` is not tested",
            "specs/spec_ledger.yaml:57 criterion_untested: criterion `AC-QUOTED` is not tested",
        ]
    );
}
