//! `subject_without_stream`: what is published to a stream is captured by none.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::subjects::{Act, Pattern};
use crate::traffic::own_sites;

/// What is published to a stream is captured by none.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "subject_without_stream",
        summary: "what is published to a stream is captured by none",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds publications through JetStream (`Context::publish`), which wait until a stream has the message, on a subject that no stream of the
code or of the files under `streams` in `[contract.nats]` keeps. Also contracts with a `stream` whose subject no stream keeps.

### Why is this bad?

The server answers such a publication with "no responders": the message is lost, and only when it runs.

### Example

```rust
context.create_stream(stream::Config { name: "ORDERS".into(), subjects: vec!["orders.v1.>".into()], ..Default::default() });
context.publish("order.v1.placed", payload); // `order`, not `orders`
```

### Use instead

Add the subject to a stream, or correct it.

### Limits

Nothing is said while what some stream keeps is not known, or no stream is known at all.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let traffic = &contracts.traffic;
    if traffic.is_off(findings) {
        return;
    }
    let streams = &traffic.now.streams;
    let is_unknown = streams.iter().any(|it| it.subjects.is_none())
        || traffic.now.opaque.iter().any(|it| it.is_stream);
    if streams.is_empty() || is_unknown {
        findings.idle("what the streams keep is not known");
        return;
    }
    findings.idle("nothing is published to a stream");
    let kept: Vec<&Pattern> = streams
        .iter()
        .flat_map(|it| it.subjects.iter().flatten())
        .collect();
    let names: Vec<String> = streams.iter().map(|it| format!("`{}`", it.name)).collect();
    let names = names.join(", ");
    for site in own_sites(&traffic.now, true).filter(|it| it.act == Act::Store) {
        findings.checked(1);
        if kept.iter().any(|it| site.subject.may_be_in(it)) {
            continue;
        }
        let pattern = &site.subject.pattern;
        findings
            .report(
                site.decided(),
                format!("{} {pattern}", site.package),
                format!("no stream keeps `{pattern}`, which is published to one"),
            )
            .note(format!("the streams that are known: {names}"))
            .help("add it to the subjects of a stream, or correct it");
    }
    for contract in traffic.declared.iter().filter(|it| it.is_stored) {
        findings.checked(1);
        let all: Vec<Pattern> = kept.iter().map(|it| (*it).clone()).collect();
        if let Some(witness) = contract.subject.uncovered(&all) {
            findings
                .report(
                    contract.span,
                    contract.id.to_string(),
                    format!(
                        "no stream keeps `{witness}`, which a stream is to keep as `{}` says",
                        contract.id
                    ),
                )
                .note(format!("the streams that are known: {names}"))
                .help("add it to the subjects of a stream, or correct it");
        }
    }
}
