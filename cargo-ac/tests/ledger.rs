//! The ledger reader against text that makes no sense, and against a large ledger.

use std::fmt::Write as _;

use cargo_ac::ids::IdPrefixes;
use cargo_ac::ledger::{Ledger, Problem, read};
use proptest::prelude::*;

fn read_default(text: &str) -> (Ledger, Vec<Problem>) {
    read(text, &IdPrefixes::default())
}

/// Lines of which ledgers are made, in no sensible order and at no sensible depth.
fn yaml() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "schema: 2",
        "metadata:",
        "schema_version: '1.0'",
        "stories:",
        "- id: US-1",
        "- id: AC-1",
        "title: é",
        "requirements:",
        "criteria:",
        "acceptance_criteria:",
        "text: >",
        "text: |",
        "more text",
        "tests:",
        "- { type: bdd, tag: \"@AC-1\" }",
        "needs: [unit, [bdd, ci]]",
        "&a",
        "*a",
        "- *a",
        "? k",
        ": v",
        "---",
        "...",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        "!!str 1",
        "!x y",
        "# c",
        "%YAML 1.2",
        "a: b: c",
        "\t- x",
        "x-y: 0x1",
    ]);
    let line = (0usize..5, words).prop_map(|(depth, word)| format!("{}{word}", "  ".repeat(depth)));
    prop::collection::vec(line, 0..25).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        for problem in read_default(&text).1 {
            prop_assert!(text.get(std::ops::Range::from(problem.range)).is_some());
        }
    }

    #[test]
    fn anything_like_a_ledger_is_read(text in yaml()) {
        let (ledger, problems) = read_default(&text);
        for problem in &problems {
            prop_assert!(text.get(std::ops::Range::from(problem.range)).is_some());
            // What is printed has no line breaks that would tear it apart.
            prop_assert!(!problem.kind.to_string().is_empty());
        }
        for (_, _, criterion) in ledger.criteria() {
            prop_assert!(text[criterion.id.range].contains(&criterion.id.text) || criterion.id.text.contains(' '));
        }
    }
}

#[test]
fn a_large_ledger_is_read() {
    let mut text = String::from("schema: 2\nstories:\n");
    let criteria = 20_000;
    for number in 0..criteria {
        if number % 100 == 0 {
            write!(text, "  - id: US-{number}\n    title: 日本 {number}\n    requirements:\n      - id: REQ-{number}\n        title: é\n        criteria:\n")
                .expect("a string takes all");
        }
        writeln!(
            text,
            "          - {{ id: AC-{number}, text: \"the number is {number}\" }}"
        )
        .expect("a string takes all");
    }
    let (ledger, problems) = read_default(&text);
    assert_eq!(problems, []);
    assert_eq!(ledger.criteria().count(), criteria);
    assert!(
        ledger
            .criteria()
            .all(|(_, _, criterion)| text[criterion.id.range] == criterion.id.text)
    );
}
