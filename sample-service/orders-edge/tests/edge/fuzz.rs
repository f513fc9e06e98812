//! What the fuzzer is given and what it has found, read again by the same functions.

use crate::{replay, service, settings};

/// AC: AC-FORM-003, AC-ORD-009
#[test]
fn what_was_fuzzed_is_read_again() {
    let settings: [service::Target; 2] = [
        ("orders_manifest", settings::manifest),
        ("orders_streams", settings::streams),
    ];
    let all: Vec<service::Target> = service::TARGETS.iter().copied().chain(settings).collect();
    let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    for (name, check) in all {
        replay::replay(name, check);
    }
    replay::each_has_a_target(&names, |name| name.starts_with("orders_"));
}
