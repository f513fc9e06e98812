//! `proto_reservation_removed`: what was reserved is free again.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// What was reserved is free again.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "proto_reservation_removed",
        summary: "what was reserved is free again",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds numbers and names that protobuf messages and enums do not reserve any more. It counts in all categories.

### Why is this bad?

They were reserved because old documents have them with another meaning.

### Example

```proto
message Order {
  // reserved 9; is gone
}
```

### Use instead

Keep what is reserved for ever.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::Proto],
        "reserve it again",
        findings,
    );
}
