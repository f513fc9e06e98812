//! `old_version_dropped`: a new version of a contract takes the place of the old one at once.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::no_contracts;
use crate::contracts::Contracts;

/// A new version of a contract takes the place of the old one at once.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "old_version_dropped",
        summary: "a new version of a contract takes the place of the old one at once",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds contracts that are new, not accepted yet, while the version before them, which was accepted, goes in the same change: its
entry is gone or says `removed`, or its `handler` is not there any more.

### Why is this bad?

Between the two there is no time in which programs can move from one to the other: whoever is not deployed at the same moment is
cut off.

### Example

```toml
[[contract.contract]]
subject = "orders.v2.placed"  # new
payload = "orders_wire::v2::Placed"
# the entry of `orders.v1.placed` was deleted
```

### Use instead

Declare the new version beside the old one, keep handling both, and say that the old one will go:

```toml
[[contract.contract]]
subject = "orders.v1.placed"
payload = "orders_wire::v1::Placed"
handler = "orders::adapter::on_placed_v1"
deprecated = { since = "2026-06-15", remove-after = "2026-12-31", replacement = "orders.placed@2" }

[[contract.contract]]
subject = "orders.v2.placed"
payload = "orders_wire::v2::Placed"
handler = "orders::adapter::on_placed_v2"
```

### Limits

A new version counts as new until it is accepted.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let lifecycle = &contracts.lifecycle;
    if no_contracts(lifecycle, findings) {
        return;
    }
    findings.checked(lifecycle.present().count());
    for new in lifecycle.new_versions() {
        let id = &new.contract.id;
        let Some(before) = lifecycle.declared.accepted.before(id) else {
            continue;
        };
        let (span, what) = match lifecycle.state(before) {
            None => (new.contract.span, "is declared no more"),
            Some(state) => match (&state.contract.removed, &state.contract.handler) {
                (Some(removed), _) => (removed.span, "is removed"),
                (None, Some(handler)) if !state.has_handler => (handler.span, "is handled no more"),
                _ => continue,
            },
        };
        let finding = findings
            .report(
                span,
                format!("{before} -> {id}"),
                format!("`{id}` is new, and `{before}` {what}"),
            )
            .help(format!(
                "keep `{before}` beside it, and say that it will go: `deprecated = {{ since = …, remove-after = …, replacement = \"{id}\" }}`"
            ));
        if let Some(last) = lifecycle.declared.accepted.last(before) {
            finding.note(format!(
                "`{before}` was accepted on {}: others may depend on it",
                last.acceptance.on
            ));
            if let Some(span) = last.span {
                finding.related(span, "accepted here");
            }
        }
    }
}
