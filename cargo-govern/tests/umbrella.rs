//! All gates over one workspace: each file is parsed once, and not at all the second time.

#[path = "umbrella/agents.rs"]
mod agents;
#[path = "umbrella/bundle.rs"]
mod bundle;
#[path = "umbrella/doctor.rs"]
mod doctor;
#[path = "umbrella/hooks.rs"]
mod hooks;
#[path = "umbrella/impact.rs"]
mod impact;
#[path = "umbrella/receipt.rs"]
mod receipt;
#[path = "umbrella/route.rs"]
mod route;
#[path = "umbrella/selftest.rs"]
mod selftest;
#[path = "umbrella/staged.rs"]
mod staged;
mod support;
#[path = "umbrella/warm.rs"]
mod warm;

use cargo_govern::GATES;
use govern_diagnostics::Verdict;
use govern_gate::{Date, Options, Session, run};
use govern_workspace::{LoadOptions, Workspace};
use support::Copy;

const LIBRARY: &str =
    "\n[[contract]]\nkind = \"rust-api\"\npayload = \"orders-wire\"\nrun = \"always\"\n";

fn session(copy: &Copy) -> Session {
    let options = LoadOptions {
        manifest_path: Some(copy.path("Cargo.toml")),
        programs: Some(concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/programs").into()),
        ..LoadOptions::default()
    };
    let workspace = Workspace::load(&options).expect("the fixture is a workspace");
    Session::new(
        workspace,
        Options::new(Date::new(2026, 6, 15).expect("a day of June")),
    )
}

/// AC: AC-GOVERN-CMD-CHECK
#[test]
fn the_gates_parse_each_file_once_and_a_second_run_parses_none() {
    let copy = Copy::of("clean");
    let first = session(&copy);
    let outcome = run(&GATES, &first);
    assert_eq!(
        outcome.verdict,
        Verdict::Clean,
        "{:#?}",
        outcome.report.diagnostics
    );
    let files = first.workspace().files().len();
    assert_eq!(files, 12, "{:?}", first.workspace().files());
    assert_eq!(first.workspace().parses(), files);
    // The published version is loaded through the same facts: only what differs is parsed.
    let published = first
        .at_directory("published")
        .expect("the copy is a workspace");
    assert_eq!(
        published.parses(),
        1,
        "`adapter.rs` differs, `lib.rs` does not"
    );

    let second = session(&copy);
    let outcome = run(&GATES, &second);
    assert_eq!(outcome.verdict, Verdict::Clean);
    assert_eq!(second.workspace().parses(), 0);
    let published = second
        .at_directory("published")
        .expect("the copy is a workspace");
    assert_eq!(published.parses(), 0);
}

/// AC: AC-GOVERN-CMD-CHECK
#[test]
fn every_rule_looks_at_something_in_the_clean_workspace_and_finds_nothing() {
    let copy = Copy::of("clean");
    // A tool that is run is not asked again whether it would answer the same, so only here.
    let contracts = "contracts/manifest.toml";
    copy.write(contracts, copy.read(contracts) + LIBRARY);
    let session = session(&copy);
    let outcome = run(&GATES, &session);
    assert_eq!(outcome.report.diagnostics, []);
    for rule in &outcome.report.rules {
        assert!(
            rule.checked > 0,
            "{} looked at nothing: {:?}",
            rule.info,
            rule.idle
        );
    }
    let rules: usize = GATES.iter().map(|gate| gate.rules().len()).sum();
    assert!(outcome.report.rules.len() >= rules);
}
