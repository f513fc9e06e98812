//! The published schema of govern.toml is that of the gates.

use cargo_govern::{GATES, SECTIONS};
use govern_gate::{Date, Gate, Options, Session, config_schema, run};
use govern_workspace::Workspace;
use snapbox::{Data, assert_data_eq};

#[test]
fn the_schema_of_govern_toml_is_generated() {
    let gates: Vec<&dyn Gate> = GATES.to_vec();
    let schema =
        serde_json::to_string_pretty(&config_schema(&gates, &SECTIONS)).expect("a schema is JSON");
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../docs/schema/govern.schema.json"
    );
    assert_data_eq!(
        format!("{schema}\n"),
        Data::read_from(path.as_ref(), None).raw()
    );
}

#[test]
fn the_schema_of_the_manifest_of_contracts_is_that_of_the_section() {
    let schema =
        serde_json::to_string_pretty(&cargo_contract::manifest_schema()).expect("a schema is JSON");
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../docs/schema/contracts.schema.json"
    );
    assert_data_eq!(
        format!("{schema}\n"),
        Data::read_from(path.as_ref(), None).raw()
    );
}

#[test]
fn the_schema_of_ledgers_is_that_of_their_shapes() {
    let schema = cargo_ac::ledger::json_schema(&cargo_ac::ids::IdPrefixes::default());
    let schema = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../docs/schema/ledger.schema.json"
    );
    assert_data_eq!(
        format!("{schema}\n"),
        Data::read_from(path.as_ref(), None).raw()
    );
}

/// Each can be installed alone, and reads the same `govern.toml`.
#[test]
fn every_gate_alone_knows_the_sections_of_all_others() {
    let sections: String = GATES
        .iter()
        .map(|gate| format!("[{}]\n", gate.name()))
        .collect();
    for gate in GATES {
        let files = [
            (
                "Cargo.toml",
                "[package]\nname = \"a\"\nedition = \"2024\"\n",
            ),
            ("src/lib.rs", ""),
            ("govern.toml", &sections),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        let workspace = Workspace::from_memory(files.into()).expect("it is a workspace");
        let options = Options::new(Date::new(2026, 6, 15).expect("a day of June"));
        let report = run(&[gate], &Session::new(workspace, options)).report;
        let unknown = report.diagnostics.iter().map(|it| it.message.as_str());
        let unknown: Vec<&str> = unknown.filter(|it| it.contains("section")).collect();
        assert_eq!(unknown, [""; 0], "{}", gate.name());
    }
}
