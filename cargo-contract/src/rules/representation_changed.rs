//! `representation_changed`: the whole form of a type changed.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::report;
use crate::contracts::Contracts;

/// The whole form of a type changed.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "representation_changed",
        summary: "the whole form of a type changed",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds types whose form changed as a whole: another `tag` or `content`, from a struct to a map or a list, `untagged`, or something
that the format cannot express.

### Why is this bad?

No document of one version means anything to the other.

### Example

```rust
#[serde(tag = "kind")] // was `tag = "type"`
pub enum Event { Placed { id: u64 } }
```

### Use instead

Keep the form, or publish a new version of the type beside the old one.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        contracts,
        RULE.info.name,
        "the form of the type changed",
        "keep the form, or publish a new version of the type beside this one",
        findings,
    );
}
