//! `proto_field_removed`: a field of a message is gone.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A field of a message is gone.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "proto_field_removed",
        summary: "a field of a message is gone",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds fields of protobuf messages that are gone. Which changes count is said by `category`, as it is for `buf breaking`: with `wire`, unless the number is reserved; with `wire-json`, unless the number
and the name are; with `package` and `file`, always. One that was required counts in all of them: who was built with it refuses what
comes without.

### Why is this bad?

A number that is free is given to another field some day, and old documents are read as something that they are not.

### Example

```proto
message Order {
  int32 id = 1;
  // string note = 2; is gone
}
```

### Use instead

Write `reserved 2;` and `reserved "note";`.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::Proto],
        "reserve its number and its name",
        findings,
    );
}
