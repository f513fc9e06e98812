//! Whole runs over small workspaces: levels, waivers, baseline, order, and what is never green.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::collections::BTreeMap;

use govern_diagnostics::{Format, RenderOptions, Span, Verdict, render};
use govern_gate::{
    BaselineUpdate, Date, Error, FailOn, Findings, Gate, GateOutcome, Level, Options, Rule,
    RuleInfo, Run, Session, run, run_rules, update_baseline,
};
use govern_workspace::Workspace;
use text_size::{TextRange, TextSize};

/// Where words stand: the model of the gate under test.
struct Words(Vec<(String, Span, String)>);

const fn info(name: &'static str) -> RuleInfo {
    RuleInfo {
        gate: "words",
        name,
        summary: "a word is here",
        level: Level::Deny,
        since: "0.1.0",
        docs: "",
    }
}

fn find(words: &Words, findings: &mut Findings, word: &str) {
    findings.checked(words.0.len());
    for (found, span, key) in &words.0 {
        if found == word {
            findings
                .report(*span, key, format!("`{word}` is here"))
                .label("here");
        }
    }
}

static BAR: Rule<Words> = Rule {
    info: info("bar"),
    check: |words, findings| find(words, findings, "bar"),
};
static FOO: Rule<Words> = Rule {
    info: info("foo"),
    check: |words, findings| find(words, findings, "foo"),
};

struct WordGate;

impl Gate for WordGate {
    fn name(&self) -> &'static str {
        "words"
    }

    fn summary(&self) -> &'static str {
        "finds words"
    }

    fn rules(&self) -> Vec<RuleInfo> {
        vec![BAR.info, FOO.info]
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        let workspace = session.workspace();
        let mut words = Vec::new();
        for file in workspace.files() {
            let text = workspace.text(*file)?;
            for word in ["foo", "bar"] {
                words.extend(text.match_indices(&format!("{word}()")).map(|(index, _)| {
                    let range =
                        TextRange::at(TextSize::try_from(index).unwrap(), TextSize::of(word));
                    (
                        word.to_owned(),
                        Span::new(*file, range),
                        format!("{} calls {word}", workspace.path(*file)),
                    )
                }));
            }
        }
        Ok(GateOutcome::new(run_rules(&[&BAR, &FOO], &Words(words))))
    }
}

/// A gate that cannot do its job.
struct BrokenGate;

impl Gate for BrokenGate {
    fn name(&self) -> &'static str {
        "broken"
    }

    fn summary(&self) -> &'static str {
        "cannot run"
    }

    fn rules(&self) -> Vec<RuleInfo> {
        vec![RuleInfo {
            gate: "broken",
            ..info("never")
        }]
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        session.at_revision("no-such-revision")?;
        Ok(GateOutcome::default())
    }
}

fn options() -> Options {
    Options::new(Date::parse("2026-06-15").unwrap())
}

fn workspace(files: &[(&str, &str)]) -> Workspace {
    let manifest = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    let mut texts: BTreeMap<String, String> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    texts
        .entry("Cargo.toml".to_owned())
        .or_insert_with(|| manifest.to_owned());
    Workspace::from_memory(texts).unwrap()
}

fn checked(files: &[(&str, &str)], options: Options) -> Run {
    run(&[&WordGate], &Session::new(workspace(files), options))
}

/// The report in short lines, without what has nothing to do.
fn lines(run: &Run) -> Vec<String> {
    let mut bytes = Vec::new();
    render(
        Format::Short,
        &run.report,
        &run.sources,
        &RenderOptions::default(),
        &mut bytes,
    )
    .unwrap();
    let text = String::from_utf8(bytes).unwrap();
    text.lines()
        .filter(|line| !line.starts_with("  idle") && !line.starts_with("  checked"))
        .map(str::to_owned)
        .collect()
}

const TWO: &str = "fn a() {\n    foo();\n    bar();\n}\n";

#[test]
fn findings_are_errors_unless_a_level_says_otherwise() {
    let files = [
        ("src/lib.rs", TWO),
        ("govern.toml", "[lints]\nwords.bar = \"warn\"\n"),
    ];
    let run = checked(&files, options());
    assert_eq!(
        lines(&run),
        [
            "src/lib.rs:2:5: error[words::foo]: `foo` is here",
            "src/lib.rs:3:5: warning[words::bar]: `bar` is here",
            "1 error, 1 warning",
        ]
    );
    assert_eq!(run.verdict, Verdict::Findings);
    let allowed = Options {
        levels: vec![(Level::Allow, "foo".to_owned())],
        ..options()
    };
    let run = checked(&files, allowed.clone());
    assert_eq!(
        lines(&run),
        [
            "src/lib.rs:3:5: warning[words::bar]: `bar` is here",
            "1 warning"
        ]
    );
    assert_eq!(run.verdict, Verdict::Clean);
    let strict = Options {
        fail_on: Some(FailOn::Warning),
        ..allowed
    };
    assert_eq!(checked(&files, strict).verdict, Verdict::Findings);
}

#[test]
fn the_configuration_says_what_fails() {
    for (text, verdict) in [("never", Verdict::Clean), ("error", Verdict::Findings)] {
        let config = format!("[govern]\nfail-on = \"{text}\"\n");
        assert_eq!(
            checked(&[("src/lib.rs", TWO), ("govern.toml", &config)], options()).verdict,
            verdict
        );
    }
}

#[test]
fn findings_are_in_the_order_of_paths_and_places() {
    let files = [
        ("src/lib.rs", "mod b;\nmod a;\nfn f() { bar(); foo(); }\n"),
        ("src/a.rs", TWO),
        ("src/b.rs", TWO),
    ];
    let found: Vec<_> = lines(&checked(&files, options()))
        .into_iter()
        .map(|line| line.split(": ").take(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        found[..6],
        [
            "src/a.rs:2:5 error[words::foo]",
            "src/a.rs:3:5 error[words::bar]",
            "src/b.rs:2:5 error[words::foo]",
            "src/b.rs:3:5 error[words::bar]",
            "src/lib.rs:3:10 error[words::bar]",
            "src/lib.rs:3:17 error[words::foo]",
        ]
    );
}

#[test]
fn a_waiver_with_a_reason_accepts_and_is_counted() {
    let text = "fn a() {\n    foo(); // govern: allow(foo) reason=\"it is ours\" expires=\"2026-06-15\"\n    bar();\n}\n";
    let run = checked(&[("src/lib.rs", text)], options());
    assert_eq!(
        lines(&run),
        [
            "src/lib.rs:3:5: error[words::bar]: `bar` is here",
            "1 error; 1 waived"
        ]
    );
    let text = "// govern: allow(words::foo, words::bar) reason=\"it is ours\"\nfn a() {\n    foo();\n    bar();\n}\n";
    let run = checked(&[("src/lib.rs", text)], options());
    assert_eq!(lines(&run), ["no findings; 2 waived"]);
    assert_eq!(run.verdict, Verdict::Clean);
}

#[test]
fn waivers_that_do_not_hold_are_findings() {
    let text = "// govern: allow(foo) reason=\"one is meant\"\nfn a() {\n    foo();\n    foo();\n}\n\
                // govern: allow(foo)\nfn b() {}\n// govern: allow(foo) reason=\"gone\"\nfn c() {}\n";
    let config = "[[waiver]]\nrule = \"words::bar\"\npath = \"src/*.rs\"\nreason = \"over\"\nexpires = 2026-06-14\n";
    let run = checked(&[("src/lib.rs", text), ("govern.toml", config)], options());
    assert_eq!(
        lines(&run),
        [
            "govern.toml:2:8: error[govern::waiver_expired]: a waiver for `words::bar` expired on 2026-06-14",
            "src/lib.rs:1:1: error[govern::waiver_ambiguous]: a waiver for 1 of `words::foo` matches 2",
            "src/lib.rs:3:5: error[words::foo]: `foo` is here",
            "src/lib.rs:4:5: error[words::foo]: `foo` is here",
            "src/lib.rs:6:1: error[govern::waiver_malformed]: a waiver gives no reason",
            "src/lib.rs:8:1: warning[govern::waiver_unused]: a waiver for `words::foo` waives nothing",
            "5 errors, 1 warning",
        ]
    );
}

#[test]
fn waivers_of_rules_that_are_off_or_of_other_programs_are_not_judged() {
    let text = "// govern: allow(foo) reason=\"off\"\nfn a() {}\n// govern: allow(contract::field_removed) reason=\"theirs\"\nfn b() {}\n";
    let off = ["foo", "bar"].map(|rule| (Level::Allow, rule.to_owned()));
    let run = checked(
        &[("src/lib.rs", text)],
        Options {
            levels: off.into(),
            ..options()
        },
    );
    assert_eq!(
        lines(&run),
        [
            "no findings",
            "  not run: 1 waiver: for rules of gates that this program does not have"
        ]
    );
}

#[test]
fn a_workspace_without_what_a_rule_looks_at_is_not_green() {
    let run = checked(&[("src/lib.rs", "fn a() {}\n")], options());
    assert_eq!(
        lines(&run),
        [
            "error[govern::rule_vacuous]: `words::bar` looked at nothing",
            "error[govern::rule_vacuous]: `words::foo` looked at nothing",
            "2 errors",
        ]
    );
}

#[test]
fn a_gate_that_cannot_run_is_not_green_and_does_not_stop_the_others() {
    let session = Session::new(workspace(&[("src/lib.rs", TWO)]), options());
    let run = run(&[&BrokenGate, &WordGate], &session);
    assert_eq!(run.verdict, Verdict::Incomplete);
    let lines = lines(&run);
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("error[workspace]: ")
                || line.starts_with("error[config]: ")),
        "{lines:#?}"
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("  failed: broken: ")),
        "{lines:#?}"
    );
    assert!(
        lines.contains(&"src/lib.rs:2:5: error[words::foo]: `foo` is here".to_owned()),
        "{lines:#?}"
    );
    let only = Session::new(
        workspace(&[("src/lib.rs", TWO)]),
        Options {
            only: Some("words".to_owned()),
            ..options()
        },
    );
    assert_eq!(
        govern_gate::run(&[&BrokenGate, &WordGate], &only).verdict,
        Verdict::Findings
    );
}

#[test]
fn a_gate_that_is_switched_off_is_named() {
    let files = [
        ("src/lib.rs", TWO),
        ("govern.toml", "[gates]\nbroken = false\n"),
    ];
    let run = run(
        &[&BrokenGate, &WordGate],
        &Session::new(workspace(&files), options()),
    );
    assert_eq!(run.verdict, Verdict::Findings);
    assert!(
        lines(&run)
            .contains(&"  not run: broken: `[gates]` of `govern.toml` switches it off".to_owned())
    );
}

#[test]
fn a_wrong_configuration_is_shown_whole_and_nothing_runs() {
    let config = "[wrods]\n[lints]\nwords.fooo = \"warn\"\n[govern]\nfail-on = \"errors\"\n[gates]\nwrds = true\n";
    let run = checked(&[("src/lib.rs", TWO), ("govern.toml", config)], options());
    assert_eq!(run.verdict, Verdict::Incomplete);
    assert_eq!(
        lines(&run),
        [
            "govern.toml:1:2: error[config]: unknown section `wrods`",
            "govern.toml:3:7: error[config]: unknown rule `fooo` of gate `words`",
            "govern.toml:5:11: error[config]: unknown value `errors` in `[govern]`",
            "govern.toml:7:1: error[config]: unknown gate `wrds` in `[gates]`",
            "4 errors",
            "  failed: words: the configuration is wrong",
        ]
    );
    let run = checked(
        &[("src/lib.rs", TWO)],
        Options {
            config: Some("my.toml".to_owned()),
            ..options()
        },
    );
    assert_eq!(run.verdict, Verdict::Incomplete);
    assert!(
        lines(&run)[0].starts_with("error[config]: the configuration cannot be read"),
        "{:?}",
        lines(&run)
    );
}

#[test]
fn files_that_do_not_parse_or_are_not_there_are_findings() {
    let run = checked(
        &[("src/lib.rs", "mod gone;\nfn a() { foo(); }\nfn b( {}\n")],
        options(),
    );
    assert_eq!(run.verdict, Verdict::Findings);
    let lines = lines(&run);
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("src/lib.rs:1:") && line.contains("error[source]")),
        "{lines:#?}"
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("src/lib.rs:3:") && line.contains("error[syntax]")),
        "{lines:#?}"
    );
    assert!(
        lines.iter().any(|line| line.contains("error[words::foo]")),
        "{lines:#?}"
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let files = [
        ("src/lib.rs", "mod a;\nfn f() { bar(); foo(); }\n"),
        ("src/a.rs", TWO),
    ];
    let text = || {
        let run = checked(&files, options());
        let mut bytes = Vec::new();
        for format in Format::ALL {
            render(
                format,
                &run.report,
                &run.sources,
                &RenderOptions::default(),
                &mut bytes,
            )
            .unwrap();
        }
        bytes
    };
    assert_eq!(text(), text());
}

mod on_disk {
    use std::path::Path;

    use camino::Utf8PathBuf;
    use govern_workspace::{LoadOptions, Network, PackageSelection};

    use super::*;

    #[expect(clippy::disallowed_methods, reason = "a test makes its own workspace")]
    fn write(directory: &Path, files: &[(&str, &str)]) {
        for (path, text) in files {
            let path = directory.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a test looks at what was written"
    )]
    fn read(directory: &Path, path: &str) -> String {
        std::fs::read_to_string(directory.join(path)).unwrap()
    }

    fn session(directory: &Path, options: Options, include: &[&str]) -> Session {
        let include = include.iter().map(|name| (*name).to_owned()).collect();
        let load = LoadOptions {
            manifest_path: Some(Utf8PathBuf::from_path_buf(directory.join("Cargo.toml")).unwrap()),
            network: Network {
                offline: true,
                locked: false,
            },
            packages: PackageSelection {
                include,
                exclude: Vec::new(),
            },
            ..LoadOptions::default()
        };
        Session::new(Workspace::load(&load).unwrap(), options)
    }

    const MANIFEST: &str = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";

    fn baseline(directory: &Path, ratchet: bool) -> BaselineUpdate {
        update_baseline(&[&WordGate], &session(directory, options(), &[]), ratchet).unwrap()
    }

    #[test]
    fn a_baseline_accepts_what_is_there_and_only_shrinks_on_the_ratchet() {
        let directory = tempfile::tempdir().unwrap();
        let directory = directory.path();
        write(directory, &[("Cargo.toml", MANIFEST), ("src/lib.rs", TWO)]);
        assert!(matches!(
            baseline(directory, false),
            BaselineUpdate::Written {
                findings: 2,
                before: 0,
                ..
            }
        ));
        let text = read(directory, "govern-baseline.toml");
        assert!(text.ends_with("[words.bar]\n\"src/lib.rs calls bar\" = 1\n\n[words.foo]\n\"src/lib.rs calls foo\" = 1\n"), "{text}");
        let run = govern_gate::run(&[&WordGate], &session(directory, options(), &[]));
        assert_eq!(lines(&run), ["no findings; 2 in the baseline"]);

        // Lines move, and nothing changes.
        write(directory, &[("src/lib.rs", &format!("// More.\n\n{TWO}"))]);
        let run = govern_gate::run(&[&WordGate], &session(directory, options(), &[]));
        assert_eq!(lines(&run), ["no findings; 2 in the baseline"]);

        // One more of the same, one less of the other.
        write(
            directory,
            &[("src/lib.rs", "fn a() {\n    foo();\n    foo();\n}\n")],
        );
        let run = govern_gate::run(&[&WordGate], &session(directory, options(), &[]));
        assert_eq!(
            lines(&run),
            [
                "govern-baseline.toml:5:1: warning[govern::baseline_stale]: the baseline accepts 1 of `words::bar` here, and there are 0",
                "src/lib.rs:2:5: error[words::foo]: `foo` is here",
                "src/lib.rs:3:5: error[words::foo]: `foo` is here",
                "2 errors, 1 warning",
            ]
        );
        let BaselineUpdate::Grown(grown) = baseline(directory, true) else {
            panic!("it has grown")
        };
        assert_eq!(grown.verdict, Verdict::Findings);
        assert_eq!(grown.report.diagnostics.len(), 2);
        assert_eq!(read(directory, "govern-baseline.toml"), text);

        // Repaired, the ratchet turns.
        write(directory, &[("src/lib.rs", "fn a() {\n    foo();\n}\n")]);
        assert!(matches!(
            baseline(directory, true),
            BaselineUpdate::Written {
                findings: 1,
                before: 2,
                ..
            }
        ));
        let run = govern_gate::run(&[&WordGate], &session(directory, options(), &[]));
        assert_eq!(lines(&run), ["no findings; 1 in the baseline"]);
    }

    #[test]
    fn a_baseline_is_not_written_over_what_cannot_be_seen() {
        let directory = tempfile::tempdir().unwrap();
        let directory = directory.path();
        write(
            directory,
            &[
                ("Cargo.toml", MANIFEST),
                ("src/lib.rs", "mod gone;\nfn a() { foo(); }\n"),
            ],
        );
        assert!(matches!(
            baseline(directory, false),
            BaselineUpdate::Incomplete(_)
        ));
        assert!(!directory.join("govern-baseline.toml").exists());
        write(
            directory,
            &[
                ("govern-baseline.toml", "version = 9\n"),
                ("src/lib.rs", TWO),
            ],
        );
        assert!(matches!(
            baseline(directory, false),
            BaselineUpdate::Incomplete(_)
        ));
        assert_eq!(read(directory, "govern-baseline.toml"), "version = 9\n");
        let run = govern_gate::run(&[&WordGate], &session(directory, options(), &[]));
        assert_eq!(run.verdict, Verdict::Incomplete);
        assert_eq!(
            lines(&run)[0],
            "govern-baseline.toml:1:11: error[config]: only version 1 of baselines can be read"
        );
    }

    #[test]
    fn a_selection_of_packages_selects_findings_and_not_what_is_known() {
        let directory = tempfile::tempdir().unwrap();
        let directory = directory.path();
        let member = |name: &str| {
            format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n")
        };
        let waived = "fn a() {\n    foo(); // govern: allow(foo) reason=\"ours\"\n}\n";
        write(
            directory,
            &[
                (
                    "Cargo.toml",
                    "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"3\"\n",
                ),
                ("a/Cargo.toml", &member("a")),
                ("a/src/lib.rs", waived),
                ("b/Cargo.toml", &member("b")),
                ("b/src/lib.rs", TWO),
            ],
        );
        let run = govern_gate::run(&[&WordGate], &session(directory, options(), &["a"]));
        assert_eq!(lines(&run), ["no findings; 1 waived"]);
        let run = govern_gate::run(&[&WordGate], &session(directory, options(), &["b"]));
        assert_eq!(lines(&run).last().unwrap(), "2 errors");
    }
}
