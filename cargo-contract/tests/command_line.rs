//! The program itself, where there is no workspace: what it prints, and what it returns.

#![cfg(feature = "cli")]

use govern_testing::{Directory, run_program};
use serde_json::Value;

const OLD: &str = "#[derive(serde::Serialize, serde::Deserialize)]\nstruct Order { id: u32 }\n";
const NEW: &str =
    "#[derive(serde::Serialize, serde::Deserialize)]\nstruct Order { id: u32, note: String }\n";

/// Exit status, stdout, stderr.
fn diff(directory: &Directory, args: &[&str]) -> (Option<i32>, String, String) {
    let args = [&["contract", "diff"], args].concat();
    run_program(env!("CARGO_BIN_EXE_cargo-contract"), directory, &args)
}

#[test]
fn two_files_are_compared_wherever_they_are() {
    let directory = Directory::with(&[("old.rs", OLD), ("new.rs", NEW)]);
    let args = ["old.rs", "new.rs", "--type", "Order", "--format", "json"];
    let (status, out, err) = diff(&directory, &args);
    assert_eq!((status, err.as_str()), (Some(1), ""), "{out}");
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["backward"]["verdict"], "breaks");
    assert_eq!(told["backward"]["rule"], "field_added");
    assert_eq!(told["backward"]["witness"], "{\"id\":1}");
    assert_eq!(told["forward"]["verdict"], "ok");
}

#[test]
fn two_versions_of_a_workspace_are_compared() {
    let manifest = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nserde = \"1\"\n";
    let more = "#[derive(serde::Serialize, serde::Deserialize)]\nstruct Line { sku: String }\n";
    let (old, new) = (format!("{OLD}{more}"), format!("{NEW}{more}"));
    let directory = Directory::with(&[
        ("Cargo.toml", manifest),
        ("src/lib.rs", ""),
        ("v1/Cargo.toml", manifest),
        ("v1/src/lib.rs", &old),
        ("v2/Cargo.toml", manifest),
        ("v2/src/lib.rs", &new),
    ]);
    let (status, out, err) = diff(&directory, &["v1", "v2"]);
    assert_eq!((status, err.as_str()), (Some(1), ""), "{out}");
    let told: Value = serde_json::from_str(&out).unwrap();
    let types = told["types"].as_array().unwrap();
    let verdicts: Vec<_> = types
        .iter()
        .map(|told| {
            (
                told["type"].as_str().unwrap(),
                told["backward"]["verdict"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(verdicts, [("shop::Line", "ok"), ("shop::Order", "breaks")]);

    let (status, out, _) = diff(&directory, &["v1", "v2", "--type", "Line"]);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (status, told["type"].as_str()),
        (Some(0), Some("shop::Line"))
    );

    let (status, _, err) = diff(&directory, &["v1", "v2", "--type", "Parcel"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("there is no type `Parcel` in `v1`"), "{err}");

    let (status, _, err) = diff(&directory, &["v1", "v9"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("is in no git repository"), "{err}");
}

#[test]
fn files_that_cannot_be_compared_are_errors() {
    let directory = Directory::with(&[("old.rs", OLD), ("broken.rs", "struct {")]);
    for (args, why) in [
        (["old.rs", "gone.rs", "--type", "Order"], "gone.rs"),
        (
            ["old.rs", "broken.rs", "--type", "Order"],
            "`broken.rs` cannot be compared: it is no Rust: expected a name in line 1, column 8",
        ),
        (
            ["old.rs", "old.rs", "--type", "Parcel"],
            "`old.rs` cannot be compared: there is no type `Parcel` in it",
        ),
    ] {
        let (status, out, err) = diff(&directory, &args);
        assert_eq!((status, out.as_str()), (Some(2), ""), "{err}");
        assert!(err.contains(why), "{err}");
    }
}
