//! The fixtures of the rules: what comments in them ask for is found, shown as `expected.txt` has it, and nothing else.

use std::path::Path;

#[test]
fn what_is_asked_for_is_found_and_nothing_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/archcheck");
    govern_testing::check_fixtures(&cargo_archcheck::GATE, &folder);
}
