//! `suspect_link`: a criterion says something else than when somebody last looked, and what shows it is as it was.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::changed_links::changed_links;
use crate::criteria::Criteria;

/// A criterion says something else than when somebody last looked at its test, which is as it was.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "suspect_link",
        summary: "a criterion says something else than when somebody last looked, and what shows it is as it was",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares criteria with `specs/ac.lock`, which `cargo ac review` writes: what each criterion said, and what each test and
scenario that is linked to it held, when somebody last looked at both. Finds criteria whose text, priority or needed levels
have changed since, while what shows them has not.

### Why is this bad?

The test shows that what was promised before holds. Whether it shows what is promised now nobody has asked.

### Example

```yaml
- { id: AC-PAY-001, text: An order of which nothing is open for 14 days is paid. }
```

where the lock was written when it said "for 7 days", and the test still waits for 7.

### Use instead

Look at the test, change it if it has to be changed, and say that you did:

```text
cargo ac review AC-PAY-001 --reason "only the wording"
```

### Limits

White space, titles, tags and notes do not count. Without a lock nothing is compared; links that are not in it are listed as
not known.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    for link in changed_links(model, findings) {
        let (key, edge, change) = (link.key, link.edge, &link.change);
        if !change.criterion || change.evidence {
            continue;
        }
        let message = format!(
            "criterion `{}` changed since somebody last looked at it and `{}`",
            key.id, key.target
        );
        let finding = link.report(findings, edge.criterion_span, message);
        finding
            .label("says something else now")
            .related(edge.evidence_span, "this is as it was");
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

    const RUST: &str = "/// AC: AC-1\n#[test]\nfn one() { assert!(true); }\n";

    fn messages(before: &str, after: &str, rust: &str) -> Vec<String> {
        let (before, after) = (ledger(&[before]), ledger(&[after]));
        let path = "specs/spec_ledger.yaml";
        found_after_review(
            &RULE,
            &[(path, &before), ("src/lib.rs", RUST)],
            &[(path, &after), ("src/lib.rs", rust)],
        )
    }

    #[test]
    fn a_criterion_that_says_something_else_is_shown_with_its_test() {
        let before = "{ id: AC-1, text: within 7 days }";
        let after = "{ id: AC-1, text: within 14 days }";
        let found = messages(before, after, RUST);
        assert_eq!(
            found,
            [
                "AC-1: criterion `AC-1` changed since somebody last looked at it and `shop::one`\n  one: this is as it was\n  help: see whether it still shows it, then run `cargo ac review AC-1`"
            ]
        );
        assert_eq!(messages(before, before, RUST), [""; 0]);
        assert_eq!(
            messages(
                before,
                "{ id: AC-1, text: 'within  7 days', tags: [x] }",
                RUST
            ),
            [""; 0]
        );
        // Whoever changed both has looked at both; that the test changed is for another rule.
        let changed = RUST.replace("true", "false");
        assert_eq!(messages(before, after, &changed), [""; 0]);
    }
}
