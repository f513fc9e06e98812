//! `dedup_window_too_short`: a stream forgets ids while messages still come again.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use std::collections::BTreeSet;

use crate::contracts::Contracts;
use crate::subjects::Act;

/// A stream forgets ids while messages still come again.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "dedup_window_too_short",
        summary: "a stream forgets ids while messages still come again",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares how long a consumer gets a message again (`ack_wait` times `max_deliver`, or the times in `backoff`) with how long a stream that the
same program publishes to knows the ids of messages (`duplicate_window`, two minutes by default). The first must not be longer. Of a consumer
without `max_deliver` the time until a message comes again for the first time must not be.

### Why is this bad?

What deals with a message and publishes another one does so again when the first comes again. The stream drops the second one by its
`Nats-Msg-Id`, but only within its window: after that it is there twice.

### Example

```rust
stream::Config { name: "INVOICES".into(), duplicate_window: Duration::from_secs(60), ..Default::default() };
pull::Config { durable_name: Some("billing".into()), ack_wait: Duration::from_secs(30), max_deliver: 5, ..Default::default() }; // 150 s
```

### Use instead

Make the window as long as the last delivery may take, or the deliveries fewer.

### Limits

Consumers without `max_deliver` deliver for ever: no window is long enough for all of it. Only streams that get messages with headers.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let traffic = &contracts.traffic;
    if traffic.is_off(findings) {
        return;
    }
    findings.idle("no program gets messages again and publishes with headers to a stream");
    let now = &traffic.now;
    for stream in &now.streams {
        let Some(window) = stream.duplicate_window else {
            continue;
        };
        let kept = stream.subjects.as_deref().unwrap_or_default();
        let writers: BTreeSet<&str> = now
            .sites
            .iter()
            .filter(|site| site.act == Act::Store && site.headers)
            .filter(|site| kept.iter().any(|it| it.overlaps(&site.subject.pattern)))
            .flat_map(|site| now.services.of(&site.package))
            .collect();
        let slowest = now
            .consumers
            .iter()
            .filter(|it| {
                now.services
                    .of(&it.package)
                    .iter()
                    .any(|it| writers.contains(it))
            })
            .filter_map(|it| Some((it.redelivery?, it)))
            .max_by_key(|(redelivery, _)| redelivery.after);
        let Some((redelivery, consumer)) = slowest else {
            continue;
        };
        findings.checked(1);
        if redelivery.after <= window {
            continue;
        }
        let after = shown(redelivery.after);
        let how_often = match redelivery.endless {
            true => "for the first time after",
            false => "for",
        };
        let name = consumer.durable.as_deref().unwrap_or("a consumer");
        findings
            .report(
                stream.span,
                format!("{} {name}", stream.name),
                format!(
                    "the stream `{}` knows ids for {}, and `{name}` gets messages again {how_often} {after}",
                    stream.name,
                    shown(window),
                ),
            )
            .related(consumer.span, "the consumer")
            .note("what is published once more after that is there twice")
            .help(format!("set `duplicate_window` to {after} or more"));
    }
}

fn shown(nanos: u128) -> String {
    match nanos / 1_000_000_000 {
        0 => format!("{} ms", nanos / 1_000_000),
        seconds => format!("{seconds} s"),
    }
}
