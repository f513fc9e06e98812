//! The program itself: what it prints, writes and returns.

#![expect(
    clippy::disallowed_methods,
    reason = "a test runs the program and looks at what it wrote"
)]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::{FEATURE, LEDGER, LIBRARY, outcome, package};

/// AC: AC-AC-CMD-STATUS
#[test]
fn the_status_is_written_and_checked() {
    let shop = package(&[("specs/spec_ledger.yaml", LEDGER)]);
    let (status, text) = outcome(&shop, &["status", "--check"]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains("there is no docs/feature_status.md"),
        "{text}"
    );

    assert_eq!(outcome(&shop, &["status", "--write"]).0, Some(0));
    assert_eq!(
        outcome(&shop, &["status", "--check"]),
        (Some(0), String::new())
    );
    let written = shop.read("docs/feature_status.md");
    assert!(
        written.contains("| AC-PAY-001 |") && written.contains("test `shop::nothing_open`"),
        "{written}"
    );
    assert_eq!(outcome(&shop, &["status"]), (Some(0), written.clone()));

    shop.write(
        "docs/feature_status.md",
        &written.replace("**not tested**", "tested"),
    );
    let (status, text) = outcome(&shop, &["status", "--check"]);
    assert_eq!(status, Some(1));
    assert!(
        text.contains("edited by hand")
            && text.contains("the row of `AC-PAY-002` is not as it should be"),
        "{text}"
    );

    shop.write("docs/feature_status.md", &written);
    shop.write(
        "specs/spec_ledger.yaml",
        &LEDGER.replace("in parts", "in two parts"),
    );
    let (status, text) = outcome(&shop, &["status", "--check"]);
    assert_eq!(status, Some(1));
    assert!(
        text.contains("out of date")
            && text.contains("the ledgers have changed since it was written"),
        "{text}"
    );
    assert!(!text.contains("by hand"), "{text}");
}

/// AC: AC-AC-CMD-TESTS
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
    let (status, text) = outcome(&shop, &["tests"]);
    assert_eq!(status, Some(0), "{text}");
    assert_eq!(
        text,
        "shop::all::outside  integration  asserts    cannot fail: 1\n\
         shop::asleep        unit         hollow     ignored: slow, nothing in it can fail\n\
         shop::paid          unit         asserts    AC-PAY-001\n"
    );
    let (_, text) = outcome(&shop, &["tests", "--linked"]);
    assert_eq!(text.lines().count(), 1, "{text}");
    let (status, text) = outcome(&shop, &["tests", "--format", "json"]);
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

/// AC: AC-AC-CMD-TESTS
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
    let (status, text) = outcome(&shop, &["tests", "--format", "json"]);
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

/// AC: AC-AC-CMD-DOCS
#[test]
fn the_file_of_the_status_is_written_and_checked_as_documentation() {
    let shop = package(&[("specs/spec_ledger.yaml", LEDGER)]);
    let path = "docs/feature_status.md";
    let (status, text) = outcome(&shop, &["docs", "--check"]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains("there is no docs/feature_status.md"),
        "{text}"
    );
    assert!(!shop.path().join(path).exists());
    assert_eq!(outcome(&shop, &["docs"]), (Some(0), String::new()));
    assert_eq!(outcome(&shop, &["status"]).1, shop.read(path));
    assert_eq!(
        outcome(&shop, &["docs", "--check"]),
        (Some(0), String::new())
    );
    let edited = shop.read(path).replace("**not tested**", "tested");
    shop.write(path, &edited);
    let (status, text) = outcome(&shop, &["docs", "--check"]);
    assert_eq!(status, Some(1));
    assert!(text.contains("edited by hand"), "{text}");
    assert_eq!(shop.read(path), edited);
}

/// AC: AC-AC-CMD-STATUS
#[test]
fn a_ledger_with_a_mistake_gives_no_table() {
    let shop = package(&[(
        "specs/spec_ledger.yaml",
        &LEDGER.replace("priority:", "prioritiy:"),
    )]);
    for args in [&["status", "--write"][..], &["status"], &["check"]] {
        let (status, text) = outcome(&shop, args);
        assert_eq!(status, Some(2), "{text}");
        assert!(
            text.contains("specs/spec_ledger.yaml:10:")
                && text.contains("did you mean `priority`?"),
            "{text}"
        );
    }
    assert!(!shop.path().join("docs").exists());
}

/// AC: AC-AC-CMD-GHERKIN
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
    shop.remove("Cargo.toml");
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

/// AC: AC-AC-CMD-GHERKIN
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
    let (status, text) = outcome(&shop, &[]);
    assert_eq!((status, count(&text)), (Some(2), 1), "{text}");
    fs::write(
        shop.path().join("specs/spec_ledger.yaml"),
        b"schema: \xe9\n",
    )
    .expect("a writable file");
    let (status, text) = outcome(&shop, &[]);
    assert_eq!((status, count(&text)), (Some(2), 1), "{text}");
}

#[test]
fn a_glob_that_is_none_is_shown_where_it_stands() {
    let shop = package(&[("govern.toml", "[ac]\nfeatures = [\"a\", \"b{c\"]\n")]);
    for args in [&[][..], &["status"]] {
        let (status, text) = outcome(&shop, args);
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

/// AC: AC-AC-CMD-RECORD
#[cfg(unix)]
#[test]
fn results_count_as_long_as_the_sources_are_those_that_were_recorded() {
    let config = "[ac]\nresults = [\"out/*.xml\"]\nrecorded = \"out/recorded.json\"\n";
    let shop = package(&[("specs/spec_ledger.yaml", LEDGER), ("govern.toml", config)]);
    let why = || outcome(&shop, &["why", "AC-PAY-001"]).1;
    let record = |script: &str| outcome(&shop, &["record", "--", "sh", "-c", script]);
    let write_results =
        |inside: &str| format!("mkdir -p out && echo \"{}\" > out/junit.xml", junit(inside));

    // Nothing is there yet, and nobody asked for it.
    let (status, text) = outcome(&shop, &["-v"]);
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("there are no results of tests yet"), "{text}");
    assert!(why().starts_with("AC-PAY-001 is tested"), "{}", why());

    // Results that nobody recorded are of nobody knows what.
    shop.write("out/junit.xml", &junit(""));
    assert!(
        why().contains("nobody knows of which sources it is"),
        "{}",
        why()
    );
    let (status, text) = outcome(&shop, &[]);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("criterion_unproven"), "{text}");

    // Nor does it help to record a run that leaves them as they are.
    let (status, text) = record("true");
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("the command wrote no results"), "{text}");

    let (status, text) = record(&write_results(" "));
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("recorded: 1 file of results"), "{text}");
    assert!(why().starts_with("AC-PAY-001 is verified"), "{}", why());
    let (status, text) = outcome(&shop, &[]);
    assert_eq!(status, Some(0), "{text}");
    let table = outcome(&shop, &["status"]).1;
    assert!(
        table.contains("| AC-PAY-001 | must | verified |"),
        "{table}"
    );
    assert!(table.contains("| REQ-PAY | | **uncovered** |"), "{table}");

    // What is edited by hand was not written by the run.
    let written = shop.read("out/junit.xml");
    shop.write("out/junit.xml", &written.replace("> <", ">  <"));
    assert!(
        why().contains("nobody knows of which sources it is"),
        "{}",
        why()
    );
    shop.write("out/junit.xml", &written);
    assert!(why().starts_with("AC-PAY-001 is verified"), "{}", why());

    // The ledger is no source of a test, the code is.
    shop.write(
        "specs/spec_ledger.yaml",
        &LEDGER.replace("in parts", "in two parts"),
    );
    assert!(why().starts_with("AC-PAY-001 is verified"), "{}", why());
    shop.write("src/lib.rs", &format!("{LIBRARY}// more\n"));
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

    shop.write("out/recorded.json", "{");
    let (status, text) = outcome(&shop, &[]);
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("out/recorded.json"), "{text}");
}

/// AC: AC-AC-CMD-TEST
#[test]
fn a_test_is_named_by_the_end_of_its_name() {
    let config = "[ac]\nresults = [\"junit.xml\"]\nassume-fresh = true\nneeds = [\"unit\"]\n";
    let results =
        "<testsuite name='shop'><testcase classname='shop' name='nothing_open'/></testsuite>";
    let shop = package(&[
        ("specs/spec_ledger.yaml", LEDGER),
        ("govern.toml", config),
        ("junit.xml", results),
    ]);
    let (status, by_end) = outcome(&shop, &["test", "nothing_open"]);
    assert_eq!(status, Some(0), "{by_end}");
    let lines: Vec<&str> = by_end.lines().collect();
    assert_eq!(lines[0], "shop::nothing_open: unit (src/lib.rs:3:4)");
    assert!(lines[1].starts_with("  AC-PAY-001: verified: "), "{by_end}");
    assert!(lines[2].starts_with("    linked ("), "{by_end}");
    let (_, whole) = outcome(&shop, &["test", "shop::nothing_open"]);
    assert_eq!(whole, by_end);
    // Half a word is no name.
    let (status, text) = outcome(&shop, &["test", "othing_open"]);
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("there is no test `othing_open`"), "{text}");
    assert!(text.contains("did you mean `nothing_open`?"), "{text}");
}

/// AC: AC-AC-CMD-SHOW, AC-AC-CMD-WHY
#[test]
fn what_is_known_is_shown_from_the_story_down() {
    let config = "[ac]\nresults = [\"junit.xml\"]\nassume-fresh = true\nneeds = [\"unit\"]\n";
    let results = "<testsuite name='shop'><testcase classname='shop' name='nothing_open'><failure message='left: 1'/></testcase></testsuite>";
    let shop = package(&[
        ("specs/spec_ledger.yaml", LEDGER),
        ("govern.toml", config),
        ("junit.xml", results),
    ]);
    let (status, text) = outcome(&shop, &["why", "US-PAY"]);
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
    let (_, text) = outcome(&shop, &["show", "AC-PAY-002"]);
    assert!(
        text.contains("needs: unit") && text.contains("priority: should"),
        "{text}"
    );
    let (_, text) = outcome(&shop, &["show", "REQ-PAY"]);
    assert!(text.contains("AC-PAY-002 should: uncovered"), "{text}");
    let (status, text) = outcome(&shop, &["why", "AC-PAY-01"]);
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
        let (status, text) = outcome(&shop, &[]);
        assert_eq!(status, Some(2), "{config}: {text}");
        assert!(
            text.contains("govern.toml:2:") && text.contains(message),
            "{config}: {text}"
        );
    }
}

/// AC: AC-AC-CMD-REVIEW
#[test]
fn what_was_looked_at_is_kept_and_the_rest_is_left() {
    let shop = package(&[("specs/spec_ledger.yaml", LEDGER), ("a.feature", FEATURE)]);
    let lock = || shop.read("specs/ac.lock");
    let check = || outcome(&shop, &["review", "--check"]);
    let (status, text) = check();
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("nobody has looked at: 2"), "{text}");
    assert!(!shop.join("specs/ac.lock").exists());
    let (status, text) = outcome(&shop, &["review"]);
    assert_eq!(
        (status, text.as_str()),
        (Some(0), "looked at: 2 links; gone: 0\n")
    );
    let first = lock();
    assert_eq!(
        outcome(&shop, &["review"]).1,
        "looked at: 0 links; gone: 0\n"
    );
    assert_eq!(lock(), first);
    assert_eq!(check(), (Some(0), String::new()));

    shop.write(
        "specs/spec_ledger.yaml",
        &LEDGER.replace("is paid.", "is closed."),
    );
    let (status, text) = check();
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("that changed since: 2"), "{text}");
    let (status, text) = outcome(&shop, &[]);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("suspect_link"), "{text}");
    // Nobody said that they looked.
    let text = outcome(&shop, &["review"]).1;
    assert!(text.contains("changed and not looked at: 2"), "{text}");
    assert_eq!(lock(), first);
    let (status, text) = outcome(&shop, &["review", "AC-PAY-002"]);
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("did you mean `AC-PAY-001`?"), "{text}");
    let (status, text) = outcome(&shop, &["review", "AC-PAY-001", "--reason", "a  word"]);
    assert_eq!(status, Some(0), "{text}");
    assert!(
        lock().contains("\ta word\n") && lock() != first,
        "{}",
        lock()
    );
    assert_eq!(outcome(&shop, &[]).0, Some(0));

    shop.write("a.feature", "Feature: f\n");
    assert!(check().1.contains("that are gone: 1"));
    assert_eq!(
        outcome(&shop, &["review"]).1,
        "looked at: 0 links; gone: 1\n"
    );
    shop.write("specs/ac.lock", &format!("{first}<<<<<<< ours\n"));
    for args in [&["review"][..], &[]] {
        let (status, text) = outcome(&shop, args);
        assert_eq!(status, Some(2), "{text}");
        assert!(text.contains("specs/ac.lock:4:1"), "{text}");
    }
}
