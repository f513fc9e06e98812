//! `proto_method_changed`: a method of a service takes or gives something else.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A method of a service takes or gives something else.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "proto_method_changed",
        summary: "a method of a service takes or gives something else",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds methods of protobuf services whose request, response, streaming or idempotency level is another one. It counts in all categories.

### Why is this bad?

Clients send what the service does not read.

### Example

```proto
service Shop {
  rpc Put(stream Order) returns (Order);  // was not a stream
}
```

### Use instead

Add a method beside it.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::Proto],
        "add a method beside it",
        findings,
    );
}
