//! `contract_undeclared`: an accepted contract is gone from the manifest.

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// An accepted contract is gone from the manifest.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "contract_undeclared",
        summary: "an accepted contract is gone from the manifest",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds contracts with accepted versions under `contracts/accepted/` that neither `contracts/manifest.toml` nor `[contract]` of
`govern.toml` declares.

### Why is this bad?

What is not declared is not compared: the contract can change and go without any finding. And its name is free to be given to
something else, while programs are still out there that know it by this name.

### Example

```toml
# [[contract.contract]] with `subject = "orders.v1.placed"` was deleted
```

### Use instead

Keep the entry. When it is time for the contract to go, say since when it is gone: `removed = "2027-01-01"`.

### Limits

A contract whose accepted files are gone, too, was never there for this rule. Those files stand in git.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let lifecycle = &contracts.lifecycle;
    let declared = &lifecycle.declared;
    if declared.manifest.is_partial {
        findings.idle("the manifest has mistakes, so what it declares is not known");
        return;
    }
    findings.idle("no version of a contract is accepted");
    for id in declared.accepted.ids() {
        findings.checked(1);
        let Some(last) = declared.accepted.last(id) else {
            continue;
        };
        // That a new version takes its place says another rule.
        if lifecycle.is_replaced(id) || declared.manifest.get(id).is_some() {
            continue;
        }
        let manifest = declared.manifest.file.map(Span::start_of);
        let finding = findings
            .report(
                manifest.or(last.span),
                id.to_string(),
                format!("`{id}` was accepted, and is declared no more"),
            )
            .note(format!(
                "it was accepted because: {}",
                last.acceptance.reason
            ))
            .help(format!(
                "declare it again, with `payload = \"{}\"`",
                last.payload
            ))
            .help("or say since when it is gone: `removed = \"YYYY-MM-DD\"`");
        if let (Some(_), Some(span)) = (manifest, last.span) {
            finding.related(
                span,
                format!(
                    "accepted on {} by {}",
                    last.acceptance.on, last.acceptance.by
                ),
            );
        }
    }
    for last in &contracts.command_lines.undeclared {
        findings.checked(1);
        let name = &last.name;
        let finding = findings
            .report(
                last.span,
                name.clone(),
                format!("`{name}` was accepted, and is declared no more"),
            )
            .note(format!(
                "it was accepted because: {}",
                last.acceptance.reason
            ))
            .help(format!(
                "declare it again, with `kind = \"cli\"` and `payload = \"{}\"`",
                last.payload
            ));
        finding.label(format!(
            "accepted on {} by {}",
            last.acceptance.on, last.acceptance.by
        ));
    }
}
