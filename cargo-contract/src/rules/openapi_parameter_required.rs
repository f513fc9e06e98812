//! `openapi_parameter_required`: a parameter of an OpenAPI document has to be there, and was not.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A parameter of an OpenAPI document has to be there, and was not.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "openapi_parameter_required",
        summary: "a parameter of an OpenAPI document has to be there, and was not",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds parameters of operations of OpenAPI documents of `[[contract.files]]` that are `required` and were not published, or were published
as optional. Of callbacks and webhooks, which the service sends itself, it is those that were always there, and are not any more.

### Why is this bad?

Requests of clients that do not know it are refused.

### Example

```yaml
parameters:
  - { name: shop, in: query, required: true, schema: { type: string } }
```

### Use instead

Make it optional, with a default that does what was done before.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::OpenApi],
        "make it optional, with a default that does what was done before",
        findings,
    );
}
