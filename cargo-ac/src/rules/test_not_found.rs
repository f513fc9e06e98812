//! `test_not_found`: the ledger names a test, a scenario or a file that is not there.

use govern_diagnostics::Span;
use govern_gate::{Finding, Findings, Level, Rule, RuleInfo};
use text_size::TextRange;

use crate::criteria::{Absence, Criteria, Outcome, What};
use crate::ledger::{Evidence, State, Target};

/// The ledger names a test, a scenario or a file that is not there.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "test_not_found",
        summary: "the ledger names a test, a scenario or a file that is not there",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Looks up every test, scenario and file that the ledger names as evidence. A test is looked up by the name of its function,
in the module and in the file that the entry says; a scenario by its tag or name, in its feature file.

### Why is this bad?

The entry was right once. The test was renamed, moved or deleted since, and the ledger still says that the criterion is
tested.

### Example

```yaml
tests:
  - { type: unit, tag: paid_order_is_shipped, module: orders::tests, file: src/orders.rs }
```

where `src/orders.rs` has no test `paid_order_is_shipped`.

### Use instead

The name and the place that the test has, or better no entry at all: a link at the test (`/// AC: AC-PAY-001`) moves with
it.

### Limits

Tests that other macros than `proptest!` and `quickcheck!` generate are not seen; name them in `test-macros` of `[ac]` if
their arguments hold functions with `#[test]`. An entry of type `ci`, `manual` or `docs` without a file says nothing that
could be looked up, and is listed as not known.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(model.why_no_ledger().unwrap_or("the ledger names no tests"));
    for criterion in model
        .criteria
        .iter()
        .filter(|criterion| criterion.state != State::Retired)
    {
        for named in &criterion.named {
            match &named.outcome {
                Outcome::Unknown => {}
                Outcome::Found(_) => findings.checked(1),
                Outcome::Absent(absence) => {
                    findings.checked(1);
                    let span = Span::new(named.span.file, place(&named.evidence, absence));
                    report(model, &criterion.id, span, absence, findings);
                }
            }
        }
    }
}

fn report(
    model: &Criteria,
    criterion: &str,
    span: Span,
    absence: &Absence,
    findings: &mut Findings,
) {
    let key = |name: &str| format!("{criterion}: {name}");
    match absence {
        Absence::NoFile { path, nearest } => {
            let finding = findings.report(span, key(path), format!("there is no file {path}"));
            finding.label(format!("named for `{criterion}`"));
            suggest(nearest.as_deref(), finding);
        }
        Absence::NotRead { path } => {
            findings
                .report(
                    span,
                    key(path),
                    format!("{path} is in no target, and no feature file that is read"),
                )
                .label(format!("named for `{criterion}`"))
                .help("declare it with `mod`, as a target, or in `features` of `[ac]`");
        }
        Absence::NoTest {
            name,
            elsewhere,
            function,
            nearest,
        } => {
            let message = if elsewhere.is_empty() {
                format!("there is no test `{name}`")
            } else {
                format!("test `{name}` is not where the ledger says")
            };
            let finding = findings.report(span, key(name), message);
            finding.label(format!("named for `{criterion}`"));
            for &row in elsewhere {
                finding.related(
                    model.rust.tests[row].span,
                    format!("{} is here", model.describe(&What::Test(row))),
                );
            }
            if let Some(function) = function {
                finding.related(function.span, "a function of that name, which is no test");
            }
            suggest(nearest.as_deref(), finding);
        }
        Absence::NoScenario { name, elsewhere } => {
            let finding =
                findings.report(span, key(name), format!("no scenario there has `{name}`"));
            finding.label(format!("named for `{criterion}`"));
            for &row in elsewhere {
                finding.related(
                    model.scenarios[row].span,
                    format!("{} has it", model.describe(&What::Scenario(row))),
                );
            }
        }
    }
}

/// The word of the entry that is wrong: the file if that is not there, or else what should be in it.
fn place(evidence: &Evidence, absence: &Absence) -> TextRange {
    let is_file = matches!(absence, Absence::NoFile { .. } | Absence::NotRead { .. });
    let word = match &evidence.target {
        Target::Test {
            file: Some(file), ..
        }
        | Target::Tag {
            file: Some(file), ..
        } if is_file => file,
        Target::Test { name: word, .. }
        | Target::Tag { tag: word, .. }
        | Target::Scenario { file: word, .. }
        | Target::File(word)
        | Target::Lint(word)
        | Target::Name(word) => word,
        Target::Attested { .. } => return evidence.range,
    };
    word.range
}

fn suggest(nearest: Option<&str>, finding: &mut Finding) {
    if let Some(nearest) = nearest {
        finding.help(format!("did you mean `{nearest}`?"));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::found;

    fn in_ledger(test: &str) -> Vec<String> {
        let ledger = format!(
            "metadata: {{ schema_version: '1.0' }}\nstories:\n  - id: US-1\n    title: t\n    requirements:\n      - id: REQ-1\n        title: t\n        acceptance_criteria:\n          - id: AC-1\n            text: t\n            tests:\n              - {test}\n"
        );
        let orders = "#[cfg(test)]\nmod tests {\n    #[test]\n    fn paid_is_shipped() {}\n    pub fn helper() {}\n}\n";
        found(
            &RULE,
            &[
                ("specs/spec_ledger.yaml", &ledger),
                ("src/lib.rs", "mod orders;\nmod carts;\n"),
                ("src/orders.rs", orders),
                ("src/carts.rs", ""),
                ("src/orphan.rs", "#[test]\nfn lonely() {}\n"),
                (
                    "features/pay.feature",
                    "Feature: f\n  @AC-1\n  Scenario: s\n    Given x\n",
                ),
                (
                    "features/ship.feature",
                    "Feature: f\n  @AC-2\n  Scenario: t\n    Given x\n",
                ),
                ("notes.txt", ""),
            ],
        )
    }

    #[test]
    fn what_is_there_is_found() {
        for test in [
            "{ type: unit, tag: paid_is_shipped }",
            "{ type: unit, tag: paid_is_shipped, module: orders::tests, file: src/orders.rs }",
            "{ type: unit, tag: paid_is_shipped, module: shop::orders::tests, file: ./src/orders.rs }",
            "{ type: bdd, tag: '@AC-1', file: features/pay.feature }",
            "{ type: unit, tag: paid_is_shipped, module: orders::tests::paid_is_shipped }",
            "{ type: unit, tag: paid_is_shipped, module: orders, file: src/orders.rs }",
            "{ type: integration, tag: '@AC-1' }",
            "{ type: integration, tag: AC-1, file: features/pay.feature }",
            "{ type: docs, tag: notes, file: notes.txt }",
            "{ type: manual, tag: looked_at }",
        ] {
            assert_eq!(in_ledger(test), [""; 0], "{test}");
        }
    }

    #[test]
    fn a_test_that_is_nowhere_is_named_with_the_nearest() {
        let test =
            "{ type: unit, tag: payed_is_shipped, module: orders::tests, file: src/orders.rs }";
        assert_eq!(
            in_ledger(test),
            [
                "payed_is_shipped: there is no test `orders::tests::payed_is_shipped`\n  help: did you mean `paid_is_shipped`?"
            ]
        );
    }

    #[test]
    fn a_test_in_another_place_is_shown_there() {
        for place in [
            "file: src/carts.rs",
            "module: carts::tests",
            "file: src/orphan.rs",
        ] {
            let test = format!("{{ type: unit, tag: paid_is_shipped, {place} }}");
            let found = in_ledger(&test);
            assert!(
                found[0].contains("is not where the ledger says"),
                "{found:?}"
            );
            assert!(
                found[0].contains(
                    "paid_is_shipped: test `shop::orders::tests::paid_is_shipped` is here"
                ),
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_function_that_is_no_test_is_told_from_none() {
        let found = in_ledger("{ type: unit, tag: helper, file: src/orders.rs }");
        assert!(found[0].contains("there is no test `helper`"), "{found:?}");
        assert!(
            found[0].contains("helper: a function of that name, which is no test"),
            "{found:?}"
        );
    }

    #[test]
    fn files_that_are_not_there_or_not_read_are_told_apart() {
        assert_eq!(
            in_ledger("{ type: unit, tag: lonely, file: src/order.rs }"),
            ["src/order.rs: there is no file src/order.rs\n  help: did you mean `src/orders.rs`?"]
        );
        let orphan = &in_ledger("{ type: unit, tag: lonely, file: src/orphan.rs }")[0];
        assert!(
            orphan.starts_with("src/orphan.rs: src/orphan.rs is in no target"),
            "{orphan}"
        );
        let feature = &in_ledger("{ type: bdd, tag: '@AC-1', file: features/pays.feature }")[0];
        assert!(
            feature.starts_with("features/pays.feature: there is no file features/pays.feature"),
            "{feature}"
        );
        let workflow = &in_ledger("{ type: ci, tag: x, workflow: nightly.yml }")[0];
        assert!(
            workflow.starts_with("nightly.yml: there is no file nightly.yml"),
            "{workflow}"
        );
    }

    #[test]
    fn a_tag_in_another_feature_is_shown_there() {
        let found = in_ledger("{ type: bdd, tag: '@AC-2', file: features/pay.feature }");
        assert!(
            found[0].contains("no scenario there has `@AC-2`"),
            "{found:?}"
        );
        assert!(
            found[0].contains("Scenario: t: scenario \"t\" in features/ship.feature has it"),
            "{found:?}"
        );
    }
}
