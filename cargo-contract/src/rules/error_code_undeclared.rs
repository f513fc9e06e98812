//! `error_code_undeclared`: an error has a code that no registry declares.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// An error has a code that no registry declares.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "error_code_undeclared",
        summary: "an error has a code that no registry declares",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds variants and constants whose code is not in the registry that is declared for them in `contracts/errors.toml`.

### Why is this bad?

Whoever receives the code looks it up, and nobody can tell whether it is free before it is given to something else.

### Example

```rust
pub enum Error {
    NotFound = 404,
    Locked = 423, // the registry has 404 alone
}
```

### Use instead

```text
[[registry.code]]
code = 423
name = "Locked"
meaning = "somebody else changes the order"
since = "0.4.0"
```

### Limits

Codes are those of literals, constants, and methods that choose among them. Others are not known, and counted.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    findings.idle(super::no_registries());
    for registry in &contracts.errors.registries {
        let declared = &registry.declared;
        for bearer in &registry.bearers {
            findings.checked(1);
            if declared.entry(&bearer.code).is_some() {
                continue;
            }
            let finding = findings
                .report(
                    bearer.span,
                    format!("{} {}", declared.name, bearer.code),
                    format!(
                        "`{}` has the code `{}`, which `{}` does not declare",
                        bearer.name, bearer.code, declared.name
                    ),
                )
                .help("declare it with its meaning, in a `[[registry.code]]` of its own");
            if let Some(span) = declared.span {
                finding.related(span, "the registry");
            }
        }
    }
}
