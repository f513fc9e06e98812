//! `proto_field_renamed`: a field of a message has another name.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A field of a message has another name.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "proto_field_renamed",
        summary: "a field of a message has another name",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds fields of protobuf messages whose name, or name in JSON, is another one. Which changes count is said by `category`, as it is for `buf breaking`: names count with all but `wire`.

### Why is this bad?

Documents in JSON, and code that was written against the old name, do not find the field.

### Example

```proto
message Order {
  string text = 2;  // was note
}
```

### Use instead

Keep the name, or add a field with a new number.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::Proto],
        "keep the name, or add a field with a new number",
        findings,
    );
}
