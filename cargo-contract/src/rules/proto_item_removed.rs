//! `proto_item_removed`: a message, enum, service or method is gone.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A message, enum, service or method is gone.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "proto_item_removed",
        summary: "a message, enum, service or method is gone",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds protobuf messages, enums, services, methods and extensions that are gone, and those that are in another file, and numbers that
are not left to extensions any more. Which changes count is said by `category`, as it is for `buf breaking`: it counts with `package` and
`file`, another file only with the latter.

### Why is this bad?

Code that was written against it cannot be built any more.

### Example

```proto
service Shop {
  // rpc Put(Order) returns (Order); is gone
}
```

### Use instead

Keep it, and mark it `deprecated`.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::Proto],
        "keep it, and mark it as deprecated",
        findings,
    );
}
