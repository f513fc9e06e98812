//! `durable_renamed`: a durable consumer has another name than before.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// A durable consumer has another name than before.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "durable_renamed",
        summary: "a durable consumer has another name than before",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares the durable consumers of streams with those of the published version. Finds one that is gone while a new one reads the same of the
same stream.

### Why is this bad?

The new consumer begins where its policy says, mostly with the first message: everything is dealt with again. The old one stays on the
server, and with `Interest` or `WorkQueue` keeps its messages there.

### Example

```rust
pull::Config { durable_name: Some("boards".into()), ..Default::default() } // was "projector"
```

### Use instead

Keep the name. If everything is to be read again, say so in a waiver, and delete the old consumer.

### Limits

Consumers whose name or stream is not known are not compared. One that code made, and that only a file has now, counts as gone unless code
asks for it by its name.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let traffic = &contracts.traffic;
    if traffic.has_no_past(findings) {
        return;
    }
    findings.idle("there was no durable consumer in the published version");
    let Some((before, name)) = &traffic.before else {
        return;
    };
    for old in before
        .consumers
        .iter()
        .filter(|it| it.stream.is_some() && it.durable.is_some())
    {
        findings.checked(1);
        let (Some(was), Some(stream)) = (&old.durable, &old.stream) else {
            continue;
        };
        if !traffic.now.misses(old) {
            continue;
        }
        let Some(new) = traffic.now.successor(old, before) else {
            continue;
        };
        let is = new.durable.as_deref().unwrap_or_default();
        findings
            .report(
                new.span,
                format!("{stream} {was}"),
                format!("the consumer `{was}` of the stream `{stream}` is called `{is}` now"),
            )
            .related(old.span, format!("in {name}"))
            .note(format!("`{is}` does not know what `{was}` has read"))
            .help(format!(
                "keep the name: `durable_name: Some(\"{was}\".into())`"
            ));
    }
}
