//! `proto_field_retyped`: a field of a message has another type.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A field of a message has another type.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "proto_field_retyped",
        summary: "a field of a message has another type",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds fields of protobuf messages whose type is another one. Which changes count is said by `category`, as it is for `buf breaking`: with `wire`, integers of any width without a sign bit trick, strings that
become bytes, and enums that become larger ones are the same; with `wire-json`, only numbers with and without sign; with `package` and
`file`, nothing is.

### Why is this bad?

Bytes are read as another value, without an error.

### Example

```proto
message Order {
  sint32 id = 1;  // was int32
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
