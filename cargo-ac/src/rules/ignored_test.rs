//! `ignored_test`: a criterion of which nothing is tested but by tests that are ignored.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::{Criteria, Idle, What};
use crate::ledger::Priority;

/// A criterion of which nothing is tested but by tests that are ignored.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "ignored_test",
        summary: "all that tests a criterion is ignored",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds tests with `#[ignore]` that are linked to a criterion that should or may be tested, and for which nothing else shows
anything. A criterion that must be tested is then a finding of `criterion_untested`, and not of this rule as well.

### Why is this bad?

An ignored test does not run. The criterion looks tested to everybody who reads the test, and is not.

### Example

```rust
/// AC: AC-PAY-001
#[test]
#[ignore]
fn an_order_is_paid() {}
```

### Use instead

Run the test, add one that runs, or say in the ledger that the criterion is not tested for the time being: `state: draft`,
or a `waiver` with a reason and a day.

### Limits

`#[cfg_attr(…, ignore)]` counts if its condition is known to hold. That a job of the CI runs ignored tests is not seen; give
such a test the attribute where it does not run: `#[cfg_attr(not(feature = "slow"), ignore)]`.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_ledger()
            .unwrap_or("no test is linked to a criterion"),
    );
    for criterion in model.criteria.iter().filter(|it| it.state.is_in_force()) {
        let is_test = |what: &What| matches!(what, What::Test(_));
        if !criterion.proofs.iter().any(|proof| is_test(&proof.what)) {
            continue;
        }
        findings.checked(1);
        // What must be tested, and is not, is said to be so.
        if criterion.working().next().is_some() || criterion.priority == Priority::Must {
            continue;
        }
        for proof in &criterion.proofs {
            let (What::Test(row), Some(Idle::Ignored(span))) = (&proof.what, &proof.idle) else {
                continue;
            };
            let test = &model.rust.tests[*row];
            let id = &criterion.id;
            let finding = findings.report(
                *span,
                format!("{id}: {}", test.name),
                format!("criterion `{id}` is tested by nothing but what is ignored"),
            );
            finding
                .label("does not run")
                .related(criterion.span, "the criterion is here");
            match &test.ignored_because {
                Some(reason) => finding.note(format!("it says why: {reason}")),
                None => finding.note("it does not say why: `#[ignore = \"…\"]`"),
            };
            finding.help("add a test that runs, or waive the criterion for the time being");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    fn run(rust: &str) -> Vec<String> {
        let ledger = ledger(&[
            "{ id: AC-1, text: t, priority: should }",
            "{ id: AC-3, text: t }",
            "{ id: AC-2, text: t, priority: may }",
        ]);
        found(
            &RULE,
            &[("specs/spec_ledger.yaml", &ledger), ("src/lib.rs", rust)],
        )
    }

    #[test]
    fn an_ignored_test_alone_shows_nothing() {
        assert_eq!(
            run(
                "/// AC: AC-1\n#[test]\n#[ignore]\nfn a() {}\n/// AC: AC-2\n#[test]\n#[ignore = \"slow\"]\nfn b() {}\n/// AC: AC-3\n#[test]\n#[ignore]\nfn c() {}\n"
            ),
            [
                "#[ignore]: criterion `AC-1` is tested by nothing but what is ignored\n  AC-1: the criterion is here\n  note: it does not say why: `#[ignore = \"…\"]`\n  help: add a test that runs, or waive the criterion for the time being",
                "#[ignore = \"slow\"]: criterion `AC-2` is tested by nothing but what is ignored\n  AC-2: the criterion is here\n  note: it says why: slow\n  help: add a test that runs, or waive the criterion for the time being",
            ]
        );
    }

    #[test]
    fn one_test_that_runs_will_do() {
        assert_eq!(
            run(
                "/// AC: AC-1\n#[test]\n#[ignore]\nfn a() {}\n/// AC: AC-1\n#[test]\nfn b() {}\n#[test]\n#[ignore]\nfn free() {}\n"
            ),
            [""; 0]
        );
    }
}
