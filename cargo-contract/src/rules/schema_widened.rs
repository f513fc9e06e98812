//! `schema_widened`: a schema accepts documents that old readers refuse.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A schema accepts documents that old readers refuse.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "schema_widened",
        summary: "a schema accepts documents that old readers refuse",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares JSON Schemas of `[[contract.files]]` with what was published, and looks for documents that the new schema accepts and the
old one refuses. It is about schemas that the program publishes, or does all of: `direction` says so.

Schemas in OpenAPI documents are compared as what responses hold, those in AsyncAPI documents as what the program sends. What such a
document does not name is not sent, so properties may go that are not required; `writeOnly` properties are not in responses.

### Why is this bad?

Readers that check documents by the published schema, or were generated from it, reject what is written now.

### Example

```json
{
  "enum": ["card", "invoice", "voucher"]
}
```

The published schema had no `voucher`. The finding shows a document that old readers refuse: `"voucher"`.

### Use instead

Update readers first, then write what is new. If nobody reads by the old schema, say `direction = "consumes"`.

### Limits

At most 24 findings are told for a file and direction. Documents with several reasons to be refused count for the first one.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        Kind::WITH_SCHEMAS,
        "update readers before anything new is written",
        findings,
    );
}
