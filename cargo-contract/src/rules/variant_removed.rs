//! `variant_removed`: a variant was removed that is still in documents.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::report;
use crate::contracts::Contracts;

/// A variant was removed that is still in documents.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "variant_removed",
        summary: "a variant was removed that is still in documents",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds variants that were removed from an enum although old documents, or old writers, still have them.

### Why is this bad?

Old documents cannot be read any more: a replay of a stream stops there.

### Example

```rust
pub enum Event {
    Placed { id: u64 },
    // Cancelled { id: u64 }, is gone
}
```

### Use instead

Keep the variant for reading, or give the enum `#[serde(other)]`.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        contracts,
        RULE.info.name,
        "a variant was removed",
        "keep it for reading",
        findings,
    );
}
