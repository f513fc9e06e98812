//! `asyncapi_channel_changed`: a channel of an AsyncAPI document is gone, or is somewhere else.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A channel of an AsyncAPI document is gone, or is somewhere else.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "asyncapi_channel_changed",
        summary: "a channel of an AsyncAPI document is gone, or is somewhere else",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares channels of AsyncAPI documents of `[[contract.files]]` with what was published: by their addresses, in which names of
parameters do not matter, or else by what they are called. It is a finding if a channel is gone, if its address is another one, and
if no server speaks a protocol any more that one spoke.

### Why is this bad?

Who sends there is not heard, and who listens there hears nothing.

### Example

```yaml
channels:
  placed:
    address: orders.placed.v2 # it was `orders.placed`
```

### Use instead

Leave the old channel where it is, and publish the new one beside it.

### Limits

Hosts of servers are not compared: where something runs is not what it is.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::AsyncApi],
        "keep the channel, and publish what is new beside it",
        findings,
    );
}
