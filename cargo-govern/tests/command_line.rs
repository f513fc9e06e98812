//! The program as its users call it: help, exit status, formats, and each of its own commands.

mod support;

use serde_json::Value;
use support::{Copy, Said};

const LEFT_IN: &str = "pub fn f() { dbg!(1); }\n// TODO: more\n";

fn left_in() -> Copy {
    Copy::package(&[("src/lib.rs", LEFT_IN)])
}

fn lines(said: &Said) -> Vec<Value> {
    let lines = said.out.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect()
}

#[test]
fn help_says_what_there_is() {
    let copy = Copy::with(&[]);
    let said = copy.govern(&["--help"]);
    said.ends_with(0);
    for text in [
        "check",
        "explain",
        "rules",
        "baseline",
        "init",
        "facts",
        "--format",
        "--against",
    ] {
        said.says(text);
    }
    for gate in cargo_govern::GATES {
        said.says(gate.name());
    }
    said.says("2  could not run");
    copy.govern(&["init", "--help"])
        .ends_with(0)
        .says("--print");
    copy.govern(&["facts", "--help"]).ends_with(0).says("DIR");
    copy.govern(&["--version"])
        .ends_with(0)
        .says(env!("CARGO_PKG_VERSION"));
    copy.govern(&["chekc"]).ends_with(2).tells("chekc");
    copy.govern(&["--formt", "json"])
        .ends_with(2)
        .tells("--format");
}

/// AC: AC-GOVERN-CMD-PATTERN
#[test]
fn a_pattern_is_looked_for() {
    let copy = Copy::package(&[(
        "src/lib.rs",
        "use std::mem as m;\npub fn f(x: u8) {\n    m::drop(x);\n    vec![drop(x)];\n}\n#[test]\nfn t() { drop(\n1) }\n",
    )]);
    let said = copy.govern(&["pattern", "std::mem::drop($x)"]);
    said.ends_with(0);
    assert_eq!(
        said.out,
        "src/lib.rs:3:5: m::drop(x)\nsrc/lib.rs:4:10: drop(x)\nsrc/lib.rs:7:10: drop( …\n"
    );
    let said = copy.govern(&[
        "pattern",
        "drop($x)",
        "--not-inside",
        "#[test] fn $f() { $$$ }",
    ]);
    said.ends_with(0);
    assert_eq!(said.out.lines().count(), 2, "{}", said.out);
    copy.govern(&["pattern", "drop($x"])
        .ends_with(2)
        .tells("`drop($x` is no pattern: expected `)`, at its end");
    copy.govern(&["pattern"]).ends_with(2).tells("<PATTERN>");
}

/// AC: AC-GOVERN-CMD-CHECK
#[test]
fn the_exit_status_says_what_came_out() {
    let copy = left_in();
    copy.govern(&["--untrusted"])
        .ends_with(1)
        .says("1 error, 1 warning");
    copy.govern(&["--untrusted", "-W", "debug_macro"])
        .ends_with(0)
        .says("2 warnings");
    copy.govern(&["--untrusted", "-A", "debug_macro", "--fail-on", "warning"])
        .ends_with(1)
        .says("1 warning");
    copy.govern(&[
        "--untrusted",
        "-A",
        "debug_macro",
        "-A",
        "patterns::todo_comment",
    ])
    .ends_with(0)
    .says("no findings");
    copy.govern(&["--untrusted", "--fail-on", "never"])
        .ends_with(0);
    copy.govern(&["--untrusted", "-A", "debug_macros"])
        .ends_with(2)
        .says("`debug_macro`");
    copy.govern(&["--manifest-path", "gone/Cargo.toml"])
        .ends_with(2);
}

/// AC: AC-GOVERN-CMD-FORMATS
#[test]
fn the_short_format_is_what_the_problem_matcher_reads() {
    let page = include_str!("../../docs/ci-and-editors.md");
    let start = page.find("```json\n").expect("the task is on the page") + "```json\n".len();
    let end = page[start..].find("```").expect("the block ends") + start;
    let task: Value = serde_json::from_str(&page[start..end]).expect("the task is JSON");
    let pattern = &task["tasks"][0]["problemMatcher"]["pattern"];
    let regexp = pattern["regexp"].as_str().expect("a pattern");
    let matcher = regex::Regex::new(regexp).expect("a regular expression");

    let said = left_in().govern(&["--untrusted", "--format", "short"]);
    said.ends_with(1);
    let found: Vec<Vec<&str>> = said
        .out
        .lines()
        .filter_map(|line| matcher.captures(line))
        .map(|groups| {
            ["file", "line", "column", "severity", "code", "message"]
                .map(|name| pattern[name].as_u64().expect("a group") as usize)
                .map(|group| groups.get(group).map_or("", |it| it.as_str()))
                .to_vec()
        })
        .collect();
    assert_eq!(
        found,
        [
            [
                "src/lib.rs",
                "1",
                "14",
                "error",
                "patterns::debug_macro",
                "`dbg!` is left in the code"
            ],
            [
                "src/lib.rs",
                "2",
                "4",
                "warning",
                "patterns::todo_comment",
                "`TODO` comment in `orders`"
            ],
        ]
    );
}

#[test]
fn commands_in_the_docs_are_commands() {
    let pages = [
        include_str!("../../docs/ci-and-editors.md"),
        include_str!("../../docs/configuration.md"),
        include_str!("../../docs/getting-started.md"),
        include_str!("../../docs/waivers-and-baselines.md"),
    ];
    let copy = Copy::with(&[]);
    let mut count = 0;
    for page in pages {
        for line in blocks(page) {
            let Some((_, command)) = line.split_once("cargo ") else {
                continue;
            };
            let command = command
                .split(['#', '"', '`', '>', '|'])
                .next()
                .unwrap_or_default();
            let mut arguments: Vec<&str> = command.split_whitespace().collect();
            // The other programs are subcommands of this one.
            let is_ours = cargo_govern::GATES
                .iter()
                .any(|gate| gate.name() == arguments[0]);
            if arguments[0] == "govern" {
                arguments.remove(0);
            } else if !is_ours {
                continue;
            }
            arguments.push("--help");
            copy.govern(&arguments).ends_with(0);
            count += 1;
        }
    }
    assert!(count >= 10, "only {count} commands were found");
}

/// The lines in code blocks of a page.
fn blocks(page: &str) -> Vec<&str> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if inside {
            lines.push(line);
        }
    }
    lines
}

/// AC: AC-GOVERN-CMD-FORMATS
#[test]
fn the_json_format_keeps_its_schema() {
    let schema = include_str!("../../docs/schema/output.schema.json");
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let schema = jsonschema::validator_for(&schema).expect("the schema is one");
    let said = left_in().govern(&["--untrusted", "--format", "json"]);
    said.ends_with(1);
    let lines = lines(&said);
    assert!(lines.len() > 2, "{}", said.out);
    for line in &lines {
        let errors: Vec<String> = schema.iter_errors(line).map(|it| it.to_string()).collect();
        assert_eq!(errors, [""; 0], "{line}");
    }
}

/// AC: AC-GOVERN-CMD-FORMATS
#[test]
fn several_formats_are_written_in_one_run() {
    let copy = left_in();
    let said = copy.govern(&[
        "--untrusted",
        "--format",
        "human",
        "--format",
        "sarif=govern.sarif",
        "--format",
        "github=github.txt",
    ]);
    said.ends_with(1).says("error[patterns::debug_macro]");
    let sarif: Value = serde_json::from_str(&copy.read("govern.sarif")).expect("SARIF is JSON");
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), 2);
    let github = copy.read("github.txt");
    assert!(github.contains("::error file=src/lib.rs,"), "{github}");
    assert!(github.contains("::warning file=src/lib.rs,"), "{github}");
}

#[test]
fn two_runs_say_the_same() {
    let copy = Copy::of("patterns/debug_macro/fail");
    for format in ["human", "short", "json", "sarif", "github"] {
        let run = || copy.govern(&["--untrusted", "--format", format]).out;
        assert_eq!(run(), run(), "{format}");
    }
}

/// AC: AC-GOVERN-CMD-EXPLAIN-RULES
#[test]
fn rules_are_listed_and_explained() {
    let copy = Copy::with(&[]);
    let listed = copy.govern(&["rules"]);
    for gate in cargo_govern::GATES {
        for rule in gate.rules() {
            listed.says(&rule.to_string());
            copy.govern(&["explain", rule.name])
                .ends_with(0)
                .says(rule.summary);
        }
    }
    copy.govern(&["explain", "debug_macros"])
        .ends_with(2)
        .tells("`debug_macro`");
}

/// AC: AC-GOVERN-CMD-BASELINE
#[test]
fn a_baseline_accepts_what_is_there_and_nothing_new() {
    let copy = left_in();
    copy.govern(&["baseline", "--untrusted"]).ends_with(0);
    copy.govern(&["--untrusted"])
        .ends_with(0)
        .says("2 in the baseline");
    copy.write(
        "src/lib.rs",
        format!("{LEFT_IN}pub fn g() {{ dbg!(2); }}\n"),
    );
    copy.govern(&["--untrusted"])
        .ends_with(1)
        .says("src/lib.rs:3:14");
    copy.write("src/lib.rs", "pub fn f() {}\n");
    copy.govern(&["--untrusted"]).says("baseline_stale");
}

#[test]
fn a_waiver_accepts_one_finding_until_its_day() {
    let waived = |expires: &str| {
        let text = format!(
            "// govern: allow(debug_macro) reason=\"shown to the jury\" expires=\"{expires}\"\npub fn f() {{ dbg!(1); }}\n"
        );
        Copy::package(&[("src/lib.rs", &text)])
    };
    waived("2026-06-15")
        .govern(&["--untrusted"])
        .ends_with(0)
        .says("1 waived");
    waived("2026-06-14")
        .govern(&["--untrusted"])
        .ends_with(1)
        .says("waiver_expired");
}

#[test]
fn files_that_nobody_reaches_are_told() {
    let copy = Copy::package(&[
        ("src/lib.rs", "include!(\"included.rs\");\n"),
        (
            "src/included.rs",
            "include!(concat!(\"indirectly\", \".rs\"));\n",
        ),
        ("src/indirectly.rs", "pub fn f() { dbg!(1); }\n"),
        ("src/forgotten.rs", "pub fn f() { dbg!(1); }\n"),
    ]);
    copy.govern(&["--untrusted"])
        .says("2 Rust files that no target reaches");
    let said = copy.govern(&["--untrusted", "--verbose"]);
    said.says("src/indirectly.rs").says("src/forgotten.rs");
    copy.write(
        "govern.toml",
        "[patterns]\nexclude = [\"src/lib.rs\", \"src/[fi]*.rs\"]\n",
    );
    let said = copy.govern(&["--untrusted"]);
    assert!(!said.out.contains("no target reaches"), "{}", said.out);
}

/// AC: AC-GOVERN-CMD-INIT
#[test]
fn init_writes_what_it_sees_once() {
    let copy = Copy::package(&[
        (
            "src/lib.rs",
            "pub mod domain;\npub mod adapter;\n// TODO(#3): more\n",
        ),
        ("src/domain.rs", "pub struct Order;\n"),
        (
            "src/adapter.rs",
            "pub fn keep(_: crate::domain::Order) {}\n",
        ),
    ]);
    let printed = copy.govern(&["init", "--print", "--untrusted"]);
    printed
        .ends_with(0)
        .says("preset = \"hexagonal\"")
        .says("issues = [\"#\"]");
    copy.govern(&["init", "--untrusted"])
        .ends_with(0)
        .says("wrote govern.toml");
    assert_eq!(copy.read("govern.toml"), printed.out);
    copy.govern(&["--untrusted"]).ends_with(0);
    copy.govern(&["init", "--untrusted"])
        .ends_with(2)
        .tells("there is a `govern.toml` already");
    assert_eq!(copy.read("govern.toml"), printed.out);
}

/// AC: AC-GOVERN-CMD-INIT
#[test]
fn init_says_what_is_found_and_can_accept_it() {
    let files = [(
        "src/lib.rs",
        "pub fn total(prices: &[u32]) -> u32 { dbg!(prices).iter().copied().max().unwrap() }\n",
    )];
    let copy = Copy::package(&files);
    let said = copy.govern(&["init", "--untrusted"]);
    said.ends_with(0).says("`cargo govern` finds 2 errors today: mend them, or accept them with `cargo govern baseline`");
    copy.govern(&["--untrusted"])
        .ends_with(1)
        .says("2 errors\n");

    let copy = Copy::package(&files);
    let said = copy.govern(&["init", "--baseline", "--untrusted"]);
    said.ends_with(0)
        .says("wrote govern-baseline.toml: it accepts 2 findings of today\n")
        .says("`cargo govern` finds nothing more: what is new will fail\n");
    copy.govern(&["--untrusted"])
        .ends_with(0)
        .says("no findings; 2 in the baseline\n");
    copy.write(
        "src/lib.rs",
        format!("{}pub fn more() {{ dbg!(1); }}\n", files[0].1),
    );
    copy.govern(&["--untrusted"])
        .ends_with(1)
        .says("1 error; 2 in the baseline\n");

    // What somebody has accepted already stays.
    copy.remove("govern.toml");
    let before = copy.read("govern-baseline.toml");
    copy.govern(&["init", "--baseline", "--untrusted"])
        .ends_with(2)
        .tells("there is a `govern-baseline.toml` already");
    assert_eq!(copy.read("govern-baseline.toml"), before);
    assert!(!copy.path("govern.toml").exists());

    // What cannot be looked at is no reason to say that all is well.
    let copy = Copy::package(&[("src/lib.rs", "pub fn total( {\n")]);
    let said = copy.govern(&["init", "--baseline", "--untrusted"]);
    said.says("wrote no baseline");
    assert!(!copy.path("govern-baseline.toml").exists());
    assert!(!said.out.contains("nothing more"), "{}", said.out);
}

/// AC: AC-GOVERN-CMD-FACTS
#[test]
fn facts_are_counted_over_crates_in_directories() {
    let copy = left_in();
    copy.govern(&["facts", "--untrusted"])
        .ends_with(0)
        .says("1 crates, 1 files, 2 lines")
        .says("1  patterns::debug_macro");
    let cache = Copy::with(&[]);
    for name in ["one", "two"] {
        let manifest =
            format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        cache.write(&format!("index/{name}-0.1.0/Cargo.toml"), manifest);
        cache.write(&format!("index/{name}-0.1.0/src/lib.rs"), LEFT_IN);
    }
    cache.write("index/.hidden/Cargo.toml", "[package]\n");
    let facts = |path: &str| copy.govern(&["facts", "--untrusted", cache.path(path).as_str()]);
    facts("index")
        .ends_with(0)
        .says("2 crates, 2 files, 4 lines")
        .says("2  patterns::debug_macro");
    cache.write("broken/Cargo.toml", "[package\n");
    facts("").ends_with(2).says("2 crates").tells("broken");
    facts("index/one-0.1.0/src")
        .ends_with(2)
        .tells("there is no crate in");
}

/// AC: AC-POLICY-CMD-TEST
#[test]
fn policies_are_tested() {
    let copy = Copy::of("clean");
    copy.govern(&["policy", "test", "--all", "--coverage"])
        .ends_with(0)
        .says("passed  policy/manifests_test.rego:5:1: `data.manifests_test.test_inherited_keys_are_let_be`")
        .says("passed  policy/testdata/own/bad.toml\n")
        .says("not run policy/manifests.rego: ")
        .says("2 tests: 2 passed, 0 failed, 0 broken, 0 to do; 2 files to try policies on: 2 as they should be; ");
    let json = copy.govern(&["policy", "test", "--format", "json", "--run", "own"]);
    let json: Value = serde_json::from_str(&json.ends_with(0).out).expect("it is JSON");
    assert_eq!(json["passed"], true);
    assert_eq!(json["tests"].as_array().map(Vec::len), Some(1));
    assert_eq!(json["files"].as_array().map(Vec::len), Some(2));
    copy.govern(&["policy", "test", "--run", "nothing is called so"])
        .ends_with(1)
        .says("failed: there is nothing to test");
    copy.govern(&["policy", "test", "--threshold", "99"])
        .ends_with(1)
        .says("failed: tests run ");
    copy.govern(&["policy", "test", "--run", "("])
        .ends_with(2)
        .tells("`--run` is no regular expression");
    let policy = copy.read("policy/manifests.rego");
    copy.write(
        "policy/manifests.rego",
        policy.replace("not value.workspace", "value == 1"),
    );
    copy.govern(&["policy", "test"])
        .ends_with(1)
        .says("failed  policy/manifests_test.rego:9:1: `data.manifests_test.test_own_keys_are_denied`: these cases do not hold: `edition`, `version`")
        .says("failed  policy/testdata/own/expect.toml:1:15: `policy/testdata/own/bad.toml`: `manifests.deny_own` says nothing about it");
    copy.write(
        "policy/manifests.rego",
        policy.replace("some key in", "some in"),
    );
    copy.govern(&["policy", "test"])
        .ends_with(1)
        .says("broken  policy/manifests.rego:");
}

/// AC: AC-POLICY-CMD-INPUT
#[test]
fn what_policies_look_at_is_shown() {
    let copy = Copy::of("clean");
    let shown = |of: &str| -> Value {
        let said = copy.govern(&["policy", "input", of]);
        serde_json::from_str(&said.ends_with(0).out).expect("it is JSON")
    };
    let workspace = shown("workspace");
    assert_eq!(workspace["packages"][1]["name"], "orders-adapter");
    assert_eq!(
        workspace["packages"][2]["dependencies"][0]["package"],
        "async-nats"
    );
    assert_eq!(workspace["modules"][1]["layer"], "application");
    assert!(
        workspace["uses"]
            .as_array()
            .is_some_and(|uses| !uses.is_empty())
    );
    let findings = shown("findings");
    assert_eq!(findings["findings"][0]["rule"], "unwrap_in_production");
    assert_eq!(
        shown("crates/orders/Cargo.toml")["package"]["name"],
        "orders"
    );
    copy.govern(&["policy", "input", "none.yaml"])
        .ends_with(2)
        .tells("none.yaml");
}

/// AC: AC-POLICY-POLICY-DENIED
#[test]
fn what_a_policy_says_about_findings_can_be_excepted_waived_and_accepted() {
    let policy = "\
# METADATA
# scope: package
# custom:
#   input: findings
package budget

deny_todo contains {\"msg\": \"too much is left\", \"path\": [\"findings\", i], \"of\": finding.rule} if {
  some i, finding in input.findings
  finding.rule == \"debug_macro\"
}

exception contains [\"todo\"] if count(input.findings) > 1
";
    let copy = Copy::package(&[
        ("src/lib.rs", "pub fn f() {\n    dbg!(1);\n}\n"),
        ("policy/budget.rego", policy),
    ]);
    let check = |copy: &Copy| copy.govern(&["--format", "short", "--offline"]);
    check(&copy).ends_with(1).says(
        "src/lib.rs:2:5: error[policy::policy_denied]: too much is left (`budget.deny_todo`)",
    );
    copy.write(
        "src/lib.rs",
        "pub fn f() {\n    dbg!(1);\n    dbg!(2);\n}\n",
    );
    let excepted = check(&copy);
    assert!(!excepted.out.contains("policy_denied"), "{}", excepted.out);
    copy.write("src/lib.rs", "pub fn f() {\n    dbg!(1);\n}\n");
    copy.write(
        "govern.toml",
        "[[waiver]]\nrule = \"policy::policy_denied\"\nkey = \"budget.deny_todo: findings: too much is left\"\nreason = \"for now\"\n",
    );
    let waived = check(&copy);
    assert!(!waived.out.contains("policy_denied"), "{}", waived.out);
}
