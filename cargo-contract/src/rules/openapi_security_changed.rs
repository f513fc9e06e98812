//! `openapi_security_changed`: what callers show is not enough any more.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// What callers show is not enough any more.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "openapi_security_changed",
        summary: "what callers show is not enough any more",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares the security of operations of OpenAPI documents of `[[contract.files]]` with what was published: each way in that there was has to be
one still, with the scopes that were asked for. Schemes are compared by what they are (`type`, `in`, `name`, `scheme`, addresses of flows), not
by what they are called.

### Why is this bad?

Callers that were let in are refused.

### Example

```yaml
security:
  - token: [orders, customers] # `customers` is new
```

### Use instead

Let in who was let in, until all callers have changed.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::OpenApi],
        "let in who was let in, until all callers have changed",
        findings,
    );
}
