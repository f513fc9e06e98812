//! Each rule finds its canaries where the project asks for it, and what keeps it from that is noticed.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use govern_gate::{Gate, Heard, Options, Session, Song, canary};
use govern_workspace::{LoadOptions, Network, Workspace};
use rayon::prelude::*;

use crate::GATE;

fn load(fixture: &str) -> Workspace {
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
    Workspace::load(&load).expect("it can be loaded")
}

fn songs(workspace: Workspace, asked: &[&str]) -> Vec<Song> {
    let session = Session::new(workspace, Options::new(govern_testing::today()));
    let asked: Vec<String> = asked.iter().map(|it| (*it).to_owned()).collect();
    canary(&[&GATE as &'static dyn Gate], &session, &asked).expect("it can be checked")
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
        song.rule.to_string() == format!("contract::{rule}")
            && matches!(song.heard, Heard::Found { .. })
    })
}

#[test]
fn where_all_is_asked_for_all_is_found() {
    let songs = songs(load("clean"), &[]);
    assert_eq!(silent(&songs), [""; 0]);
    let rules = GATE.rules();
    let lacking = rules.iter().filter(|rule| !has_found(&songs, rule.name));
    let lacking: Vec<&str> = lacking.map(|rule| rule.name).collect();
    assert_eq!(lacking, ["rust_api_broken", "several_publishers"]);
}

/// In the fixtures of rules nobody stays silent. Where a rule has something to look at and finds nothing, it finds what is put
/// in for it, but for these.
fn in_fixtures(prefixes: &[&str], not_tried: &[&str]) {
    let rules: Vec<&str> = GATE.rules().iter().map(|rule| rule.name).collect();
    let own = rules
        .par_iter()
        .filter(|rule| prefixes.iter().any(|it| rule.starts_with(it)));
    let lacking = own.filter(|rule| {
        for kind in ["pass", "fail"] {
            let songs = songs(load(&format!("contract/{rule}/{kind}")), &[]);
            assert_eq!(silent(&songs), [""; 0], "{rule}/{kind}");
            if kind == "pass" {
                return !has_found(&songs, rule);
            }
        }
        false
    });
    let mut lacking: Vec<&str> = lacking.copied().collect();
    lacking.sort_unstable();
    assert_eq!(lacking, not_tried);
}

#[test]
fn changes_of_documents_are_found() {
    in_fixtures(
        &["asyncapi_", "openapi_", "schema_", "contract_removed"],
        &[],
    );
}

#[test]
fn changes_of_interfaces_are_found() {
    // Where names are not asked for, where the only file that could is not as it was published, and where the only package
    // has another version.
    let not_tried = [
        "proto_enum_value_renamed",
        "proto_field_renamed",
        "proto_option_changed",
        "wit_type_changed",
    ];
    in_fixtures(&["proto_", "wasm_", "wit_"], &not_tried);
}

#[test]
fn changes_of_traffic_are_found() {
    in_fixtures(
        &[
            "dedup_",
            "durable_",
            "event_",
            "permission_",
            "queue_",
            "several_",
            "stream",
            "subject_",
        ],
        &[],
    );
}

#[test]
fn changes_of_command_lines_and_errors_are_found() {
    in_fixtures(&["cli_", "error_"], &[]);
}

#[test]
fn changes_of_the_life_of_contracts_are_found() {
    in_fixtures(
        &[
            "broken_",
            "changelog_",
            "consumer_",
            "contract_",
            "deprecated_",
            "old_",
            "persisted_",
            "removal_",
            "removed_",
            "reserved_",
            "sample_",
            "version_",
        ],
        &[],
    );
}

#[test]
fn changes_of_types_are_found_where_one_is_as_it_was_published() {
    let not_tried = [
        "field_added",
        "field_presence_changed",
        "field_removed",
        "field_renamed",
        "field_retyped",
        "representation_changed",
        "unreadable_by_itself",
        "value_lost",
        "variant_added",
        "variant_removed",
        "variant_renamed",
        "wire_shape_unknown",
    ];
    let prefixes = [
        "field_",
        "meaning_",
        "representation_",
        "type_",
        "unreadable_",
        "value_",
        "variant_",
        "wire_",
    ];
    in_fixtures(&prefixes, &not_tried);
}

/// What becomes of rules in the workspace that asks for everything, with some text of `govern.toml` otherwise, or more of it.
fn heard(rules: &[&str], (from, to): (&str, &str)) -> Vec<(String, Heard)> {
    static CLEAN: LazyLock<Workspace> = LazyLock::new(|| load("clean"));
    let (_, text) = CLEAN.read("govern.toml").expect("it is there");
    assert!(text.contains(from), "there is no {from}");
    let text = match from {
        "" => format!("{text}\n{to}\n"),
        _ => text.replacen(from, to, 1),
    };
    let edits = BTreeMap::from([("govern.toml".to_owned(), Some(text.into_bytes()))]);
    let songs = songs(CLEAN.edited(edits).expect("it can be edited"), rules);
    let heard = songs.into_iter().map(|it| (it.rule.to_string(), it.heard));
    heard.collect()
}

#[test]
fn a_waiver_that_swallows_what_a_rule_says_is_noticed() {
    let rules = [
        "asyncapi_unknown",
        "broken_without_new_version",
        "cli_argument_removed",
        "error_code_unused",
        "field_removed",
        "openapi_response_changed",
        "proto_field_removed",
        "removed_too_early",
        "subject_renamed",
        "wit_export_changed",
    ];
    let waiver = |rule: &&str| {
        format!("[[waiver]]\nrule = \"contract::{rule}\"\npath = \"**\"\nreason = \"all\"\n")
    };
    let waivers: String = rules.iter().map(waiver).collect();
    let heard = heard(&rules, ("", &waivers));
    assert_eq!(heard.len(), rules.len());
    for (rule, heard) in heard {
        let Heard::Green(silent) = heard else {
            panic!("{rule}: {heard:?}");
        };
        let accepted = silent[0].accepted.as_deref().unwrap_or_default();
        let is_told = accepted.starts_with("the waiver at govern.toml:");
        assert!(is_told, "{rule}: {silent:?}");
    }
}

#[test]
fn a_configuration_that_makes_a_rule_blind_is_noticed() {
    // Whatever is published, others declare it.
    let heard = heard(&["subject_undeclared"], ("\"desk.*\"", "\">\""));
    assert!(matches!(heard[..], [(_, Heard::Green(_))]), "{heard:?}");
}

#[test]
fn what_nothing_asks_for_is_not_tried() {
    for (rules, change) in [
        (&["proto_field_renamed"][..], ("\"file\"", "\"wire\"")),
        (
            &["contract_removed", "proto_item_removed"],
            ("\"file\"", "\"wire-json\""),
        ),
        (
            &["schema_unknown"],
            ("contracts/*.json", "contracts/none/*.json"),
        ),
        (&["wasm_import_not_allowed"], ("\"orders.*\"", "\"*\"")),
        (
            &["wasm_start_added"],
            ("role = \"guest\"", "role = \"host\""),
        ),
    ] {
        for (rule, heard) in heard(rules, change) {
            let is_tried = match heard {
                // Other files may go, of which it is asked.
                Heard::Found { of, .. } if rule == "contract::contract_removed" => of != 5,
                Heard::Found { .. } | Heard::Green(_) => true,
                Heard::Off | Heard::Idle(_) | Heard::None(_) => false,
            };
            assert!(!is_tried, "{rule}");
        }
    }
}

#[test]
fn on_the_other_side_other_changes_are_put_in() {
    let wit =
        |role: &str| format!("kind = \"wit\"\npaths = [\"contracts/*.wit\"]\nrole = \"{role}\"");
    let rules = [
        "wit_export_changed",
        "wit_import_changed",
        "wit_type_changed",
    ];
    let mut all = heard(&rules, (&wit("guest"), &wit("host")));
    let rules = [
        "proto_cardinality_changed",
        "proto_field_removed",
        "proto_field_retyped",
    ];
    for category in ["\"package\"", "\"wire-json\"", "\"wire\""] {
        all.extend(heard(&rules, ("\"file\"", category)));
    }
    assert_eq!(all.len(), 12);
    for (rule, heard) in all {
        assert!(matches!(heard, Heard::Found { .. }), "{rule}: {heard:?}");
    }
}
