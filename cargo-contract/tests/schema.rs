//! `cargo contract schema`: what it writes, where, and what it says of what it leaves open.

#![cfg(feature = "cli")]

mod support;

use govern_testing::{Repository, run_program_on};
use serde_json::{Value, json};
use support::repository;

const SOURCE: &str = "use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
    #[serde(skip_serializing_if = \"Option::is_none\", alias = \"remark\")]
    pub note: Option<String>,
    pub state: State,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = \"lowercase\")]
pub enum State {
    Open,
    Paid { at: u32 },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tree {
    pub children: Vec<Tree>,
    pub owner: std::thread::ThreadId,
}
";

const CONTRACTS: &str = "[[contract]]
subject = \"orders.v1.placed\"
payload = \"orders::Placed\"
direction = \"publishes\"

[[contract]]
name = \"orders.tree\"
payload = \"orders::Tree\"
direction = \"consumes\"

[[contract]]
name = \"orders.packed\"
payload = \"orders::Placed\"
format = \"postcard\"
";

fn orders() -> Repository {
    let repository = repository();
    repository
        .write("src/lib.rs", SOURCE)
        .write("contracts/manifest.toml", CONTRACTS);
    repository
}

/// Exit status, stdout, stderr.
fn schema(repository: &Repository, args: &[&str]) -> (Option<i32>, String, String) {
    let args = [&["contract", "schema"], args].concat();
    let program = env!("CARGO_BIN_EXE_cargo-contract");
    run_program_on(Some("2026-06-15"), program, repository.directory(), &args)
}

fn parsed(text: &str) -> Value {
    let schema: Value = serde_json::from_str(text).expect("a schema is JSON");
    jsonschema::meta::validate(&schema).expect("a schema is valid under its metaschema");
    schema
}

/// AC: AC-CONTRACT-CMD-SCHEMA
#[test]
fn a_contract_and_its_type_have_the_same_schema() {
    let repository = orders();
    let (status, out, err) = schema(&repository, &["orders.placed@1"]);
    assert_eq!((status, err.as_str()), (Some(0), ""));
    let written = parsed(&out);
    assert_eq!(
        written,
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Placed",
            "type": "object",
            "required": ["id", "state"],
            "properties": {
                "id": { "type": "integer", "minimum": 0, "maximum": u64::MAX },
                "note": { "type": "string" },
                "state": { "$ref": "#/$defs/State" },
            },
            "additionalProperties": false,
            "$defs": {
                "State": {
                    "anyOf": [
                        { "enum": ["open"] },
                        {
                            "type": "object",
                            "required": ["paid"],
                            "properties": {
                                "paid": {
                                    "type": "object",
                                    "required": ["at"],
                                    "properties": {
                                        "at": { "type": "integer", "minimum": 0, "maximum": u32::MAX },
                                    },
                                    "additionalProperties": false,
                                },
                            },
                            "additionalProperties": false,
                        },
                    ],
                },
            },
        })
    );
    for name in ["orders.placed", "orders::Placed", "Placed"] {
        assert_eq!(schema(&repository, &[name]).1, out, "{name}");
    }
}

/// AC: AC-CONTRACT-CMD-SCHEMA
#[test]
fn what_is_read_is_more_than_what_is_written() {
    let repository = orders();
    let (status, out, _) = schema(&repository, &["Placed", "--side", "read"]);
    assert_eq!(status, Some(0));
    let read = jsonschema::validator_for(&parsed(&out)).expect("a schema that can be used");
    for good in [
        json!({ "id": 1, "state": "open" }),
        json!({ "id": 1, "state": { "open": null }, "remark": "x", "more": true }),
        json!({ "id": 1, "note": null, "state": { "paid": [7] } }),
        json!([1, null, "open"]),
    ] {
        assert!(read.is_valid(&good), "{good}");
    }
    for bad in [
        json!({ "state": "open" }),
        json!({ "id": -1, "state": "open" }),
        json!({ "id": 1, "state": "paid" }),
        json!({ "id": 1, "state": "open", "note": "x", "remark": "x" }),
        json!([1, null]),
    ] {
        assert!(!read.is_valid(&bad), "{bad}");
    }
}

/// AC: AC-CONTRACT-CMD-SCHEMA
#[test]
fn what_is_left_open_is_told() {
    let repository = orders();
    let (status, out, err) = schema(&repository, &["orders.tree"]);
    assert_eq!(status, Some(0));
    let read = parsed(&out);
    let by_key = &read["anyOf"][0];
    assert_eq!(
        by_key["properties"]["children"]["items"],
        json!({ "$ref": "#" })
    );
    let owner = by_key["properties"]["owner"]["$comment"].as_str();
    assert!(
        owner.is_some_and(|it| it.starts_with("not understood: ")),
        "{out}"
    );
    assert!(
        err.contains("are left open in the schema of what `orders.tree@1` reads"),
        "{err}"
    );
    assert!(err.contains("src/lib.rs:20:12"), "{err}");
}

/// AC: AC-CONTRACT-CMD-SCHEMA
#[test]
fn all_contracts_are_described_at_once() {
    let repository = orders();
    let (status, out, err) = schema(&repository, &[]);
    assert_eq!(status, Some(0));
    let all: Value = serde_json::from_str(&out).expect("it is JSON");
    let sides = |name: &str| -> Vec<&str> {
        let of_contract = all[name].as_object().expect("it is there");
        of_contract.keys().map(String::as_str).collect()
    };
    assert_eq!(all.as_object().map(|it| it.len()), Some(2));
    assert_eq!(sides("orders.placed@1"), ["write"]);
    assert_eq!(sides("orders.tree@1"), ["read"]);
    assert!(
        err.contains("1 contract is not described: it is not written as JSON"),
        "{err}"
    );

    let (status, out, _) = schema(&repository, &["-o", "contracts/schemas"]);
    assert_eq!(status, Some(0));
    assert_eq!(
        out,
        "wrote contracts/schemas/orders.placed@1.write.json\nwrote contracts/schemas/orders.tree@1.read.json\n"
    );
    let text = repository
        .directory()
        .read("contracts/schemas/orders.placed@1.write.json");
    assert_eq!(parsed(&text), all["orders.placed@1"]["write"]);

    let (status, out, _) = schema(&repository, &["Placed", "-o", "placed.json"]);
    assert_eq!((status, out.as_str()), (Some(0), "wrote placed.json\n"));
    assert_eq!(repository.directory().read("placed.json"), text);
}

/// AC: AC-CONTRACT-CMD-SCHEMA
#[test]
fn what_cannot_be_described_is_an_error() {
    let repository = orders();
    for (args, why) in [
        (
            &["orders.packed"][..],
            "`orders.packed@1` is written as postcard",
        ),
        (&["Plced"][..], "did you mean `Placed`?"),
        (&["Placed", "-o", "../placed.json"][..], "outside"),
    ] {
        let (status, out, err) = schema(&repository, args);
        assert_eq!((status, out.as_str()), (Some(2), ""), "{args:?}: {err}");
        assert!(err.contains(why), "{args:?}: {err}");
    }
    repository.write("contracts/manifest.toml", "");
    let (status, _, err) = schema(&repository, &[]);
    assert_eq!(status, Some(2));
    assert!(err.contains("no contract is declared"), "{err}");
    assert_eq!(schema(&repository, &["Placed"]).0, Some(0));
}
