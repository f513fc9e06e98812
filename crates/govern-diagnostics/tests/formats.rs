//! Every format shows the same report; what it writes is as its published schema says.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::{collections::BTreeSet, str};

use govern_diagnostics::{Format, RenderOptions, Report, render};
use serde_json::{Value, json};
use snapbox::assert_data_eq;

mod published;
mod samples;

fn rendered(format: Format, report: &Report, options: &RenderOptions) -> String {
    let mut bytes = Vec::new();
    render(format, report, &samples::sources(), options, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn sample(format: Format) -> String {
    rendered(format, &samples::report(), &RenderOptions::default())
}

#[test]
fn human() {
    assert_data_eq!(
        sample(Format::Human),
        snapbox::file!["snapshots/human.txt"].raw()
    );
}

#[test]
fn human_verbose() {
    let options = RenderOptions {
        verbose: true,
        ..RenderOptions::default()
    };
    assert_data_eq!(
        rendered(Format::Human, &samples::report(), &options),
        snapbox::file!["snapshots/human_verbose.txt"].raw()
    );
}

#[test]
fn colour_changes_nothing_but_colour() {
    let options = RenderOptions {
        color: true,
        ..RenderOptions::default()
    };
    let styled = rendered(Format::Human, &samples::report(), &options);
    let mut plain = String::new();
    let mut rest = styled.as_str();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').expect("only colours are escaped").1;
    }
    plain.push_str(rest);
    assert_ne!(styled, plain);
    assert_eq!(plain, sample(Format::Human));
}

#[test]
fn short() {
    assert_data_eq!(
        sample(Format::Short),
        snapbox::file!["snapshots/short.txt"].raw()
    );
}

#[test]
fn github() {
    assert_data_eq!(
        sample(Format::Github),
        snapbox::file!["snapshots/github.txt"].raw()
    );
}

#[test]
fn github_shows_ten_of_a_level_and_the_log_has_the_rest() {
    let mut report = samples::report();
    let one = report
        .diagnostics
        .iter()
        .find(|it| it.key == "X")
        .unwrap()
        .clone();
    report.diagnostics = vec![one; 25];
    let options = RenderOptions {
        path_prefix: "services/orders/".to_owned(),
        ..RenderOptions::default()
    };
    let text = rendered(Format::Github, &report, &options);
    let commands = text
        .lines()
        .filter(|line| line.starts_with("::warning file=services/orders/crates/"))
        .count();
    let lines = text
        .lines()
        .filter(|line| line.contains(": warning[patterns::todo_comment]: "))
        .count();
    assert_eq!((commands, lines), (10, 15));
    assert!(
        text.contains("::notice title=cargo govern::15 more findings in the log"),
        "{text}"
    );
}

#[test]
fn agent() {
    assert_data_eq!(
        sample(Format::Agent),
        snapbox::file!["snapshots/agent.txt"].raw()
    );
}

#[test]
fn github_step_summary() {
    assert_data_eq!(
        sample(Format::GithubStepSummary),
        snapbox::file!["snapshots/step_summary.md"].raw()
    );
}

#[test]
fn gitlab() {
    assert_data_eq!(
        sample(Format::Gitlab),
        snapbox::file!["snapshots/gitlab.json"].raw()
    );
}

#[test]
fn gitlab_has_the_keys_that_are_read() {
    let text = sample(Format::Gitlab);
    assert_eq!(published::mistakes(Format::Gitlab, &text), [""; 0]);
    let issues: Value = serde_json::from_str(&text).unwrap();
    let issues = issues.as_array().unwrap();
    let report = samples::report();
    let failed = report.not_run.iter().filter(|part| part.failed).count();
    assert_eq!(issues.len(), report.diagnostics.len() + failed);
    let fingerprints: BTreeSet<&str> = issues
        .iter()
        .filter_map(|issue| issue["fingerprint"].as_str())
        .collect();
    assert_eq!(
        fingerprints.len(),
        issues.len(),
        "of those that are equal one is shown"
    );
    // Places are those of the workspace, and it may lie below what was checked out.
    let options = RenderOptions {
        path_prefix: "services/orders/".to_owned(),
        ..RenderOptions::default()
    };
    let below: Value = serde_json::from_str(&rendered(Format::Gitlab, &report, &options)).unwrap();
    let path = below[0]["location"]["path"].as_str().unwrap();
    assert!(path.starts_with("services/orders/"), "{path}");
}

#[test]
fn rdjson() {
    assert_data_eq!(
        sample(Format::Rdjson),
        snapbox::file!["snapshots/rdjson.json"].raw()
    );
}

#[test]
fn rdjson_has_the_messages_of_reviewdog() {
    let text = sample(Format::Rdjson);
    assert_eq!(published::mistakes(Format::Rdjson, &text), [""; 0]);
    let result: Value = serde_json::from_str(&text).unwrap();
    // `X` stands behind characters of two and of four bytes.
    let diagnostics = result["diagnostics"].as_array().unwrap();
    let x = diagnostics
        .iter()
        .find(|it| it["code"]["value"] == "patterns::todo_comment")
        .unwrap();
    assert_eq!(
        x["location"]["range"]["start"],
        json!({ "line": 6, "column": 48 })
    );
}

#[test]
fn junit() {
    assert_data_eq!(
        sample(Format::Junit),
        snapbox::file!["snapshots/junit.xml"].raw()
    );
}

#[test]
fn junit_is_as_the_schema_of_jenkins_says() {
    let mistakes = |text: &str| published::mistakes(Format::Junit, text);
    let text = sample(Format::Junit);
    assert_eq!(mistakes(&text), [""; 0]);
    assert_eq!(
        mistakes(&rendered(
            Format::Junit,
            &Report::default(),
            &RenderOptions::default()
        )),
        [""; 0]
    );
    // The schema is worth something.
    for (old, new) in [
        ("failure", "failing"),
        (" tests=", " test="),
        (" name=\"layer_violation\"", ""),
    ] {
        let wrong = text.replace(old, new);
        assert_ne!(mistakes(&wrong), [""; 0], "{old}");
    }
}

/// Where a matcher of problems finds what, for a line that `Format::Short` writes.
fn matched(pattern: &Value, key: &str, line: &str) -> Vec<Option<String>> {
    let regexp = regex::Regex::new(pattern[key].as_str().unwrap()).unwrap();
    let Some(found) = regexp.captures(line) else {
        return Vec::new();
    };
    ["file", "line", "column", "severity", "code", "message"]
        .map(|name| {
            let group = pattern[name].as_u64().unwrap();
            let group = found.get(usize::try_from(group).unwrap());
            group.map(|it| it.as_str().to_owned())
        })
        .to_vec()
}

#[test]
fn matchers_of_problems_match_what_is_written() {
    let github: Value = serde_json::from_str(include_str!(
        "../../../docs/editors/github-problem-matcher.json"
    ))
    .unwrap();
    let github = &github["problemMatcher"][0];
    let code: Value =
        serde_json::from_str(include_str!("../../../docs/editors/vscode-tasks.json")).unwrap();
    let code = &code["tasks"][0]["problemMatcher"];
    assert_eq!(github["owner"], code["owner"]);
    let page = include_str!("../../../docs/ci-and-editors.md");
    assert!(page.contains(include_str!("../../../docs/editors/vscode-tasks.json")));
    let report = samples::report();
    let sources = samples::sources();
    let text = sample(Format::Short);
    let mut count = 0;
    for (line, diagnostic) in text.lines().zip(&report.diagnostics) {
        let at = diagnostic.span.and_then(|span| sources.locate(span));
        let expected = at.map_or_else(Vec::new, |at| {
            [
                at.path.to_owned(),
                at.start.line.to_string(),
                at.start.column.to_string(),
                diagnostic.severity.to_string(),
                diagnostic.code.to_string(),
                diagnostic.message.clone(),
            ]
            .map(Some)
            .to_vec()
        });
        count += usize::from(!expected.is_empty());
        assert_eq!(matched(&github["pattern"][0], "regexp", line), expected);
        assert_eq!(matched(&code["pattern"], "regexp", line), expected);
    }
    assert!(count > 4);
    // No line of the summary is a problem.
    for line in text.lines().skip(report.diagnostics.len()) {
        assert_eq!(matched(&github["pattern"][0], "regexp", line), []);
        assert_eq!(matched(&code["pattern"], "regexp", line), []);
    }
}

#[test]
fn json() {
    assert_data_eq!(
        sample(Format::Json),
        snapbox::file!["snapshots/json.jsonl"].raw()
    );
}

#[test]
fn json_is_as_its_schema_says() {
    let text = sample(Format::Json);
    assert_eq!(published::mistakes(Format::Json, &text), [""; 0]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines.len(),
        samples::report().diagnostics.len() + samples::report().accepted.len() + 1
    );
    // The schema is worth something: what is not in it, or missing, it refuses.
    let first: Value = serde_json::from_str(lines[0]).unwrap();
    let mut more = first.clone();
    more["line"] = 1.into();
    let mut less = first;
    less.as_object_mut().unwrap().remove("key");
    for wrong in [more, less] {
        let mistakes = published::mistakes(Format::Json, &wrong.to_string());
        assert_ne!(mistakes, [""; 0], "{wrong}");
    }
}

#[test]
fn sarif() {
    assert_data_eq!(
        sample(Format::Sarif),
        snapbox::file!["snapshots/sarif.json"].raw()
    );
}

#[test]
fn sarif_is_as_the_standard_says() {
    let suppressed = RenderOptions {
        show_suppressed: true,
        ..RenderOptions::default()
    };
    for options in [RenderOptions::default(), suppressed] {
        let text = rendered(Format::Sarif, &samples::report(), &options);
        assert_eq!(published::mistakes(Format::Sarif, &text), [""; 0]);
    }
    let mut log: Value = serde_json::from_str(&sample(Format::Sarif)).unwrap();
    log["runs"][0]["results"][0]["message"] = "a text".into();
    assert_ne!(
        published::mistakes(Format::Sarif, &log.to_string()),
        [""; 0]
    );
}

#[test]
fn sarif_has_what_is_accepted_only_if_asked() {
    let report = samples::report();
    let results = |show_suppressed| {
        let options = RenderOptions {
            show_suppressed,
            ..RenderOptions::default()
        };
        let log: Value = serde_json::from_str(&rendered(Format::Sarif, &report, &options)).unwrap();
        let run = &log["runs"][0];
        let results = run["results"].as_array().unwrap().clone();
        let is_suppressed = |it: &&Value| !it["suppressions"].is_null();
        let suppressed = results.iter().filter(is_suppressed).count();
        let said = run["invocations"][0].to_string();
        (
            results.len(),
            suppressed,
            said.contains("2 results left out that waivers"),
        )
    };
    let (shown, none, is_said) = results(false);
    assert_eq!((none, is_said), (0, true));
    assert_eq!(results(true), (shown + 2, 2, false));
}

#[test]
fn messages_are_in_the_style_of_the_suite() {
    let report = samples::report();
    for diagnostic in &report.diagnostics {
        let text = &diagnostic.message;
        assert!(
            !text.ends_with('.') && !text.starts_with(char::is_uppercase),
            "{text}"
        );
    }
}

mod any_place {
    use govern_diagnostics::{Code, Diagnostic, FileId, Severity, SourceFile, Sources, Span};
    use proptest::prelude::*;

    use super::*;

    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("\n".to_owned()),
            Just("\r\n".to_owned()),
            Just("\t".to_owned()),
            Just("\u{1b}[2J".to_owned()),
            Just("\u{feff}".to_owned()),
            Just("ß😀\u{200b}".to_owned()),
            "[a-z(){}\" ]{0,9}",
        ];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn is_shown_by_every_format(
            texts in [text(), text()],
            places in prop::collection::vec((0_u32..3, 0_u32..60, 0_u32..60), 1..5),
            message in text(),
        ) {
            let mut sources = Sources::default();
            for (id, text) in (0..).zip(&texts) {
                let file = SourceFile { path: format!("src/{id}.rs"), text: text.as_str().into() };
                sources.insert(FileId(id), file);
            }
            let mut spans = places.into_iter().map(|(file, start, length)| {
                Span::new(FileId(file), text_size::TextRange::at(start.into(), length.into()))
            });
            let mut diagnostic = Diagnostic::new(Code::Syntax, Severity::Error, message.clone()).at(spans.next());
            for span in spans {
                diagnostic = diagnostic.related(span, message.clone());
            }
            let report = Report { diagnostics: vec![diagnostic], ..Report::default() };
            for format in Format::ALL {
                let mut bytes = Vec::new();
                render(format, &report, &sources, &RenderOptions::default(), &mut bytes).unwrap();
                let output = str::from_utf8(&bytes).unwrap();
                prop_assert!(!output.contains('\u{1b}'), "{format}: {output:?}");
            }
        }
    }
}

#[test]
fn a_place_in_a_huge_line_or_over_a_huge_range_is_named_and_not_printed() {
    use govern_diagnostics::{Code, Diagnostic, FileId, Severity, SourceFile, Sources, Span};

    let line = "x".repeat(1_000_000);
    let lines = "fn f() {}\n".repeat(100_000);
    for (text, shown) in [(line, "src/lib.rs:1:1"), (lines, "fn f() {}")] {
        let mut sources = Sources::default();
        let length = u32::try_from(text.len()).unwrap();
        sources.insert(
            FileId(0),
            SourceFile {
                path: "src/lib.rs".to_owned(),
                text: text.into(),
            },
        );
        let span = Span::new(
            FileId(0),
            text_size::TextRange::new(0.into(), length.into()),
        );
        let diagnostic = Diagnostic::new(Code::Syntax, Severity::Error, "huge").at(span);
        let report = Report {
            diagnostics: vec![diagnostic],
            ..Report::default()
        };
        let mut bytes = Vec::new();
        render(
            Format::Human,
            &report,
            &sources,
            &RenderOptions::default(),
            &mut bytes,
        )
        .unwrap();
        let output = str::from_utf8(&bytes).unwrap();
        assert!(output.len() < 1_000 && output.contains(shown), "{output}");
    }
}

#[test]
fn steps_are_listed_with_what_became_of_them() {
    use govern_diagnostics::{Sources, StepReport, StepStatus};
    use std::time::Duration;

    let step = |name: &str, status, checked, why: Option<&str>| StepReport {
        name: name.to_owned(),
        command: format!("cargo {name}"),
        status,
        took: Duration::from_millis(1500),
        checked,
        why: why.map(str::to_owned),
        hint: why.map(|_| "install it".to_owned()),
    };
    let report = Report {
        steps: vec![
            step("fmt", StepStatus::Passed, Some(1), None),
            step(
                "clippy",
                StepStatus::Incomplete,
                None,
                Some("not\ninstalled"),
            ),
        ],
        ..Report::default()
    };
    let shown = |format| {
        let mut bytes = Vec::new();
        let options = RenderOptions::default();
        render(format, &report, &Sources::default(), &options, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let lines = "\n  passed     fmt     1.5 s, looked at 1 thing  `cargo fmt`\n  \
                 incomplete clippy  not installed; install it\nINCOMPLETE: 1 passed, 1 incomplete\n";
    assert!(
        shown(Format::Human).ends_with(lines),
        "{}",
        shown(Format::Human)
    );
    assert!(shown(Format::Agent).contains("\nINCOMPLETE: 1 passed"));
    assert!(shown(Format::GithubStepSummary).contains("INCOMPLETE: 1 passed"));
    let json: serde_json::Value = serde_json::from_str(&shown(Format::Json)).unwrap();
    assert_eq!(json["overall"], "incomplete");
    assert_eq!(json["steps"][0]["duration_ms"], 1500);
    assert_eq!(json["steps"][1]["why"], "not\ninstalled");
}
