//! `field_presence_changed`: a field is left out of documents whose readers need it.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::report;
use crate::contracts::Contracts;

/// A field is left out of documents whose readers need it.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "field_presence_changed",
        summary: "a field is left out of documents whose readers need it",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds fields that are still there under the same key, and that the writer now leaves out sometimes or always
(`skip_serializing_if`, `skip_serializing`), while the reader insists on them; or that a reader insists on now, while they are
left out sometimes.

### Why is this bad?

It works in tests, where the field has a value, and fails on the first document that lacks it.

### Example

```rust
#[serde(skip_serializing_if = "Option::is_none")] // new; readers without `default` reject what lacks it
pub note: Option<String>,
```

### Use instead

Let all readers have a default before a writer leaves the field out.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        contracts,
        RULE.info.name,
        "a field is not always written any more",
        "let readers have a default first",
        findings,
    );
}
