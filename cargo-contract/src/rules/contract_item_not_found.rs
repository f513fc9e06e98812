//! `contract_item_not_found`: a contract names a type or function that is not there.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use govern_diagnostics::Span;
use govern_gate::Finding;

use super::no_contracts;
use crate::contracts::Contracts;
use crate::lifecycle::Migration;
use crate::manifest::{Id, Located};

/// A contract names a type or function that is not there.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "contract_item_not_found",
        summary: "a contract names a type or function that is not there",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds contracts whose `payload`, `handler` or `migration` is the path of nothing in the workspace.

### Why is this bad?

The item was removed or moved, or there is a slip in the path. Without its type nothing is compared, so nothing keeps the contract.

### Example

```toml
[[contract.contract]]
subject = "orders.v1.placed"
payload = "orders_wire::v1::Place" # the type is called `Placed`
```

### Use instead

Write the path as it is: the crate, its modules, the item. A type may be a re-export, and it may have arguments:
`orders_wire::Envelope<orders_wire::Placed>`. If the contract is gone on purpose, say since when: `removed = "2026-06-15"`.

### Limits

Items that only a macro of another crate declares are not found, nor are handlers and migrations by the path of a re-export.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let lifecycle = &contracts.lifecycle;
    command_lines(contracts, findings);
    if no_contracts(lifecycle, findings) {
        return;
    }
    for state in lifecycle.present() {
        findings.checked(1);
        let contract = &state.contract;
        let id = &contract.id;
        if let (Some(path), None) = (&contract.payload, &state.payload) {
            let finding = report(findings, id, "type", path, contract.span);
            match &state.similar {
                Some(similar) => finding.help(format!("did you mean `{similar}`?")),
                None => finding.help(
                    "name the type by its path, or say since when the contract is gone: `removed = \"YYYY-MM-DD\"`",
                ),
            };
            if let Some(last) = lifecycle.declared.accepted.last(id) {
                finding.note(format!(
                    "on {} `{}` was accepted, and others may depend on it",
                    last.acceptance.on, last.payload
                ));
            }
        }
        if let (Some(path), false) = (&contract.handler, state.has_handler)
            // That a new version took its place says another rule.
            && !lifecycle.is_replaced(id)
        {
            report(findings, id, "handler", path, contract.span)
                .help("name the function or type that handles its messages, or remove the key");
        }
        if let (Some(path), Migration::Missing) = (&contract.migration, state.migration) {
            report(findings, id, "migration", path, contract.span)
                .help("name the function that makes a document of this version from one before");
        }
    }
}

fn command_lines(contracts: &Contracts, findings: &mut Findings) {
    let lines = &contracts.command_lines;
    findings.checked(lines.declared);
    for (line, similar) in &lines.missing {
        let path = &line.payload;
        let finding = findings
            .report(
                path.span.or(line.span),
                format!("{} payload", line.name),
                format!(
                    "`{}`: there is no type or function `{}`",
                    line.name, path.text
                ),
            )
            .label("names nothing");
        finding.help(match similar {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => "name the type that derives `Parser`, by its path".to_owned(),
        });
    }
}

fn report<'f>(
    findings: &'f mut Findings,
    id: &Id,
    what: &str,
    path: &Located,
    declared: Option<Span>,
) -> &'f mut Finding {
    findings
        .report(
            path.span.or(declared),
            format!("{id} {what}"),
            format!("`{id}`: there is no {what} `{}`", path.text),
        )
        .label("names nothing")
}
