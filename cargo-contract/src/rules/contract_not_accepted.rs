//! `contract_not_accepted`: a contract is not, or no longer, as it was accepted.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::no_contracts;
use crate::cli::CommandLines;
use crate::contracts::Contracts;
use crate::lifecycle::Standing;
use crate::manifest::Compatibility;

/// A contract is not as it was accepted.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "contract_not_accepted",
        summary: "a contract is not as it was accepted",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds contracts of the manifest of which no version was ever accepted, and those whose type has changed since, compatibly. What
breaks an accepted version is found by the rules about changes, and not by this one. A command line that was never accepted is found
if there is no published version to compare it with either.

What documents do not show is no change: the order of fields with names, what a field or a variant is called in Rust, and fields that never reach
the wire.

### Why is this bad?

What is compared with is what was accepted. A field that was added, published and never accepted can be removed again without
any finding; and whoever reviews a change sees in the file under `contracts/accepted/` what it does to the wire.

### Example

```rust
pub struct Placed {
    pub id: u64,
    pub note: Option<String>, // new, and not in contracts/accepted/orders.placed/v1.1.json
}
```

### Use instead

Accept it: `cargo contract accept orders.placed@1 --reason "customers leave notes"`, and commit the file that it writes.

### Limits

Acceptances say what somebody wanted, not what is deployed.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let lifecycle = &contracts.lifecycle;
    let lines = &contracts.command_lines;
    command_lines(lines, findings);
    if lines.standings.is_empty() && no_contracts(lifecycle, findings) {
        return;
    }
    for state in lifecycle.present() {
        findings.checked(1);
        let id = &state.contract.id;
        let last = lifecycle.declared.accepted.last(id);
        let (message, note) = match (&state.standing, last) {
            (Standing::New, _) => (
                format!("`{id}` was never accepted"),
                "nothing can be compared with it, so nothing keeps it from breaking".to_owned(),
            ),
            (Standing::Compatible, Some(last)) => (
                format!("`{id}` has changed since it was accepted"),
                match state.contract.compatibility {
                    Compatibility::None => "nothing asks for it to be compatible".to_owned(),
                    _ => format!(
                        "what was accepted on {} by {} is still understood",
                        last.acceptance.on, last.acceptance.by
                    ),
                },
            ),
            _ => continue,
        };
        let span = state.payload.as_ref().and_then(|payload| payload.span);
        let finding = findings
            .report(span.or(state.contract.span), id.to_string(), message)
            .label("its type")
            .note(note)
            .help(format!(
                "run `cargo contract accept {id} --reason \"…\"`, and commit what it writes"
            ));
        if let Some(accepted) = last.and_then(|last| last.span) {
            finding.related(accepted, "as it was accepted");
        } else if let Some(declared) = state.contract.span {
            finding.related(declared, "declared here");
        }
    }
}

fn command_lines(lines: &CommandLines, findings: &mut Findings) {
    findings.checked(lines.standings.len());
    for (standing, last) in lines.unaccepted() {
        let name = &standing.line.name;
        let (message, note) = match last {
            None => (
                format!("`{name}` was never accepted"),
                "nothing can be compared with it, so nothing keeps it from breaking".to_owned(),
            ),
            Some(last) => (
                format!("`{name}` has changed since it was accepted"),
                format!(
                    "what was accepted on {} by {} is still understood",
                    last.acceptance.on, last.acceptance.by
                ),
            ),
        };
        let finding = findings
            .report(Some(standing.span), name.clone(), message)
            .label("its type")
            .note(note)
            .help(format!(
                "run `cargo contract accept {name} --reason \"…\"`, and commit what it writes"
            ));
        if let Some(accepted) = last.and_then(|last| last.span) {
            finding.related(accepted, "as it was accepted");
        } else if let Some(declared) = standing.line.span {
            finding.related(declared, "declared here");
        }
    }
}
