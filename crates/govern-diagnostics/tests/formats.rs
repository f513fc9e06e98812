//! Every format shows the same report; what it writes is as its published schema says.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::{path::PathBuf, process::Command, str};

use govern_diagnostics::{Format, RenderOptions, Report, render};
use serde_json::Value;
use snapbox::assert_data_eq;

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
fn json() {
    assert_data_eq!(
        sample(Format::Json),
        snapbox::file!["snapshots/json.jsonl"].raw()
    );
}

#[test]
fn json_is_as_its_schema_says() {
    let schema = include_str!("../../../docs/schema/output.schema.json");
    let validator = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    let lines: Vec<Value> = sample(Format::Json)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(
        lines.len(),
        samples::report().diagnostics.len() + samples::report().accepted.len() + 1
    );
    for line in &lines {
        let errors: Vec<_> = validator
            .iter_errors(line)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{line}\n{errors:#?}");
    }
    // The schema is worth something: what is not in it, or missing, it refuses.
    let mut more = lines[0].clone();
    more["line"] = 1.into();
    assert!(!validator.is_valid(&more));
    let mut less = lines[0].clone();
    less.as_object_mut().unwrap().remove("key");
    assert!(!validator.is_valid(&less));
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
    // Two patterns of the schema hold a bracket that strict readers of patterns want escaped.
    let schema = sarif_schema().replace("{2}]?$", r"{2}\\]?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    let mut log: Value = serde_json::from_str(&sample(Format::Sarif)).unwrap();
    let errors: Vec<_> = validator
        .iter_errors(&log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    log["runs"][0]["results"][0]["message"] = "a text".into();
    assert!(!validator.is_valid(&log));
}

/// The official schema, from a package that carries it: it is not ours to hand on.
#[expect(
    clippy::disallowed_methods,
    reason = "a test asks cargo where a package is and reads a file of it"
)]
fn sarif_schema() -> String {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version=1",
            "--manifest-path",
            concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
        ])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages
        .iter()
        .find(|package| package["name"] == "serde-sarif")
        .unwrap();
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
    std::fs::read_to_string(manifest.with_file_name("src").join("schema.json")).unwrap()
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
