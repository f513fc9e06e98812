//! `subject_unused`: a declared subject is not used in its direction.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::direction::Direction;
use crate::subjects::Pattern;

/// A declared subject is not used in its direction.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "subject_unused",
        summary: "a declared subject is not used in its direction",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds contracts with a subject that the code does not use as declared: `publishes` and nothing publishes to it, `consumes` and nothing
subscribes to it or reads it from a stream, `both` and neither.

### Why is this bad?

A contract that nothing keeps is a promise to others that nobody keeps: they wait for messages that never come.

### Example

```toml
[[contract.contract]]
subject = "orders.v1.refunded"
direction = "publishes"        # no code publishes it any more
payload = "orders_wire::Refunded"
```

### Use instead

Correct the direction, publish it, or let the contract end: `deprecated`, and later `removed`.

### Limits

While a use in that direction has a subject that is not known, it may be this one, and there is no finding.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let traffic = &contracts.traffic;
    if traffic.is_off(findings) {
        return;
    }
    findings.idle("no contract has a subject in a direction that is known");
    let used = |out: bool, subject: &Pattern| {
        traffic
            .now
            .going(out)
            .any(|it| it.subject.may_be_in(subject))
    };
    let is_unknown = |out: bool| traffic.now.opaque_going(out).next().is_some();
    for contract in &traffic.declared {
        let (directions, what): (&[bool], _) = match contract.direction {
            Direction::Publishes => (&[true], "publishes to"),
            Direction::Consumes => (&[false], "hears"),
            Direction::Both => (&[true, false], "publishes to or hears"),
            Direction::Persists => continue,
        };
        if directions.iter().any(|&out| is_unknown(out)) {
            continue;
        }
        findings.checked(1);
        if directions.iter().any(|&out| used(out, &contract.subject)) {
            continue;
        }
        let subject = &contract.subject;
        findings
            .report(
                contract.span,
                contract.id.to_string(),
                format!("nothing {what} `{subject}`, as `{}` says", contract.id),
            )
            .help("correct its `direction`, or let the contract end: `deprecated`, then `removed`");
    }
}
