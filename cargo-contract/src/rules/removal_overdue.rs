//! `removal_overdue`: a deprecated contract is still there after its time.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// A deprecated contract is still there after its time.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "removal_overdue",
        summary: "a deprecated contract is still there after its time",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds contracts whose `deprecated` says a `remove-after` that has passed, and that are not removed.

### Why is this bad?

Somebody was told that they would be gone by then. What stays costs: each change has to keep it working.

### Example

```toml
[[contract.contract]]
subject = "orders.v1.placed"
payload = "orders_wire::v1::Placed"
deprecated = { since = "2025-06-15", remove-after = "2025-12-31", replacement = "orders.placed@2" }
```

### Use instead

Remove what handles it, and say so in its entry: `removed = "2026-01-07"`. If it has to stay longer, say until when.

### Limits

The day is that of the run.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let lifecycle = &contracts.lifecycle;
    findings.idle("no contract is deprecated with a day to be removed after");
    for state in lifecycle.present() {
        let id = &state.contract.id;
        let deprecation = state.contract.deprecation.as_ref();
        let Some(day) = deprecation.and_then(|it| it.remove_after) else {
            continue;
        };
        findings.checked(1);
        if lifecycle.today.is_none_or(|today| today <= day.date) {
            continue;
        }
        let consumers: Vec<&str> = lifecycle.consumers_of(id).map(|(name, _)| name).collect();
        let finding = findings
            .report(
                day.span.or(state.contract.span),
                id.to_string(),
                format!("`{id}` was to be removed after {}", day.date),
            )
            .label("this day has passed");
        if consumers.is_empty() {
            finding.help("remove it, and say so: `removed = \"YYYY-MM-DD\"`; or give it more time");
        } else {
            finding
                .note(format!("it is still read by `{}`", consumers.join("`, `")))
                .help("give it more time, until its consumers have moved");
        }
    }
}
