//! The fixtures of all gates under all gates: what comments in those of this crate's say must be found is found, no rule
//! speaks in the fixture of another one, and none speaks where its own is content.
//!
//! `// ^^^ rule: message` marks columns of the line above it that is no such comment, `// <- rule: message` a place on
//! that line that begins where the comment does. The message is the beginning of what is said.

#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_govern::{GATE, GATES, policy, repository};
use govern_diagnostics::{Code, Format, RenderOptions, Report, render};
use govern_gate::{Date, Gate, Options, Session, run};
use govern_workspace::{LoadOptions, Network, Resolve, Workspace};
use snapbox::{Data, assert_data_eq};
use support::Copy;

/// What must be found: file, line, columns if they are said, rule, message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Expected {
    file: String,
    line: u32,
    column: u32,
    /// The column behind it.
    end: Option<u32>,
    rule: String,
    message: String,
}

/// The gates of this crate.
static OWN: [&dyn Gate; 3] = [&GATE, &policy::GATE, &repository::GATE];

#[test]
fn every_rule_of_this_crate_has_a_folder() {
    for gate in OWN {
        let rules: Vec<String> = gate
            .rules()
            .iter()
            .map(|rule| rule.name.to_owned())
            .collect();
        let folders = folders(&testdata().join(gate.name()));
        assert_eq!(folders.iter().map(|it| name(it)).collect::<Vec<_>>(), rules);
    }
}

/// In `fail`, the rule finds what comments say and nothing else.
fn find_what_comments_say(gate: &dyn Gate, rule: &str) {
    let fail = testdata().join(gate.name()).join(rule).join("fail");
    let mut expected = expected(&fail);
    assert!(!expected.is_empty(), "{} expects nothing", fail.display());
    let (session, report) = check(&fail);
    for found in &report.diagnostics {
        let span = found.span.expect("these rules say where");
        let sources = session.sources_for([span.file]);
        let place = sources.locate(span).expect("the place is in the file");
        let at = expected.iter().position(|it| {
            it.file == place.path
                && it.line == place.start.line
                && it.column == place.start.column
                && it.end.is_none_or(|end| end == place.end.column)
                && format!("{}::{}", gate.name(), it.rule) == found.code.to_string()
                && found.message.starts_with(&it.message)
        });
        let place = format!("{}:{}:{}", place.path, place.start.line, place.start.column);
        let at = at.unwrap_or_else(|| panic!("not expected: {place}: {}", found.message));
        expected.remove(at);
    }
    assert_eq!(expected, [], "not found in {}", fail.display());
}

fn pattern(rule: &str) {
    find_what_comments_say(&GATE, rule);
}

fn repository(rule: &str) {
    find_what_comments_say(&repository::GATE, rule);
}

fn policy(rule: &str) {
    find_what_comments_say(&policy::GATE, rule);
}

/// AC: AC-REPOSITORY-BINARY-FILE
#[test]
fn binary_file() {
    repository("binary_file");
}

/// AC: AC-REPOSITORY-BUNDLE-REFUSED
#[test]
fn bundle_refused() {
    repository("bundle_refused");
}

/// AC: AC-REPOSITORY-DEAD-LINK
#[test]
fn dead_link() {
    repository("dead_link");
}

/// AC: AC-REPOSITORY-DOCUMENTED-COMMAND-MISSING
#[test]
fn documented_command_missing() {
    repository("documented_command_missing");
}

/// AC: AC-REPOSITORY-DUPLICATE-DEPENDENCY
#[test]
fn duplicate_dependency() {
    repository("duplicate_dependency");
}

/// AC: AC-REPOSITORY-FORBIDDEN-FILE
#[test]
fn forbidden_file() {
    repository("forbidden_file");
}

/// AC: AC-REPOSITORY-GIT-DEPENDENCY
#[test]
fn git_dependency() {
    repository("git_dependency");
}

/// AC: AC-REPOSITORY-LARGE-FILE
#[test]
fn large_file() {
    repository("large_file");
}

/// AC: AC-REPOSITORY-LICENSE-MISSING
#[test]
fn license_missing() {
    repository("license_missing");
}

/// AC: AC-REPOSITORY-LICENSE-NOT-ALLOWED
#[test]
fn license_not_allowed() {
    repository("license_not_allowed");
}

/// AC: AC-REPOSITORY-LICENSE-UNREADABLE
#[test]
fn license_unreadable() {
    repository("license_unreadable");
}

/// AC: AC-REPOSITORY-LOCK-FILE-MISSING
#[test]
fn lock_file_missing() {
    repository("lock_file_missing");
}

/// AC: AC-REPOSITORY-LOCK-FILE-STALE
#[test]
fn lock_file_stale() {
    repository("lock_file_stale");
}

/// AC: AC-REPOSITORY-LOOKALIKE-DEPENDENCY
#[test]
fn lookalike_dependency() {
    repository("lookalike_dependency");
}

/// AC: AC-REPOSITORY-POLICY-WEAKENED
#[test]
fn policy_weakened() {
    repository("policy_weakened");
}

/// AC: AC-REPOSITORY-SECRET-IN-REPOSITORY
#[test]
fn secret_in_repository() {
    repository("secret_in_repository");
}

/// AC: AC-REPOSITORY-WILDCARD-DEPENDENCY
#[test]
fn wildcard_dependency() {
    repository("wildcard_dependency");
}

/// AC: AC-REPOSITORY-WORKFLOW-ACTION-UNPINNED
#[test]
fn workflow_action_unpinned() {
    repository("workflow_action_unpinned");
}

/// AC: AC-REPOSITORY-WORKFLOW-GATE-HOLLOW
#[test]
fn workflow_gate_hollow() {
    repository("workflow_gate_hollow");
}

/// AC: AC-REPOSITORY-WORKFLOW-STAGE-MISSING
#[test]
fn workflow_stage_missing() {
    repository("workflow_stage_missing");
}

/// AC: AC-REPOSITORY-WORKFLOW-STEP-SOFT
#[test]
fn workflow_step_soft() {
    repository("workflow_step_soft");
}

/// AC: AC-POLICY-POLICY-BROKEN
#[test]
fn policy_broken() {
    policy("policy_broken");
}

/// AC: AC-POLICY-POLICY-DENIED
#[test]
fn policy_denied() {
    policy("policy_denied");
}

/// AC: AC-POLICY-POLICY-FIXTURE-WRONG
#[test]
fn policy_fixture_wrong() {
    policy("policy_fixture_wrong");
}

/// AC: AC-POLICY-POLICY-RULE-UNTESTED
#[test]
fn policy_rule_untested() {
    policy("policy_rule_untested");
}

/// AC: AC-POLICY-POLICY-WARNED
#[test]
fn policy_warned() {
    policy("policy_warned");
}

/// AC: AC-POLICY-POLICY-WITHOUT-INPUT
#[test]
fn policy_without_input() {
    policy("policy_without_input");
}

/// AC: AC-PATTERN-ALLOW-WITHOUT-REASON
#[test]
fn allow_without_reason() {
    pattern("allow_without_reason");
}

/// AC: AC-PATTERN-CUSTOM-PATTERN
#[test]
fn custom_pattern() {
    pattern("custom_pattern");
}

/// AC: AC-PATTERN-DEBUG-MACRO
#[test]
fn debug_macro() {
    pattern("debug_macro");
}

/// AC: AC-PATTERN-EXIT-OUTSIDE-MAIN
#[test]
fn exit_outside_main() {
    pattern("exit_outside_main");
}

/// AC: AC-PATTERN-HARD-CODED-ENDPOINT
#[test]
fn hard_coded_endpoint() {
    pattern("hard_coded_endpoint");
}

/// AC: AC-PATTERN-IGNORED-RESULT
#[test]
fn ignored_result() {
    pattern("ignored_result");
}

/// AC: AC-PATTERN-INDEXING-IN-PRODUCTION
#[test]
fn indexing_in_production() {
    pattern("indexing_in_production");
}

/// AC: AC-PATTERN-LOGGED-SECRET
#[test]
fn logged_secret() {
    pattern("logged_secret");
}

/// AC: AC-PATTERN-PANIC-IN-DECODER
#[test]
fn panic_in_decoder() {
    pattern("panic_in_decoder");
}

/// AC: AC-PATTERN-TODO-COMMENT
#[test]
fn todo_comment() {
    pattern("todo_comment");
}

/// AC: AC-PATTERN-UNSAFE-WITHOUT-SAFETY-COMMENT
#[test]
fn unsafe_without_safety_comment() {
    pattern("unsafe_without_safety_comment");
}

/// AC: AC-PATTERN-UNWRAP-IN-PRODUCTION
#[test]
fn unwrap_in_production() {
    pattern("unwrap_in_production");
}

/// `pass` is no proof if the rule looked at nothing there, and `fail` none if another rule found it.
#[test]
fn rules_look_at_what_passes_and_without_them_what_fails_is_green() {
    for gate in OWN {
        for info in gate.rules() {
            let fixture = format!("{}/{}", gate.name(), info.name);
            let (_, report) = check(&testdata().join(&fixture).join("pass"));
            let rule = report.rules.iter().find(|it| it.info == info);
            assert!(rule.is_some_and(|it| it.checked > 0), "{fixture}/pass");
            let allow = format!("--allow={info}");
            let mut arguments = vec!["--no-cache", &allow];
            if gate.name() == repository::NAME {
                // What these depend on is nowhere.
                arguments.push("--untrusted");
            }
            let said = Copy::of(&format!("{fixture}/fail")).govern(&arguments);
            said.ends_with(0);
        }
    }
}

#[test]
fn no_rule_speaks_where_it_should_not() {
    let mut rules = BTreeSet::new();
    for gate in GATES {
        for folder in folders(&testdata().join(gate.name())) {
            let rule = format!("{}::{}", gate.name(), name(&folder));
            let (_, fail) = check(&folder.join("fail"));
            let spoken: BTreeSet<String> = fail
                .diagnostics
                .iter()
                .map(|it| it.code.to_string())
                .collect();
            assert_eq!(spoken, [rule.clone()].into(), "{rule}/fail");
            let (_, pass) = check(&folder.join("pass"));
            assert_eq!(pass.diagnostics, [], "{rule}/pass");
            rules.insert(rule);
        }
    }
    let known: BTreeSet<String> = GATES
        .iter()
        .flat_map(|gate| gate.rules())
        .map(|rule| rule.to_string())
        .collect();
    assert_eq!(rules, known, "each rule has a fixture");
}

/// What gates found is kept, and what is kept is shown as what was found.
#[test]
fn a_second_run_shows_the_same_bytes() {
    for gate in GATES {
        for folder in folders(&testdata().join(gate.name())) {
            let fixture = format!("{}/{}/fail", gate.name(), name(&folder));
            let copy = Copy::of(&fixture);
            let shown = || {
                let options = LoadOptions {
                    manifest_path: Some(copy.path("Cargo.toml")),
                    resolve: Resolve::Manifests,
                    ..LoadOptions::default()
                };
                let workspace = Workspace::load(&options).expect("the fixture is a workspace");
                let today = Date::new(2026, 6, 15).expect("a day of June");
                let run = run(&GATES, &Session::new(workspace, Options::new(today)));
                let options = RenderOptions {
                    verbose: true,
                    ..RenderOptions::default()
                };
                let mut bytes = Vec::new();
                for format in Format::ALL {
                    render(format, &run.report, &run.sources, &options, &mut bytes)
                        .expect("memory takes all");
                }
                let known: Vec<bool> = run.gates.iter().map(|it| it.known).collect();
                (String::from_utf8_lossy(&bytes).into_owned(), known)
            };
            let (first, second) = (shown(), shown());
            assert_eq!(first.0, second.0, "{fixture}");
            assert!(!first.1.contains(&true), "{fixture}: {:?}", first.1);
            assert!(!second.1.contains(&false), "{fixture}: {:?}", second.1);
            assert_eq!(second.1.len(), GATES.len());
        }
    }
}

#[test]
fn patterns_are_shown_as_they_were() {
    for gate in OWN {
        for folder in folders(&testdata().join(gate.name())) {
            let fail = folder.join("fail");
            let fixture = format!("{}/{}/fail", gate.name(), name(&folder));
            show(&fixture, &fail);
        }
    }
}

#[test]
fn each_gate_has_a_workspace_with_one_violation() {
    for gate in GATES {
        let folder = testdata().join("red").join(gate.name());
        let (_, report) = check(&folder);
        let spoken: Vec<String> = report
            .diagnostics
            .iter()
            .map(|it| it.code.to_string())
            .collect();
        let [only] = &spoken[..] else {
            panic!("{}: {spoken:?}", gate.name());
        };
        assert!(only.starts_with(&format!("{}::", gate.name())), "{only}");
        show(&format!("red/{}", gate.name()), &folder);
    }
}

/// Shows a fixture as it was shown before.
fn show(fixture: &str, folder: &Path) {
    let said = Copy::of(fixture).govern(&["--untrusted", "--no-cache"]);
    said.ends_with(1);
    // What was not found, and why, is summed up behind.
    let (shown, _) = said
        .out
        .split_once("  checked: ")
        .expect("the run is summed up");
    let expected = Data::read_from(&folder.join("expected.txt"), None).raw();
    assert_data_eq!(shown, expected);
}

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata")
}

fn name(path: &Path) -> String {
    let name = path.file_name().expect("the path of a folder");
    name.to_string_lossy().into_owned()
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("a readable entry").path());
    let mut folders: Vec<PathBuf> = paths.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// What all gates say about a fixture.
fn check(fixture: &Path) -> (Session, Report) {
    let manifest = fixture.join("Cargo.toml").to_string_lossy().into_owned();
    // A rule that runs a program does so only where cargo may run.
    let runs_a_program = fixture
        .components()
        .any(|part| part.as_os_str() == "rust_api_broken");
    let programs = testdata().join("programs").to_string_lossy().into_owned();
    let options = LoadOptions {
        manifest_path: Some(manifest.into()),
        resolve: match runs_a_program {
            true => Resolve::Cargo,
            false => Resolve::Manifests,
        },
        network: Network {
            offline: true,
            locked: true,
        },
        programs: Some(programs.into()),
        cache: false,
        ..LoadOptions::default()
    };
    let workspace = Workspace::load(&options).expect("the fixture is a workspace");
    let today = Date::new(2026, 6, 15).expect("a day of June");
    let session = Session::new(workspace, Options::new(today));
    let mut report = run(&GATES, &session).report;
    report
        .diagnostics
        .retain(|it| !matches!(it.code, Code::Rule { gate: "govern", .. }));
    (session, report)
}

/// What the comments of a fixture ask for.
fn expected(fixture: &Path) -> Vec<Expected> {
    let mut expected = Vec::new();
    let mut pending = vec![fixture.to_owned()];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("the folder is there");
            pending.extend(entries.map(|entry| entry.expect("a readable entry").path()));
            continue;
        }
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let file = path.strip_prefix(fixture).expect("a file of the fixture");
        let file = file.to_string_lossy().replace('\\', "/");
        let mut above = 0;
        for (number, line) in (1..).zip(text.lines()) {
            match expectation(line) {
                Some((column, end, rule, message)) => expected.push(Expected {
                    file: file.clone(),
                    line: above,
                    column,
                    end,
                    rule: rule.to_owned(),
                    message: message.to_owned(),
                }),
                None => above = number,
            }
        }
    }
    expected
}

fn expectation(line: &str) -> Option<(u32, Option<u32>, &str, &str)> {
    let line_start = line.trim_start();
    let comment = line_start
        .strip_prefix("//")
        .or_else(|| line_start.strip_prefix('#'))?;
    let indent = line.len() - line.trim_start().len();
    // In a comment that is data, it is a comment of that.
    let mark = comment.trim_start_matches([' ', '#']);
    let column = |at: usize| u32::try_from(at + 1).ok();
    let (start, end, rest) = match mark.strip_prefix("<- ") {
        Some(rest) => (column(indent)?, None, rest),
        None => {
            let at = line.len() - mark.len();
            let rest = mark.trim_start_matches('^');
            let length = mark.len() - rest.len();
            if length == 0 {
                return None;
            }
            (column(at)?, Some(column(at + length)?), rest.trim_start())
        }
    };
    let (rule, message) = rest.split_once(": ")?;
    Some((start, end, rule, message))
}
