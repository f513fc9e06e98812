//! The judge of fixtures, judged: it is content with what is right, and with nothing else.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use govern_diagnostics::Span;
use govern_gate::{Error, Findings, Gate, GateOutcome, Level, Rule, RuleInfo, Session, run_rules};
use govern_testing::{Directory, check, check_folders, check_rule};
use text_size::{TextRange, TextSize};

/// Calls by name, with their places.
struct Calls(Vec<(&'static str, Span)>);

const fn info(name: &'static str) -> RuleInfo {
    RuleInfo {
        gate: "calls",
        name,
        summary: "something is called",
        level: Level::Deny,
        since: "0.1.0",
        docs: "",
    }
}

fn find(calls: &Calls, findings: &mut Findings, name: &str) {
    findings.checked(1);
    for (called, span) in &calls.0 {
        if *called == name {
            findings.report(*span, name, format!("`{name}` is called"));
        }
    }
}

static BAR: Rule<Calls> = Rule {
    info: info("bar"),
    check: |calls, findings| find(calls, findings, "bar"),
};
static FOO: Rule<Calls> = Rule {
    info: info("foo"),
    check: |calls, findings| find(calls, findings, "foo"),
};

struct CallGate;

impl Gate for CallGate {
    fn name(&self) -> &'static str {
        "calls"
    }

    fn summary(&self) -> &'static str {
        "finds calls"
    }

    fn rules(&self) -> Vec<RuleInfo> {
        vec![BAR.info, FOO.info]
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        let workspace = session.workspace();
        let mut calls = Vec::new();
        for file in workspace.files() {
            let text = workspace.text(*file)?;
            for name in ["bar", "foo"] {
                calls.extend(text.match_indices(&format!("{name}()")).map(|(index, _)| {
                    let range =
                        TextRange::at(TextSize::try_from(index).unwrap(), TextSize::of(name));
                    (name, Span::new(*file, range))
                }));
            }
        }
        Ok(GateOutcome::new(run_rules(&[&BAR, &FOO], &Calls(calls))))
    }
}

const LOCK: &str = "version = 4\n\n[[package]]\nname = \"sample\"\nversion = \"0.1.0\"\n";
const MANIFEST: &str =
    "[package]\nname = \"sample\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";
const BAR_FAILS: &str = "fn f() {\n    bar();\n//  ^^^ bar: is called\n}\n";
const FOO_FAILS: &str = "fn f() {\n    foo();\n    // <- calls::foo: `foo` is called\n}\n";
const EXPECTED: &str = "error[calls::bar]: `bar` is called\n --> src/lib.rs:2:5\n  |\n2 |     bar();\n  |     ^^^\n  |\n  = help: for more, run `cargo calls explain bar`\n";

/// Fixtures that are right.
fn right() -> Directory {
    let directory = Directory::new();
    for (folder, text) in [
        ("bar/fail", BAR_FAILS),
        ("foo/fail", FOO_FAILS),
        ("bar/pass", "fn f() {}\n"),
        ("foo/pass", "fn f() {}\n"),
    ] {
        directory.write(&format!("{folder}/Cargo.toml"), MANIFEST);
        directory.write(&format!("{folder}/Cargo.lock"), LOCK);
        directory.write(&format!("{folder}/src/lib.rs"), text);
    }
    directory.write("bar/fail/expected.txt", EXPECTED);
    directory.write("foo/fail/expected.txt", &EXPECTED.replace("bar", "foo"));
    directory
}

fn check_all(gate: &dyn Gate, folder: &Path) {
    check_folders(gate, folder);
    for rule in gate.rules() {
        check_rule(gate, folder, rule.name);
    }
}

/// What the judge says.
fn judged(judge: impl FnOnce()) -> Result<(), String> {
    let caught = catch_unwind(AssertUnwindSafe(judge));
    caught.map_err(|panic| panic.downcast_ref::<String>().cloned().unwrap_or_default())
}

#[test]
fn what_is_right_is_accepted() {
    check_all(&CallGate, right().path());
}

#[test]
fn what_is_wrong_is_told() {
    let wrong = |path: &str, text: &str, expected: &str| {
        let directory = right();
        directory.write(path, text);
        let told = judged(|| check_all(&CallGate, directory.path())).unwrap_err();
        assert!(told.contains(expected), "{path}: {told}");
    };
    wrong(
        "bar/fail/src/lib.rs",
        "fn f() {}\n//  ^ bar\n",
        "not found:     src/lib.rs:1:5-6: bar",
    );
    wrong(
        "bar/fail/src/lib.rs",
        &format!("{BAR_FAILS}fn g() {{ bar() }}\n"),
        "not asked for: src/lib.rs:5:10-13: calls::bar",
    );
    wrong(
        "bar/fail/src/lib.rs",
        "fn f() {}\n",
        "it must ask for findings of its own rule",
    );
    wrong(
        "bar/fail/src/lib.rs",
        &format!("{BAR_FAILS}{FOO_FAILS}"),
        "it must ask for findings of its own rule, and for no others",
    );
    wrong(
        "bar/pass/src/lib.rs",
        "fn f() { bar() }\n",
        "not asked for: src/lib.rs:1:10-13: calls::bar",
    );
    wrong(
        "bar/pass/src/lib.rs",
        BAR_FAILS,
        "it asks for a finding: src/lib.rs:2:5-8",
    );
    // When snapshots are written, this one would be, too.
    if std::env::var_os("SNAPSHOTS").is_none() {
        wrong(
            "bar/fail/expected.txt",
            "error[calls::bar]: another text\n",
            "another text",
        );
    }
    wrong(
        "bar/fail/src/lib.rs",
        "mod gone;\nfn f() {\n    bar();\n//  ^^^ bar\n}\n",
        "not asked for: src/lib.rs:1",
    );
    wrong("more/fail/Cargo.toml", MANIFEST, "there is one folder");
    wrong(
        "foo/fail/Cargo.toml",
        "[package]\n",
        "foo/fail:\nit cannot be loaded: ",
    );
    wrong("bar/fail/govern.toml", "[lint]\n", "unknown section `lint`");
}

#[test]
fn texts_are_fixtures_too() {
    check(
        &CallGate,
        "\n//- /crates/a/src/lib.rs\nfn f() {\n    bar();\n//  ^^^ bar\n}\n//- /crates/b/src/lib.rs\nfn g() {}\n",
    );
    let told = judged(|| check(&CallGate, "fn f() { foo() }\n")).unwrap_err();
    assert_eq!(
        told,
        "not asked for: src/lib.rs:1:10-13: calls::foo: `foo` is called"
    );
}

#[test]
fn the_rules_that_come_with_every_gate_are_files_too() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../govern-gate/src/rules");
    govern_testing::check_rule_files(&folder, govern_gate::Catalogue::new(&[]).rules());
}
