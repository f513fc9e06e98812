//! `field_renamed`: a field goes by another name on the wire.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::report;
use crate::contracts::Contracts;

/// A field goes by another name on the wire.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "field_renamed",
        summary: "a field goes by another name on the wire",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds fields whose key changed, by `rename`, `rename_all` or the field's own name, without the other side knowing the new one.

### Why is this bad?

To the other side the old key is missing and the new one unknown: it rejects the document, or silently takes a default.

### Example

```rust
#[serde(rename_all = "camelCase")] // new
pub struct Placed {
    pub placed_at: u64, // was `placed_at`, is `placedAt`
}
```

### Use instead

Keep the old key: `#[serde(rename = "placed_at")]`. To move on, let readers take both with `alias` first, and write the new key
after all of them were updated.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        contracts,
        RULE.info.name,
        "a field was renamed on the wire",
        "keep the key with `#[serde(rename = \"…\")]`, or teach readers the new one with `alias` first",
        findings,
    );
}
