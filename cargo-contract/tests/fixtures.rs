//! The fixtures of the rules.

use std::path::Path;

#[test]
fn every_rule_finds_what_its_fixtures_ask_for_and_nothing_else() {
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/contract");
    govern_testing::check_fixtures(&cargo_contract::GATE, &testdata);
}
