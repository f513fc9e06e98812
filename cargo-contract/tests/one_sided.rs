//! Types that are only written, or only read: nobody is told about a side that there is not.

#![cfg(feature = "cli")]

mod support;

use std::collections::BTreeSet;

use govern_testing::{Repository, run_program};
use serde_json::Value;

#[track_caller]
fn assert_rules(old: &str, new: &str, expected: &[&str]) {
    let repository = support::repository();
    let write = |text: &str| {
        let lib = format!("use serde::{{Deserialize, Serialize}};\n{text}\n");
        repository.write("src/lib.rs", &lib);
    };
    write(old);
    repository.commit("first");
    write(new);
    let rules = rules(&repository);
    assert_eq!(
        rules,
        expected.iter().map(|rule| (*rule).to_owned()).collect()
    );
}

fn rules(repository: &Repository) -> BTreeSet<String> {
    let (_, out, err) = run_program(
        env!("CARGO_BIN_EXE_cargo-contract"),
        repository.directory(),
        &["contract", "check", "--against", "HEAD", "--format", "json"],
    );
    assert!(!out.is_empty(), "{err}");
    let objects = out
        .lines()
        .map(|line| -> Value { serde_json::from_str(line).expect("each line is JSON") });
    objects
        .filter(|object| object["kind"] == "diagnostic")
        .filter_map(|object| {
            Some(
                object["code"]
                    .as_str()?
                    .strip_prefix("contract::")?
                    .to_owned(),
            )
        })
        .collect()
}

const WRITTEN: &str = "#[derive(Serialize)] pub struct Request { pub batch: u32, #[serde(skip_serializing_if = \"Option::is_none\")] pub wait: Option<u32>, #[serde(skip_serializing_if = \"is_zero\")] pub size: u32 }
fn is_zero(v: &u32) -> bool { *v == 0 }";

const READ: &str = "#[derive(Deserialize)] pub struct Reply { pub kind: Kind, #[serde(default)] pub size: u32, #[serde(deserialize_with = \"text\")] pub at: u64 }
#[derive(Deserialize)] pub enum Kind { One, Two }
fn text<'de, D: serde::Deserializer<'de>>(d: D) -> Result<u64, D::Error> { d.deserialize_any(Any) }";

/// AC: AC-CONTRACT-CMD-JUDGE
#[test]
fn what_is_only_written_is_read_by_others() {
    // What is left out was left out before, and whoever reads it does without.
    assert_rules(
        WRITTEN,
        &WRITTEN.replace("pub batch", "pub more: bool, pub batch"),
        &[],
    );
    assert_rules(
        WRITTEN,
        &WRITTEN.replace("pub batch: u32,", ""),
        &["field_removed"],
    );
    assert_rules(
        WRITTEN,
        &WRITTEN.replace(
            "pub batch",
            "#[serde(skip_serializing_if = \"is_zero\")] pub batch",
        ),
        &["field_presence_changed"],
    );
    assert_rules(
        WRITTEN,
        &WRITTEN.replace("batch: u32", "batch: u64"),
        &["field_retyped"],
    );
    assert_rules(WRITTEN, &WRITTEN.replace("batch: u32", "batch: u16"), &[]);
}

/// AC: AC-CONTRACT-CMD-JUDGE
#[test]
fn what_is_only_read_is_written_by_others() {
    assert_rules(READ, &READ.replace("Two", "Two, Three"), &[]);
    assert_rules(READ, &READ.replace(", Two", ""), &["variant_removed"]);
    assert_rules(
        READ,
        &READ.replace("pub kind", "pub more: Option<u32>, pub kind"),
        &[],
    );
    assert_rules(
        READ,
        &READ.replace("pub kind", "pub more: u32, pub kind"),
        &["field_added"],
    );
    // Others may have left it out.
    assert_rules(
        READ,
        &READ.replace("#[serde(default)]", ""),
        &["field_presence_changed"],
    );
}

/// AC: AC-CONTRACT-CMD-JUDGE
#[test]
fn what_the_project_says_a_type_is_for_counts() {
    let repository = support::repository();
    repository.write(
        "govern.toml",
        "[contract.types.\"*::Kind\"]\ndirection = \"both\"\n",
    );
    let lib = "#[derive(serde::Deserialize)] pub enum Kind { One }";
    repository.write("src/lib.rs", lib);
    repository.commit("first");
    repository.write("src/lib.rs", &lib.replace("One", "One, Two"));
    assert_eq!(
        rules(&repository),
        BTreeSet::from(["variant_added".to_owned()])
    );
}
