//! `field_retyped`: a value changed its type in a way that the other side cannot read.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::report;
use crate::contracts::Contracts;

/// A value changed its type in a way that the other side cannot read.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "field_retyped",
        summary: "a value changed its type in a way that the other side cannot read",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds fields and other parts of a type whose value is written in a form that the other side does not read: a string that became
a number, a smaller integer, a list of another length.

### Why is this bad?

Documents are rejected, some of them only for certain values: `u32` to `u16` works until the first large number.

### Example

```rust
pub struct Placed {
    pub total: u16, // was `u32`
}
```

### Use instead

Add a field of the new type beside the old one and write both, until no reader needs the old one.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        contracts,
        RULE.info.name,
        "a value changed its type",
        "add a new field beside it and write both for a while",
        findings,
    );
}
