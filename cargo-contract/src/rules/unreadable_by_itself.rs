//! `unreadable_by_itself`: a type cannot read what it writes itself.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::report;
use crate::contracts::Contracts;

/// A type cannot read what it writes itself.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "unreadable_by_itself",
        summary: "a type cannot read what it writes itself",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds types that write documents which they cannot read, and could before: a key that is written under one name and read under
another, a field that is never written and always needed, an attribute that the format cannot express.

### Why is this bad?

What is stored today cannot be read tomorrow, without any change in between.

### Example

```rust
#[serde(rename(serialize = "total"))] // written as `total`, read as `sum`
pub sum: u64,
```

### Use instead

Make both sides agree: `rename = "total"`, or `alias`.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        contracts,
        RULE.info.name,
        "the new version cannot read its own documents",
        "make what is written and what is read agree",
        findings,
    );
}
