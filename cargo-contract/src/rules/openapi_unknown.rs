//! `openapi_unknown`: it cannot be told whether a change of an OpenAPI document is compatible.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// It cannot be told whether a change of an OpenAPI document is compatible.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "openapi_unknown",
        summary: "it cannot be told whether a change of an OpenAPI document is compatible",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds changes of OpenAPI documents that are not understood: `encoding`, `allowReserved`, references that lead to the network, and all keys that are
not known and do not begin with `x-`.

### Why is this bad?

What is not known must not pass as fine.

### Example

```yaml
content:
  multipart/form-data:
    encoding: { picture: { contentType: image/png } } # it was `image/*`
```

### Use instead

Check it by hand, and say in a waiver what you found.

### Limits

`links` say what a client may do next, and are not compared.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::OpenApi],
        "check by hand that it is compatible, and say so in a waiver",
        findings,
    );
}
