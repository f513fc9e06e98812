//! What the program writes is as the published schemas of its formats say: over workspaces with findings of every gate, with
//! waivers and a baseline, that cannot be loaded, and with nothing to complain about.

#[path = "../../crates/govern-diagnostics/tests/published/mod.rs"]
mod published;
mod support;

use govern_cli::{Cli, Surroundings};
use govern_diagnostics::Format;
use govern_gate::Gate;
use serde_json::Value;
use support::Copy;

const FORMATS: [Format; 5] = [
    Format::Json,
    Format::Sarif,
    Format::Junit,
    Format::Gitlab,
    Format::Rdjson,
];

/// Folders of testdata/, how they are looked at, and how the program ends there. What depends on packages that do not exist is not
/// for cargo.
const FIXTURES: [(&str, &str, i32); 10] = [
    ("archcheck/layer_violation/fail", "--offline", 1),
    ("contract/field_removed/fail", "--offline", 1),
    ("ac/criterion_untested/fail", "--offline", 1),
    ("patterns/debug_macro/fail", "--offline", 1),
    ("policy/policy_denied/fail", "--offline", 1),
    ("repository/secret_in_repository/fail", "--offline", 1),
    ("repository/wildcard_dependency/fail", "--untrusted", 1),
    ("clean", "--offline", 0),
    ("broken/syntax_error", "--offline", 1),
    ("broken/manifest_refused", "--offline", 2),
];

/// Writes all formats, and gives their texts.
fn written(copy: &Copy, status: i32, more: &[&str]) -> Vec<(Format, String)> {
    let named = |format: Format| format!("{format}=target/as.{format}");
    let outputs = FORMATS.map(named);
    let mut arguments = Vec::new();
    for output in &outputs {
        arguments.extend(["--format", output]);
    }
    arguments.extend(more);
    copy.write("target/.keep", "");
    copy.govern(&arguments).ends_with(status);
    let texts = FORMATS.map(|format| (format, copy.read(&format!("target/as.{format}"))));
    texts.to_vec()
}

/// AC: AC-GOVERN-CMD-FORMATS
#[test]
fn what_is_written_is_as_the_published_schemas_say() {
    let (mut found, mut fixes, mut accepted) = (0, 0, 0);
    for (fixture, how, status) in FIXTURES {
        let copy = Copy::of(fixture);
        for (format, text) in written(&copy, status, &[how, "--show-suppressed"]) {
            let mistakes = published::mistakes(format, &text);
            assert_eq!(mistakes, [""; 0], "{format} of {fixture}");
            if format != Format::Sarif {
                continue;
            }
            let log: Value = serde_json::from_str(&text).expect("SARIF is JSON");
            for result in log["runs"][0]["results"].as_array().expect("results") {
                found += 1;
                fixes += usize::from(!result["fixes"].is_null());
                accepted += usize::from(!result["suppressions"].is_null());
            }
        }
    }
    // The schemas have seen all that there is to see.
    assert!(
        found > 20 && fixes > 0 && accepted > 1,
        "{found} {fixes} {accepted}"
    );
}

/// AC: AC-GOVERN-CMD-FORMATS
#[test]
fn what_is_accepted_is_in_sarif_only_if_asked() {
    let copy = Copy::of("clean");
    let results = |more: &[&str]| {
        let all = written(&copy, 0, more);
        let (_, text) = &all[1];
        let log: Value = serde_json::from_str(text).expect("SARIF is JSON");
        let results = log["runs"][0]["results"].as_array().expect("results");
        results.len()
    };
    assert_eq!(results(&["--offline"]), 0);
    assert!(results(&["--offline", "--show-suppressed"]) > 1);
}

/// The programs of one gate: a folder of testdata/ where it finds something, and one where it cannot run.
static PROGRAMS: [(&dyn Gate, &str); 3] = [
    (&cargo_archcheck::GATE, "archcheck/layer_violation/fail"),
    (&cargo_contract::GATE, "contract/field_removed/fail"),
    (&cargo_ac::GATE, "ac/criterion_untested/fail"),
];

/// AC: AC-GOVERN-CMD-FORMATS
#[test]
fn programs_of_one_gate_write_as_the_published_schemas_say() {
    for (gate, red) in PROGRAMS {
        for (fixture, status) in [(red, 1), ("clean", 0), ("broken/manifest_refused", 2)] {
            let copy = Copy::of(fixture);
            copy.write("target/.keep", "");
            let mut arguments = vec![
                format!("cargo-{}", gate.name()),
                "--manifest-path".to_owned(),
                copy.path("Cargo.toml").into_string(),
                "--offline".to_owned(),
            ];
            let path = |format: Format| format!("target/as.{format}");
            for format in FORMATS {
                arguments.push("--format".to_owned());
                arguments.push(format!("{format}={}", copy.path(&path(format))));
            }
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let arguments = arguments.into_iter().map(Into::into);
            let around = Surroundings {
                // The day that other tests take for today.
                now: 1_781_481_600,
                ..Surroundings::default()
            };
            // The program is this call.
            let ended = Cli::new(&[gate]).run(arguments, &around, &mut out, &mut err);
            let said = String::from_utf8_lossy(&out);
            assert_eq!(
                ended.code(),
                status,
                "{gate} of {fixture}: {said}",
                gate = gate.name()
            );
            let texts = FORMATS.map(|format| (format, copy.read(&path(format))));
            for (format, text) in &texts {
                let mistakes = published::mistakes(*format, text);
                assert_eq!(mistakes, [""; 0], "{format} of {fixture}");
            }
            let log: Value = serde_json::from_str(&texts[1].1).expect("SARIF is JSON");
            let name = format!("cargo-{}", gate.name());
            assert_eq!(log["runs"][0]["tool"]["driver"]["name"], name);
            let results = log["runs"][0]["results"].as_array().expect("results").len();
            assert_eq!(results > 0, status == 1, "{name} of {fixture}");
        }
    }
}
