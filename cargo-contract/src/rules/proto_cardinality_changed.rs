//! `proto_cardinality_changed`: a field of a message is there more or less often.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A field of a message is there more or less often.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "proto_cardinality_changed",
        summary: "a field of a message is there more or less often",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds fields of protobuf messages that were single and are repeated, required or maps, or the other way around, and new ones that are
required. Which changes count is said by `category`, as it is for `buf breaking`: fields with and without `optional` are the same but with `package` and `file`.

### Why is this bad?

Of several values one is left, or a message without the field is refused.

### Example

```proto
message Order {
  repeated string note = 2;  // was single
}
```

### Use instead

Add a field with a new number.
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
