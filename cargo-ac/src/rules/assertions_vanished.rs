//! `assertions_vanished`: a test asserted something when somebody last looked, and asserts nothing now.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::changed_links::changed_links;
use crate::criteria::Criteria;

/// A test asserted something when somebody last looked, and asserts nothing now.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "assertions_vanished",
        summary: "a test asserted something when somebody last looked, and asserts nothing now",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares tests and scenarios with `specs/ac.lock`, which `cargo ac review` writes. Finds tests that had an assertion that can
fail, and have none any more, neither in them nor in the functions for tests that they call, and scenarios with fewer outcomes
(`Then`) than before.

### Why is this bad?

The quickest way to make a test pass is to take out what fails.

### Example

```rust
/// AC: AC-PAY-001
#[test]
fn nothing_open_is_paid() {
    let _ = is_paid(0); // was: assert!(is_paid(0));
    assert!(true);
}
```

### Use instead

Repair the code. If the test is right as it is:

```text
cargo ac review AC-PAY-001 --reason "the type says it now"
```

### Limits

That a test unwraps something is no assertion; one that did only that before is not looked at here. Where something in a test
cannot be seen into, as in the arguments of `proptest!`, what counts is macros and functions whose names begin with `assert`,
`prop_assert`, `debug_assert`, `ensure`, `check`, `verify` or `expect`, and `unwrap`, `panic`, `should_panic`. A lock that
an earlier version wrote says nothing about tests here until `cargo ac review` was run.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    for link in changed_links(model, findings) {
        let (key, edge, change) = (link.key, link.edge, &link.change);
        if !change.vanished {
            continue;
        }
        let (before, now) = (link.reviewed.asserts, edge.asserts);
        let message = if edge.is_scenario {
            format!("`{}` has {now} of its {before} outcomes left", key.target)
        } else {
            format!("`{}` asserts nothing any more", key.target)
        };
        let finding = link.report(findings, edge.evidence_span, message);
        finding
            .label("shows less now")
            .related(edge.criterion_span, "what it was there for");
        link.point_to_lock(finding);
        finding.help("let it assert again what it did");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found_after_review, ledger};

    #[test]
    fn a_test_without_assertions_and_a_scenario_with_fewer_outcomes() {
        let ledger = ledger(&["{ id: AC-1, text: t }"]);
        let ledger = ("specs/spec_ledger.yaml", ledger.as_str());
        let rust = "/// AC: AC-1\n#[test]\nfn one() { assert!(f(1)); assert!(f(2)); }\nfn f(x: u8) -> bool { x < 9 }\n";
        let feature = "Feature: f\n  @AC-1\n  Scenario: s\n    Given x\n    Then y\n    And z\n";
        let before = [ledger, ("src/lib.rs", rust), ("a.feature", feature)];
        let gutted = rust.replace("assert!(f(1)); assert!(f(2));", "f(1);");
        let fewer = feature.replace("    And z\n", "");
        let mut found = found_after_review(
            &RULE,
            &before,
            &[ledger, ("src/lib.rs", &gutted), ("a.feature", &fewer)],
        );
        found.sort();
        assert_eq!(
            found,
            [
                "Scenario: s: `a.feature#s` has 1 of its 2 outcomes left\n  AC-1: what it was there for\n  help: let it assert again what it did",
                "one: `shop::one` asserts nothing any more\n  AC-1: what it was there for\n  help: let it assert again what it did",
            ]
        );
        let fewer = rust.replace("assert!(f(2));", "");
        let kept = [ledger, ("src/lib.rs", &fewer), ("a.feature", feature)];
        assert_eq!(found_after_review(&RULE, &before, &kept), [""; 0]);
    }

    fn gutted(rust: &str, from: &str, to: &str) -> Vec<String> {
        let ledger = ledger(&["{ id: AC-1, text: t }"]);
        let ledger = ("specs/spec_ledger.yaml", ledger.as_str());
        let changed = rust.replace(from, to);
        assert_ne!(changed, rust);
        let found = found_after_review(
            &RULE,
            &[ledger, ("src/lib.rs", rust)],
            &[ledger, ("src/lib.rs", &changed)],
        );
        let first = found.iter().filter_map(|finding| finding.lines().next());
        first.map(str::to_owned).collect()
    }

    #[test]
    fn what_cannot_fail_is_no_assertion() {
        let gone = ["one: `shop::one` asserts nothing any more"];
        let plain = "/// AC: AC-1\n#[test]\nfn one() { let x = f(1).unwrap(); assert_eq!(x, 1); }\nfn f(x: u8) -> Option<u8> { Some(x) }\n";
        assert_eq!(gutted(plain, "assert_eq!(x, 1)", "assert!(true)"), gone);
        assert_eq!(gutted(plain, "assert_eq!(x, 1);", ""), gone);
        assert_eq!(gutted(plain, "(x, 1)", "(x, 2)"), [""; 0]);
        let random = "proptest::proptest! {\n/// AC: AC-1\n#[test]\nfn one(x in 0..9u8) { prop_assert!(f(x)); }\n}\nfn f(x: u8) -> bool { x < 9 }\n";
        assert_eq!(gutted(random, "assert!(f(x))", "assert!(true)"), gone);
    }

    #[test]
    fn helpers_that_assert_nothing_any_more_take_it_from_their_tests() {
        let helped = "fn f(x: u8) -> bool { x < 9 }\n#[cfg(test)]\nmod tests {\n/// AC: AC-1\n#[test]\nfn one() { holds(super::f(1)); }\nfn holds(x: bool) { assert!(x); }\n}\n";
        let gone = ["one: `shop::tests::one` asserts nothing any more"];
        assert_eq!(gutted(helped, "{ assert!(x); }", "{ let _ = x; }"), gone);
    }
}
