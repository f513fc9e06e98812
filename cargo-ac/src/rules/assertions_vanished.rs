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

Compares tests and scenarios with `specs/ac.lock`, which `cargo ac review` writes. Finds tests that had an assertion, and
have none any more, and scenarios with fewer outcomes (`Then`) than before.

### Why is this bad?

The quickest way to make a test pass is to take out what fails.

### Example

```rust
/// AC: AC-PAY-001
#[test]
fn nothing_open_is_paid() {
    let _ = is_paid(0); // was: assert!(is_paid(0));
}
```

### Use instead

Repair the code. If the test is right as it is:

```text
cargo ac review AC-PAY-001 --reason "the type says it now"
```

### Limits

Assertions are macros and functions whose names begin with `assert`, `prop_assert`, `debug_assert`, `ensure`, `check`,
`verify` or `expect`, and `unwrap`, `panic`, `should_panic`. An assertion that always holds is one here.
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
        let rust = "/// AC: AC-1\n#[test]\nfn one() { assert!(f(1)); assert!(f(2)); }\n";
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
}
