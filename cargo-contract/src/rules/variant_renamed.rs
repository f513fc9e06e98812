//! `variant_renamed`: a variant goes by another name on the wire.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::report;
use crate::contracts::Contracts;

/// A variant goes by another name on the wire.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "variant_renamed",
        summary: "a variant goes by another name on the wire",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds variants whose name on the wire changed without the other side knowing the new one.

### Why is this bad?

To the other side the new name is an unknown variant.

### Example

```rust
#[serde(rename_all = "snake_case")] // new
pub enum Event { OrderPlaced } // was `OrderPlaced`, is `order_placed`
```

### Use instead

Keep the old name with `#[serde(rename = "OrderPlaced")]`, or let readers take both with `alias` first.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        contracts,
        RULE.info.name,
        "a variant was renamed on the wire",
        "keep the name with `#[serde(rename = \"…\")]`, or teach readers the new one with `alias` first",
        findings,
    );
}
