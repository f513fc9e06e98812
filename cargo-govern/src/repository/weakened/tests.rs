use std::collections::BTreeSet;

use govern_gate::config_schema;
use serde_json::Value as Json;

use super::{
    compare::Comparison,
    implied::implied,
    keys::{Direction, Keys, keys},
    value::read,
};
use crate::GATES;

/// A schema, and what else it may be, references followed.
fn meanings<'s>(root: &'s Json, schema: &'s Json) -> Vec<&'s Json> {
    let target = schema.get("$ref").and_then(Json::as_str);
    let schema = target.map_or(schema, |target| {
        root.pointer(target.trim_start_matches('#')).unwrap()
    });
    let parts = ["anyOf", "oneOf"].into_iter();
    let parts = parts
        .filter_map(|key| schema.get(key)?.as_array())
        .flatten();
    let parts = parts.flat_map(|part| meanings(root, part));
    std::iter::once(schema).chain(parts).collect()
}

/// The keys of a schema that have no keys of their own, and its lists of tables.
fn keys_of(root: &Json, schema: &Json, path: &str, found: &mut BTreeSet<String>) {
    let meanings = meanings(root, schema);
    let mut is_table = false;
    for meaning in &meanings {
        let properties = meaning.get("properties").and_then(Json::as_object);
        for (key, inside) in properties.into_iter().flatten() {
            is_table = true;
            keys_of(root, inside, &format!("{path}.{key}"), found);
        }
        if let Some(inside) = meaning
            .get("additionalProperties")
            .filter(|it| it.is_object())
        {
            is_table = true;
            keys_of(root, inside, &format!("{path}.*"), found);
        }
    }
    if is_table {
        return;
    }
    let path = path.trim_start_matches('.');
    found.insert(path.to_owned());
    for items in meanings.iter().filter_map(|meaning| meaning.get("items")) {
        let mut inside = BTreeSet::new();
        keys_of(root, items, &format!("{path}[]"), &mut inside);
        inside.remove(&format!("{path}[]"));
        found.append(&mut inside);
    }
}

fn direction(path: &str) -> Option<Direction> {
    let path = path.replace("[]", ".[]");
    let mut at: Vec<&Keys> = vec![keys()];
    for part in path.split('.') {
        at = match part {
            "[]" => at.iter().filter_map(|keys| keys.entries()).collect(),
            part => at.iter().flat_map(|keys| keys.of(part)).collect(),
        };
    }
    at.iter().find_map(|keys| keys.direction())
}

#[test]
fn of_each_key_it_is_known_what_a_change_means() {
    let schema = config_schema(&GATES, &crate::SECTIONS);
    let mut found = BTreeSet::new();
    for (section, inside) in schema["properties"].as_object().unwrap() {
        if !["lints", "waiver"].contains(&section.as_str()) {
            keys_of(&schema, inside, section, &mut found);
        }
    }
    let missing: Vec<&String> = found
        .iter()
        .filter(|path| direction(path).is_none())
        .collect();
    assert!(missing.is_empty(), "in no list of keys.toml: {missing:#?}");
    let table = include_str!("keys.toml");
    let written: Vec<&str> = table
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","))
        .collect();
    let all: BTreeSet<&str> = written.iter().copied().collect();
    assert_eq!(all.len(), written.len(), "a key is in two lists");
    let is_key = |path: &str| match path.split_once(".*") {
        // Each of some names.
        Some((start, end)) if !found.contains(path) => found
            .iter()
            .any(|key| key.starts_with(start) && key.ends_with(end)),
        _ => found.contains(path),
    };
    let unknown: Vec<&str> = written.into_iter().filter(|path| !is_key(path)).collect();
    assert!(unknown.is_empty(), "no keys of the schema: {unknown:#?}");
}

/// What is weaker in the second text, as `key: what`.
fn weaker(before: &str, now: &str) -> Vec<String> {
    let mut comparison = Comparison::default();
    let (before, now) = (read(before).unwrap(), read(now).unwrap());
    let (was, is) = (implied(&before, &now), implied(&now, &before));
    comparison.tables((&[keys()], ""), &was, &is, None);
    let changes = comparison.changes.iter();
    changes
        .map(|change| {
            let unsure = if change.unsure { " (unsure)" } else { "" };
            format!("{}: {}{unsure}", change.key, change.what)
        })
        .collect()
}

#[track_caller]
fn one_way(strict: &str, lax: &str, expected: &str) {
    assert_eq!(weaker(strict, lax), [expected]);
    assert_eq!(
        weaker(lax, strict),
        [] as [&str; 0],
        "what is stricter is silent"
    );
    assert_eq!(weaker(strict, strict), [] as [&str; 0]);
}

#[test]
fn longer_lists_of_what_is_allowed_are_weaker() {
    one_way(
        "[archcheck.layers.domain]\nmay-use = [\"port\"]",
        "[archcheck.layers.domain]\nmay-use = [\"adapter\", \"port\"]",
        "archcheck.layers.domain.may-use: has `\"adapter\"` more",
    );
    one_way(
        "[archcheck.exclude]",
        "[archcheck.exclude]\ncrates = [\"core\"]",
        "archcheck.exclude.crates: has `\"core\"` more",
    );
    one_way(
        "[patterns.unwrap_in_production]\nexcept = { files = [\"a.rs\"] }",
        "[patterns.unwrap_in_production]\nexcept = { files = [\"a.rs\", \"src/**\"] }",
        "patterns.unwrap_in_production.except.files: has `\"src/**\"` more",
    );
}

#[test]
fn shorter_lists_of_what_is_looked_for_are_weaker() {
    one_way(
        "[[archcheck.forbid]]\nnames = [\"tokio\"]\n[archcheck.layers.domain]\nforbid = [\"std::fs\", \"log\"]",
        "[[archcheck.forbid]]\nnames = [\"tokio\"]\n[archcheck.layers.domain]\nforbid = [\"log\"]",
        "archcheck.layers.domain.forbid: has `\"std::fs\"` no more",
    );
    one_way(
        "[gates]\n[archcheck.layers.domain]\ncrates = [\"a\", \"b\"]",
        "[gates]\n[archcheck.layers.domain]\ncrates = [\"a\"]",
        "archcheck.layers.domain.crates: has `\"b\"` no more",
    );
}

#[test]
fn what_narrows_what_is_looked_at_is_weaker() {
    one_way(
        "[patterns.todo_comment]",
        "[patterns.todo_comment]\nonly = { crates = [\"a\"] }",
        "patterns.todo_comment.only.crates: looks only at `[\"a\"]` now; before, at everything",
    );
    one_way(
        "[patterns.todo_comment]\nonly = { crates = [\"a\", \"b\"] }",
        "[patterns.todo_comment]\nonly = { crates = [\"a\"] }",
        "patterns.todo_comment.only.crates: has `\"b\"` no more",
    );
}

#[test]
fn limits_are_weaker_if_higher_or_gone() {
    one_way(
        "[archcheck.ports]\nmax-methods = 8",
        "[archcheck.ports]\nmax-methods = 12",
        "archcheck.ports.max-methods: was 8, and is 12",
    );
    one_way(
        "[archcheck.ports]\nmax-methods = 8",
        "[archcheck.ports]",
        "archcheck.ports.max-methods: was 8, and there is no limit any more",
    );
}

#[test]
fn switches_and_effects_are_weaker_one_way() {
    one_way(
        "[archcheck]\nclosed = true",
        "[archcheck]",
        "archcheck.closed: was `true`, and is nothing",
    );
    one_way(
        "[archcheck.layers.domain]\npure = true",
        "[archcheck.layers.domain]\npure = [\"io\"]",
        "archcheck.layers.domain.pure: was `true`, and is `[\"io\"]`",
    );
    one_way(
        "[archcheck.layers.domain]\npure = [\"io\", \"time\"]",
        "[archcheck.layers.domain]\npure = [\"io\"]",
        "archcheck.layers.domain.pure: has `\"time\"` no more",
    );
}

#[test]
fn rules_of_the_project_are_known_by_their_names() {
    let rule = |from: &str| {
        format!("[[archcheck.rule]]\nname = \"a\"\nfrom = [{from}]\nto = \"x\"\nbecause = \"b\"\n")
    };
    one_way(
        &rule("\"m\", \"n\""),
        &rule("\"m\""),
        "archcheck.rule[a].from: has `\"n\"` no more",
    );
    let two = format!(
        "{}[[archcheck.rule]]\nname = \"b\"\nfrom = \"m\"\nto = \"y\"\n",
        rule("\"m\"")
    );
    one_way(&two, &rule("\"m\""), "archcheck.rule: `b` is gone");
    // Words and order are nothing.
    let swapped = format!(
        "[[archcheck.rule]]\nname = \"b\"\nfrom = \"m\"\nto = \"y\"\n{}",
        rule("\"m\"").replace("because = \"b\"", "because = \"c\"")
    );
    assert_eq!(weaker(&two, &swapped), [] as [&str; 0]);
    assert_eq!(weaker(&swapped, &two), [] as [&str; 0]);
}

#[test]
fn what_only_a_reader_can_judge_is_told_and_says_so() {
    let role = |role: &str| format!("[archcheck.layers.a]\nrole = \"{role}\"");
    assert_eq!(
        weaker(&role("domain"), &role("adapter")),
        ["archcheck.layers.a.role: was `\"domain\"`, and is `\"adapter\"` (unsure)"]
    );
    // A default holds without it.
    assert_eq!(
        weaker(
            "[patterns.todo_comment]",
            "[patterns.todo_comment]\nmarkers = [\"TODO\"]"
        ),
        ["patterns.todo_comment.markers: was nothing, and is `[\"TODO\"]` (unsure)"]
    );
    // So is a key that nobody has judged yet.
    assert_eq!(
        weaker("[mine]\nx = 1", "[mine]\nx = 2"),
        ["mine.x: was `1`, and is `2` (unsure)"]
    );
}

#[test]
fn a_section_that_is_gone_takes_its_keys_along() {
    assert_eq!(
        weaker(
            "[archcheck]\nclosed = true\n[archcheck.layers.a]\nmodules = [\"m\"]\n[govern]",
            "[govern]"
        ),
        [
            "archcheck.closed: was `true`, and is nothing",
            "archcheck.layers.a.modules: has `\"m\"` no more",
        ]
    );
}

#[test]
fn entries_without_a_name_are_known_by_what_they_ask_for() {
    let forbid = |names: &str| format!("[[archcheck.forbid]]\nnames = [{names}]\n");
    one_way(
        &forbid("\"tokio\", \"std::fs\""),
        &forbid("\"tokio\""),
        "archcheck.forbid[].names: has `\"std::fs\"` no more",
    );
    let two = forbid("\"tokio\"") + &forbid("\"log\"");
    let more = forbid("\"log\", \"tracing\"") + &forbid("\"tokio\"") + &forbid("\"x\"");
    assert_eq!(weaker(&two, &more), [] as [&str; 0]);
    assert_eq!(
        weaker(&two, &forbid("\"log\"")),
        ["archcheck.forbid: `{ names = [\"tokio\"] }` is gone"]
    );
}

#[test]
fn what_asks_for_something_is_weaker_when_it_is_gone() {
    one_way(
        "[repository.licenses]\nallow = [\"MIT\"]",
        "[repository.licenses]",
        "repository.licenses.allow: was `[\"MIT\"]`, and nothing is asked any more",
    );
    assert_eq!(
        weaker(
            "[contract]\nagainst = \"v1\"",
            "[contract]\nagainst = \"v2\""
        ),
        ["contract.against: was `\"v1\"`, and is `\"v2\"` (unsure)"]
    );
}

#[test]
fn what_holds_without_a_key_is_what_it_is_compared_with() {
    let layer = |written: &str| format!("[archcheck.layers.domain]\n{written}");
    let nothing: [&str; 0] = [];
    // A domain is pure without a word.
    one_way(
        &layer(""),
        &layer("pure = [\"io\", \"time\"]"),
        "archcheck.layers.domain.pure: was `true`, and is `[\"io\", \"time\"]`",
    );
    one_way(
        &layer(""),
        &layer("pure = false"),
        "archcheck.layers.domain.pure: was `true`, and is `false`",
    );
    one_way(
        "[archcheck]\npreset = \"hexagonal\"",
        "[archcheck]\npreset = \"hexagonal\"\n[archcheck.layers.port]\npure = []",
        "archcheck.layers.port.pure: was `true`, and is `false`",
    );
    assert_eq!(weaker(&layer(""), &layer("pure = true")), nothing);
    let all = "pure = [\"io\", \"network\", \"time\", \"randomness\", \"environment\", \"threads\", \"process\", \"runtime\", \"global-state\"]";
    assert_eq!(weaker(&layer(""), &layer(all)), nothing);
    // Of other layers nothing is asked.
    let bus = |written: &str| format!("[archcheck.layers.bus]\n{written}");
    one_way(
        &bus("pure = [\"io\"]"),
        &bus(""),
        "archcheck.layers.bus.pure: has `\"io\"` no more",
    );
    assert_eq!(weaker("", &bus("pure = [\"io\"]")), nothing);
    one_way(
        &bus("role = \"port\""),
        &bus("role = \"port\"\npure = [\"io\"]"),
        "archcheck.layers.bus.pure: was `true`, and is `[\"io\"]`",
    );
    // Test doubles have names that are known, once somebody asks for them.
    let doubles = |written: &str| format!("[archcheck.test-doubles]\n{written}");
    one_way(
        &doubles(""),
        &doubles("items = [\"Mock*\"]"),
        "archcheck.test-doubles.items: has `\"Fake*\"` no more",
    );
    assert_eq!(
        weaker(&doubles(""), ""),
        [
            "archcheck.test-doubles.items: has `\"Mock*\"`, `\"Fake*\"` no more",
            "archcheck.test-doubles.modules: has `\"**::in_memory\"`, `\"**::mock\"`, `\"**::fake\"` no more",
        ]
    );
    assert_eq!(weaker("", &doubles("items = [\"Stub*\"]")), nothing);
}
