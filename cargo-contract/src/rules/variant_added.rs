//! `variant_added`: a variant was added that old readers reject.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::report;
use crate::contracts::Contracts;

/// A variant was added that old readers reject.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "variant_added",
        summary: "a variant was added that old readers reject",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds variants that were added to an enum that old readers read: they know no such variant.

### Why is this bad?

The first document with the new variant stops every reader that was not updated, and in a stream it stays there.

### Example

```rust
pub enum Event {
    Placed { id: u64 },
    Refunded { id: u64 }, // new
}
```

### Use instead

Give readers a variant for what they do not know (`#[serde(other)] Unknown`), and write the new variant only after all of them
have it. A type that is only consumed may have new variants: say `direction = "consumes"`.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        contracts,
        RULE.info.name,
        "a variant was added",
        "give readers `#[serde(other)]` first, or write it only after they were updated",
        findings,
    );
}
