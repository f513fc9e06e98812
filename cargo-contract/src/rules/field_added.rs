//! `field_added`: a field was added that the other side does not cope with.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::report;
use crate::contracts::Contracts;

/// A field was added that the other side does not cope with.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "field_added",
        summary: "a field was added that the other side does not cope with",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds fields that were added to a type in such a way that new readers cannot read old documents, which lack the field, or old
readers cannot read new documents, which have it.

### Why is this bad?

A new reader that insists on a field rejects everything that was written before: messages in a stream, rows in a table, requests
of clients that were not updated yet.

### Example

```rust
pub struct Placed {
    pub id: u64,
    pub note: String, // new: old documents have no `note`
}
```

### Use instead

Give it a default: `#[serde(default)] pub note: String`, or make it an `Option`. If old readers deny unknown fields, publish a
new version of the type beside the old one.

### Limits

Types without an implementation of serde are no contracts. What cannot be followed (hand-written implementations, generated code,
unknown crates) is reported by `wire_shape_unknown`, never taken as fine.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        contracts,
        RULE.info.name,
        "a field was added",
        "give it `#[serde(default)]`, or publish a new version of the type beside this one",
        findings,
    );
}
