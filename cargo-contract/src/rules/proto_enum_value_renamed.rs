//! `proto_enum_value_renamed`: a value of an enum has another name.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A value of an enum has another name.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "proto_enum_value_renamed",
        summary: "a value of an enum has another name",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds values of protobuf enums whose number has another name. Which changes count is said by `category`, as it is for `buf breaking`: names count with all but `wire`.

### Why is this bad?

Documents in JSON hold the name, and code was written against it.

### Example

```proto
enum State {
  UNKNOWN = 0;
  MADE = 1;  // was PLACED
}
```

### Use instead

Keep the name, or add the other one beside it with `allow_alias`.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::Proto],
        "keep the name",
        findings,
    );
}
