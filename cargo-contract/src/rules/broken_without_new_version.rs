//! `broken_without_new_version`: a contract breaks, and there is no new version beside it.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::{no_contracts, shortened};
use crate::contracts::Contracts;

/// A contract breaks, and there is no new version beside it.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "broken_without_new_version",
        summary: "a contract breaks, and there is no new version beside it",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds contracts whose type broke what was accepted of them, while the manifest has no later version. What exactly breaks is found
by the rules about changes; this one says it once for the contract.

### Why is this bad?

Who reads or writes the old form meets the new one the moment it is deployed. A new version beside the old one lets everybody
move when they can.

### Example

```toml
[[contract.contract]]
subject = "orders.v1.placed"
payload = "orders_wire::v1::Placed" # a field of it was renamed
```

### Use instead

Restore the type, and give the new form a version of its own:

```toml
[[contract.contract]]
subject = "orders.v1.placed"
payload = "orders_wire::v1::Placed"
deprecated = { since = "2026-06-15", remove-after = "2026-12-31", replacement = "orders.placed@2" }

[[contract.contract]]
subject = "orders.v2.placed"
payload = "orders_wire::v2::Placed"
```

If nobody depends on it, `cargo contract accept --break` says so, and records who did.

### Limits

That there is a later version does not mean that anybody publishes it.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let lifecycle = &contracts.lifecycle;
    if no_contracts(lifecycle, findings) {
        return;
    }
    for state in lifecycle.present() {
        findings.checked(1);
        let contract = &state.contract;
        let id = &contract.id;
        let breaks = state.standing.breaks();
        if breaks.is_empty() || lifecycle.declared.manifest.later(id).next().is_some() {
            continue;
        }
        let finding = findings
            .report(
                contract.span,
                id.to_string(),
                format!("`{id}` breaks, and there is no new version beside it"),
            )
            .label("declared here");
        for change in breaks.iter().take(SHOWN) {
            finding.note(format!(
                "{} at `{}`: {}",
                change.rule,
                change.place,
                shortened(&change.detail)
            ));
        }
        if let Some(first) = breaks.first() {
            finding.related(first.span, "this breaks it");
        }
        finding
            .help("restore the type")
            .help(format!(
                "or declare `{}@{}` beside it, with a type of its own",
                id.name,
                id.version + 1
            ))
            .help(format!(
                "or, if nobody depends on it, `cargo contract accept {id} --break --reason \"…\"`"
            ));
    }
}

/// How many changes are listed.
const SHOWN: usize = 5;
