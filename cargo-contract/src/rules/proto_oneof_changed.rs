//! `proto_oneof_changed`: a field of a message moved into or out of a oneof.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A field of a message moved into or out of a oneof.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "proto_oneof_changed",
        summary: "a field of a message moved into or out of a oneof",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds fields of protobuf messages that are in another `oneof` than before, or in none. It counts in all categories.

### Why is this bad?

Of the fields of a `oneof` only the last one is kept: values are lost without an error.

### Example

```proto
message Order {
  oneof payment {
    string card = 4;
  }
  string bill = 5;  // was in payment
}
```

### Use instead

Add fields with new numbers.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::Proto],
        "add a field with a new number",
        findings,
    );
}
