//! `streams_overlap`: two streams keep the same subject.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use std::collections::BTreeSet;

use crate::contracts::Contracts;
use crate::subjects::Stream;

/// Two streams keep the same subject.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "streams_overlap",
        summary: "two streams keep the same subject",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds two streams, in the code or in files under `streams` of `[contract.nats]`, that keep a common subject. It names one.

### Why is this bad?

The server refuses the second one: "subjects overlap with an existing stream" (10065).

### Example

```rust
stream::Config { name: "ORDERS".into(), subjects: vec!["orders.>".into()], ..Default::default() };
stream::Config { name: "AUDIT".into(), subjects: vec!["*.placed".into()], ..Default::default() }; // both: orders.placed
```

### Use instead

Give each subject to one stream. Let the other one have it as a source, or a mirror.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let traffic = &contracts.traffic;
    if traffic.is_off(findings) {
        return;
    }
    findings.idle("no stream is known with its subjects");
    let streams: Vec<&Stream> = traffic
        .now
        .streams
        .iter()
        .filter(|it| it.subjects.is_some())
        .collect();
    findings.checked(streams.len());
    let mut told = BTreeSet::new();
    for (row, second) in streams.iter().enumerate() {
        for first in &streams[..row] {
            if first.name == second.name || told.contains(&(&first.name, &second.name)) {
                continue;
            }
            let pairs = first.subjects.iter().flatten().flat_map(|a| {
                second
                    .subjects
                    .iter()
                    .flatten()
                    .filter_map(move |b| a.overlap(b))
            });
            let Some(witness) = pairs.min() else { continue };
            told.insert((&first.name, &second.name));
            findings
                .report(
                    second.span,
                    format!("{} {}", first.name, second.name),
                    format!(
                        "the streams `{}` and `{}` both keep `{witness}`",
                        first.name, second.name
                    ),
                )
                .related(first.span, format!("`{}`", first.name))
                .help("give each subject to one stream; another one can have it as a source");
        }
    }
}
