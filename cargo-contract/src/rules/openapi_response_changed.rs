//! `openapi_response_changed`: what an operation of an OpenAPI document answers is not what was published.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// What an operation of an OpenAPI document answers is not what was published.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "openapi_response_changed",
        summary: "what an operation of an OpenAPI document answers is not what was published",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares what operations of OpenAPI documents of `[[contract.files]]` answer with what was published. It is a finding if a status `2xx` or `3xx`
is gone, or is new and no range or `default` told of it, if a media type is not offered any more, and if a header is gone that was always
there. Other statuses may come and go: what they are, clients know by the first digit. What is in a response is compared by `schema_widened`.

### Why is this bad?

Clients wait for what does not come, or do not know what to do with what comes.

### Example

```yaml
responses:
  '202': { description: we will see } # it was '201'
```

### Use instead

Answer as before; what is new belongs to a new operation.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::OpenApi],
        "answer as before, and give what is new an operation of its own",
        findings,
    );
}
