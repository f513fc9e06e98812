//! Manifests: what is read, and what is wrong with its place.

use std::collections::BTreeSet;

use cargo_contract::manifest::{Compatibility, Manifest};
use cargo_contract::{Config, manifest_schema};
use govern_diagnostics::Diagnostic;
use govern_gate::Session;
use govern_testing::session;

/// A workspace with this manifest and this `govern.toml`.
fn with(manifest: &str, config: &str) -> Session {
    session(&format!(
        "//- /src/lib.rs\npub struct Placed;\n//- /contracts/manifest.toml\n{manifest}\n//- /govern.toml\n{config}\n"
    ))
}

fn read(session: &Session) -> (Manifest, Vec<Diagnostic>) {
    let config: Config = session.config("contract").expect("the section can be read");
    Manifest::read(session, &config.contract, config.default_format())
        .expect("the files can be read")
}

/// Messages, and the texts that they point at: the place, and the other place.
fn mistakes(manifest: &str, config: &str) -> Vec<(String, String, Option<String>)> {
    let session = with(manifest, config);
    let (_, mistakes) = read(&session);
    let at = |span: govern_diagnostics::Span| {
        let text = session
            .workspace()
            .text(span.file)
            .expect("a file in memory");
        text[span.range].to_owned()
    };
    mistakes
        .into_iter()
        .map(|mistake| {
            let other = mistake.related.first().map(|it| at(it.span));
            let place = mistake.span.map(at).unwrap_or_default();
            (mistake.message, place, other)
        })
        .collect()
}

/// The one mistake.
fn mistake(manifest: &str) -> (String, String) {
    let mut found = mistakes(manifest, "");
    assert_eq!(found.len(), 1, "{found:?}");
    let (message, place, _) = found.remove(0);
    (message, place)
}

fn entry(rest: &str) -> String {
    format!("[[contract]]\npayload = \"sample::Placed\"\n{rest}")
}

#[test]
fn names_and_versions_come_from_subjects() {
    let session = with(
        &[
            entry("subject = \"orders.v2.placed\""),
            entry("subject = \"orders.placed.*.done\"\nname = \"done\"\nversion = 3"),
        ]
        .join("\n"),
        "[[contract.contract]]\nname = \"orders.placed\"\npayload = \"sample::Placed\"",
    );
    let (manifest, mistakes) = read(&session);
    assert_eq!(mistakes, []);
    let ids: Vec<String> = manifest
        .contracts
        .iter()
        .map(|it| it.id.to_string())
        .collect();
    assert_eq!(ids, ["done@3", "orders.placed@1", "orders.placed@2"]);
}

#[test]
fn what_is_stored_is_met_in_all_its_versions() {
    use Compatibility::{
        Backward, BackwardTransitive, Forward, ForwardTransitive, Full, FullTransitive,
    };
    for (rest, mode) in [
        ("", Full),
        ("stream = \"S\"", FullTransitive),
        ("direction = \"publishes\"", Forward),
        (
            "direction = \"publishes\"\nstream = \"S\"",
            ForwardTransitive,
        ),
        ("direction = \"consumes\"", Backward),
        (
            "direction = \"consumes\"\nstream = \"S\"",
            BackwardTransitive,
        ),
        ("direction = \"persists\"", BackwardTransitive),
        (
            "direction = \"persists\"\ncompatibility = \"none\"",
            Compatibility::None,
        ),
    ] {
        let session = with(&entry(&format!("name = \"a\"\n{rest}")), "");
        let (manifest, mistakes) = read(&session);
        assert_eq!(mistakes, []);
        assert_eq!(manifest.contracts[0].compatibility, mode, "{rest}");
    }
}

#[test]
fn mistakes_are_located() {
    for (rest, message, place) in [
        (
            "name = \"a\"\nowners = \"x\"",
            "unknown key `owners`",
            "owners",
        ),
        (
            "name = \"a\"\ncompatibility = \"both\"",
            "unknown value `both`",
            "\"both\"",
        ),
        ("name = \"a/b\"", "`a/b` cannot name a contract", "\"a/b\""),
        (
            "subject = \"a.>\"",
            "`a.>` cannot name a contract",
            "\"a.>\"",
        ),
        (
            "subject = \"a.v1.b\"\nversion = 2",
            "the subject says version 1, and `version` says 2",
            "2",
        ),
        ("name = \"a\"\nversion = 0", "versions count from 1", "0"),
        (
            "subject = \"a.v0.b\"",
            "versions count from 1",
            "\"a.v0.b\"",
        ),
        (
            "name = \"a\"\nformat = \"yaml\"",
            "there is no format `yaml`; there are `json`, `postcard`, `bincode`, `rmp` and `rmp-named`",
            "\"yaml\"",
        ),
        (
            "name = \"a\"\ndeprecated = { since = \"2026-02-30\" }",
            "`2026-02-30` is no day",
            "\"2026-02-30\"",
        ),
        (
            "name = \"a\"\ndeprecated = { since = 2026-02-20, replacement = \"b\" }",
            "`b` names no contract",
            "\"b\"",
        ),
        ("name = \"a\"\nremoved = 3", "`3` is no day", "3"),
    ] {
        let (told, at) = mistake(&entry(rest));
        assert_eq!((told.as_str(), at.as_str()), (message, place));
    }
    assert_eq!(
        mistake("[[contract]]\nname = \"a\"").0,
        "a contract does not say what its `payload` is"
    );
    assert_eq!(
        mistake(&entry("")).0,
        "a contract has neither a `name` nor a `subject`"
    );
}

#[test]
fn what_is_declared_twice_is_told_with_both_places() {
    let found = mistakes(
        &entry("name = \"Orders.placed\"\nsubject = \"a\""),
        "[[contract.contract]]\nname = \"orders.placed\"\nsubject = \"b\"\npayload = \"sample::Placed\"",
    );
    assert_eq!(
        found,
        [(
            "the contract `orders.placed@1` is declared twice".to_owned(),
            "\"orders.placed\"".to_owned(),
            Some("\"Orders.placed\"".to_owned())
        )]
    );
    let found = mistakes(
        &[
            entry("name = \"a\"\nsubject = \"s\""),
            entry("name = \"b\"\nsubject = \"s\""),
        ]
        .join("\n"),
        "",
    );
    assert_eq!(
        found,
        [(
            "two contracts have the subject `s`".to_owned(),
            "\"b\"".to_owned(),
            Some("\"a\"".to_owned())
        )]
    );
}

#[test]
fn a_wrong_entry_leaves_the_others() {
    let text = [entry("name = \"a\"\nversion = 0"), entry("name = \"b\"")].join("\n");
    let (manifest, mistakes) = read(&with(&text, ""));
    assert_eq!((manifest.contracts.len(), mistakes.len()), (1, 1));
}

#[test]
fn the_page_about_contracts_says_what_every_key_is_and_its_example_is_read() {
    let page = include_str!("../../docs/contracts.md");
    let schema = manifest_schema();
    let entry = &schema["properties"]["contract"]["items"]["properties"];
    let keys: BTreeSet<&String> = entry.as_object().unwrap().keys().collect();
    for key in &keys {
        assert!(page.contains(&format!("| `{key}` |")), "`{key}`");
    }
    let example: Vec<&str> = page
        .lines()
        .skip_while(|line| *line != "    [[contract]]")
        .take_while(|line| line.is_empty() || line.starts_with("    "))
        .map(str::trim_start)
        .collect();
    let (manifest, mistakes) = read(&with(&example.join("\n"), ""));
    assert_eq!(mistakes, []);
    assert_eq!(manifest.contracts.len(), 3);

    // The schema has the keys that the reader knows.
    let session = with("[[contract]]\nqqqqqqqq = 1", "");
    let (_, mistakes) = read(&session);
    let help = mistakes[0].help.concat();
    let known: BTreeSet<String> = help
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    assert_eq!(known.iter().collect::<BTreeSet<_>>(), keys);
}
