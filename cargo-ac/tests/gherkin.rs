//! The Gherkin reader against what the official parser said of the same files, and against text that makes no sense.

#![expect(clippy::disallowed_methods, reason = "a test reads its own corpus")]

use std::fs;
use std::path::{Path, PathBuf};

use cargo_ac::gherkin::{
    Document, Emit, Emitter, Location, Row, Scenario, Step, Tag, compile, parse,
};
use cargo_ac::second_opinion::{Opinion, ask};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::Value;
use text_size::{TextRange, TextSize};

/// The feature files of the corpus.
fn corpus(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/gherkin")
        .join(folder);
    let entries = fs::read_dir(folder).expect("the corpus is there");
    let paths = entries.map(|entry| entry.expect("a readable entry").path());
    let mut files: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|e| e == "feature"))
        .collect();
    files.sort();
    files
}

/// What the official parser printed (`tests/official.py --bless`).
fn official(file: &Path) -> Vec<Value> {
    let text = fs::read_to_string(file.with_extension("feature.ndjson"))
        .expect("the official messages are there");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a message a line"))
        .collect()
}

fn ours(file: &Path, emit: Emit) -> Vec<Value> {
    let text = fs::read_to_string(file).expect("the corpus is UTF-8");
    let uri = file
        .file_name()
        .and_then(|name| name.to_str())
        .expect("the corpus has plain names");
    let messages = Emitter::new().emit(uri, &text, emit).text;
    messages
        .lines()
        .map(|line| serde_json::from_str(line).expect("a message a line"))
        .collect()
}

#[test]
fn trees_and_pickles_are_those_of_the_official_parser() {
    let files = corpus("good");
    assert!(
        files.len() >= 45,
        "the corpus has {} good files",
        files.len()
    );
    for file in files {
        assert_eq!(
            ours(&file, Emit::Errors),
            [] as [Value; 0],
            "{}",
            file.display()
        );
        let (trees, pickles): (Vec<_>, Vec<_>) = official(&file)
            .into_iter()
            .partition(|m| m.get("gherkinDocument").is_some());
        assert_eq!(ours(&file, Emit::Ast), trees, "{}", file.display());
        assert_eq!(ours(&file, Emit::Pickles), pickles, "{}", file.display());
    }
}

#[test]
fn errors_are_those_of_the_official_parser() {
    let files = corpus("bad");
    assert!(
        files.len() >= 35,
        "the corpus has {} bad files",
        files.len()
    );
    for file in files {
        let errors = official(&file);
        assert!(
            errors
                .iter()
                .all(|message| message.get("parseError").is_some()),
            "{}",
            file.display()
        );
        for emit in [Emit::Errors, Emit::Ast, Emit::Pickles] {
            assert_eq!(ours(&file, emit), errors, "{}", file.display());
        }
    }
}

#[test]
fn numbers_go_on_from_file_to_file() {
    let mut emitter = Emitter::new();
    let text = "Feature: f\n Scenario: s\n  Given x\n";
    let first: Value =
        serde_json::from_str(&emitter.emit("a", text, Emit::Pickles).text).expect("one message");
    let second: Value =
        serde_json::from_str(&emitter.emit("b", text, Emit::Pickles).text).expect("one message");
    assert_eq!(first["pickle"]["id"], "3");
    assert_eq!(second["pickle"]["id"], "7");
    assert_eq!(second["pickle"]["astNodeIds"][0], "5");
}

#[test]
fn lines_that_do_not_fit_are_left_out_of_the_tree() {
    let parsed = parse(
        "Feature: f\n @AC-1\n Scenario: s\n  Given x\n  stray\n  Then y\n @AC-2\n Scenario: t\n",
    );
    assert_eq!(parsed.errors.len(), 1);
    let feature = parsed.document.feature.expect("a feature");
    assert_eq!(
        feature
            .scenarios
            .iter()
            .map(|s| (s.tags[0].name.as_str(), s.steps.len()))
            .collect::<Vec<_>>(),
        [("@AC-1", 2), ("@AC-2", 0)]
    );
}

#[test]
fn long_files_of_the_worst_kind_are_read() {
    let rows = format!(
        "Feature: f\n Scenario: s\n  Given x\n{}",
        "|a|\n".repeat(50_000)
    );
    assert_eq!(parse(&rows).errors, []);
    // Each line of tags looks ahead; that must not look at the rest of the file again and again.
    let tags = format!("Feature: f\n Scenario: s\n{}", "@a\n\n#c\n".repeat(50_000));
    assert_eq!(parse(&tags).errors.len(), 1);
    let scenarios = format!(
        "Feature: f\n{}",
        "@a\nScenario: s\n@b\nExamples:\n".repeat(50_000)
    );
    assert_eq!(parse(&scenarios).errors, []);
    let unclosed = format!(
        "Feature: f\n Scenario: s\n  * x\n  \"\"\"\n{}",
        "\u{0}\r| @a\n".repeat(100_000)
    );
    assert_eq!(parse(&unclosed).errors.len(), 1);
    let cells = format!(
        "Feature: f\n Scenario: s\n  * x\n  |{}",
        "\\\\ |".repeat(1 << 20)
    );
    let feature = parse(&cells).document.feature.expect("a feature");
    let table = feature.scenarios[0].steps[0].data_table.as_ref();
    assert_eq!(table.expect("a table").rows[0].cells.len(), 1 << 20);
    let comments = format!("{}Feature: f\n", "# c\n".repeat(50_000));
    let document = parse(&comments).document;
    assert_eq!(document.comments.len(), 50_000);
    // The crate would look at each comment for each comment.
    assert_eq!(ask(&comments, &document), Opinion::TooLong);
    let one_line = format!("Feature: f\n{}\nScenario: s", "@a".repeat(100_000));
    assert_eq!(
        parse(&one_line)
            .document
            .feature
            .expect("a feature")
            .scenarios[0]
            .tags
            .len(),
        100_000
    );
}

/// Every node with a place of its own.
fn places(document: &Document) -> Vec<(Location, TextRange)> {
    let mut found = Vec::new();
    let Some(feature) = &document.feature else {
        return found;
    };
    found.push((feature.location, feature.range));
    tags(&feature.tags, &mut found);
    feature.background.iter().for_each(|background| {
        found.push((background.location, background.range));
        steps(&background.steps, &mut found);
    });
    scenarios(&feature.scenarios, &mut found);
    for rule in &feature.rules {
        found.push((rule.location, rule.range));
        tags(&rule.tags, &mut found);
        scenarios(&rule.scenarios, &mut found);
    }
    found
}

fn tags(tags: &[Tag], found: &mut Vec<(Location, TextRange)>) {
    found.extend(tags.iter().map(|tag| (tag.location, tag.range)));
}

fn scenarios(scenarios: &[Scenario], found: &mut Vec<(Location, TextRange)>) {
    for scenario in scenarios {
        found.push((scenario.location, scenario.range));
        tags(&scenario.tags, found);
        steps(&scenario.steps, found);
        for examples in &scenario.examples {
            found.push((examples.location, examples.range));
            tags(&examples.tags, found);
            examples
                .header
                .iter()
                .chain(&examples.rows)
                .for_each(|r| row(r, found));
        }
    }
}

fn steps(steps: &[Step], found: &mut Vec<(Location, TextRange)>) {
    for step in steps {
        found.push((step.location, step.range));
        step.doc_string
            .iter()
            .for_each(|doc_string| found.push((doc_string.location, doc_string.range)));
        step.data_table
            .iter()
            .flat_map(|table| &table.rows)
            .for_each(|r| row(r, found));
    }
}

fn row(row: &Row, found: &mut Vec<(Location, TextRange)>) {
    found.push((row.location, row.range));
    // An empty cell is somewhere between its bars.
    found.extend(
        row.cells
            .iter()
            .filter(|cell| !cell.range.is_empty())
            .map(|cell| (cell.location, cell.range)),
    );
}

/// Line and column of an offset, as they are counted by hand.
fn located(text: &str, offset: usize) -> Location {
    let before = &text[..offset];
    let before = before.strip_prefix('\u{feff}').unwrap_or(before);
    let line = before.matches('\n').count();
    let column = before
        .rsplit('\n')
        .next()
        .map_or(0, |line| line.chars().count());
    Location {
        line: u32::try_from(line).expect("short") + 1,
        column: u32::try_from(column).expect("short") + 1,
    }
}

/// Lines that look like Gherkin, in no sensible order.
fn gherkin() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "Feature:",
        "Rule: r",
        "Background:",
        "Scenario: s",
        "Scenario Outline:",
        "Examples:",
        "Given x",
        "* y",
        "Then",
        "|a|b|",
        "| \\| | \u{3000}é |",
        "||",
        "@a @b",
        "@é@c #d",
        "@x y",
        "# c",
        "#language:fr",
        "# language: xx",
        "\"\"\"",
        "\"\"\" x",
        "```x",
        "\\\"\\\"\\\"",
        "Given <a> < <b>",
        "|<b>|a\\|",
        "Fonctionnalité: f",
        "Soit x",
        "\0",
        "",
        "text",
    ]);
    let blank = prop::sample::select(vec!["", " ", "\t", "\u{a0}", "\u{feff}", "\r"]);
    let line = (blank.clone(), words, blank)
        .prop_map(|(before, word, after)| format!("{before}{word}{after}"));
    prop::collection::vec(line, 0..40).prop_map(|lines| lines.join("\n"))
}

/// Whatever the text is, there is a tree, or errors, and messages about one of them; so says cucumber-rs's parser, too.
fn read_whole(text: &str) -> Result<(), TestCaseError> {
    let parsed = parse(text);
    prop_assert!(parsed.errors.len() <= 11);
    for emit in [Emit::Ast, Emit::Pickles, Emit::Errors] {
        let emitted = Emitter::new().emit("a.feature", text, emit);
        for line in emitted.text.lines() {
            let message: Value = serde_json::from_str(line).expect("each line is a message");
            prop_assert_eq!(message.get("parseError").is_some(), emitted.errors > 0);
        }
        if compile(&parsed.document).is_ok() {
            prop_assert_eq!(emitted.errors, parsed.errors.len());
        }
    }
    if let Opinion::Read(differences) = ask(text, &parsed.document) {
        for difference in differences {
            prop_assert!(text.get(std::ops::Range::from(difference.range)).is_some());
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        read_whole(&text)?;
    }

    #[test]
    fn any_bytes_are_read_as_far_as_they_are_text(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_whole(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn every_node_stands_where_it_says(text in gherkin()) {
        read_whole(&text)?;
        let parsed = parse(&text);
        for (location, range) in places(&parsed.document) {
            prop_assert_eq!(located(&text, range.start().into()), location);
            prop_assert!(text.get(std::ops::Range::from(range)).is_some_and(|part| !part.is_empty()));
        }
        for error in parsed.errors {
            prop_assert!(text.get(std::ops::Range::from(error.range)).is_some());
            // The end of the file is in no column; neither is it on the last line if that has an end.
            if error.location.column > 0 {
                prop_assert_eq!(located(&text, error.range.start().into()), error.location);
            } else {
                prop_assert_eq!(error.range.start(), TextSize::of(text.as_str()));
            }
        }
    }
}
