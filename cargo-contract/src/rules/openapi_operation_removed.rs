//! `openapi_operation_removed`: a path or method of an OpenAPI document is gone.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A path or method of an OpenAPI document is gone.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "openapi_operation_removed",
        summary: "a path or method of an OpenAPI document is gone",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Looks for every operation of OpenAPI documents of `[[contract.files]]` that was published: the same method at the same path, the path of
a server before it. Names of parameters in a path do not matter. Callbacks and webhooks that are not sent any more are found, too.

An operation that was published as `deprecated: true` with a day in `x-sunset` may go after that day.

### Why is this bad?

Clients that call it get an error.

### Example

```yaml
paths:
  /orders/{id}:
    get: {}
    # delete: is gone
```

### Use instead

Keep the operation. If it has to go, say `deprecated: true` and `x-sunset: 2027-06-30`, publish that, and remove it after the day.

### Limits

Hosts of servers are not compared: where something runs is not what it is.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::OpenApi],
        "keep it; say `deprecated: true` and `x-sunset` with a day, and remove it after that",
        findings,
    );
}
