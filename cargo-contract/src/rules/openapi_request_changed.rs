//! `openapi_request_changed`: what an operation of an OpenAPI document takes has changed.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// What an operation of an OpenAPI document takes has changed.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "openapi_request_changed",
        summary: "what an operation of an OpenAPI document takes has changed",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares what operations of OpenAPI documents of `[[contract.files]]` take with what was published. It is a finding if a body is required
that was not, if there is none any more, and if a media type is not accepted any more. What is in it is compared by `schema_narrowed` and
`schema_property_dropped`.

### Why is this bad?

Requests of clients that were not changed are refused.

### Example

```yaml
requestBody:
  content:
    application/cbor: {} # `application/json` is gone
```

### Use instead

Accept what was accepted, beside what is new.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::OpenApi],
        "accept what was accepted, beside what is new",
        findings,
    );
}
