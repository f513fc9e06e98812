//! What is done to a sound workspace so that it only looks sound is found, each by its own rules, and nothing else is.
//!
//! The workspace is the sample service with its ledger, a lock, and results of a run in which everything passed that runs.

#![expect(
    clippy::disallowed_methods,
    reason = "a test reads the sources of the sample"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use cargo_ac::GATE;
use cargo_ac::config::{Section, Settings};
use cargo_ac::criteria::Criteria;
use cargo_ac::lock::{self, Reviewed};
use cargo_ac::observed::{hash, sources};
use cargo_ac::read::{Reading, Weigh, links, read};
use cargo_ac::verdicts::age::{Record, RecordedRun};
use govern_gate::{Date, Gate, Level, Options, Session};
use govern_workspace::Workspace;

/// Paths from the root of the workspace, and texts.
type Files = BTreeMap<String, String>;

const LEDGER: &str = "sample-service/specs/spec_ledger.yaml";
const ORDERS: &str = "sample-service/specs/features/orders.feature";
const LINES: &str = "sample-service/orders/src/domain/line.rs";
const CONFIG: &str = "[ac]
ledgers = [\"sample-service/specs/spec_ledger.yaml\"]
features = [\"sample-service/specs/features/*.feature\"]
lock = \"sample-service/specs/ac.lock\"
results = [\"results/*\"]
recorded = \"results.json\"
require-results = true
";

fn add(files: &mut Files, root: &Path, folder: &str) {
    for entry in fs::read_dir(root.join(folder)).expect("the folder is there") {
        let entry = entry.expect("a readable entry");
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            add(files, root, &path);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            files.insert(path, text);
        }
    }
}

/// The sample service as a workspace of its own.
fn sample() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Files::new();
    add(&mut files, &root, "sample-service");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("a manifest");
    let is_other = |line: &str| {
        let line = line.trim();
        line.starts_with("\"cargo-") || line.starts_with("\"crates/")
    };
    let manifest: Vec<&str> = manifest.lines().filter(|line| !is_other(line)).collect();
    files.insert("Cargo.toml".to_owned(), manifest.join("\n"));
    files.insert("govern.toml".to_owned(), CONFIG.to_owned());
    // One link that stands at the test alone.
    edited(
        files,
        LEDGER,
        "tag: scenarios_hold_in_memory,",
        "tag: scenarios_hold_on_nats,",
    )
}

fn session(files: &Files) -> Session {
    let workspace = Workspace::from_memory(files.clone()).expect("the workspace is sound");
    let today = Date::new(2026, 6, 15).expect("a day of June");
    Session::new(workspace, Options::new(today))
}

/// The model of some files, and something of it.
fn with_model<T>(files: &Files, take: impl Fn(&Workspace, &Settings, &Criteria) -> T) -> T {
    let session = session(files);
    let section = Section::read(&session).expect("the configuration is sound");
    let settings = section.settings(Some(&session));
    let workspace = session.workspace();
    let Reading { model, .. } = read(
        workspace,
        session.names(),
        &settings,
        session.today(),
        Weigh::Linked,
    )
    .expect("memory can be read");
    take(workspace, &settings, &model)
}

/// Somebody looks at everything.
fn reviewed(mut files: Files) -> Files {
    let text = with_model(&files, |workspace, settings, model| {
        let edges = links(workspace, model, settings);
        let reviewed = edges.into_iter().map(|(key, edge)| {
            let reviewed = Reviewed {
                criterion: edge.criterion,
                evidence: edge.evidence,
                asserts: edge.asserts,
                reason: String::new(),
                range: Default::default(),
            };
            (key, reviewed)
        });
        lock::write(&reviewed.collect())
    });
    files.insert("sample-service/specs/ac.lock".to_owned(), text);
    files
}

/// Everything that runs passes: of tests what nextest would write, of scenarios what cucumber would.
fn passed(mut files: Files) -> Files {
    for name in ["results/junit.xml", "results/cucumber.json", "results.json"] {
        files.remove(name);
    }
    let written = with_model(&files, |_, settings, model| {
        let mut suites: BTreeMap<&str, String> = BTreeMap::new();
        let tests = model.rust.tests.iter();
        for test in tests.filter(|test| test.built && test.ignored.is_none()) {
            for place in &test.places {
                *suites.entry(&place.binary).or_default() += &format!(
                    "<testcase name='{}' classname='{}'/>\n",
                    place.path, place.binary
                );
            }
        }
        let suites = suites
            .iter()
            .map(|(binary, cases)| format!("<testsuite name='{binary}'>\n{cases}</testsuite>\n"));
        let junit = format!(
            "<testsuites name='nextest-run'>\n{}</testsuites>\n",
            suites.collect::<String>()
        );
        let is_pending = |name: &String| settings.pending_tags.contains(name);
        let mut features: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let scenarios = model.scenarios.iter();
        for scenario in scenarios.filter(|it| !it.tags.iter().any(|tag| is_pending(&tag.name))) {
            let elements = features.entry(scenario.feature).or_default();
            elements.extend(scenario.rows.iter().map(|row| {
                format!(
                    "{{\"type\":\"scenario\",\"id\":\"x/{row}\",\"line\":{row},\"name\":{:?},\"steps\":[{{\"line\":{row},\"result\":{{\"status\":\"passed\"}}}}]}}",
                    scenario.title
                )
            }));
        }
        let features = features.iter().map(|(row, elements)| {
            let path = &model.features[*row].path;
            format!(
                "{{\"uri\":\"{path}\",\"elements\":[\n{}\n]}}",
                elements.join(",\n")
            )
        });
        let cucumber = format!("[{}]\n", features.collect::<Vec<_>>().join(",\n"));
        [
            ("results/junit.xml", junit),
            ("results/cucumber.json", cucumber),
        ]
    });
    for (path, text) in written {
        files.insert(path.to_owned(), text);
    }
    let record = with_model(&files, |workspace, settings, _| {
        let results = ["results/junit.xml", "results/cucumber.json"];
        let results = results.map(|path| (path.to_owned(), hash(files[path].as_bytes())));
        Record::default().with(RecordedRun {
            results: results.into(),
            sources: sources(workspace, settings).expect("memory can be read"),
        })
    });
    let record = serde_json::to_string(&record).expect("JSON");
    files.insert("results.json".to_owned(), record);
    files
}

/// The files with something else in place of a text that occurs once in one of them.
fn edited(mut files: Files, path: &str, from: &str, to: &str) -> Files {
    let text = &files[path];
    assert_eq!(text.matches(from).count(), 1, "{path}: {from}");
    let text = text.replacen(from, to, 1);
    files.insert(path.to_owned(), text);
    files
}

/// What the gate finds: rules and subjects.
fn found(files: &Files) -> Vec<String> {
    let session = session(files);
    let outcome = GATE.check(&session).expect("the gate runs");
    assert_eq!(outcome.diagnostics, []);
    let on = outcome
        .rules
        .iter()
        .filter(|it| it.info.level != Level::Allow);
    let findings = on.flat_map(|rule| {
        let name = rule.info.name;
        let findings = rule.findings.iter();
        findings.map(move |finding| format!("{name} {}", finding.key))
    });
    findings.collect()
}

const TEST: &str = "    /// AC: AC-ORD-003
    #[test]
    fn an_article_has_one_line() {
        let error = Lines::new(vec![
            line(\"tea\", 1, 1, \"EUR\"),
            line(\"cup\", 1, 1, \"EUR\"),
            line(\"tea\", 2, 1, \"EUR\"),
        ]);
        assert!(matches!(error, Err(InvalidLines::Repeated { sku }) if sku.as_str() == \"tea\"));
    }
";
const ASSERTION: &str = "        assert!(matches!(error, Err(InvalidLines::Repeated { sku }) if sku.as_str() == \"tea\"));\n";

/// AC: AC-AC-CMD-CHEATS
#[test]
fn each_thing_that_is_done_to_a_sound_workspace_is_found_by_its_own_rules() {
    let sound = passed(reviewed(sample()));
    assert_eq!(found(&sound), [""; 0]);
    let test = "orders::domain::line::tests::an_article_has_one_line";
    let rows = format!("{ORDERS}#Lines that no order can have (an article has one line)");
    // What is done; the file, what is there, what comes in its place; what is found when the tests were run again.
    let mutations: [(&str, &str, &str, &str, &[&str]); 9] = [
        (
            "a test is deleted",
            LINES,
            TEST,
            "",
            &["test_not_found AC-ORD-003: an_article_has_one_line"],
        ),
        (
            "the assertion of a test is taken out",
            LINES,
            ASSERTION,
            "",
            &[
                &format!("assertions_vanished AC-ORD-003: {test}"),
                "hollow_test an_article_has_one_line",
            ],
        ),
        (
            "an assertion is replaced with one that cannot fail",
            LINES,
            ASSERTION,
            "        assert!(true);\n",
            &[
                "assertion_cannot_fail test `an_article_has_one_line`: it asserts what is true in any case",
                &format!("assertions_vanished AC-ORD-003: {test}"),
            ],
        ),
        (
            "an id is renamed at one end",
            LEDGER,
            "- id: AC-ORD-003",
            "- id: AC-ORD-033",
            &[
                "id_vanished AC-ORD-003",
                &format!("unknown_criterion AC-ORD-003 in {ORDERS}"),
                &format!("unknown_criterion AC-ORD-003 in {LINES}"),
            ],
        ),
        (
            "a tag is dropped that the ledger names",
            ORDERS,
            "      @AC-ORD-003\n",
            "",
            &[
                &format!(
                    "scenario_without_criterion {ORDERS}: Lines that no order can have (an article has one line)"
                ),
                "test_not_found AC-ORD-003: @AC-ORD-003",
            ],
        ),
        (
            "a link is dropped that the ledger does not name",
            "sample-service/orders-service/tests/acceptance/main.rs",
            "/// AC: AC-RUN-004\n#[tokio::test(flavor = \"multi_thread\", worker_threads = 2)]\nasync fn scenarios_hold_in_memory",
            "#[tokio::test(flavor = \"multi_thread\", worker_threads = 2)]\nasync fn scenarios_hold_in_memory",
            &["link_vanished AC-RUN-004: orders-service::acceptance::scenarios_hold_in_memory"],
        ),
        (
            "a criterion is reworded",
            LEDGER,
            "An article has one line in an order",
            "An article has two lines in an order",
            &[
                &format!("suspect_link AC-ORD-003: {rows}"),
                &format!("suspect_link AC-ORD-003: {test}"),
            ],
        ),
        (
            "a scenario is marked as pending",
            ORDERS,
            "    @AC-LIFE-001\n",
            "    @AC-LIFE-001 @wip\n",
            &["criterion_untested AC-LIFE-001"],
        ),
        (
            "a test is ignored",
            LINES,
            "    /// AC: AC-ORD-003\n",
            "    /// AC: AC-ORD-003\n    #[ignore]\n",
            &[
                "criterion_unproven AC-ORD-003",
                &format!("evidence_changed AC-ORD-003: {test}"),
            ],
        ),
    ];
    for (what, path, from, to, expected) in mutations {
        let mutated = passed(edited(sound.clone(), path, from, to));
        assert_eq!(found(&mutated), expected, "{what}");
    }
}

/// AC: AC-AC-CMD-CHEATS
#[test]
fn results_of_yesterday_show_nothing_of_what_changed_since() {
    let yesterday = passed(reviewed(sample()));
    let unproven = |files: &Files| -> Vec<String> {
        let found = found(files);
        let ids = found
            .iter()
            .map(|finding| finding.strip_prefix("criterion_unproven ").expect(finding));
        ids.map(str::to_owned).collect()
    };
    // Everything depends on the domain.
    let today = edited(
        yesterday.clone(),
        LINES,
        ASSERTION,
        &format!("{ASSERTION}        // Since today.\n"),
    );
    let ledger = &yesterday[LEDGER];
    let ids: Vec<&str> = ledger
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- id: AC-"))
        .collect();
    let all: Vec<String> = ids.iter().map(|id| format!("AC-{id}")).collect();
    assert!(all.len() > 30);
    // No result counts any more: that is one thing to mend.
    assert_eq!(unproven(&today), ["results"]);
    // Only its own tests and the scenarios depend on the program.
    let program = "sample-service/orders-service/tests/program.rs";
    let mut today = yesterday.clone();
    let text = today[program].clone();
    today.insert(program.to_owned(), text + "// Since today.\n");
    let proven: Vec<String> = {
        let unproven = unproven(&today);
        all.into_iter()
            .filter(|id| !unproven.contains(id))
            .collect()
    };
    assert!(
        proven.len() > 5 && proven.contains(&"AC-LIFE-006".to_owned()),
        "{proven:?}"
    );
    assert!(!proven.contains(&"AC-RUN-001".to_owned()), "{proven:?}");
    // Nor do results count that the run did not write.
    let other = edited(
        yesterday,
        "results/junit.xml",
        "</testsuites>",
        " </testsuites>",
    );
    assert!(unproven(&other).contains(&"AC-ORD-003".to_owned()));
}
