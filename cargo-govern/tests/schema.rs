//! The published schema of govern.toml is that of the gates.

use cargo_govern::GATES;
use govern_gate::{Gate, config_schema};
use snapbox::{Data, assert_data_eq};

#[test]
fn the_schema_of_govern_toml_is_generated() {
    let gates: Vec<&dyn Gate> = GATES.to_vec();
    let schema = serde_json::to_string_pretty(&config_schema(&gates)).expect("a schema is JSON");
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
