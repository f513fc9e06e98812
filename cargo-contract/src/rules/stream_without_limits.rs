//! `stream_without_limits`: nothing bounds a stream.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use std::collections::BTreeSet;

use crate::contracts::Contracts;
use crate::subjects::Limits;

/// Nothing bounds a stream.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "stream_without_limits",
        summary: "nothing bounds a stream",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds streams that keep messages without an end: no `max_age`, `max_bytes`, `max_messages` or `max_messages_per_subject`, and not removed
when they were read (`WorkQueue`, `Interest`).

### Why is this bad?

It grows until the disk of the server is full, and then no stream of this server takes anything.

### Example

```rust
stream::Config { name: "ORDERS".into(), subjects: vec!["orders.>".into()], ..Default::default() };
```

### Use instead

Set a limit. If it has to keep everything for good, say so in a waiver, with the reason.

### Limits

A limit whose value is not known counts as one that may be there: there is no finding.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let traffic = &contracts.traffic;
    if traffic.is_off(findings) {
        return;
    }
    findings.idle("no stream is known with its limits");
    let mut told = BTreeSet::new();
    for stream in traffic
        .now
        .streams
        .iter()
        .filter(|it| it.limits != Limits::Unknown)
    {
        findings.checked(1);
        if stream.limits == Limits::None && told.insert(&stream.name) {
            findings
                .report(
                    stream.span,
                    stream.name.clone(),
                    format!("nothing bounds the stream `{}`", stream.name),
                )
                .note("it grows until the disk of the server is full")
                .help("set `max_age`, `max_bytes` or `max_messages`");
        }
    }
}
