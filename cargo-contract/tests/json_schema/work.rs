//! Schemas that name each other twice, forty times over: there are 2⁴⁰ ways through them, and an answer all the same.

use cargo_contract::compat::Verdict;
use cargo_contract::files::schema::compare_schemas;
use serde_json::{Value, json};

/// A schema made of two references to one that is made like that, and so on.
fn doubled(make: fn(&Value) -> Value, innermost: &str) -> String {
    let mut schemas = json!({ "s0": { "type": innermost } });
    for row in 1..=40 {
        schemas[format!("s{row}")] = make(&json!({ "$ref": format!("#/$defs/s{}", row - 1) }));
    }
    json!({ "$ref": "#/$defs/s40", "$defs": schemas }).to_string()
}

fn verdicts(make: fn(&Value) -> Value) -> (Verdict, Verdict) {
    let (old, new) = (doubled(make, "string"), doubled(make, "integer"));
    let compared = compare_schemas(&old, &new).expect("both can be read");
    (compared.backward, compared.forward)
}

#[test]
fn what_can_be_told_once_is_told() {
    for make in [
        |it: &Value| json!({ "anyOf": [it, it] }),
        |it: &Value| json!({ "allOf": [it, it] }),
    ] {
        assert_eq!(verdicts(make), (Verdict::Breaks, Verdict::Breaks));
    }
}

#[test]
fn what_takes_too_long_is_not_known() {
    let (backward, forward) = verdicts(|it| json!({ "oneOf": [it, it] }));
    for verdict in [backward, forward] {
        assert!(verdict != Verdict::Ok, "nothing was proved");
    }
}

#[test]
fn long_lists_are_compared() {
    let codes = |last: usize| json!({ "enum": (0..last).collect::<Vec<_>>() }).to_string();
    let compared = compare_schemas(&codes(20_000), &codes(20_001)).expect("both can be read");
    assert_eq!(compared.backward, Verdict::Ok);
    assert_eq!(compared.forward, Verdict::Breaks);
}
