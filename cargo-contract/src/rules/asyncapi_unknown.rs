//! `asyncapi_unknown`: it cannot be told whether a change of an AsyncAPI document is compatible.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// It cannot be told whether a change of an AsyncAPI document is compatible.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "asyncapi_unknown",
        summary: "it cannot be told whether a change of an AsyncAPI document is compatible",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds changes of AsyncAPI documents that are not understood: bindings, security, correlation ids, what parameters of addresses may
be, payloads in other languages (Avro, protobuf), and all keys that are not known and do not begin with `x-`.

### Why is this bad?

What is not known must not pass as fine.

### Example

```yaml
operations:
  readOrders:
    bindings: { kafka: { groupId: { const: desk } } } # it was `orders`
```

### Use instead

Check it by hand, and say in a waiver what you found.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::AsyncApi],
        "check by hand that it is compatible, and say so in a waiver",
        findings,
    );
}
