//! What a change does to the rules, on a real git repository: found by a check with `--base`, and listed.

mod support;

use support::Copy;

const CODE: &str = "\
/// Reads.
pub fn f() -> u32 {
    // govern: allow(unwrap_in_production) reason=\"a number\"
    \"1\".parse().unwrap()
}
";

const CONFIG: &str = "\
[lints]
patterns.todo_comment = \"deny\"

[archcheck.ports]
max-methods = 4

[[waiver]]
rule = \"patterns::debug_macro\"
path = \"src/lib.rs\"
reason = \"until the next version\"
expires = 2030-01-31
";

fn repository() -> Copy {
    let copy = Copy::package(&[
        ("src/lib.rs", CODE),
        ("govern.toml", CONFIG),
        (".gitignore", "target\n"),
    ]);
    copy.git(&["init", "--quiet"]);
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "-m", "first"]);
    copy
}

/// AC: AC-GOVERN-CMD-WEAKENED
#[test]
fn each_way_to_let_more_through_is_listed() {
    let copy = repository();
    copy.govern(&["weakened"])
        .ends_with(0)
        .says("nothing is weaker than at `HEAD`");
    let one_by_one = [
        (
            CONFIG.replace("\"deny\"", "\"warn\""),
            "govern.toml:2:25: `patterns::todo_comment` is `warn`, and was `deny` at `HEAD`",
        ),
        (
            CONFIG.replace("= 4", "= 5"),
            "govern.toml:5:15: `archcheck.ports.max-methods` was 4, and is 5",
        ),
        (
            format!("{CONFIG}\n[gates]\ncontract = false\n"),
            "govern.toml:14:12: `gates.contract` was `true`, and is `false`",
        ),
        (
            CONFIG.replace("2030-01-31", "2031-01-31"),
            "a waiver of `patterns::debug_macro` holds for longer than at `HEAD`",
        ),
        (
            CONFIG.replace("expires = 2030-01-31", "expires = 2030-01-31\ncount = 2"),
            "a waiver of `patterns::debug_macro` is for more findings than at `HEAD`",
        ),
        (
            format!(
                "{CONFIG}\n[[waiver]]\nrule = \"todo_comment\"\npath = \"**\"\nreason = \"x\"\n"
            ),
            "a waiver of `todo_comment` is new since `HEAD`",
        ),
        (
            CONFIG.to_owned() + "\n[archcheck.layers.a]\nmodules = [\"a\"]\nmay-use = [\"*\"]\n",
            "`archcheck.layers.a.may-use` has `\"*\"` more",
        ),
    ];
    for (config, expected) in one_by_one {
        copy.write("govern.toml", config);
        let said = copy.govern(&["weakened", "--base", "HEAD"]);
        said.ends_with(1).says(expected);
        assert_eq!(said.out.lines().count(), 1, "{}", said.out);
    }
    copy.write("govern.toml", CONFIG);
    copy.write(
        "govern-baseline.toml",
        "version = 1\n[patterns.todo_comment]\n\"a\" = 2\n",
    );
    let said = copy.govern(&["weakened"]);
    said.ends_with(1).says(
        "govern-baseline.toml:3:7: the baseline accepts 2 of `patterns::todo_comment` here, and 0 at `HEAD`",
    );
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "-m", "second"]);
    copy.govern(&["weakened"]).ends_with(0);
    copy.govern(&["weakened", "--base", "HEAD~1"]).ends_with(1);
}

const TESTS: &str = "\
#[test]
fn adds() {
    let sum = 1 + 1;
    assert_eq!(sum, 2);
    assert!(sum > 0);
}

#[test]
fn subtracts() {
    assert_eq!(2 - 1, 1);
}
";

const WORKFLOW: &str = "\
on: push
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - run: cargo fmt --check
      - run: cargo test
";

/// The same with tests, what they read, and a workflow that runs them.
fn with_tests() -> Copy {
    let copy = repository();
    copy.write("tests/sums.rs", TESTS);
    copy.write("tests/data/one.json", "1");
    copy.write(".github/workflows/ci.yml", WORKFLOW);
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "-m", "tests"]);
    copy
}

#[test]
fn what_shows_less_than_it_did_is_listed() {
    let copy = with_tests();
    copy.govern(&["weakened"]).ends_with(0);
    let test = |from: &str, to: &str| ("tests/sums.rs", TESTS, TESTS.replace(from, to));
    let workflow = |from: &str, to: &str| {
        let changed = WORKFLOW.replace(from, to);
        (".github/workflows/ci.yml", WORKFLOW, changed)
    };
    let second = "#[test]\nfn subtracts() {\n    assert_eq!(2 - 1, 1);\n}\n";
    let one_by_one = [
        (
            test("#[test]\nfn adds", "#[test]\n#[ignore = \"slow\"]\nfn adds"),
            "tests/sums.rs:2:1: the test `adds` is ignored, and was not at `HEAD`",
        ),
        (
            test("    assert!(sum > 0);\n", ""),
            "tests/sums.rs:2:4: the test `adds` asserts 1 time, and did 2 times at `HEAD` (whether that is weaker, only a reader can tell)",
        ),
        (
            test(second, ""),
            "HEAD:tests/sums.rs:9:4: the test `subtracts`, which `tests/sums.rs` had at `HEAD`, is gone",
        ),
        (
            test(
                "#[test]\nfn subtracts",
                "#[cfg(any())]\n#[test]\nfn subtracts",
            ),
            "tests/sums.rs:10:4: the test `subtracts` is there under a condition that never holds, and was not at `HEAD`",
        ),
        (
            workflow("cargo test", "cargo test || true"),
            ".github/workflows/ci.yml:7:14: `cargo test` in `.github/workflows/ci.yml` stops nothing now (what stands behind `||` always passes)",
        ),
        (
            workflow(
                "- run: cargo test",
                "- continue-on-error: true\n        run: cargo test",
            ),
            "`cargo test` in `.github/workflows/ci.yml` stops nothing now (`continue-on-error` lets it pass)",
        ),
        (
            workflow("cargo test", "true"),
            "no workflow runs `cargo test` or anything else for `test` any more",
        ),
        (
            workflow("cargo test", "cargo test --no-run"),
            "of `test` only `cargo test --no-run` in `.github/workflows/ci.yml` is left, which stops nothing (`--no-run` builds the tests, and \
             runs none); `cargo test` did at `HEAD`",
        ),
        (
            test("    let sum", "    return;\n    let sum"),
            "tests/sums.rs:2:4: the test `adds` never reaches 2 assertions behind `return`, and did at `HEAD`\n",
        ),
        (
            test("    let sum", "    std::process::exit(0);\n    let sum"),
            "the test `adds` never reaches 2 assertions behind `exit`, and did at `HEAD`\n",
        ),
        (
            test(
                "    assert!(sum > 0);",
                "    if true {\n        return;\n    }\n    assert!(sum > 0);",
            ),
            "the test `adds` never reaches an assertion behind `return`, and did at `HEAD`\n",
        ),
        (
            test("sum, 2", "sum, sum"),
            "the test `adds` asserts less than at `HEAD`: `assert_eq!(sum, sum)` cannot fail (it compares a value with itself)\n",
        ),
        (
            test("sum > 0", "sum > 0 || true"),
            "the test `adds` asserts less than at `HEAD`: `assert!(sum > 0 || true)` cannot fail (it asserts what is true in any case)\n",
        ),
        (
            test("assert_eq!(2 - 1, 1)", "assert_ne!(1, 2)"),
            "the test `subtracts` asserts less than at `HEAD`: `assert_ne!(1, 2)` cannot fail (it compares what is written out)\n",
        ),
        (
            ("tests/data/one.json", "1", String::new()),
            "of what tests may read, `tests/data` had `one.json` at `HEAD`, and has not now",
        ),
    ];
    for ((path, text, changed), expected) in one_by_one {
        match changed.as_str() {
            "" => copy.remove(path),
            changed => copy.write(path, changed),
        }
        let said = copy.govern(&["weakened"]);
        said.ends_with(1).says(expected);
        assert_eq!(said.out.lines().count(), 1, "{}", said.out);
        copy.write(path, text);
    }
    copy.write(
        "tests/sums.rs",
        TESTS.replace("#[test]\nfn adds", "fn adds"),
    );
    copy.govern(&["weakened"])
        .ends_with(1)
        .says("`adds` in `tests/sums.rs` is no test any more, and was one at `HEAD`");
    copy.write("tests/sums.rs", "// Nothing.\n");
    copy.govern(&["weakened"]).ends_with(1);
    copy.remove("tests/sums.rs");
    copy.govern(&["weakened"])
        .ends_with(1)
        .says("the 2 tests that `tests/sums.rs` had at `HEAD` are gone, and so is the file");
}

#[test]
fn warnings_that_are_errors_by_the_environment_are_errors() {
    let copy = with_tests();
    let clippy = |command: &str, environment: &str| {
        let workflow = WORKFLOW.replace("cargo fmt --check", command);
        workflow.replace("jobs:", &format!("{environment}jobs:"))
    };
    let path = ".github/workflows/ci.yml";
    copy.write(path, clippy("cargo clippy -- -D warnings", ""));
    copy.git(&["commit", "--quiet", "-a", "-m", "clippy"]);
    for environment in [
        "env:\n  CARGO_BUILD_WARNINGS: deny\n",
        "env:\n  RUSTFLAGS: -C opt-level=0 -D warnings\n",
    ] {
        copy.write(path, clippy("cargo clippy", environment));
        let said = copy.govern(&["weakened"]);
        assert!(!said.out.contains("-D warnings"), "{}", said.out);
    }
    copy.git(&["commit", "--quiet", "-a", "-m", "environment"]);
    copy.write(path, clippy("cargo clippy", ""));
    copy.govern(&["weakened"]).ends_with(1).says(
        "no workflow runs `clippy` with `-D warnings` any more, as `cargo clippy` did at `HEAD`",
    );
}

#[test]
fn tests_that_return_or_compare_for_reasons_are_no_weaker() {
    let copy = with_tests();
    // A return under a condition, one at the end, one in a closure; an assertion that cannot fail beside those that were there.
    for (from, to) in [
        (
            "    let sum",
            "    if std::env::var_os(\"CI\").is_none() {\n        return;\n    }\n    let sum",
        ),
        ("sum > 0);", "sum > 0);\n    return;"),
        (
            "    let sum",
            "    let f = || {\n        return;\n    };\n    f();\n    let sum",
        ),
        ("sum > 0);", "sum > 0);\n    assert_eq!(sum, sum);"),
        (
            "assert!(sum > 0);\n}",
            "assert!(sum > 0);\n    return;\n    fn f() { g() }\n}",
        ),
    ] {
        assert!(TESTS.contains(from), "{from}");
        copy.write("tests/sums.rs", TESTS.replace(from, to));
        copy.govern(&["weakened"]).ends_with(0);
    }
    // What is never reached asserts nothing, also without an assertion of its own.
    let helper = "fn is_two(sum: i32) { assert_eq!(sum, 2); assert!(sum > 0); }\n";
    let helped = TESTS.replace("assert_eq!(sum, 2);\n    assert!(sum > 0);", "is_two(sum);");
    copy.write("tests/sums.rs", format!("{helped}{helper}"));
    copy.git(&["commit", "--quiet", "-a", "-m", "helper"]);
    copy.write(
        "tests/sums.rs",
        format!(
            "{}{helper}",
            helped.replace("    is_two", "    return;\n    is_two")
        ),
    );
    copy.govern(&["weakened"])
        .ends_with(1)
        .says("the test `adds` never reaches what stands behind `return`, and did at `HEAD`");
}

#[test]
fn other_tools_that_find_less_are_listed() {
    let copy = repository();
    let files = [
        (
            "deny.toml",
            "[advisories]\nyanked = \"deny\"\nignore = []\n",
        ),
        (".cargo/audit.toml", "[output]\ndeny = [\"yanked\"]\n"),
        (
            "clippy.toml",
            "disallowed-methods = [\"std::env::var\", \"std::fs::read\"]\n",
        ),
        (".config/nextest.toml", "[profile.ci]\nfail-fast = true\n"),
    ];
    for (path, text) in files {
        copy.write(path, text);
    }
    copy.git(&["add", "--force", "."]);
    copy.git(&["commit", "--quiet", "-m", "tools"]);
    copy.govern(&["weakened"]).ends_with(0);
    let text = |path: &str| files.iter().find(|it| it.0 == path).unwrap().1;
    for (path, from, to, expected) in [
        (
            "deny.toml",
            "ignore = []",
            "ignore = [\"RUSTSEC-2024-0001\"]",
            "deny.toml:3:10: `advisories.ignore` in `deny.toml` has `\"RUSTSEC-2024-0001\"` more, compared with what it was at `HEAD`",
        ),
        (
            "deny.toml",
            "\"deny\"",
            "\"warn\"",
            "deny.toml:2:10: `advisories.yanked` in `deny.toml` was `\"deny\"`, and is `\"warn\"`, compared",
        ),
        (
            ".cargo/audit.toml",
            "\"yanked\"",
            "",
            "`output.deny` in `.cargo/audit.toml` has `\"yanked\"` no more, compared",
        ),
        (
            "clippy.toml",
            "\"std::env::var\", ",
            "",
            "clippy.toml:1:22: `disallowed-methods` in `clippy.toml` has `\"std::env::var\"` no more, compared",
        ),
        (
            ".config/nextest.toml",
            "fail-fast = true",
            "retries = 2",
            ".config/nextest.toml:2:11: `profile.ci.retries` in `.config/nextest.toml` was 0, and is 2, compared",
        ),
        (
            "clippy.toml",
            "= [",
            "= ",
            "clippy.toml:1:1: `clippy.toml` is no TOML, and was at `HEAD` (whether",
        ),
    ] {
        assert!(text(path).contains(from), "{path} has no {from}");
        copy.write(path, text(path).replace(from, to));
        let said = copy.govern(&["weakened"]);
        said.ends_with(1).says(expected);
        assert_eq!(said.out.lines().count(), 1, "{}", said.out);
        copy.write(path, text(path));
    }
    for (path, expected) in [
        ("deny.toml", "`deny.toml` is gone, and was there at `HEAD`"),
        (
            "clippy.toml",
            "`clippy.toml` is gone, and had `disallowed-methods` at `HEAD`",
        ),
        (
            ".cargo/audit.toml",
            "`.cargo/audit.toml` is gone, and had `output.deny` at `HEAD`",
        ),
    ] {
        copy.remove(path);
        let said = copy.govern(&["weakened"]);
        said.ends_with(1).says(expected);
        assert_eq!(said.out.lines().count(), 1, "{}", said.out);
        copy.write(path, text(path));
    }
    // A package goes away, and another has none of its own.
    copy.write(
        "Cargo.toml",
        "[package]\nname = \"orders\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\nmembers = [\"a\"]\n",
    );
    copy.write(
        "a/src/lib.rs",
        "#[test]\nfn one() {\n    assert_eq!(1 + 1, 2);\n}\n#[test]\nfn two() {}\n",
    );
    copy.write(
        "a/Cargo.toml",
        "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "-m", "member"]);
    copy.write("a/clippy.toml", "");
    copy.govern(&["weakened"])
        .ends_with(1)
        .says("a/clippy.toml:1:1: `disallowed-methods` in `a/clippy.toml` has `\"std::env::var\"`, `\"std::fs::read\"` no more");
    copy.git(&["rm", "--quiet", "-r", "--force", "a"]);
    copy.write(
        "Cargo.toml",
        "[package]\nname = \"orders\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n",
    );
    copy.remove("a/clippy.toml");
    let said = copy.govern(&["weakened"]);
    said.ends_with(1).says(
        "HEAD:a/src/lib.rs:2:4: `a` is no package of the workspace any more, and had 2 tests at `HEAD`",
    );
    assert_eq!(said.out.lines().count(), 1, "{}", said.out);
    copy.git(&["commit", "--quiet", "-a", "-m", "no member"]);
    // Another place, other words.
    copy.remove("deny.toml");
    copy.write(".cargo/deny.toml", text("deny.toml"));
    copy.remove("clippy.toml");
    copy.write(
        ".clippy.toml",
        "disallowed-methods = [{ path = \"std::fs::read\", reason = \"slow\" }, \"std::env::var\"]\n",
    );
    copy.remove(".config/nextest.toml");
    copy.govern(&["weakened"]).ends_with(0);
}

#[test]
fn lints_that_come_from_the_workspace_or_have_another_name_are_no_weaker() {
    let package = "[package]\nname = \"orders\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n";
    let own = "[workspace]\n\n[workspace.lints.rust]\nunsafe_code = \"forbid\"\n\n[lints.rust]\nunsafe_code = \"forbid\"\n";
    let copy = Copy::package(&[
        ("src/lib.rs", "//! A.\n"),
        ("Cargo.toml", &format!("{package}{own}")),
        (".gitignore", "target\n"),
    ]);
    copy.git(&["init", "--quiet"]);
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "-m", "first"]);
    let inherits = own.replace(
        "[lints.rust]\nunsafe_code = \"forbid\"",
        "[lints]\nworkspace = true",
    );
    copy.write("Cargo.toml", format!("{package}{inherits}"));
    copy.govern(&["weakened"]).ends_with(0);
    copy.git(&["commit", "--quiet", "-a", "-m", "second"]);
    copy.write("Cargo.toml", format!("{package}{own}"));
    copy.govern(&["weakened"]).ends_with(0);
    copy.write(
        "Cargo.toml",
        format!(
            "{package}{}",
            own.replace("[lints.rust]\nunsafe_code = \"forbid\"\n", "")
        ),
    );
    copy.govern(&["weakened"])
        .ends_with(1)
        .says("`Cargo.toml` has the lints of the workspace no more, and had them at `HEAD`");
    let clippy =
        |lint: &str| format!("{package}[workspace]\n\n[lints.clippy]\n{lint} = \"warn\"\n");
    copy.write("Cargo.toml", clippy("empty_enum"));
    copy.git(&["commit", "--quiet", "-a", "-m", "third"]);
    copy.write("Cargo.toml", clippy("empty_enums"));
    copy.govern(&["weakened"]).ends_with(0);
    // Another form of the name, in the root of the library.
    copy.write("Cargo.toml", format!("{package}[workspace]\n"));
    copy.write("src/lib.rs", "//! A.\n#![deny(clippy::empty_enum)]\n");
    copy.govern(&["weakened"]).ends_with(0);
    copy.write("src/lib.rs", "//! A.\n");
    copy.write("Cargo.toml", clippy("empty-enum"));
    copy.govern(&["weakened"]).ends_with(0);
    copy.write("Cargo.toml", clippy("todo"));
    copy.govern(&["weakened"])
        .ends_with(1)
        .says("the lint `clippy::empty_enum` has no level in `Cargo.toml` any more");
}

/// A library whose module has tests, an integration test, and a workflow that looks at all of it.
fn with_modules() -> (Copy, [(&'static str, String); 5]) {
    let copy = Copy::package(&[(".gitignore", "target\n"), ("README.md", "# A\n")]);
    let test = |name: &str| format!("#[test]\nfn {name}() {{ assert_eq!(1 + 1, 2); }}\n");
    let files = [
        (
            "Cargo.toml",
            "[package]\nname = \"orders\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[features]\nslow = []\n\n\
             [lib]\nname = \"orders\"\n\n[lints.rust]\nunsafe_code = \"forbid\"\n"
                .to_owned(),
        ),
        ("src/lib.rs", "//! A.\n#![deny(missing_docs)]\nmod part;\n".to_owned()),
        (
            "src/part.rs",
            format!("#[cfg(test)]\nmod tests {{\n{}{}}}\n", test("one"), test("two")),
        ),
        (
            "tests/it.rs",
            format!(
                "{}#[test]\n#[should_panic]\nfn four() {{ panic!() }}\n",
                test("three")
            ),
        ),
        (
            ".github/workflows/ci.yml",
            WORKFLOW.replace("cargo test", "cargo test --workspace")
                .replace("on: push", "on: [push, pull_request]"),
        ),
    ];
    for (path, text) in &files {
        copy.write(path, text);
    }
    copy.git(&["init", "--quiet"]);
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "-m", "first"]);
    (copy, files)
}

#[test]
fn what_is_there_no_more_for_reasons_elsewhere_is_listed() {
    let (copy, files) = with_modules();
    copy.govern(&["weakened"]).ends_with(0);
    let one_by_one = [
        (
            (
                "src/lib.rs",
                "mod part;",
                "#[cfg(feature = \"slow\")]\nmod part;",
            ),
            "src/part.rs:4:4: 2 tests of `src/part.rs` are there under `feature = \"slow\"` only, and were not at `HEAD`",
        ),
        (
            (
                "src/part.rs",
                "cfg(test)",
                "cfg(all(test, feature = \"slow\"))",
            ),
            "2 tests of `src/part.rs` are there under `feature = \"slow\"` only",
        ),
        (
            ("src/lib.rs", "mod part;", ""),
            "no target leads to `src/part.rs` any more, and its 2 tests were run at `HEAD`",
        ),
        (
            (
                "tests/it.rs",
                "#[test]\nfn three",
                "#![cfg(feature = \"slow\")]\n#[test]\nfn three",
            ),
            "tests/it.rs:3:4: 2 tests of `tests/it.rs` are there under `feature = \"slow\"` only, and were not at `HEAD`",
        ),
        (
            (
                "tests/it.rs",
                "fn three",
                "#[cfg_attr(target_os = \"linux\", ignore)]\nfn three",
            ),
            "the test `three` is there under `not(target_os = \"linux\")` only",
        ),
        (
            (
                "tests/it.rs",
                "fn three",
                "#[cfg_attr(all(), ignore)]\nfn three",
            ),
            "the test `three` is there under a condition that never holds",
        ),
        (
            (
                "Cargo.toml",
                "[features]",
                "[[test]]\nname = \"it\"\nrequired-features = [\"slow\"]\n[features]",
            ),
            "2 tests of `tests/it.rs` are there under `feature = \"slow\"` only",
        ),
        (
            ("Cargo.toml", "[lib]\n", "[lib]\ntest = false\n"),
            "`test = false` in `Cargo.toml`: cargo runs no tests of the library by itself now, and did at `HEAD`",
        ),
        (
            (
                "Cargo.toml",
                "[lib]",
                "[[test]]\nname = \"it\"\nharness = false\n[lib]",
            ),
            "`harness = false` in `Cargo.toml`: cargo runs no tests of `it` by itself now",
        ),
        (
            ("Cargo.toml", "\"forbid\"", "\"warn\""),
            "the lint `rust::unsafe_code` is `warn` in `Cargo.toml`, and was `forbid` at `HEAD`",
        ),
        (
            ("Cargo.toml", "unsafe_code = \"forbid\"", ""),
            "the lint `rust::unsafe_code` has no level in `Cargo.toml` any more, and was `forbid` at `HEAD`",
        ),
        (
            (
                "Cargo.toml",
                "[lints.rust]",
                "[lints.clippy]\nall = { level = \"allow\", priority = -1 }\n[lints.rust]",
            ),
            "the lint `clippy::all` is `allow` in `Cargo.toml`, and had no level there at `HEAD`",
        ),
        (
            ("src/lib.rs", "#![deny(missing_docs)]\n", ""),
            "src/lib.rs:1:1: the lint `rust::missing_docs` has no level now in `src/lib.rs`, and was `deny` at `HEAD`",
        ),
        (
            ("src/lib.rs", "#![deny(", "#![allow("),
            "the lint `rust::missing_docs` is `allow` now in `src/lib.rs`, and was `deny` at `HEAD`",
        ),
        (
            ("tests/it.rs", "#[should_panic]\n", ""),
            "the test `four` asserts nothing, and did 1 time at `HEAD`",
        ),
        (
            (
                ".github/workflows/ci.yml",
                "--workspace",
                "--workspace --exclude orders",
            ),
            "`cargo test --workspace --exclude orders` leaves out what `--exclude orders` says, and nothing did for `test` at `HEAD`",
        ),
        (
            (".github/workflows/ci.yml", " --workspace", ""),
            "no workflow runs `test` with `--workspace` any more, as `cargo test --workspace` did at `HEAD`",
        ),
    ];
    for ((path, from, to), expected) in one_by_one {
        let (_, text) = files.iter().find(|(it, _)| *it == path).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        copy.write(path, text.replace(from, to));
        let said = copy.govern(&["weakened"]);
        said.ends_with(1).says(expected);
        assert_eq!(said.out.lines().count(), 1, "{}", said.out);
        copy.write(path, text);
    }
    // What begins to run seldom, for all gates.
    let (path, workflow) = &files[4];
    copy.write(path, workflow.replace("[push, pull_request]", "push"));
    copy.govern(&["weakened"])
        .ends_with(1)
        .says("no workflow runs `test` on `pull_request` any more, and one did at `HEAD`");
    copy.write(path, workflow);
    // Lints that move from a file to the manifest stay what they are.
    copy.write("src/lib.rs", "//! A.\nmod part;\n");
    copy.write(
        "Cargo.toml",
        files[0]
            .1
            .replace("[lints.rust]", "[lints.rust]\nmissing_docs = \"deny\""),
    );
    copy.govern(&["weakened"]).ends_with(0);
    copy.write("src/lib.rs", &files[1].1);
    // Conditions that are other ones, or fewer, and what an interpreter is too slow for.
    let others = files[2].1.replace("cfg(test)", "cfg(any(test))");
    copy.write(
        "src/part.rs",
        others.replace("#[test]", "#[test]\n#[cfg_attr(miri, ignore)]"),
    );
    copy.write(
        "Cargo.toml",
        files[0].1.replace("\"forbid\"", "{ level = \"forbid\" }"),
    );
    copy.govern(&["weakened"]).ends_with(0);
}

#[test]
fn tests_that_are_written_anew_are_not_fewer() {
    let copy = with_tests();
    // Another name, another file, assertions in a helper, one step for two, another name for a file.
    copy.write("tests/sums.rs", TESTS.replace("subtracts", "takes_away"));
    copy.govern(&["weakened"]).ends_with(0);
    copy.remove("tests/sums.rs");
    copy.write("tests/numbers.rs", TESTS);
    copy.govern(&["weakened"]).ends_with(0);
    let helper = "fn is_two(sum: i32) { assert_eq!(sum, 2); assert!(sum > 0); }\n";
    let helped = TESTS.replace("assert_eq!(sum, 2);\n    assert!(sum > 0);", "is_two(sum);");
    copy.write("tests/numbers.rs", format!("{helped}{helper}"));
    copy.govern(&["weakened"]).ends_with(0);
    copy.write(
        ".github/workflows/ci.yml",
        WORKFLOW.replace(
            "cargo fmt --check\n      - run: cargo test",
            "cargo fmt --check && cargo test --locked",
        ),
    );
    copy.remove("tests/data/one.json");
    copy.write("tests/data/1.json", "1");
    copy.govern(&["weakened"]).ends_with(0);
}

#[test]
fn a_waiver_that_moves_with_its_code_is_not_new_and_a_copy_of_it_is() {
    let copy = repository();
    copy.write("src/lib.rs", "mod inner;\n");
    copy.write("src/inner.rs", CODE);
    copy.govern(&["weakened"]).ends_with(0);
    copy.write("src/lib.rs", format!("mod inner;\n{CODE}"));
    copy.govern(&["weakened"])
        .ends_with(1)
        .says("a waiver is new since `HEAD`");
}

#[test]
fn a_check_with_a_base_finds_it_until_somebody_answers_for_it() {
    let copy = repository();
    let laxer = CONFIG.replace("\"deny\"", "\"allow\"").replace(
        "[[waiver]]\nrule = \"patterns::debug_macro\"\npath = \"src/lib.rs\"\nreason = \"until the next version\"\nexpires = 2030-01-31\n",
        "",
    );
    copy.write("govern.toml", &laxer);
    copy.govern(&[]).ends_with(0);
    // Asked twice: what is known from before is the same.
    for _ in 0..2 {
        copy.govern(&["--base", "HEAD"])
            .ends_with(1)
            .says("repository::policy_weakened")
            .says("`patterns::todo_comment` is `allow`, and was `deny` at `HEAD`");
    }
    let waiver = "\n[[waiver]]\nrule = \"repository::policy_weakened\"\nkey = \"lints.patterns.todo_comment\"\nreason = \"ADR-3\"\n";
    copy.write("govern.toml", format!("{laxer}{waiver}"));
    copy.govern(&["--base", "HEAD"])
        .ends_with(1)
        .says("a waiver of `repository::policy_weakened` is new since `HEAD`");
    let terms = "owner = \"@orders\"\nexpires = 2030-01-31\n";
    copy.write("govern.toml", format!("{laxer}{waiver}{terms}"));
    copy.govern(&["--base", "HEAD"]).ends_with(0);
}

#[test]
fn what_cannot_be_compared_is_no_all_clear() {
    let copy = repository();
    copy.govern(&["weakened", "--base", "nowhere"]).ends_with(2);
    copy.write("govern.toml", "[lints");
    copy.git(&["commit", "--quiet", "-a", "-m", "broken"]);
    copy.write("govern.toml", CONFIG);
    let said = copy.govern(&["weakened"]);
    said.ends_with(2);
    assert!(
        said.err.contains("cannot be read at `HEAD`"),
        "{}",
        said.err
    );
    copy.govern(&["--base", "HEAD"])
        .ends_with(2)
        .says("the comparison with the rules at `HEAD`");
}

const POLICY: &str = "\
# METADATA
# custom:
#   files: [\"*.toml\"]
package names

import data.allowed

deny contains \"no name\" if not input.package.name

# What else is wrong.
deny contains message if {
    not input.package.name in allowed.names
    message := \"a name that nobody allowed\"
}

warn contains \"long\" if is_long(input.package.name)

is_long(name) if count(name) > 20
";

const POLICY_TEST: &str = "\
package names

test_nothing if count(deny) > 0 with input as {}
";

const DATA: &str = "{\"names\": [\"one\"]}";

#[test]
fn policies_that_say_less_are_listed() {
    let copy = repository();
    copy.write("policy/names.rego", POLICY);
    copy.write("policy/names_test.rego", POLICY_TEST);
    copy.write("policy/allowed/data.json", DATA);
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "-m", "policies"]);
    copy.govern(&["weakened"]).ends_with(0);
    let policy = |from: &str, to: &str| {
        assert!(POLICY.contains(from), "{from}");
        ("policy/names.rego", POLICY, POLICY.replace(from, to))
    };
    let first = "deny contains \"no name\" if not input.package.name\n";
    let one_by_one = [
        (
            policy(first, ""),
            "policy/names.rego:10:1: 1 of the 2 rules that `names.deny` was at `HEAD` is gone",
        ),
        (
            policy("deny contains", "warn contains"),
            "policy/names.rego:4:9: the policy `names.deny` is gone, and was there at `HEAD`",
        ),
        (
            policy("deny contains", "deny_names contains"),
            "the policy `names.deny` is gone, and was there at `HEAD`; `deny_names` is new (whether that is weaker, only a reader can tell)",
        ),
        (
            policy(
                "if not input.package.name\n",
                "if input.package.name == 0\n",
            ),
            "policy/names.rego:8:1: `names.deny` is not written as it was at `HEAD` (whether that is weaker, only a reader can tell)",
        ),
        (
            policy("> 20", "> 200"),
            "policy/names.rego:18:1: `names.is_long` is not written as it was at `HEAD` (whether that is weaker, only a reader can tell)",
        ),
        (
            policy("*.toml", "a.toml"),
            "policy/names.rego:4:9: what the policies of `names` look at is not what it was at `HEAD`",
        ),
        (
            (
                "policy/names_test.rego",
                POLICY_TEST,
                POLICY_TEST.replace("test_nothing", "nothing"),
            ),
            "the test `names.test_nothing` is gone, and was there at `HEAD` (whether that is weaker, only a reader can tell)",
        ),
        (
            ("policy/allowed/data.json", DATA, DATA.replace("one", "two")),
            "`policy/allowed/data.json`, which policies look things up in, is not what it was at `HEAD`",
        ),
    ];
    for ((path, text, changed), expected) in one_by_one {
        copy.write(path, changed);
        let said = copy.govern(&["weakened"]);
        said.says(expected).ends_with(1);
        copy.write(path, text);
    }
    // More is denied, or the same in other words.
    let others = [
        POLICY.replace("# What else is wrong.", "# And another one."),
        POLICY.replace("\n    message", "\n\n  message"),
        format!("{POLICY}\ndeny contains \"no version\" if not input.package.version\n"),
    ];
    for changed in others {
        copy.write("policy/names.rego", changed);
        copy.govern(&["weakened"]).ends_with(0);
    }
    copy.write("policy/names.rego", POLICY);
    // All of them at once.
    std::fs::remove_dir_all(copy.path("policy")).unwrap();
    let said = copy.govern(&["weakened"]);
    said.ends_with(1)
        .says("the policy `names.deny` is gone")
        .says("the policy `names.warn` is gone")
        .says("`policy/allowed/data.json`, which policies looked things up in, is gone");
}
