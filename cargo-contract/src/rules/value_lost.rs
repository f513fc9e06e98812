//! `value_lost`: a value is read as another one, without an error.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::report;
use crate::contracts::Contracts;

/// A value is read as another one, without an error.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "value_lost",
        summary: "a value is read as another one, without an error",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds changes after which every document can still be read, but some value does not arrive: it is dropped, rounded, or replaced
by a default.

### Why is this bad?

Nobody is told. A renamed optional field reads as `None` from then on.

### Example

```rust
#[serde(rename = "comment")] // new; what was written as `note` reads as `None`
pub note: Option<String>,
```

### Use instead

Let readers take the old key as well: `#[serde(alias = "note")]`.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        contracts,
        RULE.info.name,
        "a value is lost without an error",
        "let the reader take what the writer writes: an `alias`, a wider type, the old default",
        findings,
    );
}
