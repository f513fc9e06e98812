//! `asyncapi_message_changed`: a message of an AsyncAPI document is gone, is new to who receives it, or is written otherwise.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A message of an AsyncAPI document is gone, is new to who receives it, or is written otherwise.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "asyncapi_message_changed",
        summary: "a message of an AsyncAPI document is gone, is new to who receives it, or is written otherwise",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares the messages that go one way over a channel, of AsyncAPI documents of `[[contract.files]]`, with those that were
published. Names are not sent: messages with the same payload are the same, whatever they are called. It is a finding if a message is
gone, if one is sent that old receivers have never heard of, and if the content type is another one. What messages carry is compared by
`schema_narrowed` (what the program receives), `schema_widened` (what it sends) and `schema_property_dropped`.

### Why is this bad?

Who receives cannot tell what it is, and who sends is not understood.

### Example

```yaml
operations:
  sendPlaced:
    action: send
    channel: { $ref: '#/channels/placed' } # it has a message `cancelled` now
```

### Use instead

Send it to a channel of its own, or when all who listen know it. Keep what is still received.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::AsyncApi],
        "keep what was published; send what is new where nobody is surprised by it",
        findings,
    );
}
