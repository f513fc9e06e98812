//! `event_loop`: what deals with a subject publishes to it.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use std::collections::{BTreeSet, VecDeque};

use crate::contracts::Contracts;
use crate::subjects::Handler;

/// What deals with a subject publishes to it.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "event_loop",
        summary: "what deals with a subject publishes to it",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Follows the loop over a subscription or consumer (`while let Some(message) = subscriber.next().await`, `for_each`), with the functions that
are called from it, to what it publishes. Finds those that lead back: the loop hears what it published, or other loops do that publish
what it hears.

### Why is this bad?

One message makes another one, and that the next: without an end, as fast as the server can.

### Example

```rust
let mut orders = client.subscribe("orders.>").await?;
while let Some(order) = orders.next().await {
    client.publish("orders.seen", order.payload).await?; // `orders.>` hears it
}
```

### Use instead

Publish to a subject that is not heard, or hear only what others publish.

### Limits

Conditions are not looked at. Who hears a subject of which no word is known (`format!("{prefix}.>")`) is taken to hear nothing of what is
published. Loops over subscriptions that stand in fields or that are joined with others are not followed.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let traffic = &contracts.traffic;
    if traffic.is_off(findings) {
        return;
    }
    findings.idle("no loop over a subscription is known");
    let now = &traffic.now;
    findings.checked(now.handlers.len());
    let hears = |from: &Handler, to: &Handler| -> Option<usize> {
        from.sends.iter().copied().find(|&sent| {
            let sent = &now.sites[sent].subject.pattern;
            let mut heard = to.hears.iter().map(|&row| &now.sites[row].subject);
            // Of a prefix that is configured it is not known what it is: the one that is published may have another.
            heard.any(|heard| {
                let is_known = heard.holes == 0 || heard.pattern.has_words();
                is_known && sent.is_within(&heard.pattern)
            })
        })
    };
    let mut told = BTreeSet::new();
    for start in 0..now.handlers.len() {
        let Some(way) = shortest_circle(&now.handlers, start, &hears) else {
            continue;
        };
        let members: BTreeSet<usize> = way.iter().map(|(handler, _)| *handler).collect();
        if !told.insert(members) {
            continue;
        }
        let (_, sent) = way[0];
        let site = &now.sites[sent];
        let pattern = &site.subject.pattern;
        let mut also = Vec::new();
        for (handler, sent) in &way {
            let heard = &now.sites[now.handlers[*handler].hears[0]];
            also.push(format!(
                "who hears `{}` publishes `{}`",
                heard.subject.pattern, now.sites[*sent].subject.pattern
            ));
        }
        let finding = findings
            .report(
                site.decided(),
                also.join(", "),
                match way.len() {
                    1 => format!("`{pattern}` is published by what deals with it"),
                    _ => format!("`{pattern}` leads back to what publishes it"),
                },
            )
            .label("published here")
            .help("publish to a subject that is not heard, or hear only what others publish");
        for step in also {
            finding.note(step);
        }
        for (handler, _) in way {
            finding.related(now.handlers[handler].span, "heard here");
        }
    }
}

/// A shortest way from a handler back to itself: each handler with what it sends.
fn shortest_circle(
    handlers: &[Handler],
    start: usize,
    hears: &dyn Fn(&Handler, &Handler) -> Option<usize>,
) -> Option<Vec<(usize, usize)>> {
    let mut seen = BTreeSet::new();
    let mut open = VecDeque::from([vec![(start, 0)]]);
    while let Some(way) = open.pop_front() {
        let (last, _) = *way.last()?;
        for next in 0..handlers.len() {
            let Some(sent) = hears(&handlers[last], &handlers[next]) else {
                continue;
            };
            let mut way = way.clone();
            way.last_mut()?.1 = sent;
            if next == start {
                return Some(way);
            }
            if seen.insert(next) {
                way.push((next, 0));
                open.push_back(way);
            }
        }
    }
    None
}
