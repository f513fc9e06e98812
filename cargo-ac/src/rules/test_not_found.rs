//! `test_not_found`: the ledger names a test, a scenario or a file that is not there.

use govern_diagnostics::Span;
use govern_gate::{Finding, Findings, Level, Rule, RuleInfo};

use crate::criteria::{Criteria, What};
use crate::ledger::State;
use crate::resolve::{Absence, Outcome};

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
    if model.ledgers.is_empty() {
        findings.idle("there is no ledger");
    } else {
        findings.idle("the ledger names no tests");
    }
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
                    report(model, &criterion.id, named.span, absence, findings);
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

fn suggest(nearest: Option<&str>, finding: &mut Finding) {
    if let Some(nearest) = nearest {
        finding.help(format!("did you mean `{nearest}`?"));
    }
}
