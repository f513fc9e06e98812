//! `asyncapi_operation_removed`: a program does not send or receive any more what an AsyncAPI document said.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A program does not send or receive any more what an AsyncAPI document said.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "asyncapi_operation_removed",
        summary: "a program does not send or receive any more what an AsyncAPI document said",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds channels of AsyncAPI documents of `[[contract.files]]` to which the program sends nothing any more, or from which it receives
nothing any more, and replies that do not come any more. Of a document of version 2, `publish` is what the program receives, and `subscribe` what it sends.

### Why is this bad?

Who waits for it waits for ever; who sends it is not heard.

### Example

```yaml
operations:
  # answerAsked: is gone
  sendPlaced: { action: send, channel: { $ref: '#/channels/placed' } }
```

### Use instead

Keep it until nobody needs it.

### Limits

What an operation is called does not matter, and several of one channel and one direction count as one.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::AsyncApi],
        "keep it until nobody needs it",
        findings,
    );
}
