//! `evidence_changed`: a test or scenario is another than when somebody last looked at it and its criterion.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::changed_links::changed_links;
use crate::criteria::Criteria;

/// A test or scenario is another than when somebody last looked at it and its criterion.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "evidence_changed",
        summary: "a test or scenario is another than when somebody last looked at it and its criterion",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares tests and scenarios with `specs/ac.lock`, which `cargo ac review` writes. Finds those that hold something else than
when somebody last looked at them and at the criterion that they show.

### Why is this bad?

What was changed for another reason may no longer show what the criterion says.

### Example

```rust
/// AC: AC-PAY-001
#[test]
fn nothing_open_is_paid() {
    assert!(is_paid(0) || is_late(0));
}
```

### Use instead

Look at both, and say that you did:

```text
cargo ac review AC-PAY-001
```

### Limits

Of a test, tokens count from its attributes to the end of its body, without comments; what it calls does not. Of a scenario,
steps, backgrounds and rows count, its name and tags do not. Tests that assert nothing any more are `assertions_vanished`.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    for link in changed_links(model, findings) {
        let (key, edge, change) = (link.key, link.edge, &link.change);
        if !change.evidence || change.vanished {
            continue;
        }
        let message = format!(
            "`{}` changed since somebody last looked at it and criterion `{}`",
            key.target, key.id
        );
        let finding = link.report(findings, edge.evidence_span, message);
        finding.label("holds something else now").related(
            edge.criterion_span,
            if change.criterion {
                "the criterion changed, too"
            } else {
                "the criterion is as it was"
            },
        );
        link.point_to_lock(finding);
        finding.help(format!(
            "see whether it still shows it, then run `cargo ac review {}`",
            key.id
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found_after_review, ledger};

    fn messages(rust: &str, feature: &str) -> Vec<String> {
        let ledger = ledger(&["{ id: AC-1, text: t }"]);
        let files = |rust: &'static str, feature: &'static str| {
            [("src/lib.rs", rust), ("a.feature", feature)]
        };
        let ledger = ("specs/spec_ledger.yaml", ledger.as_str());
        let [library, features] = files(RUST, FEATURE);
        found_after_review(
            &RULE,
            &[ledger, library, features],
            &[ledger, ("src/lib.rs", rust), ("a.feature", feature)],
        )
    }

    const RUST: &str = "/// AC: AC-1\n#[test]\nfn one() { assert!(f(1)); }\n";
    const FEATURE: &str = "Feature: f\n  @AC-1\n  Scenario: s\n    Given x\n    Then y\n";

    #[test]
    fn what_holds_something_else_is_shown_with_its_criterion() {
        assert_eq!(messages(RUST, FEATURE), [""; 0]);
        assert_eq!(
            messages(&RUST.replace("f(1)", "f(1) || f(2)"), FEATURE),
            [
                "one: `shop::one` changed since somebody last looked at it and criterion `AC-1`\n  AC-1: the criterion is as it was\n  help: see whether it still shows it, then run `cargo ac review AC-1`"
            ]
        );
        let found = messages(RUST, &FEATURE.replace("Then y", "Then z"));
        assert!(
            found[0].starts_with("Scenario: s: `a.feature#s` changed"),
            "{found:?}"
        );
    }

    #[test]
    fn comments_layout_and_tags_change_nothing() {
        let rust = RUST.replace("{ ", "{\n    // why\n    ");
        let feature = FEATURE
            .replace("@AC-1", "@slow @AC-1")
            .replace("    Given", "      Given");
        assert_eq!(messages(&rust, &feature), [""; 0]);
    }
}
