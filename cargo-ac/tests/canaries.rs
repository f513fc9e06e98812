//! The canaries of the gate over the fixtures of its rules, and over the workspace that asks for all of them.

use cargo_ac::GATE;
use govern_gate::{Gate, Heard, Options, Session, Song, canary};
use govern_workspace::{LoadOptions, Network, Workspace};

fn songs(fixture: &str) -> Vec<Song> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/");
    let load = LoadOptions {
        manifest_path: Some(format!("{root}{fixture}/Cargo.toml").into()),
        network: Network {
            offline: true,
            locked: true,
        },
        cache: false,
        ..LoadOptions::default()
    };
    let workspace = Workspace::load(&load).expect("it can be loaded");
    let session = Session::new(workspace, Options::new(govern_testing::today()));
    canary(&[&GATE as &'static dyn Gate], &session, &[]).expect("it can be checked")
}

/// The rules that did not find all that was put in for them.
fn silent(songs: &[Song]) -> Vec<String> {
    let silent = songs.iter().filter(|song| match &song.heard {
        Heard::Found { silent, .. } => !silent.is_empty(),
        Heard::Green(_) => true,
        Heard::Off | Heard::Idle(_) | Heard::None(_) => false,
    });
    silent.map(|song| format!("{song:?}")).collect()
}

fn has_found(songs: &[Song], rule: &str) -> bool {
    songs.iter().any(|song| {
        song.rule.to_string() == format!("ac::{rule}") && matches!(song.heard, Heard::Found { .. })
    })
}

#[test]
fn where_all_is_asked_for_all_is_found() {
    let songs = songs("clean");
    assert_eq!(silent(&songs), [""; 0]);
    // Off as they come, or nothing that would be more than all.
    let not_tried = ["compound_criterion", "threshold_behind", "vague_criterion"];
    let rules = GATE.rules();
    let lacking = rules.iter().filter(|rule| !has_found(&songs, rule.name));
    let lacking: Vec<&str> = lacking.map(|rule| rule.name).collect();
    assert_eq!(lacking, not_tried);
}

#[test]
fn where_a_rule_finds_something_it_finds_its_canary() {
    // What they say is there already, and would not be there twice.
    let says_it = ["ledger_missing", "threshold_behind", "threshold_missed"];
    for rule in GATE.rules().iter().map(|rule| rule.name) {
        let songs = songs(&format!("ac/{rule}/fail"));
        assert_eq!(silent(&songs), [""; 0], "{rule}");
        assert_eq!(has_found(&songs, rule), !says_it.contains(&rule), "{rule}");
    }
}
