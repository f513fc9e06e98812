//! `meaning_unknown`: functions that decide what a value means have changed.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::report;
use crate::contracts::Contracts;

/// Functions that decide what a value means have changed.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "meaning_unknown",
        summary: "functions that decide what a value means have changed",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds values that look the same on the wire, and that a function (`with`, `default`, `skip_serializing_if`, `from`) gives their
meaning which is another function now, or has another body.

### Why is this bad?

Seconds that became milliseconds have the same type.

### Example

```rust
#[serde(with = "chrono::serde::ts_milliseconds")] // was `ts_seconds`
pub at: DateTime<Utc>,
```

### Use instead

Add a new field for the new meaning. If nothing changed for documents, accept the finding with a waiver that says why.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        contracts,
        RULE.info.name,
        "what the value means may have changed",
        "check by hand that old documents still mean the same, and say so in a waiver",
        findings,
    );
}
