//! `criterion_failing`: a test or scenario that is linked to a criterion failed.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::ledger::Priority;
use crate::verdict::{Evidence, Verdict};

/// A test or scenario that is linked to a criterion failed.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "criterion_failing",
        summary: "a test or scenario that is linked to a criterion failed",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Reads the results of tests (`results` in `[ac]`) and finds criteria with `priority: must` or `should` of which something
failed that is linked to them: a test in one of its binaries or cases, a row of a scenario, a result that names the
criterion itself, or somebody who looked and did not see it hold. Steps that nobody has written, and feature files that the
runner could not read, count as failed; what passed when it was tried again does not. A waiver excuses what is not shown,
and nothing that failed.

### Why is this bad?

The criterion does not hold, or the test is wrong. Both are better known by the name of the promise than by that of a
function.

### Example

```rust
/// AC: AC-PAY-001
#[test]
fn nothing_open_is_paid() {
    assert_eq!(open(&order), 1);
}
```

with `<testcase name="nothing_open_is_paid" …><failure/>` among the results.

### Use instead

Repair the code, or the test.

### Limits

Results are looked at only if `results` in `[ac]` says where they are. Results that are not known to be of the present
sources show nothing, neither that a criterion holds nor that it does not; `criterion_unproven` tells of them.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(model.why_no_results().unwrap_or("no criterion is in force"));
    for (observed, criterion, judged) in model.judged() {
        if criterion.priority == Priority::May || !criterion.state.is_in_force() {
            continue;
        }
        findings.checked(1);
        if judged.verdict != Verdict::Failing {
            continue;
        }
        let id = &criterion.id;
        let message = format!("criterion `{id}` fails");
        let finding = findings.report(criterion.span, id, message);
        finding.label("does not hold").note(format!(
            "it says: {}",
            criterion
                .text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        ));
        for link in &judged.links {
            if link.evidence != Evidence::Failed {
                continue;
            }
            let name = model.describe_link(link);
            if let Some(place) = link.what.as_ref().and_then(|what| model.place(what)) {
                finding.related(place, format!("{name} failed"));
            } else if let (Some(span), true) = (link.span, link.results.is_empty()) {
                finding.related(span, format!("{name}: seen not to hold"));
            }
            for &at in &link.results {
                let (_, result) = observed.result(at);
                let said = result.said.as_deref().unwrap_or("the result");
                if result.seen == crate::results::Seen::Failed {
                    finding.related(observed.span(at), said.to_owned());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, found_by, ledger, observed};

    const RUST: &str = "/// AC: AC-1\n#[test]\nfn one() {}\n/// AC: AC-2\n#[test]\nfn two() {}\n";

    fn messages(criteria: &[&str], results: &str) -> Vec<String> {
        let ledger = ledger(criteria);
        let files = [
            ("specs/spec_ledger.yaml", ledger.as_str()),
            ("src/lib.rs", RUST),
            ("junit.xml", results),
        ];
        found_by(&RULE, &files, &observed(&files))
    }

    const FAILED: &str = "<testsuite name='shop'><testcase classname='shop' name='one'><failure message='left is 1'/></testcase></testsuite>";

    #[test]
    fn a_failure_is_shown_at_the_criterion_the_test_and_the_result() {
        assert_eq!(
            messages(&["{ id: AC-1, text: t }", "{ id: AC-2, text: t }"], FAILED),
            [
                "AC-1: criterion `AC-1` fails\n  one: test `shop::one` failed\n  <testcase classname='shop' name='one': left is 1\n  note: it says: t"
            ]
        );
    }

    #[test]
    fn no_waiver_excuses_it_and_nobody_asks_what_may_be() {
        let waived = "{ id: AC-1, text: t, waiver: { reason: r, until: 2026-12-31 } }";
        assert_eq!(messages(&[waived], FAILED).len(), 1);
        for free in ["priority: may", "state: draft"] {
            let criterion = format!("{{ id: AC-1, text: t, {free} }}");
            assert_eq!(messages(&[&criterion], FAILED), [""; 0], "{free}");
        }
    }

    #[test]
    fn a_retry_that_passed_is_no_failure() {
        let retried = FAILED.replace("failure", "flakyFailure");
        assert_eq!(messages(&["{ id: AC-1, text: t }"], &retried), [""; 0]);
    }

    #[test]
    fn somebody_who_looked_and_saw_it_fail_fails_it() {
        let seen = "{ id: AC-3, text: t, evidence: [{ level: manual, attested: { by: Ada, date: 2026-06-01, result: fail } }] }";
        let found = messages(&[seen], "<testsuite name='shop'/>");
        assert!(found[0].contains("seen not to hold"), "{found:?}");
    }

    #[test]
    fn without_results_nothing_is_looked_at() {
        let ledger = ledger(&["{ id: AC-1, text: t }"]);
        let files = [
            ("specs/spec_ledger.yaml", ledger.as_str()),
            ("src/lib.rs", RUST),
        ];
        assert_eq!(found(&RULE, &files), [""; 0]);
    }
}
