//! `cargo ac report`: what the program writes in each format, and what the page does in a browser.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use govern_testing::{Directory, in_browser, run_program};
use serde_json::{Value, json};

const LEDGER: &str = "schema: 2
stories:
  - id: US-PAY
    title: Somebody pays
    requirements:
      - id: REQ-PAY
        title: Orders are paid
        criteria:
          - { id: AC-PAY-001, text: An order of which nothing is open is paid. }
          - { id: AC-PAY-002, text: An order may be paid in parts., priority: should }
          - { id: AC-PAY-003, text: A payment is made known., needs: [[bdd, integration]] }
      - id: REQ-SHIP
        title: Orders are shipped
        criteria:
          - { id: AC-SHIP-001, text: What is paid is shipped., waiver: { reason: no carrier yet, until: 2099-01-01 } }
";
const LIBRARY: &str = "/// Implements: AC-PAY-001\npub fn open() -> u8 { 0 }\n\n/// AC: AC-PAY-001, AC-PAY-002\n#[test]\nfn nothing_open() { assert_eq!(open(), 0); }\n\n#[test]\nfn other() {}\n";
const FEATURE: &str = "Feature: paying\n  @AC-PAY-003\n  Scenario: made known\n    Given x\n";
const RESULTS: &str = "<testsuites name='nextest-run'><testsuite name='shop'><testcase classname='shop' name='nothing_open'/></testsuite></testsuites>";
const CONFIG: &str = "[ac]\nresults = [\"target/*.xml\"]\nassume-fresh = true\n";

fn shop(more: &[(&str, &str)]) -> Directory {
    let directory = Directory::with(&[
        (
            "Cargo.toml",
            "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n",
        ),
        ("src/lib.rs", LIBRARY),
        ("specs/spec_ledger.yaml", LEDGER),
        ("features/pay.feature", FEATURE),
        ("govern.toml", CONFIG),
        ("target/junit.xml", RESULTS),
    ]);
    for (path, text) in more {
        directory.write(path, text);
    }
    directory
}

/// Exit status, stdout, stderr.
fn report(directory: &Directory, args: &[&str]) -> (Option<i32>, String, String) {
    let args = [&["ac", "report"], args, &["--offline", "--color", "never"]].concat();
    run_program(env!("CARGO_BIN_EXE_cargo-ac"), directory, &args)
}

fn written(directory: &Directory, args: &[&str]) -> String {
    let (status, out, err) = report(directory, args);
    assert_eq!((status, err.as_str()), (Some(0), ""));
    out
}

/// What is wrong with a document by its published schema.
fn mistakes(document: &Value) -> Vec<String> {
    let schema = include_str!("../../docs/schema/ac-report.schema.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mistakes = validator.iter_errors(document);
    mistakes
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// AC: AC-AC-CMD-REPORT
#[test]
fn json_is_as_its_schema_says() {
    let directory = shop(&[]);
    let text = written(&directory, &["--format", "json"]);
    let mut document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(mistakes(&document), [""; 0]);
    assert_eq!(document["schema_version"], 1);
    let criteria = &document["stories"][0]["requirements"][0]["criteria"];
    assert_eq!(
        criteria[0]["status"],
        json!({ "verdict": "verified", "grade": "good" })
    );
    assert_eq!(
        criteria[0]["links"],
        json!([{
            "level": "unit",
            "kind": "test",
            "name": "shop::nothing_open",
            "part": null,
            "evidence": "passed",
            "proof": true,
            "stale": null,
            "place": { "path": "src/lib.rs", "line": 6, "column": 4 },
            "link": { "path": "src/lib.rs", "line": 4, "column": 9 },
            "results": [{ "place": { "path": "target/junit.xml", "line": 1, "column": 55 }, "said": null }],
        }])
    );
    assert_eq!(
        criteria[0]["code"],
        json!([{ "path": "src/lib.rs", "line": 1, "column": 17 }])
    );
    assert_eq!(criteria[2]["status"]["verdict"], "unproven");
    assert_eq!(
        document["tests"][1],
        json!({
            "kind": "test",
            "name": "shop::nothing_open",
            "level": "unit",
            "place": { "path": "src/lib.rs", "line": 6, "column": 4 },
            "evidence": "passed",
            "criteria": [
                { "id": "AC-PAY-001", "status": { "verdict": "verified", "grade": "good" } },
                { "id": "AC-PAY-002", "status": { "verdict": "verified", "grade": "good" } },
            ],
        })
    );
    // The schema lets nothing pass that it does not know.
    document["tests"][1]["evidence"] = json!("fine");
    assert_eq!(mistakes(&document).len(), 1);
    directory.remove("govern.toml");
    let text = written(&directory, &["--format", "json"]);
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(mistakes(&document), [""; 0]);
    assert_eq!(document["results"], false);
    assert_eq!(
        document["stories"][0]["requirements"][0]["criteria"][0]["status"],
        json!({ "verdict": "tested", "grade": "linked" })
    );
}

/// AC: AC-AC-CMD-REPORT
#[test]
fn every_format_goes_to_a_file_and_is_the_same_each_time() {
    let directory = shop(&[]);
    for format in [
        "md", "html", "json", "sarif", "junit", "csv", "mermaid", "dot",
    ] {
        let text = written(&directory, &["--format", format]);
        assert_eq!(text, written(&directory, &["--format", format]));
        assert!(text.contains("AC-PAY-002"), "{text}");
        assert_eq!(
            written(&directory, &["--format", format, "-o", "report.txt"]),
            ""
        );
        assert_eq!(directory.read("report.txt"), text);
    }
    assert_eq!(
        written(&directory, &[]),
        written(&directory, &["--format", "md"])
    );
}

/// AC: AC-AC-CMD-REPORT
#[test]
fn what_goes_wrong_leaves_the_file_as_it_was() {
    let directory = shop(&[("report.txt", "before")]);
    let (status, out, err) = report(&directory, &["AC-PAY-01", "--output", "report.txt"]);
    assert_eq!((status, out.as_str()), (Some(2), ""));
    assert!(err.contains("did you mean `AC-PAY-001`?"), "{err}");
    assert_eq!(directory.read("report.txt"), "before");
    let (status, _, err) = report(&directory, &["--link", "https://example.org"]);
    assert_eq!(status, Some(2));
    assert!(
        err.contains("says nowhere where the `{path}` goes"),
        "{err}"
    );
    directory.remove("specs/spec_ledger.yaml");
    let (status, _, err) = report(&directory, &[]);
    assert_eq!(status, Some(2));
    assert!(err.contains("there is no ledger"), "{err}");
}

#[test]
fn only_what_is_asked_for_is_reported() {
    let directory = shop(&[]);
    let text = written(&directory, &["REQ-SHIP", "AC-PAY-002", "--format", "csv"]);
    let ids: Vec<&str> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').nth(2).unwrap())
        .collect();
    assert_eq!(ids, ["AC-PAY-002", "AC-SHIP-001"]);
}

/// What steps are made of.
const STEPS: &str = "
const shown = (kind) => [...document.querySelectorAll(`tr[data-kind=${kind}]`)].filter((row) => !row.closest('[hidden]')).map((row) => row.querySelector('strong, code').textContent);
const press = (value) => document.querySelector(`button[value='${value}']`).click();
const find = (text) => { const search = document.getElementById('search'); search.value = text; search.dispatchEvent(new Event('input')); };
const headings = () => [...document.querySelectorAll('h3')].filter((one) => !one.closest('[hidden]')).map((one) => one.textContent.split(' ')[0]);
";

fn said(directory: &Directory, args: &[&str], step: &str) -> Value {
    let page = written(directory, &[&["--format", "html"], args].concat());
    let text = in_browser(&page, &format!("{STEPS} {step}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// AC: AC-AC-CMD-REPORT
#[test]
fn the_page_is_filtered_by_verdict_priority_and_text() {
    let step = "
        const all = [shown('criterion'), shown('test'), headings(), document.getElementById('count').textContent];
        press('verified');
        const verified = [shown('criterion'), shown('test'), shown('scenario'), headings()];
        press('should');
        const should = shown('criterion');
        press('should'); press('verified'); press('waived');
        const waived = [shown('criterion'), headings(), document.getElementById('count').textContent];
        press('waived');
        find('Made KNOWN');
        return [all, verified, should, waived, [shown('criterion'), shown('test'), shown('scenario')]];
    ";
    let expected = json!([
        [
            ["AC-PAY-001", "AC-PAY-002", "AC-PAY-003", "AC-SHIP-001"],
            ["shop::nothing_open", "shop::other"],
            ["REQ-PAY", "REQ-SHIP"],
            "4 of 4 criteria",
        ],
        [
            ["AC-PAY-001", "AC-PAY-002"],
            ["shop::nothing_open"],
            [],
            ["REQ-PAY"]
        ],
        ["AC-PAY-002"],
        [["AC-SHIP-001"], ["REQ-SHIP"], "1 of 4 criteria"],
        [["AC-PAY-003"], [], ["features/pay.feature: made known"]],
    ]);
    assert_eq!(said(&shop(&[]), &[], step), expected);
}

/// AC: AC-AC-CMD-REPORT
#[test]
fn links_lead_both_ways_and_to_what_was_filtered_out() {
    let step = "
        const criterion = document.getElementById('c0');
        const test = document.querySelector(criterion.querySelector('a[href^=\"#t\"]').getAttribute('href'));
        const back = [...test.querySelectorAll('a[href^=\"#c\"]')].map((one) => one.getAttribute('href') + ' ' + one.textContent);
        find('nothing that is there');
        const none = shown('criterion');
        location.hash = '#c0';
        window.dispatchEvent(new Event('hashchange'));
        return [test.querySelector('code').textContent, back, none, shown('criterion').length,
            [...criterion.querySelectorAll('a.place')].map((one) => one.getAttribute('href'))];
    ";
    let expected = json!([
        "shop::nothing_open",
        ["#c0 AC-PAY-001", "#c1 AC-PAY-002"],
        [],
        4,
        [
            "https://example.org/specs/spec_ledger.yaml#L9",
            "https://example.org/src/lib.rs#L6",
            "https://example.org/target/junit.xml#L1",
            "https://example.org/src/lib.rs#L1",
        ],
    ]);
    let link = ["--link", "https://example.org/{path}#L{line}"];
    assert_eq!(said(&shop(&[]), &link, step), expected);
}

/// AC: AC-AC-CMD-REPORT
#[test]
fn what_a_project_says_is_never_markup() {
    let hostile = "</td></script><script>document.title=1</script><img src=x onerror=alert(1)>";
    let ledger = LEDGER.replace("Somebody pays", hostile).replace(
        "text: What is paid is shipped.",
        &format!("text: \"{hostile}\""),
    );
    let feature = FEATURE.replace("made known", hostile);
    let directory = shop(&[
        ("specs/spec_ledger.yaml", &ledger),
        ("features/pay.feature", &feature),
    ]);
    let step = "
        return [document.title, document.querySelectorAll('img').length, document.querySelectorAll('script').length,
            document.querySelector('#c3 td:nth-child(2)').textContent, document.querySelector('h2').textContent.includes('<img'),
            [...document.querySelectorAll('tr[data-kind=scenario] code')].map((one) => one.textContent)];
    ";
    // The page's script, and the one of the step.
    let expected = json!([
        "Acceptance criteria",
        0,
        2,
        hostile,
        true,
        [format!("features/pay.feature: {hostile}")],
    ]);
    assert_eq!(said(&directory, &[], step), expected);
}
