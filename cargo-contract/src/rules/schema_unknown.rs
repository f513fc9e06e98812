//! `schema_unknown`: it cannot be told whether a changed schema is compatible.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// It cannot be told whether a changed schema is compatible.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "schema_unknown",
        summary: "it cannot be told whether a changed schema is compatible",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds changes of JSON Schemas, also of those in OpenAPI and AsyncAPI documents, that can be neither proved to be compatible nor shown not to be: another `format`, another regular
expression that no document tells apart, another dialect (`$schema`), references that lead to the network, `unevaluatedProperties`,
`unevaluatedItems` and `$dynamicRef` in a schema that changed, `discriminator` and
`nullable` without a type in OpenAPI.

### Why is this bad?

What is not known must not pass as fine.

### Example

```json
{ "type": "string", "pattern": "^[A-Z]+$" }
```

The published pattern was `^[A-Z]{1,}$`.

### Use instead

Check it by hand, and say in a waiver what you found.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        Kind::WITH_SCHEMAS,
        "check by hand that it is compatible, and say so in a waiver",
        findings,
    );
}
