//! `removed_too_early`: a contract was removed before its time, or while a consumer reads it.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// A contract was removed before its time, or while a consumer reads it.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "removed_too_early",
        summary: "a contract was removed before its time, or while a consumer reads it",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds contracts with accepted versions whose entry says `removed`, and that were not deprecated before, were removed on or before
the day that their `remove-after` names, or are still read by a consumer of `contracts/consumers/*.toml`.

### Why is this bad?

Who depends on a contract was promised some time, or was never told that it would go.

### Example

```toml
[[contract.contract]]
subject = "orders.v1.placed"
deprecated = { since = "2026-06-15", remove-after = "2026-12-31", replacement = "orders.placed@2" }
removed = "2026-09-01"
```

### Use instead

Keep it until the day has passed and its consumers have moved.

### Limits

When an entry came to say that it is deprecated is not looked up in git: the days are believed.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let lifecycle = &contracts.lifecycle;
    findings.idle("no contract with accepted versions is removed");
    for state in &lifecycle.states {
        let contract = &state.contract;
        let id = &contract.id;
        let Some(removed) = contract.removed else {
            continue;
        };
        if lifecycle.declared.accepted.last(id).is_none() {
            continue;
        }
        findings.checked(1);
        let why = match &contract.deprecation {
            _ if lifecycle.today.is_some_and(|today| today < removed.date) => Some(format!(
                "`{id}` is removed on {}, which is still to come",
                removed.date
            )),
            None => Some(format!(
                "`{id}` was removed without being deprecated before"
            )),
            Some(deprecation) => match deprecation.remove_after {
                None => Some(format!(
                    "`{id}` was removed, and its deprecation did not say after which day"
                )),
                Some(day) if removed.date <= day.date => Some(format!(
                    "`{id}` was removed on {}, and was to stay until {}",
                    removed.date, day.date
                )),
                Some(_) if removed.date <= deprecation.since.date => Some(format!(
                    "`{id}` was removed on {}, and deprecated on {}",
                    removed.date, deprecation.since.date
                )),
                Some(_) => None,
            },
        };
        if let Some(why) = why {
            let finding = findings
                .report(removed.span.or(contract.span), id.to_string(), why)
                .label("removed here")
                .help("keep it until its time has come: `deprecated = { since = …, remove-after = …, replacement = … }`");
            let day = contract.deprecation.as_ref().and_then(|it| it.remove_after);
            if let Some(span) = day.and_then(|day| day.span) {
                finding.related(span, "until then it was to stay");
            }
        }
        for (consumer, span) in lifecycle.consumers_of(id) {
            let finding = findings
                .report(
                    removed.span.or(contract.span),
                    format!("{id} {consumer}"),
                    format!("`{id}` was removed, and `{consumer}` reads it"),
                )
                .label("removed here")
                .help("keep it until the consumer has moved");
            if let Some(span) = span {
                finding.related(span, "the consumer says so here");
            }
        }
    }
}
