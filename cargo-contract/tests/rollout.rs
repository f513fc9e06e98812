//! `cargo contract rollout-plan` and `--rollback`: a table of changes, and what follows from each.

#![cfg(feature = "cli")]

mod support;

use govern_testing::{Repository, run_program};
use serde_json::Value;
use support::repository;

fn write(repository: &Repository, direction: &str, fields: &str) {
    let source = format!(
        "use serde::{{Deserialize, Serialize}};\n\n#[derive(Serialize, Deserialize)]\npub struct Placed {{ {fields} }}\n"
    );
    let manifest = format!(
        "[[contract]]\nsubject = \"orders.v1.placed\"\npayload = \"orders::Placed\"\ndirection = \"{direction}\"\n"
    );
    repository
        .write("src/lib.rs", &source)
        .write("contracts/manifest.toml", &manifest);
}

/// Exit status, stdout, stderr.
fn run(repository: &Repository, args: &[&str]) -> (Option<i32>, String, String) {
    let args = [&["contract"], args].concat();
    run_program(
        env!("CARGO_BIN_EXE_cargo-contract"),
        repository.directory(),
        &args,
    )
}

/// AC: AC-CONTRACT-CMD-ROLLOUT-PLAN
#[test]
fn the_order_follows_from_who_understands_whom() {
    let same = "pub id: u64";
    let optional = "pub id: u64, pub note: Option<String>";
    let required = "pub id: u64, pub note: String";
    let narrow = "pub id: u32";
    for (direction, old, new, order, told, status) in [
        ("publishes", same, optional, "any", "order: any", 0),
        (
            "publishes",
            required,
            same,
            "readers-first",
            "all readers first, then this program",
            0,
        ),
        (
            "consumes",
            required,
            same,
            "readers-first",
            "this program first, then all writers",
            0,
        ),
        (
            "publishes",
            same,
            required,
            "writers-first",
            "this program first, then all readers",
            0,
        ),
        (
            "consumes",
            same,
            required,
            "writers-first",
            "all writers first, then this program",
            0,
        ),
        (
            "both",
            same,
            narrow,
            "writers-first",
            "all writers first, then all readers",
            0,
        ),
        (
            "persists",
            same,
            narrow,
            "none",
            "migrate what is stored",
            1,
        ),
        ("persists", narrow, same, "readers-first", "all at once", 0),
        (
            "both",
            same,
            "pub number: String",
            "none",
            "publish a new version beside this one",
            1,
        ),
    ] {
        let repository = repository();
        write(&repository, direction, old);
        let (status_of_accept, _, err) = run(&repository, &["accept", "--reason", "first"]);
        assert_eq!(status_of_accept, Some(0), "{err}");
        let (_, out, _) = run(&repository, &["rollout-plan"]);
        assert_eq!(
            out,
            "any order: no contract has changed since it was accepted first\n"
        );
        write(&repository, direction, new);
        let (is, out, err) = run(&repository, &["rollout-plan"]);
        assert_eq!(is, Some(status), "{direction}: {old} -> {new}: {out}{err}");
        assert!(out.contains(told), "{direction}: {old} -> {new}: {out}");
        let (_, out, _) = run(&repository, &["rollout-plan", "--format", "json"]);
        let plan: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(plan["contracts"][0]["order"], order, "{out}");
    }
}

/// AC: AC-CONTRACT-CMD-ROLLOUT-PLAN
#[test]
fn going_back_is_asked_about_also_after_the_change_was_accepted() {
    let repository = repository();
    write(&repository, "persists", "pub id: u32");
    run(&repository, &["accept", "--reason", "first"]);
    write(&repository, "persists", "pub id: u64");
    for accepted in [false, true] {
        if accepted {
            let (status, out, err) = run(&repository, &["accept", "--reason", "larger ids"]);
            assert_eq!(status, Some(0), "{out}{err}");
            let (status, out, _) = run(&repository, &[]);
            assert_eq!(status, Some(0), "{out}");
        }
        let (status, out, _) = run(&repository, &["--rollback", "--format", "short"]);
        assert_eq!(status, Some(1), "{out}");
        assert!(out.contains("field_retyped"), "{out}");
        let (_, out, _) = run(&repository, &["rollout-plan"]);
        assert!(out.contains("going back: not safe"), "{out}");
    }
}
