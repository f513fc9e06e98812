//! `contract_removed`: a published file, or a definition in it, is gone.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A published file, or a definition in it, is gone.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "contract_removed",
        summary: "a published file, or a definition in it, is gone",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds files of `[[contract.files]]` that the published version has and this one does not, and definitions (`$defs`) of JSON
Schemas that are nothing but definitions, and worlds and versions of WIT packages. A file that moved, and is the only new one of its name, is the same file.

### Why is this bad?

Whoever reads or writes by it has nothing to go by any more.

### Example

```toml
[[contract.files]]
kind = "json-schema"
paths = ["schemas/*.json"]  # `schemas/placed.json` was there, and is not any more
```

### Use instead

Keep the file until nobody needs it. If it is not a contract any more, say so in a waiver.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        Kind::ALL,
        "keep it beside what replaces it",
        findings,
    );
}
