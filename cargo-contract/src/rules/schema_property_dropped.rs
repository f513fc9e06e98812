//! `schema_property_dropped`: a property that was read is not read any more.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A property that was read is not read any more.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "schema_property_dropped",
        summary: "a property that was read is not read any more",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds properties that were published as what a program reads and that its schema does not name any more: in requests of OpenAPI documents, and in
messages that the program of an AsyncAPI document receives. The document is still accepted, since other names may be there.

### Why is this bad?

What is sent is lost, and nobody is told.

### Example

```yaml
NewOrder:
  type: object
  properties:
    lines: { type: array } # `note` was there, too
```

### Use instead

Read it still, or refuse it in a new version.

### Limits

Where a schema takes any name (`additionalProperties`, `patternProperties`) nothing is dropped. JSON Schema files are not looked at: there,
what is not named is open to everybody.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::OpenApi, Kind::AsyncApi],
        "read it still; if it has to go, publish a new version beside the old one",
        findings,
    );
}
