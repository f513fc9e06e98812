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

/// AC: AC-CONTRACT-CMD-DIFF
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

/// AC: AC-CONTRACT-CMD-DIFF
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
    let (status, out, err) = diff(&directory, &["v1", "v2", "--format", "json"]);
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

    let (status, out, _) = diff(
        &directory,
        &["v1", "v2", "--type", "Line", "--format", "json"],
    );
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

/// AC: AC-CONTRACT-CMD-DIFF
#[test]
fn people_are_told_where_and_why() {
    let manifest = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nserde = \"1\"\n\n[workspace]\n";
    let renamed = "#[derive(serde::Serialize, serde::Deserialize)]\nstruct Line { sku: String, count: u32 }\n";
    let directory = Directory::with(&[
        ("old.rs", OLD),
        ("new.rs", NEW),
        ("v1/Cargo.toml", manifest),
        ("v1/src/lib.rs", &format!("{OLD}{renamed}")),
        ("v2/Cargo.toml", manifest),
        // A type that has another name now, and is as it was.
        (
            "v2/src/lib.rs",
            &format!("{NEW}{}", renamed.replace("Line", "Item")),
        ),
        ("old.json", "{\"type\": \"integer\", \"maximum\": 5}"),
        ("new.json", "{\"type\": \"integer\", \"maximum\": 9}"),
    ]);
    let (status, out, err) = diff(&directory, &["old.rs", "new.rs", "--type", "Order"]);
    assert_eq!((status, err.as_str()), (Some(1), ""), "{out}");
    for part in [
        "error[contract::field_added]: `Order.note`: a field was added\n --> new.rs:2:25\n",
        "::: old.rs:2:8",
        "for example `{\"id\":1}`",
        "\n`Order`: new readers of old documents: breaks; old readers of new documents: ok\n",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    let (status, out, _) = diff(&directory, &["v1", "v2"]);
    assert_eq!(status, Some(1));
    for part in [
        " --> v2/src/lib.rs:2:25\n",
        "::: v1/src/lib.rs:2:8",
        "\n2 types were compared; ok in both directions: 1\n",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    assert!(!out.contains("type_removed"), "{out}");

    // Wherever somebody is: paths are from there, and the workspace is the one that is named.
    let args = [
        "--manifest-path",
        "v1/Cargo.toml",
        "v1",
        "v2",
        "--type",
        "Line",
    ];
    let (status, out, err) = diff(&directory, &args);
    assert_eq!(
        (status, out.as_str(), err.as_str()),
        (Some(0), "`shop::Line`: ok in both directions\n", "")
    );
    let (status, _, err) = diff(
        &directory,
        &["--manifest-path", "v3/Cargo.toml", "v1", "v2"],
    );
    assert_eq!(status, Some(2));
    assert!(err.contains("v3/Cargo.toml"), "{err}");

    let (status, out, _) = diff(&directory, &["old.json", "new.json"]);
    assert_eq!(status, Some(1));
    assert!(out.contains(" --> new.json:1:"), "{out}");
    assert!(
        out.ends_with(
            "`new.json`: new readers of old documents: ok; old readers of new documents: breaks\n"
        ),
        "{out}"
    );

    let (status, _, err) = diff(&directory, &["v1", "v2", "--type", "Ordr"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("did you mean `Order`?"), "{err}");
    for (args, why) in [
        (["v1", "new.rs"], "`v1` and `new.rs` are not of one kind"),
        (["old.rs", "v2"], "`old.rs` and `v2` are not of one kind"),
    ] {
        let (status, _, err) = diff(&directory, &args);
        assert_eq!(status, Some(2));
        assert!(err.contains(why), "{err}");
    }
}

/// AC: AC-CONTRACT-CMD-DIFF
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

/// AC: AC-CONTRACT-CMD-DIFF
#[test]
fn files_of_other_kinds_are_known_by_their_endings() {
    let proto = "syntax = \"proto3\";\nmessage A { int32 id = 1; }\n";
    let directory = Directory::with(&[
        ("old.json", "{\"type\": \"integer\", \"maximum\": 5}"),
        ("new.json", "{\"type\": \"integer\", \"maximum\": 9}"),
        ("broken.json", "{\n  \"type\": \"strng\"}"),
        ("old.proto", proto),
        ("new.proto", &proto.replace("int32", "string")),
        ("old.wit", "package a:b;\nworld w { export f: func(); }\n"),
        ("new.wit", "package a:b;\nworld w { }\n"),
        ("no.wasm", "no module"),
    ]);
    for (args, backward, forward, rule) in [
        (["old.json", "new.json"], "ok", "breaks", "schema_widened"),
        (["new.json", "old.json"], "breaks", "ok", "schema_narrowed"),
        (
            ["old.proto", "new.proto"],
            "breaks",
            "breaks",
            "proto_field_retyped",
        ),
        (["old.wit", "new.wit"], "ok", "breaks", "wit_export_changed"),
    ] {
        let [old, new] = args;
        let (status, out, err) = diff(&directory, &[old, new, "--format", "json"]);
        assert_eq!((status, err.as_str()), (Some(1), ""), "{out}");
        let told: Value = serde_json::from_str(&out).unwrap();
        let verdicts = (&told["backward"]["verdict"], &told["forward"]["verdict"]);
        assert_eq!(verdicts, (&backward.into(), &forward.into()), "{out}");
        let worst = if forward == "ok" {
            &told["backward"]
        } else {
            &told["forward"]
        };
        assert_eq!(worst["rule"], rule, "{out}");
    }
    let (_, out, _) = diff(&directory, &["old.json", "new.json", "--format", "json"]);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["forward"]["path"], "#/maximum");
    assert_eq!(told["forward"]["witness"], "9");
    for (args, why) in [
        (
            ["old.json", "broken.json"],
            "`broken.json` cannot be compared: a type is `null`",
        ),
        (["old.json", "broken.json"], "in line 2, column 11"),
        (["old.json", "gone.json"], "gone.json"),
        (
            ["old.json", "old.proto"],
            "`old.proto` is no JSON Schema, and `old.json` is one",
        ),
        (["no.wasm", "no.wasm"], "(at byte 0)"),
        (["old.rs", "new.rs"], "`--type` says which type"),
    ] {
        let (status, out, err) = diff(&directory, &args);
        assert_eq!((status, out.as_str()), (Some(2), ""), "{err}");
        assert!(err.contains(why), "{err}");
    }
}

/// AC: AC-CONTRACT-CMD-DIFF
#[test]
fn two_directories_are_compared_outside_of_a_workspace() {
    let manifest = |serde: &str| {
        format!(
            "[package]\nname = \"orders\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nserde = {{ path = \"{serde}\" }}\n\n[workspace]\n"
        )
    };
    let own = manifest("../serde");
    let serde = "[package]\nname = \"serde\"\nversion = \"1.0.0\"\nedition = \"2024\"\n";
    let directory = Directory::with(&[
        ("old/Cargo.toml", own.as_str()),
        ("old/src/lib.rs", &OLD.replace("struct", "pub struct")),
        ("new/Cargo.toml", own.as_str()),
        ("new/src/lib.rs", &NEW.replace("struct", "pub struct")),
        ("serde/Cargo.toml", serde),
        ("serde/src/lib.rs", ""),
    ]);
    let (status, out, err) = diff(
        &directory,
        &["old", "new", "--type", "Order", "--format", "json"],
    );
    assert_eq!((status, err.as_str()), (Some(1), ""), "{out}");
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["backward"]["rule"], "field_added");
    // What is no directory is no version of anything here.
    let (status, _, err) = diff(&directory, &["v1", "v2"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("no `Cargo.toml`"), "{err}");
}

/// AC: AC-CONTRACT-CMD-DIFF
#[test]
fn what_a_protobuf_file_lacks_at_its_end_is_told_there() {
    let text = "syntax = \"proto3\";\nmessage A { int32 a = 1;";
    let directory = Directory::with(&[("old.proto", text), ("new.proto", text)]);
    let (status, _, err) = diff(&directory, &["old.proto", "new.proto"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("in line 2, column 25"), "{err}");
}
