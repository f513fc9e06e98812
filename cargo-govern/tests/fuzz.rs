//! What the fuzzer is given and what it has found, read again by the same functions: no input makes a reader panic, and whatever
//! is pointed at is in its file. Without the fuzzer; `scripts/fuzz.sh` is that.

#[path = "../../fuzz/src/replay.rs"]
mod replay;
#[path = "../../fuzz/src/suite/mod.rs"]
mod suite;

/// AC: AC-GOVERN-READERS-FUZZED
#[test]
fn what_was_fuzzed_is_read_again() {
    let names: Vec<&str> = suite::TARGETS.iter().map(|(name, _)| *name).collect();
    for (name, check) in suite::TARGETS {
        replay::replay(name, *check);
    }
    replay::each_has_a_target(&names, |name| !name.starts_with("orders_"));
}
