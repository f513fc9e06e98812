//! `proto_enum_value_removed`: a value of an enum is gone.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A value of an enum is gone.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "proto_enum_value_removed",
        summary: "a value of an enum is gone",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds values of protobuf enums that are gone. Which changes count is said by `category`, as it is for `buf breaking`: with `wire`, unless the number is reserved; with `wire-json`, unless the number and
the names are; with `package` and `file`, always.

### Why is this bad?

Old documents hold a number that nobody knows, or that means something else some day.

### Example

```proto
enum State {
  UNKNOWN = 0;
  // PLACED = 1; is gone
}
```

### Use instead

Write `reserved 1;` and `reserved "PLACED";`.
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
