//! Everything that a change has to pass, in one run.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{Copy, Said};

/// The steps of the last line of `--format json`, by name.
fn steps(said: &Said) -> BTreeMap<String, Value> {
    let last = said.out.lines().last().expect("it says something");
    let summary: Value = serde_json::from_str(last).expect("the last line is JSON");
    let schema: Value =
        serde_json::from_str(include_str!("../../../docs/schema/output.schema.json"))
            .expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    let errors: Vec<String> = validator
        .iter_errors(&summary)
        .map(|it| it.to_string())
        .collect();
    assert_eq!(errors, [""; 0]);
    let steps = summary["steps"].as_array().expect("there are steps").iter();
    let name = |step: &Value| step["name"].as_str().expect("a step has a name").to_owned();
    steps.map(|step| (name(step), step.clone())).collect()
}

#[track_caller]
fn statuses(said: &Said, expected: &[(&str, &str)]) {
    let steps = steps(said);
    let found: Vec<(&str, &str)> = expected
        .iter()
        .map(|(name, _)| (*name, steps[*name]["status"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(found, expected, "{}\n{}", said.out, said.err);
}

const SOUND: &str = "\
//! Sums.

/// The next number.
///
/// ```
/// assert_eq!(orders::next(1), 2);
/// ```
pub fn next(number: u32) -> u32 {
    number + 1
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_follow_each_other() {
        assert_eq!(super::next(1), 2);
    }
}
";

/// AC: AC-GOVERN-CMD-SELFTEST
#[test]
fn each_step_that_fails_says_where_and_the_others_go_on() {
    let code = SOUND
        .replace("    number + 1", "    return number + 1;")
        .replace("(number: u32)", "( number: u32 )")
        .replace("super::next(1), 2", "super::next(1), 3");
    let copy = Copy::package(&[("src/lib.rs", &code)]);
    let said = copy.govern(&[
        "selftest",
        "--offline",
        "--format",
        "short",
        "--format",
        "json=all.jsonl",
    ]);
    said.ends_with(1)
        .says("src/lib.rs:8:1: error[selftest::not_formatted]: `src/lib.rs` is not formatted here")
        .says("src/lib.rs:9:5: error[selftest::lint_found]: unneeded `return` statement (clippy::needless_return)")
        .says("src/lib.rs:16:9: error[selftest::test_failed]: the test `tests::numbers_follow_each_other` fails")
        .tells("gates: passed after");
    let json = Said {
        out: copy.read("all.jsonl"),
        err: String::new(),
        status: None,
    };
    let expected = [
        ("fmt", "failed"),
        ("clippy", "failed"),
        ("build", "passed"),
        ("test", "failed"),
        ("wasm", "skipped"),
        ("gates", "passed"),
        ("deny", "skipped"),
    ];
    statuses(&json, &expected);
    let steps = steps(&json);
    assert_eq!(
        steps["test"]["checked"], 2,
        "the test, and the one in the documentation"
    );
    assert_eq!(steps["fmt"]["checked"], 1);
    assert_eq!(steps["deny"]["why"], "there is no `deny.toml`");
    assert!(json.out.contains("\"overall\":\"failed\""));
    // The lint is found by clippy for the library and for its tests, and is one finding.
    assert_eq!(
        json.out
            .matches("\"code\":\"selftest::lint_found\",\"severity\"")
            .count(),
        1
    );
}

/// AC: AC-GOVERN-CMD-SELFTEST
#[test]
fn a_sound_package_passes_with_its_own_steps_and_changes_no_file() {
    let config = "\
[[selftest.step]]
name = \"docs\"
run = [\"test\", \"-s\", \"docs/a.md\"]
needs = [\"test\"]
files = [\"docs/*.md\"]

[[selftest.step]]
name = \"nothing\"
run = [\"true\"]
files = [\"none/**\"]
";
    let copy = Copy::package(&[
        ("src/lib.rs", SOUND),
        ("govern.toml", config),
        ("docs/a.md", "# A\n"),
        (".gitignore", "target\n"),
    ]);
    copy.govern(&[
        "selftest",
        "--offline",
        "--skip",
        "nothing",
        "--only",
        "docs",
    ])
    .ends_with(0);
    copy.git(&["init", "--quiet"]);
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "-m", "all"]);
    let said = copy.govern(&[
        "selftest",
        "--profile",
        "ci",
        "--offline",
        "--format",
        "json",
        "--skip",
        "nothing",
    ]);
    said.ends_with(0);
    let expected = [
        ("fmt", "passed"),
        ("clippy", "passed"),
        ("build", "passed"),
        ("test", "passed"),
        ("gates", "passed"),
        ("docs", "passed"),
        ("nothing", "skipped"),
    ];
    statuses(&said, &expected);
    assert_eq!(steps(&said)["docs"]["checked"], 1);
    copy.git(&["diff", "--exit-code", "HEAD"]);
    // A step that would look at nothing is not green.
    copy.govern(&["selftest", "--only", "nothing"])
        .ends_with(0)
        .says("incomplete nothing")
        .says("`none/**` matches no file")
        .says("\nINCOMPLETE: ");
    copy.govern(&["selftest", "--only", "nothing", "--profile", "ci"])
        .ends_with(2);
}

/// A cargo that has neither clippy nor nextest nor cargo-deny, and whose other answers are recorded.
const CARGO: &str = r#"case "$*" in
"fmt --version") exit 0 ;;
fmt*) echo "Formatting $PWD/src/lib.rs" ;;
"clippy --version") echo "error: 'cargo-clippy' is not installed for the toolchain '1.95.0'" >&2; exit 1 ;;
"nextest --version" | "deny --version") echo "error: no such command: \`$1\`" >&2; exit 101 ;;
"audit --version") exit 0 ;;
audit*) echo '{"lockfile":{"dependency-count":1},"vulnerabilities":{"list":[{"advisory":{"id":"RUSTSEC-1","title":"overflow"},"package":{"name":"orders","version":"0.1.0"}}]}}'; exit 1 ;;
build*) echo '{"reason":"compiler-message","message":{"message":"mismatched types","code":{"code":"E0308"},"level":"error","spans":[{"file_name":"src/lib.rs","line_start":9,"line_end":9,"column_start":5,"column_end":11,"is_primary":true,"label":"expected"}]}}'; exit 101 ;;
*) echo "not recorded: $*" >&2; exit 3 ;;
esac
"#;

/// AC: AC-GOVERN-CMD-SELFTEST
#[cfg(unix)]
#[test]
fn what_is_missing_is_never_green() {
    let copy = Copy::package(&[
        ("src/lib.rs", SOUND),
        (".config/nextest.toml", ""),
        ("deny.toml", ""),
        (
            "Cargo.lock",
            "version = 4\n\n[[package]]\nname = \"orders\"\nversion = \"0.1.0\"\n",
        ),
        (
            "govern.toml",
            "[selftest.requires]\nci = [\"program:no-such-server\", \"git-history\"]\n",
        ),
    ]);
    copy.script("bin/cargo", CARGO);
    let variables = copy.programs_first("bin");
    let variables = variables
        .each_ref()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let run = |more: &[&str]| {
        copy.govern_with(
            &variables,
            &[&["selftest", "--offline", "--format", "json"], more].concat(),
        )
    };
    let said = run(&[]);
    said.ends_with(1);
    let expected = [
        ("fmt", "passed"),
        ("clippy", "incomplete"),
        ("build", "failed"),
        ("test", "skipped"),
        ("doctest", "skipped"),
        ("audit", "failed"),
        ("deny", "incomplete"),
    ];
    statuses(&said, &expected);
    let all = steps(&said);
    assert_eq!(
        all["clippy"]["why"],
        "'cargo-clippy' is not installed for the toolchain '1.95.0'"
    );
    assert_eq!(all["clippy"]["hint"], "run `rustup component add clippy`");
    assert_eq!(all["test"]["why"], "it needs `build`, which has not passed");
    said.says("\"path\":\"Cargo.lock\",\"start\":{\"line\":4,");
    // What is found is an error everywhere; what is missing is one where nobody sees it.
    let missing = ["--only", "clippy", "--only", "test"];
    run(&missing)
        .ends_with(0)
        .says("\"overall\":\"incomplete\"");
    let strict = [&missing[..], &["--profile", "ci"]].concat();
    run(&strict)
        .ends_with(2)
        .says("the step `clippy`")
        .says("run `cargo install --locked cargo-nextest`");
    run(&["--only", "environment", "--profile", "ci"])
        .ends_with(2)
        .says("`no-such-server` is not installed; git does not track the workspace");
}

/// AC: AC-GOVERN-CMD-SELFTEST
#[test]
fn nothing_of_an_untrusted_workspace_is_run() {
    let config = "[[selftest.step]]\nname = \"mark\"\nrun = [\"touch\", \"ran\"]\n";
    let copy = Copy::package(&[("src/lib.rs", SOUND), ("govern.toml", config)]);
    let said = copy.govern(&["selftest", "--untrusted", "--format", "json"]);
    said.ends_with(0).says("which `--untrusted` forbids");
    let expected = [
        ("fmt", "incomplete"),
        ("clippy", "incomplete"),
        ("test", "skipped"),
        ("gates", "passed"),
        ("mark", "incomplete"),
    ];
    statuses(&said, &expected);
    assert!(!copy.path("ran").exists() && !copy.path("target").exists());
    copy.govern(&["selftest", "--untrusted", "--profile", "ci"])
        .ends_with(2);
}

/// AC: AC-GOVERN-CMD-SELFTEST
#[test]
fn a_generated_file_that_is_stale_fails_where_it_differs() {
    let copy = Copy::of("clean");
    let status = "docs/feature_status.md";
    copy.govern(&["ac", "status", "--write"]).ends_with(0);
    let only = ["selftest", "--offline", "--only", "ac-status"];
    copy.govern(&only).ends_with(0).says("passed     ac-status");
    copy.write(status, copy.read(status).replacen("| AC-", "| BC-", 1));
    copy.govern(&only)
        .ends_with(1)
        .says("error[selftest::generated_file_stale]")
        .says("\nFAILED: 1 failed");
}

/// AC: AC-GOVERN-CMD-SELFTEST
#[test]
fn mistakes_are_told_before_anything_runs() {
    let step = |rest: &str| format!("[[selftest.step]]\nname = \"a\"\nrun = [\"true\"]\n{rest}");
    let mistakes = [
        (
            "[selftest]\nskip = [\"clipy\"]\n".to_owned(),
            "there is no step `clipy`",
        ),
        (step("needs = [\"b\"]\n"), "there is no step `b`"),
        (step("needs = [\"a\"]\n"), "steps need each other: `a`"),
        (
            step("").replace("\"a\"", "\"fmt\""),
            "there is a step `fmt` already",
        ),
        (
            step("").replace("\"a\"", "\"A b\""),
            "`A b` is no name of a step",
        ),
        (
            step("").replace("\"true\"", ""),
            "the step `a` runs nothing",
        ),
        (
            "[selftest.requires]\nlocal = [\"nats\"]\n".to_owned(),
            "`nats` is nothing that can be required",
        ),
        (
            "[selftest]\nprofile = \"strict\"\n".to_owned(),
            "unknown value `strict` in `[selftest]`",
        ),
        (step("") + "[archchek]\n", "unknown section `archchek`"),
    ];
    for (config, expected) in mistakes {
        let copy = Copy::package(&[("src/lib.rs", SOUND), ("govern.toml", &config)]);
        let said = copy.govern(&["selftest", "--offline", "--format", "short"]);
        said.ends_with(2).says(expected);
        assert!(!said.err.contains("after"), "{}", said.err);
    }
    let copy = Copy::package(&[("src/lib.rs", SOUND)]);
    copy.govern(&["selftest", "--only", "format"])
        .ends_with(2)
        .says("there is no step `format`");
    copy.govern(&["selftest", "--list"])
        .ends_with(0)
        .says("planned    clippy")
        .says("skipped    deny");
}
