//! The program itself: what it prints, writes and returns.

#![expect(
    clippy::disallowed_methods,
    reason = "a test runs the program and looks at what it wrote"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

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
";
const LIBRARY: &str = "/// AC: AC-PAY-001\n#[test]\nfn nothing_open() { assert_eq!(open(), 0); }\n\npub fn open() -> u8 { 0 }\n";
const FEATURE: &str = "Feature: f\n  @AC-PAY-001\n  Scenario: s\n    Given <x>\n    Examples:\n      | x |\n      | 1 |\n";

/// A package in a folder of its own.
fn package(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let manifest =
        "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n";
    for (path, text) in [("Cargo.toml", manifest), ("src/lib.rs", LIBRARY)]
        .iter()
        .chain(files)
    {
        write(folder.path(), path, text);
    }
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a writable folder");
    fs::write(path, text).expect("a writable file");
}

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cargo-ac"))
        .arg("ac")
        .args(args)
        .args(["--offline", "--color", "never"])
        .current_dir(folder)
        .output()
        .expect("the program starts")
}

/// Exit status and what was printed, errors last.
fn outcome(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = run(folder, args);
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.code(),
        String::from_utf8(text).expect("the output is UTF-8"),
    )
}

#[test]
fn the_status_is_written_and_checked() {
    let shop = package(&[("specs/spec_ledger.yaml", LEDGER)]);
    let shop = shop.path();
    let (status, text) = outcome(shop, &["status", "--check"]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains("there is no docs/feature_status.md"),
        "{text}"
    );

    assert_eq!(outcome(shop, &["status", "--write"]).0, Some(0));
    assert_eq!(
        outcome(shop, &["status", "--check"]),
        (Some(0), String::new())
    );
    let written =
        fs::read_to_string(shop.join("docs/feature_status.md")).expect("the table was written");
    assert!(
        written.contains("| AC-PAY-001 |") && written.contains("test `shop::nothing_open`"),
        "{written}"
    );
    assert_eq!(outcome(shop, &["status"]), (Some(0), written.clone()));

    write(
        shop,
        "docs/feature_status.md",
        &written.replace("**not tested**", "tested"),
    );
    let (status, text) = outcome(shop, &["status", "--check"]);
    assert_eq!(status, Some(1));
    assert!(
        text.contains("edited by hand")
            && text.contains("the row of `AC-PAY-002` is not as it should be"),
        "{text}"
    );

    write(shop, "docs/feature_status.md", &written);
    write(
        shop,
        "specs/spec_ledger.yaml",
        &LEDGER.replace("in parts", "in two parts"),
    );
    let (status, text) = outcome(shop, &["status", "--check"]);
    assert_eq!(status, Some(1));
    assert!(
        text.contains("out of date")
            && text.contains("the ledgers have changed since it was written"),
        "{text}"
    );
    assert!(!text.contains("by hand"), "{text}");
}

#[test]
fn tests_are_listed_with_what_there_is_to_them() {
    let library = "/// AC: AC-PAY-001\n#[test]\nfn paid() { assert_eq!(open(), 0); }\npub fn open() -> u8 { 0 }\n#[test]\n#[ignore = \"slow\"]\nfn asleep() { open(); }\n";
    let shop = package(&[
        ("specs/spec_ledger.yaml", LEDGER),
        ("src/lib.rs", library),
        (
            "tests/all.rs",
            "#[test]\n#[should_panic]\nfn outside() { assert!(true); panic!() }\n",
        ),
    ]);
    let (status, text) = outcome(shop.path(), &["tests"]);
    assert_eq!(status, Some(0), "{text}");
    assert_eq!(
        text,
        "shop::all::outside  integration  asserts    cannot fail: 1\n\
         shop::asleep        unit         hollow     ignored: slow, nothing in it can fail\n\
         shop::paid          unit         asserts    AC-PAY-001\n"
    );
    let (_, text) = outcome(shop.path(), &["tests", "--linked"]);
    assert_eq!(text.lines().count(), 1, "{text}");
    let (status, text) = outcome(shop.path(), &["tests", "--format", "json"]);
    assert_eq!(status, Some(0), "{text}");
    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(document["version"], 1);
    let asleep = &document["tests"][1];
    assert_eq!(asleep["name"], "shop::asleep");
    assert_eq!(asleep["ignored_because"], "slow");
    assert_eq!(
        (&asleep["path"], &asleep["line"], &asleep["column"]),
        (&"src/lib.rs".into(), &7.into(), &4.into())
    );
    assert_eq!(document["tests"][0]["should_panic"], true);
    assert_eq!(document["tests"][2]["assertions"], 1);
}

/// The tests of a target as the harness lists them.
fn listed(folder: &Path, target: &[&str]) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--offline"])
        .args(target)
        .args(["--", "--list"])
        .current_dir(folder)
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("the list is UTF-8");
    let mut names: Vec<String> = text
        .lines()
        .filter_map(|line| line.strip_suffix(": test"))
        .map(str::to_owned)
        .collect();
    names.sort();
    names
}

#[test]
fn tests_are_those_that_the_harness_lists() {
    let shop = package(&[
        (
            "Cargo.toml",
            "[package]\nname = \"my-shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[features]\nslow = []\n[workspace]\n",
        ),
        (
            "src/lib.rs",
            "mod orders;\n#[path = \"elsewhere.rs\"]\nmod moved;\nmacro_rules! test_of { ($name:ident) => { #[test] fn $name() {} } }\nmacro_rules! under { ($($item:item)*) => { $($item)* } }\nunder! {\n    #[test]\n    fn passed_through() {}\n}\n#[test]\nfn outer() {\n    fn helper() {}\n    helper();\n}\nmod tests {\n    #[test]\n    #[ignore]\n    fn asleep() {}\n    #[test]\n    #[should_panic]\n    fn panics() { panic!() }\n    #[cfg(feature = \"slow\")]\n    #[test]\n    fn elsewhere() {}\n    #[cfg_attr(test, test)]\n    fn by_condition() {}\n    #[core::prelude::v1::test]\n    fn by_path() {}\n    fn none() {}\n}\n",
        ),
        ("src/orders.rs", "mod inner;\n#[test]\nfn of_orders() {}\n"),
        (
            "src/orders/inner.rs",
            "//! ```\n//! assert!(true);\n//! ```\n\n/// Text.\n/// ```no_run\n/// loop {}\n/// ```\npub struct Order {\n    /// ```\n    /// let x = 1;\n    /// ```\n    pub field: u8,\n}\nimpl Order {\n    /// ~~~rust\n    /// let y = \"```\";\n    /// ~~~\n    #[inline]\n    pub fn pay() {}\n}\n/// ```sh\n/// no\n/// ```\npub trait T {\n    /// ````should_panic\n    /// panic!()\n    /// ````\n    fn f();\n}\n#[test]\nfn of_inner() {}\n",
        ),
        ("src/elsewhere.rs", "#[test]\nfn of_moved() {}\n"),
        (
            "src/main.rs",
            "mod orders;\nfn main() {}\n#[test]\nfn of_main() {}\n",
        ),
        (
            "tests/api-v1.rs",
            "mod common;\nmod deep {\n    #[test]\n    fn outside() {}\n}\n",
        ),
        ("tests/common/mod.rs", "#[test]\nfn shared() {}\n"),
        (
            "tests/other/main.rs",
            "#[path = \"../common/mod.rs\"]\nmod common;\n",
        ),
    ]);
    let (status, text) = outcome(shop.path(), &["tests", "--format", "json"]);
    assert_eq!(status, Some(0), "{text}");
    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let tests = document["tests"].as_array().expect("a list");
    for (binary, target) in [
        ("my-shop", &["--lib"][..]),
        ("my-shop", &["--doc"]),
        ("my-shop::bin/my-shop", &["--bin", "my-shop"]),
        ("my-shop::api-v1", &["--test", "api-v1"]),
        ("my-shop::other", &["--test", "other"]),
    ] {
        let in_docs = target == ["--doc"];
        let of_target = |test: &&serde_json::Value| {
            test["binary"] == binary
                && test["built"] == true
                && (test["level"] == "doctest") == in_docs
        };
        let mut ours: Vec<&str> = tests
            .iter()
            .filter(of_target)
            .filter_map(|test| {
                test["name"]
                    .as_str()?
                    .strip_prefix(binary)?
                    .strip_prefix("::")
            })
            .collect();
        ours.sort_unstable();
        assert!(!ours.is_empty(), "{target:?}");
        assert_eq!(ours, listed(shop.path(), target), "{target:?}");
    }
    let names: Vec<&str> = tests
        .iter()
        .filter_map(|test| test["name"].as_str())
        .collect();
    assert!(names.contains(&"my-shop::tests::elsewhere"), "{names:?}");
}

#[test]
fn a_ledger_with_a_mistake_gives_no_table() {
    let shop = package(&[(
        "specs/spec_ledger.yaml",
        &LEDGER.replace("priority:", "prioritiy:"),
    )]);
    for args in [&["status", "--write"][..], &["status"], &["check"]] {
        let (status, text) = outcome(shop.path(), args);
        assert_eq!(status, Some(2), "{text}");
        assert!(
            text.contains("specs/spec_ledger.yaml:10:")
                && text.contains("did you mean `priority`?"),
            "{text}"
        );
    }
    assert!(!shop.path().join("docs").exists());
}

#[test]
fn messages_are_printed_for_files_named_from_where_one_is() {
    let shop = package(&[
        ("features/a.feature", FEATURE),
        ("features/b.feature", "Feature: f\n  @a b\n"),
    ]);
    let features = shop.path().join("features");
    let (status, text) = outcome(&features, &["gherkin", "a.feature", "--emit", "pickles"]);
    assert_eq!(status, Some(0));
    assert!(
        text.starts_with("{\"pickle\":")
            && text.contains("\"uri\":\"a.feature\"")
            && text.lines().count() == 1,
        "{text}"
    );
    let (status, text) = outcome(&features, &["gherkin", "a.feature", "b.feature"]);
    assert_eq!(status, Some(1));
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("{\"gherkinDocument\":"), "{text}");
    assert!(
        lines[1].contains("(2:3): A tag may not contain whitespace"),
        "{text}"
    );
    assert_eq!(outcome(&features, &["gherkin", "c.feature"]).0, Some(2));
    // What cannot be read keeps nothing else from being read.
    fs::write(
        features.join("c.feature"),
        b"Feature: f\n  # caf\xc3\xa9 \xe9\n",
    )
    .expect("a writable file");
    let (status, text) = outcome(
        &features,
        &["gherkin", "c.feature", "d.feature", "a.feature"],
    );
    assert_eq!(status, Some(2));
    assert!(
        text.contains("\"location\":{\"column\":10,\"line\":2},\"uri\":\"c.feature\"")
            && text.contains("`c.feature` is not UTF-8: line 2, column 10")
            && text.contains("failed to read `d.feature`")
            && text.contains("{\"gherkinDocument\":"),
        "{text}"
    );
    // It needs no workspace around it.
    fs::remove_file(shop.path().join("Cargo.toml")).expect("the manifest is there");
    assert_eq!(outcome(&features, &["gherkin", "a.feature"]).0, Some(0));
    assert_eq!(
        outcome(&features, &["gherkin", "a.feature", "--emit", "tokens"]).0,
        Some(2)
    );
}

#[test]
fn nothing_to_look_at_is_not_well() {
    let empty = package(&[("src/lib.rs", "")]);
    let (status, text) = outcome(empty.path(), &[]);
    assert_eq!(status, Some(2), "{text}");
    assert!(
        text.contains("there is no ledger, and nothing names a criterion"),
        "{text}"
    );
    let named = package(&[]);
    let (status, text) = outcome(named.path(), &[]);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("ac::ledger_missing"), "{text}");
    let wrong = package(&[("govern.toml", "[ac]\nledgers = [\"ledgers/*.yaml\"]\n")]);
    let (status, text) = outcome(wrong.path(), &[]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains("`ledgers/*.yaml` matches no ledger"),
        "{text}"
    );
}

#[test]
fn what_is_no_feature_or_no_text_is_said() {
    let bad = package(&[
        ("specs/spec_ledger.yaml", LEDGER),
        (
            "features/a.feature",
            "Feature: f\n  Scenario: s\n    Given x\n    what\n",
        ),
        ("features/in.feature.md", "# Feature: f\n"),
    ]);
    fs::write(
        bad.path().join("features/latin.feature"),
        b"Feature: caf\xe9\n",
    )
    .expect("a writable file");
    let (status, text) = outcome(bad.path(), &["-v"]);
    assert!(status != Some(0), "{text}");
    assert!(
        text.contains("this line may not stand here: `what`"),
        "{text}"
    );
    assert!(text.contains("latin.feature"), "{text}");
    assert!(text.contains("in.feature.md"), "{text}");
}

#[test]
fn a_ledger_that_cannot_be_read_is_one_mistake() {
    let shop = package(&[(
        "specs/spec_ledger.yaml",
        "schema: 2\nstories:\n\t- id: US-1\n",
    )]);
    let count = |text: &str| {
        text.lines()
            .filter(|line| line.starts_with("error"))
            .count()
    };
    let (status, text) = outcome(shop.path(), &[]);
    assert_eq!((status, count(&text)), (Some(2), 1), "{text}");
    fs::write(
        shop.path().join("specs/spec_ledger.yaml"),
        b"schema: \xe9\n",
    )
    .expect("a writable file");
    let (status, text) = outcome(shop.path(), &[]);
    assert_eq!((status, count(&text)), (Some(2), 1), "{text}");
}

#[test]
fn a_glob_that_is_none_is_shown_where_it_stands() {
    let shop = package(&[("govern.toml", "[ac]\nfeatures = [\"a\", \"b{c\"]\n")]);
    for args in [&[][..], &["status"]] {
        let (status, text) = outcome(shop.path(), args);
        assert_eq!(status, Some(2), "{text}");
        assert!(
            text.contains("govern.toml:2:18") && text.contains("`b{c` is no glob"),
            "{text}"
        );
    }
}

/// Text that is written to a file by `sh`.
#[cfg(unix)]
fn junit(inside: &str) -> String {
    format!(
        "<testsuite name='shop'><testcase classname='shop' name='nothing_open'>{inside}</testcase></testsuite>"
    )
}

#[cfg(unix)]
#[test]
fn results_count_as_long_as_the_sources_are_those_that_were_recorded() {
    let config = "[ac]\nresults = [\"out/*.xml\"]\nrecorded = \"out/recorded.json\"\n";
    let shop = package(&[("specs/spec_ledger.yaml", LEDGER), ("govern.toml", config)]);
    let shop = shop.path();
    let why = || outcome(shop, &["why", "AC-PAY-001"]).1;
    let record = |script: &str| outcome(shop, &["record", "--", "sh", "-c", script]);
    let write_results =
        |inside: &str| format!("mkdir -p out && echo \"{}\" > out/junit.xml", junit(inside));

    // Nothing is there yet, and nobody asked for it.
    let (status, text) = outcome(shop, &[]);
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("there are no results of tests yet"), "{text}");
    assert!(why().starts_with("AC-PAY-001 is tested"), "{}", why());

    // Results that nobody recorded are of nobody knows what.
    write(shop, "out/junit.xml", &junit(""));
    assert!(
        why().contains("nobody knows of which sources it is"),
        "{}",
        why()
    );
    let (status, text) = outcome(shop, &[]);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("criterion_unproven"), "{text}");

    // Nor does it help to record a run that leaves them as they are.
    let (status, text) = record("true");
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("the command wrote no results"), "{text}");

    let (status, text) = record(&write_results(" "));
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("recorded: 1 files of results"), "{text}");
    assert!(why().starts_with("AC-PAY-001 is verified"), "{}", why());
    let (status, text) = outcome(shop, &[]);
    assert_eq!(status, Some(0), "{text}");
    let table = outcome(shop, &["status"]).1;
    assert!(
        table.contains("| AC-PAY-001 | must | verified |"),
        "{table}"
    );
    assert!(table.contains("| REQ-PAY | | **uncovered** |"), "{table}");

    // What is edited by hand was not written by the run.
    let written = fs::read_to_string(shop.join("out/junit.xml")).expect("it was written");
    write(shop, "out/junit.xml", &written.replace("> <", ">  <"));
    assert!(
        why().contains("nobody knows of which sources it is"),
        "{}",
        why()
    );
    write(shop, "out/junit.xml", &written);
    assert!(why().starts_with("AC-PAY-001 is verified"), "{}", why());

    // The ledger is no source of a test, the code is.
    write(
        shop,
        "specs/spec_ledger.yaml",
        &LEDGER.replace("in parts", "in two parts"),
    );
    assert!(why().starts_with("AC-PAY-001 is verified"), "{}", why());
    write(shop, "src/lib.rs", &format!("{LIBRARY}// more\n"));
    assert!(why().contains("src/lib.rs has changed since"), "{}", why());

    // A run that fails is recorded, and says so.
    let (status, text) = record(&format!(
        "{}; exit 7",
        write_results("<failure message='no'/>")
    ));
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("`sh` ended with status 7"), "{text}");
    assert!(why().starts_with("AC-PAY-001 is failing"), "{}", why());
    assert!(why().contains("(out/junit.xml:1:24): no"), "{}", why());

    // Sources that change while the tests run are those of no result.
    let (status, text) = record(&format!("{}; echo >> src/lib.rs", write_results("  ")));
    assert_eq!(status, Some(2), "{text}");
    assert!(
        text.contains("nothing is recorded: src/lib.rs changed while the tests ran"),
        "{text}"
    );
    assert!(
        why().contains("nobody knows of which sources it is"),
        "{}",
        why()
    );

    write(shop, "out/recorded.json", "{");
    let (status, text) = outcome(shop, &[]);
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("out/recorded.json"), "{text}");
}

#[test]
fn what_is_known_is_shown_from_the_story_down() {
    let config = "[ac]\nresults = [\"junit.xml\"]\nassume-fresh = true\nneeds = [\"unit\"]\n";
    let results = "<testsuite name='shop'><testcase classname='shop' name='nothing_open'><failure message='left: 1'/></testcase></testsuite>";
    let shop = package(&[
        ("specs/spec_ledger.yaml", LEDGER),
        ("govern.toml", config),
        ("junit.xml", results),
    ]);
    let (status, text) = outcome(shop.path(), &["why", "US-PAY"]);
    assert_eq!(status, Some(0), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines,
        [
            "US-PAY is failing, because",
            "  REQ-PAY is failing, because",
            "    AC-PAY-001 is failing, because",
            "      unit: test `shop::nothing_open` (src/lib.rs:3:4) failed",
            "        by the result (junit.xml:1:24): left: 1",
        ]
    );
    let (_, text) = outcome(shop.path(), &["show", "AC-PAY-002"]);
    assert!(
        text.contains("needs: unit") && text.contains("priority: should"),
        "{text}"
    );
    let (_, text) = outcome(shop.path(), &["show", "REQ-PAY"]);
    assert!(text.contains("AC-PAY-002 should: uncovered"), "{text}");
    let (status, text) = outcome(shop.path(), &["why", "AC-PAY-01"]);
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("did you mean `AC-PAY-001`?"), "{text}");
}

#[test]
fn what_is_wrong_in_the_configuration_of_results_is_located() {
    for (config, message) in [
        ("results = [\"../x\"]", "leads out of the workspace"),
        (
            "results = [{ files = \"x\", target = \"lib\" }]",
            "`target` needs the `package` it is of",
        ),
        ("results = [{ file = \"x\" }]", "unknown key `file`"),
        ("results = [{ files = \"x\", kind = \"xunit\" }]", "`xunit`"),
        ("needs = [\"units\"]", "`units`"),
        ("needs = [[]]", "one of no levels can never be there"),
    ] {
        let shop = package(&[
            ("specs/spec_ledger.yaml", LEDGER),
            ("govern.toml", &format!("[ac]\n{config}\n")),
        ]);
        let (status, text) = outcome(shop.path(), &[]);
        assert_eq!(status, Some(2), "{config}: {text}");
        assert!(
            text.contains("govern.toml:2:") && text.contains(message),
            "{config}: {text}"
        );
    }
}

#[test]
fn what_was_looked_at_is_kept_and_the_rest_is_left() {
    let shop = package(&[("specs/spec_ledger.yaml", LEDGER), ("a.feature", FEATURE)]);
    let shop = shop.path();
    let lock = || fs::read_to_string(shop.join("specs/ac.lock")).expect("the lock is there");
    let (status, text) = outcome(shop, &["review"]);
    assert_eq!(
        (status, text.as_str()),
        (Some(0), "looked at: 2 links; gone: 0\n")
    );
    let first = lock();
    assert_eq!(
        outcome(shop, &["review"]).1,
        "looked at: 0 links; gone: 0\n"
    );
    assert_eq!(lock(), first);

    write(
        shop,
        "specs/spec_ledger.yaml",
        &LEDGER.replace("is paid.", "is closed."),
    );
    let (status, text) = outcome(shop, &[]);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("suspect_link"), "{text}");
    // Nobody said that they looked.
    let text = outcome(shop, &["review"]).1;
    assert!(text.contains("changed and not looked at: 2"), "{text}");
    assert_eq!(lock(), first);
    let (status, text) = outcome(shop, &["review", "AC-PAY-002"]);
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("did you mean `AC-PAY-001`?"), "{text}");
    let (status, text) = outcome(shop, &["review", "AC-PAY-001", "--reason", "a  word"]);
    assert_eq!(status, Some(0), "{text}");
    assert!(
        lock().contains("\ta word\n") && lock() != first,
        "{}",
        lock()
    );
    assert_eq!(outcome(shop, &[]).0, Some(0));

    write(shop, "a.feature", "Feature: f\n");
    assert_eq!(
        outcome(shop, &["review"]).1,
        "looked at: 0 links; gone: 1\n"
    );
    write(shop, "specs/ac.lock", &format!("{first}<<<<<<< ours\n"));
    for args in [&["review"][..], &[]] {
        let (status, text) = outcome(shop, args);
        assert_eq!(status, Some(2), "{text}");
        assert!(text.contains("specs/ac.lock:4:1"), "{text}");
    }
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).expect("the file is there")
}

#[test]
fn an_id_is_renamed_wherever_it_stands() {
    let ledger = LEDGER.replace(
        "AC-PAY-002, text: An order may be paid in parts.",
        "AC-PAY-002, depends_on: [AC-PAY-001], text: See AC-PAY-001.",
    );
    let library = "//! AC-PAY-0010 is another one.\n\n/// AC: AC-PAY-001\n#[test]\nfn one() { assert_eq!(open(), 0); }\n#[cfg_attr(false, ac(\"AC-PAY-001\"))]\n#[test]\nfn two() { assert_eq!(open(), 0); }\n\npub fn open() -> u8 { 0 }\n";
    let shop = package(&[
        ("specs/spec_ledger.yaml", &ledger),
        ("src/lib.rs", library),
        ("a.feature", FEATURE),
    ]);
    let shop = shop.path();
    assert_eq!(outcome(shop, &["review"]).0, Some(0));
    let all = || {
        [
            "specs/spec_ledger.yaml",
            "src/lib.rs",
            "a.feature",
            "specs/ac.lock",
        ]
        .map(|path| read(shop, path))
    };
    let before = all();
    let findings = outcome(shop, &[]).1;
    let (status, text) = outcome(shop, &["rename", "AC-PAY-001", "AC-PAY-007", "--dry-run"]);
    assert_eq!(status, Some(0), "{text}");
    assert!(
        text.contains("a.feature:2\n-   @AC-PAY-001\n+   @AC-PAY-007\n")
            && text.contains("mentioned, and left as it is: specs/spec_ledger.yaml:10\n"),
        "{text}"
    );
    assert_eq!(all(), before);

    let (status, text) = outcome(shop, &["rename", "AC-PAY-001", "AC-PAY-007"]);
    assert_eq!(status, Some(0), "{text}");
    let [after_ledger, after_library, after_feature, after_lock] = all();
    let renamed = |text: &str| text.replace("AC-PAY-001", "AC-PAY-007");
    assert_eq!(
        after_library,
        renamed(library).replace("AC-PAY-0070", "AC-PAY-0010")
    );
    assert_eq!(after_feature, renamed(FEATURE));
    assert_eq!(after_lock, renamed(&before[3]));
    assert_eq!(
        after_ledger,
        renamed(&ledger).replace("See AC-PAY-007", "See AC-PAY-001")
            + "retired:\n  - id: AC-PAY-001\n    reason: it has another id\n    since: \"DAY\"\n    replaced_by: [AC-PAY-007]\n"
                .replace("DAY", after_ledger.split("since: \"").nth(1).map_or("", |rest| &rest[..10])).as_str()
    );
    // Nothing else has changed for the gate.
    assert_eq!(
        outcome(shop, &[]).1.lines().count(),
        findings.lines().count()
    );

    for (old, new, message) in [
        ("AC-PAY-001", "AC-PAY-008", "no ledger defines `AC-PAY-001`"),
        ("AC-PAY-007", "AC-PAY-001", "`AC-PAY-001` was retired"),
        ("AC-PAY-007", "AC-PAY-002", "`AC-PAY-002` is in use"),
        (
            "AC-PAY-007",
            "REQ-PAY-7",
            "`REQ-PAY-7` is not an id of a criterion",
        ),
    ] {
        let (status, text) = outcome(shop, &["rename", old, new]);
        assert_eq!(status, Some(2), "{text}");
        assert!(text.contains(message), "{text}");
    }
    assert_eq!(all()[0], after_ledger);
}

#[test]
fn ids_are_given_once_and_retired_for_good() {
    let shop = package(&[("specs/spec_ledger.yaml", LEDGER), ("a.feature", FEATURE)]);
    let shop = shop.path();
    let ledger = || read(shop, "specs/spec_ledger.yaml");
    assert_eq!(outcome(shop, &["review"]).0, Some(0));
    let (status, text) = outcome(shop, &["new", "ac", "REQ-PAY", "It is paid: at once."]);
    assert_eq!(status, Some(0), "{text}");
    assert!(text.ends_with("\nAC-PAY-003\n"), "{text}");
    let entry = "          - id: AC-PAY-003\n            text: \"It is paid: at once.\"\n";
    assert_eq!(ledger(), format!("{LEDGER}{entry}"));

    let (status, text) = outcome(shop, &["retire", "AC-PAY-001", "--reason", "nobody pays"]);
    assert_eq!(status, Some(0), "{text}");
    assert!(
        text.contains("still linked: a.feature:2\n")
            && text.contains("still linked: src/lib.rs:1\n"),
        "{text}"
    );
    assert!(
        !ledger().contains("- { id: AC-PAY-001") && ledger().contains("reason: nobody pays"),
        "{}",
        ledger()
    );
    let (status, text) = outcome(shop, &[]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains("unknown_criterion") && !text.contains("id_vanished"),
        "{text}"
    );
    assert_eq!(
        outcome(shop, &["retire", "AC-PAY-001", "--reason", "again"]).0,
        Some(2)
    );
    let (status, text) = outcome(shop, &["retire", "REQ-PAY", "--reason", "r"]);
    assert_eq!(status, Some(2), "{text}");
    assert!(
        text.contains("`AC-PAY-002` is still under `REQ-PAY`"),
        "{text}"
    );
    assert_eq!(
        outcome(shop, &["retire", "AC-PAY-003", "--reason", "r"]).0,
        Some(0)
    );
    // The number of what is gone is not given again.
    let (_, text) = outcome(shop, &["new", "ac", "REQ-PAY", "Again"]);
    assert!(text.ends_with("\nAC-PAY-004\n"), "{text}");

    let (status, text) = outcome(shop, &["new", "req", "US-PAY", "More"]);
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("say it: `--id REQ-…`"), "{text}");
    assert_eq!(
        outcome(shop, &["new", "req", "US-PAY", "More", "--id", "REQ-MORE"]).0,
        Some(0)
    );
    let (_, text) = outcome(shop, &["new", "ac", "REQ-MORE", "First"]);
    assert!(text.ends_with("\nAC-MORE-001\n"), "{text}");
    assert_eq!(
        outcome(shop, &["new", "story", "Another", "--id", "US-MORE"]).0,
        Some(0)
    );
    for (args, message) in [
        (
            &["new", "ac", "US-PAY", "t"][..],
            "`US-PAY` is a story, and a criterion belongs to a requirement",
        ),
        (
            &["new", "ac", "REQ-PAY"],
            "a criterion needs the id of its requirement",
        ),
        (
            &["new", "ac", "REQ-PAY", "t", "--id", "AC-PAY-003"],
            "`AC-PAY-003` was retired",
        ),
        (&["new", "ac", "REQ-PAI", "t"], "did you mean `REQ-PAY`?"),
    ] {
        let (status, text) = outcome(shop, args);
        assert_eq!(status, Some(2), "{text}");
        assert!(text.contains(message), "{text}");
    }
}

#[test]
fn a_specification_in_markdown_is_a_ledger_too() {
    let spec = "# Shop\n\n## US-CASH: Somebody has cash\n\n### REQ-CASH: Orders are paid in cash\n\n- **AC-CASH-001** (should) Cash is counted.\n\n```\n- **AC-CASH-009** is code\n```\n";
    let config = "[ac]\nledgers = [\"SPEC.md\", \"specs/spec_ledger.yaml\"]\n";
    let feature = "@AC-CASH-001\nFeature: f\n  Scenario: s\n    Given x\n";
    let shop = package(&[
        ("specs/spec_ledger.yaml", LEDGER),
        ("SPEC.md", spec),
        ("govern.toml", config),
        ("a.feature", feature),
    ]);
    let shop = shop.path();
    let (status, text) = outcome(shop, &[]);
    assert_eq!(status, Some(0), "{text}");
    let (_, text) = outcome(shop, &["show", "AC-CASH-001"]);
    assert!(
        text.contains("Cash is counted.") && text.contains("SPEC.md:7:5"),
        "{text}"
    );

    let (status, text) = outcome(shop, &["rename", "AC-CASH-001", "AC-COIN-001"]);
    assert_eq!(status, Some(0), "{text}");
    let renamed = spec.replace("AC-CASH-001", "AC-COIN-001");
    assert_eq!(
        read(shop, "SPEC.md"),
        format!("{renamed}\n## Retired\n\n- **AC-CASH-001** it has another id: AC-COIN-001\n")
    );
    assert_eq!(
        read(shop, "a.feature"),
        feature.replace("AC-CASH-001", "AC-COIN-001")
    );
    let (_, text) = outcome(shop, &["new", "ac", "REQ-CASH", "Change is given."]);
    assert!(text.ends_with("\nAC-COIN-002\n"), "{text}");
    assert!(
        read(shop, "SPEC.md").contains("Cash is counted.\n- **AC-COIN-002** Change is given.\n")
    );

    // An id has one place only.
    write(shop, "SPEC.md", &spec.replace("AC-CASH-001", "AC-PAY-001"));
    let (status, text) = outcome(shop, &[]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains("duplicate_id") && text.contains("`AC-PAY-001` is defined twice"),
        "{text}"
    );
    write(shop, "SPEC.md", "### REQ-CASH: Orders are paid in cash\n");
    let (status, text) = outcome(shop, &[]);
    assert_eq!(status, Some(2), "{text}");
    assert!(
        text.contains("SPEC.md:1:5")
            && text.contains("a requirement stands behind the heading of a story"),
        "{text}"
    );
}

#[test]
fn thresholds_are_shown_whether_they_are_met_or_not() {
    let gates = "[[ac.gate]]\nname = \"all\"\ntested = \"1/2\"\n[[ac.gate]]\nname = \"pay\"\nselect = [\"story:US-*\", \"criterion:AC-PAY-002\"]\ntested = 1\nverified = 100\n";
    let shop = package(&[("specs/spec_ledger.yaml", LEDGER), ("govern.toml", gates)]);
    let shop = shop.path();
    let (status, text) = outcome(shop, &["gates"]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.starts_with(
            "met     all: 1 of 2 tested, 1/2 asked for\nmissed  pay: 0 of 1 tested, 1 % asked for\n        not tested: AC-PAY-002\nunknown pay: there are no results"
        ),
        "{text}"
    );
    let (status, text) = outcome(shop, &[]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains("gate `pay`: 0 of 1 criteria are tested, and 1 % must be"),
        "{text}"
    );
    assert!(text.contains("govern.toml:5:8"), "{text}");
    for (wrong, message) in [
        ("tested = 101", "percent are from 0 to 100"),
        ("tested = \"0.8\"", "`0.8` is no part of a whole"),
        (
            "select = [\"stories:US-1\"]\ntested = 1",
            "`stories:US-1` selects no criteria",
        ),
        (
            "select = [\"priority:most\"]\ntested = 1",
            "`priority:most` selects no criteria",
        ),
        ("", "gate `g` asks for nothing"),
    ] {
        write(
            shop,
            "govern.toml",
            &format!("[[ac.gate]]\nname = \"g\"\n{wrong}\n"),
        );
        let (status, text) = outcome(shop, &[]);
        assert_eq!(status, Some(2), "{wrong}: {text}");
        assert!(text.contains(message), "{wrong}: {text}");
    }
    write(
        shop,
        "govern.toml",
        "[[ac.gate]]\nname = \"g\"\nselect = [\"story:US-PAI\"]\ntested = 1\n",
    );
    let (status, text) = outcome(shop, &[]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains("`story:US-PAI` matches no criterion in force"),
        "{text}"
    );
}

fn git(folder: &Path, args: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=n", "-c", "user.email=e@example.org"])
        .args(args)
        .current_dir(folder)
        .output()
        .expect("git starts");
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn no_criterion_may_be_worse_than_at_a_revision() {
    let shop = package(&[("specs/spec_ledger.yaml", LEDGER)]);
    let shop = shop.path();
    git(shop, &["init", "--quiet", "--initial-branch", "main"]);
    git(shop, &["add", "."]);
    git(shop, &["commit", "--quiet", "--message", "first"]);
    assert_eq!(outcome(shop, &["--base", "main"]).0, Some(0));
    // Two of three are tested, and before it was one of two.
    let more = "          - { id: AC-PAY-003, text: Three. }\n";
    write(
        shop,
        "specs/spec_ledger.yaml",
        &format!(
            "{}{more}",
            LEDGER.replace("is paid. }", "is paid., priority: may }")
        ),
    );
    let library = LIBRARY.replace("AC-PAY-001", "AC-PAY-002, AC-PAY-003");
    write(shop, "src/lib.rs", &library);
    assert_eq!(outcome(shop, &[]).0, Some(0));
    let (status, text) = outcome(shop, &["--base", "main"]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains(
            "criterion `AC-PAY-001` is worse than at `main`: it was `must`, and is `may`"
        ) && text.contains("it was tested, and is not tested")
            && text.contains("it was shown by test `shop::nothing_open`"),
        "{text}"
    );
    let (status, text) = outcome(shop, &["--base", "no-such-branch"]);
    assert_eq!(status, Some(2), "{text}");
    // Ids that are in use there are not given here.
    let without = LEDGER.replace(
        "          - { id: AC-PAY-002, text: An order may be paid in parts., priority: should }\n",
        "",
    );
    write(shop, "specs/spec_ledger.yaml", &without);
    let (_, text) = outcome(shop, &["new", "ac", "REQ-PAY", "t", "--base", "main"]);
    assert!(text.ends_with("\nAC-PAY-003\n"), "{text}");
}

#[test]
fn what_became_suspect_since_a_revision_is_shown_word_by_word() {
    let two =
        "          - { id: AC-PAY-002, text: An order may be paid in parts., priority: should }\n";
    let shop = package(&[
        ("specs/spec_ledger.yaml", LEDGER),
        ("a.feature", &FEATURE.replace("001", "002")),
    ]);
    let shop = shop.path();
    assert_eq!(outcome(shop, &["review"]).0, Some(0));
    // What was suspect before is none of this change.
    write(
        shop,
        "specs/spec_ledger.yaml",
        &LEDGER.replace(two, &two.replace("in parts", "in two parts")),
    );
    git(shop, &["init", "--quiet", "--initial-branch", "main"]);
    git(shop, &["add", "."]);
    git(shop, &["commit", "--quiet", "--message", "first"]);
    let at_main = || outcome(shop, &["review", "--base", "main"]);
    assert_eq!(at_main(), (Some(0), "suspect since then: 0\n".to_owned()));
    let ledger = read(shop, "specs/spec_ledger.yaml");
    write(
        shop,
        "specs/spec_ledger.yaml",
        &ledger.replace("nothing is open is paid", "nothing is left open is paid"),
    );
    write(
        shop,
        "src/lib.rs",
        &LIBRARY.replace("assert_eq!(open(), 0);", "assert_eq!(open(), 1);"),
    );
    let lock = read(shop, "specs/ac.lock");
    assert_eq!(
        at_main(),
        (
            Some(0),
            "AC-PAY-001  unit  shop::nothing_open\n  specs/spec_ledger.yaml:9: says something else\n    An order of which nothing is {+left+} open is paid.\n  src/lib.rs:3: holds something else\nsuspect since then: 1\n".to_owned()
        )
    );
    assert_eq!(read(shop, "specs/ac.lock"), lock);
}
