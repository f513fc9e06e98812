//! `schema_narrowed`: a schema refuses documents that it accepted.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A schema refuses documents that it accepted.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "schema_narrowed",
        summary: "a schema refuses documents that it accepted",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares JSON Schemas of `[[contract.files]]` with what was published, keyword by keyword through references, combinations and
recursion, and looks for documents that the old schema accepts and the new one refuses. It is about schemas that the program
consumes, persists, or does all of: `direction` says so.

Schemas in OpenAPI documents are compared as what requests hold, those in AsyncAPI documents as what the program receives. What such a
document does not name is not sent, so new properties may come; `readOnly` properties are not in requests.

### Why is this bad?

Documents that were valid when they were written are refused now: messages in a stream, files on disk, requests of clients that
were not updated yet.

### Example

```json
{
  "type": "object",
  "required": ["id", "total"]
}
```

The published schema required only `id`. The finding shows a document that becomes invalid: `{"id":1}`.

### Use instead

Make what is new optional. If it has to be required, publish a new version of the schema beside the old one.

### Limits

At most 24 findings are told for a file and direction. Documents with several reasons to be refused count for the first one.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        Kind::WITH_SCHEMAS,
        "accept what was accepted, or publish a new version of the schema beside the old one",
        findings,
    );
}
