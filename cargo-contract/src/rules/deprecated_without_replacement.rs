//! `deprecated_without_replacement`: a deprecated contract does not say what to use instead.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::manifest::Replacement;

/// A deprecated contract does not say what to use instead.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "deprecated_without_replacement",
        summary: "a deprecated contract does not say what to use instead",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds contracts that are deprecated without a `replacement`, or whose replacement is not declared, is removed, or is deprecated
itself.

### Why is this bad?

Who depends on it knows that it will go, and not where to.

### Example

```toml
[[contract.contract]]
subject = "orders.v1.placed"
payload = "orders_wire::v1::Placed"
deprecated = { since = "2026-06-15", remove-after = "2026-12-31" }
```

### Use instead

Name the contract: `replacement = "orders.placed@2"`. If there will be nothing like it, say that: `replacement = "none"`.

### Limits

Whether the replacement can do what the old contract could is not looked at.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let lifecycle = &contracts.lifecycle;
    findings.idle("no contract is deprecated");
    for state in lifecycle.present() {
        let id = &state.contract.id;
        let Some(deprecation) = &state.contract.deprecation else {
            continue;
        };
        findings.checked(1);
        let (span, what) = match &deprecation.replacement {
            Some(Replacement::Nothing) => continue,
            None => (
                deprecation.span,
                "and does not say what to use instead".to_owned(),
            ),
            Some(Replacement::Contract(other, span)) => {
                let contract = lifecycle.declared.manifest.get(other);
                let why = match contract {
                    None => "which is not declared",
                    Some(contract) if contract.removed.is_some() => "which is removed",
                    Some(contract) if contract.deprecation.is_some() => {
                        "which is deprecated itself"
                    }
                    Some(_) => continue,
                };
                (*span, format!("in favour of `{other}`, {why}"))
            }
        };
        findings
            .report(
                span,
                id.to_string(),
                format!("`{id}` is deprecated, {what}"),
            )
            .label("deprecated here")
            .help(
                "name the contract to use instead: `replacement = \"name@version\"`, or `\"none\"`",
            );
    }
}
