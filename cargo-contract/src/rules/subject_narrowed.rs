//! `subject_narrowed`: less is heard or kept than before.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use std::collections::BTreeSet;

use crate::contracts::Contracts;
use crate::subjects::Pattern;
use crate::traffic::own_sites;

/// Less is heard or kept than before.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "subject_narrowed",
        summary: "less is heard or kept than before",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares subscriptions, consumers and streams with those of the published version. Finds sets of subjects that are smaller now: `orders.>`
became `orders.*`, or a stream lost a subject. It names one that is missing.

### Why is this bad?

What is published to the missing subjects is heard or kept by nobody, and nobody is told.

### Example

```rust
client.subscribe("orders.*").await?; // was "orders.>": `orders.v1.placed` is not heard any more
```

### Use instead

Keep the set, or first see to it that nobody publishes the rest.

### Limits

Nothing is said of subscriptions while some have a subject that is not known. A set that is gone as a whole is what `subject_renamed` finds.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let traffic = &contracts.traffic;
    if traffic.has_no_past(findings) {
        return;
    }
    findings.idle("the published version hears and keeps nothing");
    let Some((before, name)) = &traffic.before else {
        return;
    };
    let now = &traffic.now;
    if now.opaque_going(false).next().is_none() {
        let heard: Vec<Pattern> = now.going(false).map(|it| it.subject.wide.clone()).collect();
        let mut seen = BTreeSet::new();
        for old in own_sites(before, false) {
            let was = &old.subject.pattern;
            if !seen.insert(was.clone()) {
                continue;
            }
            findings.checked(1);
            let rest = now.going(false).find(|it| it.subject.may_be_in(was));
            if let (Some(rest), Some(witness)) = (rest, was.uncovered(&heard)) {
                findings
                    .report(
                        rest.decided(),
                        was.to_string(),
                        format!("`{witness}` is not heard any more"),
                    )
                    .related(old.decided(), format!("`{was}` in {name}"))
                    .help(format!(
                        "hear all of `{was}`, or see to it that nobody publishes the rest"
                    ));
            }
        }
    }
    for old in &before.streams {
        let Some(new) = now.streams.iter().find(|it| it.name == old.name) else {
            continue;
        };
        let (Some(was), Some(is)) = (&old.subjects, &new.subjects) else {
            continue;
        };
        findings.checked(1);
        if let Some(witness) = was.iter().find_map(|it| it.uncovered(is)) {
            findings
                .report(
                    new.span,
                    format!("stream {}", old.name),
                    format!(
                        "the stream `{}` does not keep `{witness}` any more",
                        old.name
                    ),
                )
                .related(old.span, format!("in {name}"))
                .help("keep its subjects, or see to it that nobody publishes the rest");
        }
    }
}
