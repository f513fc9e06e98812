//! `openapi_parameter_changed`: a parameter of an OpenAPI document is not listened to any more, is elsewhere, or is written otherwise.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A parameter of an OpenAPI document is not listened to any more, is elsewhere, or is written otherwise.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "openapi_parameter_changed",
        summary: "a parameter of an OpenAPI document is not listened to any more, is elsewhere, or is written otherwise",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares parameters of operations of OpenAPI documents of `[[contract.files]]` with those that were published. It is a finding if one moved,
say from the query to a header, if lists and objects in it are written in another way (`style`, `explode`, `content`), and, as something
that is lost, if nobody listens to one any more. What it may hold is compared by `schema_narrowed`. Parameters of paths are known by where they are, not
by their name.

A parameter that was published as `deprecated: true` with a day in `x-sunset` may go after that day.

### Why is this bad?

What clients say is not heard, or is taken for something else, mostly without an error.

### Example

```yaml
parameters:
  - { name: shop, in: header, schema: { type: string } } # it was in the query
```

### Use instead

Listen to the old place as well.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::OpenApi],
        "listen to what was sent before as well",
        findings,
    );
}
