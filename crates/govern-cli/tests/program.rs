//! Whole programs in this process: arguments, streams, formats, exit status.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::{collections::BTreeMap, ffi::OsString, io, path::Path};

use camino::Utf8PathBuf;
use govern_cli::{Cli, ExitStatus, Surroundings};
use govern_diagnostics::{Diagnostic, Format, Span, Verdict};
use govern_gate::{
    ArgSpec, Command, CommandOutcome, Error, Findings, Gate, GateOutcome, Level, Rule, RuleInfo,
    Session, run_rules,
};
use snapbox::assert_data_eq;
use text_size::{TextRange, TextSize};

/// Calls of a function: where they stand.
struct Calls(Vec<(Span, String)>);

static CALL: Rule<Calls> = Rule {
    info: RuleInfo {
        gate: "calls",
        name: "call",
        summary: "a function is called that must not be",
        level: Level::Deny,
        since: "0.1.0",
        docs: "### What it does\nFinds calls.\n",
    },
    check: |calls, findings: &mut Findings| {
        findings.checked(calls.0.len().max(1));
        for (span, path) in &calls.0 {
            findings
                .report(*span, path, "`foo` is called")
                .label("here")
                .help("call something else");
        }
    },
};

const FUNCTION: ArgSpec =
    ArgSpec::option("function", "NAME", "the function that must not be called");

static COMMANDS: [Command; 2] = [
    Command {
        name: "count",
        summary: "count the files",
        details: "",
        args: &[
            ArgSpec::flag("check", "fail if there are any"),
            ArgSpec::positional("name", "NAME", "whom to tell"),
            ArgSpec::option("format", "FORMAT", "how to count").choices(&["words", "numbers"]),
        ],
        needs_workspace: true,
        run: |session, out| {
            let files = session.workspace().files().len();
            if session.args().value("format") == Some("words") {
                writeln!(out, "some")?;
                return Ok(CommandOutcome::clean());
            }
            writeln!(
                out,
                "{}: {files}",
                session.args().value("name").unwrap_or("files")
            )?;
            if session.args().flag("check") {
                let found = Diagnostic::config("there are files");
                return Ok(CommandOutcome::findings(vec![found]));
            }
            Ok(CommandOutcome::clean())
        },
    },
    Command {
        name: "fail",
        summary: "fail",
        details: "It cannot do anything else.",
        args: &[],
        needs_workspace: true,
        run: |_, _| {
            Err(Diagnostic::config("it cannot do that")
                .help("do not ask it to")
                .into())
        },
    },
];

struct CallGate {
    name: &'static str,
    commands: &'static [Command],
}

impl Gate for CallGate {
    fn name(&self) -> &'static str {
        self.name
    }

    fn summary(&self) -> &'static str {
        "finds calls"
    }

    fn rules(&self) -> Vec<RuleInfo> {
        vec![RuleInfo {
            gate: self.name,
            ..CALL.info
        }]
    }

    fn args(&self) -> &'static [ArgSpec] {
        &[FUNCTION]
    }

    fn commands(&self) -> &'static [Command] {
        self.commands
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        let workspace = session.workspace();
        let name = session.args().value("function").unwrap_or("foo");
        assert_ne!(name, "panic", "this gate panics when asked to");
        let mut calls = Vec::new();
        for file in workspace.files() {
            let text = workspace.text(*file)?;
            calls.extend(text.match_indices(&format!("{name}()")).map(|(index, _)| {
                let range = TextRange::at(TextSize::try_from(index).unwrap(), TextSize::of(name));
                (Span::new(*file, range), workspace.path(*file).to_owned())
            }));
        }
        let mut outcome = GateOutcome::new(run_rules(&[&CALL], &Calls(calls)));
        for rule in &mut outcome.rules {
            rule.info.gate = self.name;
        }
        Ok(outcome)
    }
}

static CALLS: CallGate = CallGate {
    name: "calls",
    commands: &COMMANDS,
};
static OTHERS: CallGate = CallGate {
    name: "others",
    commands: &COMMANDS,
};
static GREET: Command = Command {
    name: "greet",
    summary: "greet",
    details: "",
    args: &[],
    needs_workspace: true,
    run: |_, out| {
        writeln!(out, "hello")?;
        Ok(CommandOutcome {
            verdict: Verdict::Clean,
            diagnostics: Vec::new(),
        })
    },
};

/// A workspace on disk, and programs that run in it.
struct Shop(tempfile::TempDir);

/// What a program wrote, and how it ended.
struct Ended {
    status: ExitStatus,
    out: String,
    err: String,
}

impl Shop {
    fn new(text: &str) -> Shop {
        let shop = Shop(tempfile::tempdir().unwrap());
        shop.write(
            "Cargo.toml",
            "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
        );
        shop.write("src/lib.rs", text);
        shop
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    #[expect(clippy::disallowed_methods, reason = "a test makes its own workspace")]
    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a test looks at what was written"
    )]
    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// Runs a program here; the manifest is named, for tests share a current directory.
    fn run(&self, cli: &Cli, arguments: &[&str]) -> Ended {
        self.run_with(cli, arguments, &[])
    }

    fn run_with(&self, cli: &Cli, arguments: &[&str], variables: &[(&str, &str)]) -> Ended {
        let manifest = self.path().join("Cargo.toml").into_os_string();
        let mut all: Vec<OsString> = ["cargo-calls"]
            .iter()
            .chain(arguments)
            .map(OsString::from)
            .collect();
        all.extend([
            OsString::from("--manifest-path"),
            manifest,
            OsString::from("--offline"),
        ]);
        let surroundings = Surroundings {
            variables: variables
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            is_terminal: false,
            now: 1_781_481_600,
            directory: Utf8PathBuf::from_path_buf(self.path().to_owned()).unwrap(),
        };
        ended(cli, all, &surroundings)
    }
}

fn ended(cli: &Cli, arguments: Vec<OsString>, surroundings: &Surroundings) -> Ended {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = cli.run(arguments, surroundings, &mut out, &mut err);
    Ended {
        status,
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

/// Runs a program that needs no workspace.
fn alone(cli: &Cli, arguments: &[&str]) -> Ended {
    let all = ["cargo-calls"]
        .iter()
        .chain(arguments)
        .map(OsString::from)
        .collect();
    ended(cli, all, &Surroundings::default())
}

fn one() -> Cli {
    Cli::new(&[&CALLS])
}

fn umbrella() -> Cli {
    Cli::new(&[&CALLS, &OTHERS]).command(&GREET)
}

const FOO: &str = "fn f() {\n    foo();\n}\n";

#[test]
fn help_says_everything() {
    let help = alone(&one(), &["--help"]);
    assert_eq!((help.status, help.err.as_str()), (ExitStatus::Clean, ""));
    assert_data_eq!(help.out, snapbox::file!["snapshots/help.txt"].raw());
    assert_data_eq!(
        alone(&umbrella(), &["--help"]).out,
        snapbox::file!["snapshots/help_umbrella.txt"].raw()
    );
    assert!(
        alone(&one(), &["fail", "--help"])
            .out
            .contains("It cannot do anything else.")
    );
}

/// AC: AC-GOVERN-CMD-CHECK
#[test]
fn findings_are_shown_on_stdout_and_end_with_1() {
    let shop = Shop::new(FOO);
    let ended = shop.run(&one(), &[]);
    assert_eq!(
        (ended.status, ended.err.as_str()),
        (ExitStatus::Findings, "")
    );
    assert_data_eq!(ended.out, snapbox::file!["snapshots/findings.txt"].raw());
    for arguments in [&["calls"][..], &["check"], &["calls", "check"]] {
        assert_eq!(
            shop.run(&one(), arguments).status,
            ExitStatus::Findings,
            "{arguments:?}"
        );
    }
}

/// AC: AC-GOVERN-CMD-CHECK
#[test]
fn a_clean_workspace_ends_with_0() {
    let shop = Shop::new("fn f() {}\n");
    let ended = shop.run(&one(), &[]);
    assert_eq!(ended.status, ExitStatus::Clean);
    assert!(ended.out.starts_with("no findings\n"), "{}", ended.out);
    assert_eq!(shop.run(&one(), &["-q"]).out, "");
}

/// AC: AC-GOVERN-CMD-CHECK
#[test]
fn what_cannot_run_ends_with_2_in_every_format() {
    let shop = Shop::new(FOO);
    shop.write("Cargo.toml", "[package\n");
    for format in Format::ALL.map(Format::as_str) {
        let ended = shop.run(&one(), &["--format", format]);
        assert_eq!(ended.status, ExitStatus::CouldNotRun, "{format}");
        assert!(
            ended.out.contains("the workspace cannot be loaded"),
            "{format}: {}",
            ended.out
        );
    }
    shop.write(
        "Cargo.toml",
        "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    shop.write("govern.toml", "[call]\n");
    let ended = shop.run(&one(), &["--format", "short"]);
    assert_eq!(ended.status, ExitStatus::CouldNotRun);
    assert!(
        ended
            .out
            .starts_with("govern.toml:1:2: error[config]: unknown section `call`\n"),
        "{}",
        ended.out
    );
}

#[test]
fn wrong_arguments_end_with_2_on_stderr() {
    for (arguments, text) in [
        (&["--formt", "json"][..], "unexpected argument '--formt'"),
        (&["chekc"], "unrecognized subcommand 'chekc'"),
        (
            &["--fail-on", "all"],
            "possible values: error, warning, never",
        ),
        (&["explain"], "<RULE>"),
        (&["--quiet", "--verbose"], "cannot be used with"),
        (&["--format", "xml"], "unknown format `xml`"),
        (
            &["--format", "json", "--format", "sarif"],
            "only one format can be written to stdout",
        ),
    ] {
        let ended = alone(&one(), arguments);
        assert_eq!(
            (ended.status, ended.out.as_str()),
            (ExitStatus::CouldNotRun, ""),
            "{arguments:?}"
        );
        assert!(ended.err.contains(text), "{arguments:?}: {}", ended.err);
    }
    let shop = Shop::new(FOO);
    let ended = shop.run(&one(), &["-A", "cal", "--format", "short"]);
    assert_eq!(ended.status, ExitStatus::CouldNotRun);
    assert!(
        ended.out.starts_with("error[config]: unknown rule `cal`\n"),
        "{}",
        ended.out
    );
    let ended = shop.run_with(&one(), &[], &[("SOURCE_DATE_EPOCH", "yesterday")]);
    assert_eq!(ended.status, ExitStatus::CouldNotRun);
    assert!(
        ended
            .err
            .contains("`SOURCE_DATE_EPOCH` is no number of seconds"),
        "{}",
        ended.err
    );
}

#[test]
fn levels_are_taken_in_their_order() {
    let shop = Shop::new(FOO);
    let status = |arguments: &[&str]| shop.run(&one(), arguments).status;
    assert_eq!(status(&["-A", "call"]), ExitStatus::Clean);
    assert_eq!(
        status(&["-A", "call", "-D", "calls::call"]),
        ExitStatus::Findings
    );
    assert_eq!(status(&["-D", "call", "-A", "call"]), ExitStatus::Clean);
    assert_eq!(
        status(&["-D", "call", "check", "-W", "call"]),
        ExitStatus::Clean
    );
    assert_eq!(
        status(&["-W", "call", "--fail-on", "warning"]),
        ExitStatus::Findings
    );
    assert_eq!(status(&["--fail-on", "never"]), ExitStatus::Clean);
}

#[test]
fn several_formats_are_written_in_one_run() {
    let shop = Shop::new(FOO);
    let (json, sarif) = (shop.path().join("out.jsonl"), shop.path().join("out.sarif"));
    let format = format!("json={}", json.display());
    let output = format!("sarif={}", sarif.display());
    let ended = shop.run(
        &one(),
        &[
            "--format", &format, "--output", &output, "--color", "always",
        ],
    );
    assert_eq!(ended.status, ExitStatus::Findings);
    assert!(ended.out.contains("\u{1b}["), "{}", ended.out);
    let lines: Vec<serde_json::Value> = shop
        .read("out.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.last().unwrap()["errors"], 1);
    let log: serde_json::Value = serde_json::from_str(&shop.read("out.sarif")).unwrap();
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "calls::call");
    let ended = shop.run(&one(), &["--format", "json=/no/such/directory/out.json"]);
    assert_eq!(ended.status, ExitStatus::CouldNotRun);
    assert!(
        ended
            .err
            .starts_with("error: failed to write `/no/such/directory/out.json`: "),
        "{}",
        ended.err
    );
}

/// AC: AC-GOVERN-CMD-EXPLAIN-RULES
#[test]
fn rules_are_listed_and_explained() {
    let rules = alone(&one(), &["rules"]);
    assert_eq!(rules.status, ExitStatus::Clean);
    assert!(
        rules
            .out
            .contains("calls::call                 deny   a function is called that must not be\n"),
        "{}",
        rules.out
    );
    assert!(
        rules.out.contains("govern::waiver_unused       warn   "),
        "{}",
        rules.out
    );
    for name in ["call", "calls::call", "waiver_unused"] {
        let page = alone(&one(), &["explain", name]);
        assert_eq!(page.status, ExitStatus::Clean);
        assert!(page.out.contains("### What it does\n"), "{}", page.out);
    }
    let unknown = alone(&one(), &["explain", "waiver_unusd"]);
    assert_eq!(
        (unknown.status, unknown.out.as_str()),
        (ExitStatus::CouldNotRun, "")
    );
    assert_eq!(
        unknown.err,
        "error: unknown rule `waiver_unusd`; did you mean `waiver_unused`?\n"
    );
}

#[test]
fn rules_of_other_programs_are_with_the_umbrella() {
    let elsewhere = alone(&one(), &["explain", "contract::field_removed"]);
    assert!(
        elsewhere.err.contains("`cargo govern explain` knows"),
        "{}",
        elsewhere.err
    );
}

/// AC: AC-GOVERN-CMD-UNTRUSTED
#[test]
fn an_untrusted_workspace_starts_nothing() {
    let shop = Shop::new(FOO);
    shop.write(
        ".cargo/config.toml",
        "[build]\nrustc = \"/no/such/rustc\"\n",
    );
    assert_eq!(
        shop.run(&one(), &["--untrusted"]).status,
        ExitStatus::Findings
    );
}

#[test]
fn what_is_accepted_is_listed_when_asked_for() {
    let shop = Shop::new("fn f() {\n    foo(); // govern: allow(call) reason=\"ours\"\n}\n");
    assert!(!shop.run(&one(), &[]).out.contains("ours"));
    let ended = shop.run(&one(), &["-v"]);
    assert!(
        ended
            .out
            .contains("    waived: src/lib.rs:2:5: calls::call: ours\n"),
        "{}",
        ended.out
    );
}

/// AC: AC-GOVERN-CMD-BASELINE
#[test]
fn a_baseline_is_written_and_does_not_grow_on_the_ratchet() {
    let shop = Shop::new(FOO);
    let ended = shop.run(&one(), &["baseline"]);
    assert_eq!((ended.status, ended.err.as_str()), (ExitStatus::Clean, ""));
    assert_eq!(
        ended.out,
        "`govern-baseline.toml` accepts 1 finding; before, it was 0\n"
    );
    assert_eq!(shop.run(&one(), &[]).status, ExitStatus::Clean);
    shop.write("src/lib.rs", "fn f() {\n    foo();\n    foo();\n}\n");
    let ended = shop.run(&one(), &["baseline", "--ratchet", "--format", "short"]);
    assert_eq!(ended.status, ExitStatus::Findings);
    assert!(
        ended.out.starts_with("src/lib.rs:2:5: error[calls::call]"),
        "{}",
        ended.out
    );
    assert!(
        ended
            .err
            .starts_with("error: the baseline is not written: "),
        "{}",
        ended.err
    );
    shop.write("src/lib.rs", "mod gone;\n");
    assert_eq!(
        shop.run(&one(), &["baseline"]).status,
        ExitStatus::CouldNotRun
    );
    let ended = shop.run(&one(), &["baseline", "--baseline", "accepted.toml"]);
    assert_eq!(ended.status, ExitStatus::CouldNotRun);
    shop.write("src/lib.rs", FOO);
    shop.run(&one(), &["baseline", "--baseline", "accepted.toml"]);
    assert!(shop.read("accepted.toml").contains("\"src/lib.rs\" = 1"));
    assert_eq!(
        shop.run(&one(), &["--baseline", "gone.toml"]).status,
        ExitStatus::CouldNotRun
    );
}

#[test]
fn gates_have_arguments_and_subcommands_of_their_own() {
    let shop = Shop::new("fn f() {\n    bar();\n}\n");
    assert_eq!(shop.run(&one(), &[]).status, ExitStatus::Clean);
    assert_eq!(
        shop.run(&one(), &["--function", "bar"]).status,
        ExitStatus::Findings
    );
    assert_eq!(
        shop.run(&one(), &["check", "--function", "bar"]).status,
        ExitStatus::Findings
    );
    assert_eq!(shop.run(&one(), &["count"]).out, "files: 1\n");
    assert_eq!(
        shop.run(&one(), &["count", "--format", "words"]).out,
        "some\n"
    );
    assert_eq!(
        shop.run(&one(), &["count", "--format", "json"]).status,
        ExitStatus::CouldNotRun
    );
    let ended = shop.run(&one(), &["count", "--check", "me"]);
    assert_eq!(
        (ended.status, ended.out.as_str()),
        (ExitStatus::Findings, "me: 1\n")
    );
    assert!(
        ended.err.starts_with("error[config]: there are files"),
        "{}",
        ended.err
    );
    let ended = shop.run(&one(), &["fail"]);
    assert_eq!(
        (ended.status, ended.out.as_str()),
        (ExitStatus::CouldNotRun, "")
    );
    assert!(ended.err.contains("do not ask it to"), "{}", ended.err);
    shop.write("govern.toml", "[call]\n");
    assert_eq!(shop.run(&one(), &["count"]).status, ExitStatus::CouldNotRun);
}

#[test]
fn the_umbrella_runs_all_gates_or_one() {
    let shop = Shop::new(FOO);
    let ended = shop.run(&umbrella(), &["govern", "--format", "short"]);
    let lines: Vec<_> = ended.out.lines().take(2).collect();
    assert_eq!(
        lines,
        [
            "src/lib.rs:2:5: error[calls::call]: `foo` is called",
            "src/lib.rs:2:5: error[others::call]: `foo` is called"
        ]
    );
    let ended = shop.run(
        &umbrella(),
        &["others", "--function", "foo", "--format", "short"],
    );
    assert!(
        ended
            .out
            .starts_with("src/lib.rs:2:5: error[others::call]: `foo` is called\n1 error\n"),
        "{}",
        ended.out
    );
    assert_eq!(
        shop.run(&umbrella(), &["others", "count", "them"]).out,
        "them: 1\n"
    );
    assert_eq!(shop.run(&umbrella(), &["greet"]).out, "hello\n");
    assert_eq!(
        alone(&umbrella(), &["explain", "calls::call"]).status,
        ExitStatus::Clean
    );
    assert!(
        alone(&umbrella(), &["explain", "call"])
            .err
            .contains("say which: `calls::call`, `others::call`")
    );
}

#[test]
fn where_the_time_went_is_said_on_stderr() {
    let ended = Shop::new(FOO).run(&one(), &["--timings"]);
    for what in ["load the workspace", "calls", "total"] {
        assert!(ended.err.contains(what), "{}", ended.err);
    }
}

/// AC: AC-GOVERN-CMD-COMPLETIONS
#[test]
fn completions_are_for_the_program() {
    let script = alone(&one(), &["completions", "bash"]);
    assert_eq!(script.status, ExitStatus::Clean);
    assert!(script.out.contains("cargo-calls"), "{}", script.out);
}

/// The files of a directory, with their texts.
#[expect(
    clippy::disallowed_methods,
    reason = "the test looks at what was written"
)]
fn files_of(directory: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(directory).unwrap();
    let entries = entries.map(|entry| entry.unwrap().path());
    entries
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// AC: AC-GOVERN-CMD-MAN
#[test]
fn manual_pages_are_written_for_all_subcommands() {
    let shop = Shop::new(FOO);
    let directory = shop.path().join("share/man1");
    let written = alone(
        &umbrella(),
        &["man", "--directory", directory.to_str().unwrap()],
    );
    assert_eq!(written.status, ExitStatus::Clean, "{}", written.err);
    assert!(
        written.out.starts_with("wrote 14 pages into `"),
        "{}",
        written.out
    );
    let pages = files_of(&directory);
    let names: Vec<&str> = pages.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "cargo-govern-baseline.1",
            "cargo-govern-calls-count.1",
            "cargo-govern-calls-fail.1",
            "cargo-govern-calls.1",
            "cargo-govern-check.1",
            "cargo-govern-completions.1",
            "cargo-govern-explain.1",
            "cargo-govern-greet.1",
            "cargo-govern-man.1",
            "cargo-govern-others-count.1",
            "cargo-govern-others-fail.1",
            "cargo-govern-others.1",
            "cargo-govern-rules.1",
            "cargo-govern.1"
        ]
    );
    for (name, page) in &pages {
        let title = name.trim_end_matches(".1");
        let is_title =
            |line: &str| line.starts_with(&format!(".TH {title} 1 \"\" \"cargo-govern "));
        assert_eq!(
            page.lines().filter(|line| is_title(line)).count(),
            1,
            "{page}"
        );
        let sections: Vec<&str> = page
            .lines()
            .filter_map(|line| line.strip_prefix(".SH "))
            .map(|section| section.trim_matches('"'))
            .collect();
        assert_eq!(sections[..3], ["NAME", "SYNOPSIS", "DESCRIPTION"], "{page}");
        let is_over_workspace = page.contains("\\-\\-manifest\\-path");
        for (section, wanted) in [
            ("EXIT STATUS", true),
            ("SEE ALSO", true),
            ("ENVIRONMENT", is_over_workspace),
            ("FILES", is_over_workspace),
        ] {
            assert_eq!(sections.contains(&section), wanted, "{section}: {page}");
        }
        assert_eq!(
            page.contains("findings at or above"),
            is_over_workspace,
            "{page}"
        );
        // Macros of `man` and what the writer puts before them; anything else would be a text that troff takes for a request.
        let known = [
            ".ie", ".el", ".TH", ".SH", ".TP", ".PP", ".br", ".RS", ".RE", ".IP",
        ];
        for line in page.lines().filter(|line| line.starts_with(['.', '\''])) {
            let request = line.split(' ').next().unwrap();
            assert!(known.contains(&request), "{line}");
        }
        assert!(!page.contains('`'), "{page}");
    }
    let again = alone(&umbrella(), &["man", "others", "count"]);
    assert_eq!(again.out, pages["cargo-govern-others-count.1"]);
    assert!(
        again
            .out
            .contains("\\fBcargo\\-govern\\-others\\fR(1), \\fBcargo\\fR(1)"),
        "{}",
        again.out
    );
    assert!(
        again
            .out
            .contains("\\fBcargo govern others count\\fR [OPTIONS] [NAME]"),
        "{}",
        again.out
    );
}

/// AC: AC-GOVERN-CMD-MAN
#[test]
fn a_manual_page_is_of_what_there_is() {
    let page = alone(&one(), &["man"]);
    assert_eq!(page.status, ExitStatus::Clean);
    assert!(
        page.out.contains("cargo\\-calls \\- finds calls\n"),
        "{}",
        page.out
    );
    let missing = alone(&one(), &["man", "cuont"]);
    assert_eq!(missing.status, ExitStatus::CouldNotRun);
    assert_eq!(
        missing.err,
        "error: `cargo calls` has no subcommand `cuont`; did you mean `count`?\n"
    );
    let below = alone(&one(), &["man", "count", "more"]);
    assert_eq!(
        below.err,
        "error: `cargo calls count` has no subcommand `more`\n"
    );
    let both = alone(&one(), &["man", "count", "--directory", "x"]);
    assert_eq!(both.status, ExitStatus::CouldNotRun);
}

#[test]
fn a_summary_is_added_to_what_others_wrote() {
    let shop = Shop::new(FOO);
    let path = shop.path().join("summary.md");
    let format = format!("github-step-summary={}", path.display());
    let ended = shop.run(&one(), &["--format", &format]);
    assert_eq!(ended.status, ExitStatus::Findings);
    let first = shop.read("summary.md");
    assert!(first.starts_with("## ❌ cargo calls: 1 error\n"), "{first}");
    shop.run(&one(), &["--format", &format]);
    assert_eq!(shop.read("summary.md"), format!("{first}{first}"));
}

#[test]
fn warnings_fail_a_case_of_junit_where_they_fail_the_run() {
    let shop = Shop::new(FOO);
    let run = |args: &[&str]| {
        let args = [&["-W", "call", "--format", "junit"], args].concat();
        let ended = shop.run(&one(), &args);
        (ended.status, ended.out.contains("<failure "))
    };
    assert_eq!(run(&[]), (ExitStatus::Clean, false));
    assert_eq!(run(&["--fail-on", "warning"]), (ExitStatus::Findings, true));
}

#[test]
fn gitlab_is_told_where_the_workspace_lies() {
    let shop = Shop::new(FOO);
    let above = shop.path().parent().unwrap().to_str().unwrap();
    let ended = shop.run_with(
        &one(),
        &["--format", "gitlab"],
        &[("CI_PROJECT_DIR", above)],
    );
    let name = shop.path().file_name().unwrap().to_str().unwrap();
    let issues: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(issues[0]["location"]["path"], format!("{name}/src/lib.rs"));
}

#[test]
fn github_is_told_where_the_workspace_lies() {
    let shop = Shop::new(FOO);
    let above = shop.path().parent().unwrap().to_str().unwrap();
    let ended = shop.run_with(
        &one(),
        &["--format", "github"],
        &[("GITHUB_WORKSPACE", above)],
    );
    let name = shop.path().file_name().unwrap().to_str().unwrap();
    assert!(
        ended
            .out
            .starts_with(&format!("::error file={name}/src/lib.rs,line=2,")),
        "{}",
        ended.out
    );
}

#[test]
fn a_reader_that_goes_away_changes_nothing() {
    struct Closed;
    impl io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let shop = Shop::new(FOO);
    let manifest = shop.path().join("Cargo.toml").into_os_string();
    let arguments = vec![
        "cargo-calls".into(),
        "--manifest-path".into(),
        manifest,
        "--offline".into(),
    ];
    let mut err = Vec::new();
    let status = one().run(arguments, &Surroundings::default(), &mut Closed, &mut err);
    assert_eq!((status, err.len()), (ExitStatus::Findings, 0));
}
