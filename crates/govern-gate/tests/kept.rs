//! A gate runs again when it would find something else, and only then.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(
    clippy::disallowed_methods,
    reason = "tests write the workspaces that they load"
)]

use std::fs;

use camino::Utf8Path;
use govern_diagnostics::{Code, Diagnostic, NotRun, Opaque, OpaquePlace, Severity, Span};
use govern_gate::{
    Args, Date, Error, Findings, Gate, GateOutcome, Level, Options, Rule, RuleInfo, Run, Session,
    run, run_rules,
};
use govern_workspace::{LoadOptions, Resolve, Workspace};
use text_size::{TextRange, TextSize};

/// A gate that says all that a gate can say.
struct Talkative;

static LONG: Rule<Vec<Span>> = Rule {
    info: RuleInfo {
        gate: "talkative",
        name: "long",
        summary: "a file is here",
        level: Level::Warn,
        since: "0.1.0",
        docs: "",
    },
    check: |spans: &Vec<Span>, findings: &mut Findings| {
        findings.idle("there may be no files");
        findings.checked(spans.len());
        for (number, span) in spans.iter().enumerate() {
            findings
                .report(*span, format!("file {number}"), "a file")
                .label("it begins here")
                .related(*span, "and here")
                .note("for it is")
                .help("remove it");
        }
        findings.report(None, "nowhere", "no file");
    },
};

impl Gate for Talkative {
    fn name(&self) -> &'static str {
        "talkative"
    }

    fn summary(&self) -> &'static str {
        "says all that a gate can say"
    }

    fn rules(&self) -> Vec<RuleInfo> {
        vec![LONG.info]
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        let workspace = session.workspace();
        let old = session.at_directory("old")?;
        let (read, _) = workspace.read("ledger.yaml")?;
        let range = TextRange::new(TextSize::new(0), TextSize::new(1));
        let files = workspace.files().iter().chain(old.files());
        let files = files.copied().chain([read]);
        let spans: Vec<Span> = files.map(|file| Span::new(file, range)).collect();
        let mut outcome = GateOutcome::new(run_rules(&[&LONG], &spans));
        let selected: Option<String> = session.config("talkative")?;
        outcome.selector(None, "file", "nothing", 0);
        outcome.selector(None, "file", "something", 1);
        let message = format!(
            "{selected:?} {:?} {}",
            session.args().value("mood"),
            session.today()
        );
        let code = Code::Rule {
            gate: "talkative",
            name: "long",
        };
        for code in [Code::Source, Code::Syntax, code] {
            let diagnostic = Diagnostic::new(code, Severity::Warning, &message);
            outcome.diagnostics.push(diagnostic.at(spans[0]).label("x"));
        }
        outcome.opaque.push(Opaque {
            gate: "talkative",
            what: "dark corners".to_owned(),
            count: 3,
            places: vec![OpaquePlace {
                span: spans[0],
                text: "this one".to_owned(),
            }],
        });
        outcome.not_run.push(NotRun {
            what: "a part".to_owned(),
            why: "it was not asked for".to_owned(),
            failed: false,
        });
        outcome.comments.push(Span::new(read, range));
        Ok(outcome)
    }
}

fn options() -> Options {
    Options::new(Date::new(2026, 6, 15).unwrap())
}

fn checked(root: &Utf8Path, options: Options) -> Run {
    let load = LoadOptions {
        manifest_path: Some(root.join("Cargo.toml")),
        resolve: Resolve::Manifests,
        ..LoadOptions::default()
    };
    let workspace = Workspace::load(&load).unwrap();
    run(&[&Talkative], &Session::new(workspace, options))
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let manifest = "[package]\nname = \"a\"\nedition = \"2024\"\n";
    for (path, text) in [
        ("Cargo.toml", manifest),
        ("src/lib.rs", "pub fn f() {}\n"),
        ("old/Cargo.toml", manifest),
        ("old/src/lib.rs", "pub fn old() {}\n"),
        ("ledger.yaml", "a: b # comment\n"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Whether the gate did not run.
fn known(run: &Run) -> bool {
    run.gates[0].known
}

#[test]
fn a_second_run_says_the_same_without_the_gate() {
    let folder = folder();
    let root = Utf8Path::from_path(folder.path()).unwrap();
    let first = checked(root, options());
    let second = checked(root, options());
    assert!(!known(&first) && known(&second));
    assert_eq!(first.report.count(Severity::Warning), 7);
    assert_eq!(
        format!("{:?} {:?}", first.report, first.sources),
        format!("{:?} {:?}", second.report, second.sources)
    );
}

#[test]
fn the_gate_runs_again_when_it_is_told_something_else() {
    let folder = folder();
    let root = Utf8Path::from_path(folder.path()).unwrap();
    checked(root, options());
    let moody = Options {
        args: Args::from_iter([("mood", "bad")]),
        ..options()
    };
    let tomorrow = Options::new(Date::new(2026, 6, 16).unwrap());
    for other in [moody, tomorrow] {
        assert!(!known(&checked(root, other.clone())));
        assert!(known(&checked(root, other)));
    }
    fs::write(root.join("govern.toml"), "# nothing\n").unwrap();
    assert!(!known(&checked(root, options())));
    assert!(known(&checked(root, options())));
    fs::write(root.join("old/src/lib.rs"), "pub fn other() {}\n").unwrap();
    assert!(!known(&checked(root, options())));
}

#[test]
fn levels_are_applied_to_what_is_kept() {
    let folder = folder();
    let root = Utf8Path::from_path(folder.path()).unwrap();
    checked(root, options());
    // The selector that matches nothing is an error in any case.
    for (level, errors) in [(Level::Deny, 5), (Level::Allow, 1)] {
        let run = checked(
            root,
            Options {
                levels: vec![(level, "long".to_owned())],
                ..options()
            },
        );
        assert!(known(&run));
        assert_eq!(run.report.count(Severity::Error), errors);
    }
}
