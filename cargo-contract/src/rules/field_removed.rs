//! `field_removed`: a field was removed that the other side needs.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::report;
use crate::contracts::Contracts;

/// A field was removed that the other side needs.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "field_removed",
        summary: "a field was removed that the other side needs",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds fields that were removed from a type although old readers insist on them, or although new readers deny unknown fields and
old documents still have them.

### Why is this bad?

Readers that were built before the change reject every new document, from the first one on.

### Example

```rust
pub struct Placed {
    pub id: u64,
    // pub total: u64, is gone: old readers need it
}
```

### Use instead

Keep writing the field until no reader needs it any more: make it optional for readers first, remove it after they were updated.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        contracts,
        RULE.info.name,
        "a field was removed",
        "keep writing it until no reader insists on it",
        findings,
    );
}
