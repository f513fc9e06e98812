//! `queue_group_changed`: a subject is heard by another queue group than before.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use std::collections::BTreeSet;

use crate::contracts::Contracts;
use crate::subjects::{Act, Pattern, Subjects};

/// A subject is heard by another queue group than before.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "queue_group_changed",
        summary: "a subject is heard by another queue group than before",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares the queue groups of subscriptions with those of the published version. Finds subjects that another group hears now, or that are
heard without a group where there was one, or the other way round.

### Why is this bad?

While old and new instances run side by side, each group gets every message: what one of all instances was to do is done twice.

### Example

```rust
client.queue_subscribe("orders.v1.place", "desk".to_owned()).await?; // was "orders"
```

### Use instead

Keep the name. If it has to change, stop all old instances before new ones start, and accept that nobody listens meanwhile.

### Limits

Groups whose name is not known are not compared.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let traffic = &contracts.traffic;
    if traffic.has_no_past(findings) {
        return;
    }
    findings.idle("nothing was heard in the published version");
    let Some((before, name)) = &traffic.before else {
        return;
    };
    let groups = |subjects: &Subjects, pattern: &Pattern| -> Option<BTreeSet<Option<String>>> {
        let heard = subjects.sites.iter().filter(|it| it.act == Act::Subscribe);
        let mut groups = BTreeSet::new();
        for site in heard.filter(|it| it.subject.pattern == *pattern) {
            if site.has_unknown_group {
                return None;
            }
            groups.insert(site.group.clone());
        }
        Some(groups)
    };
    let mut seen = BTreeSet::new();
    for site in before.sites.iter().filter(|it| it.act == Act::Subscribe) {
        let pattern = &site.subject.pattern;
        if !seen.insert(pattern) {
            continue;
        }
        findings.checked(1);
        let (Some(old), Some(new)) = (groups(before, pattern), groups(&traffic.now, pattern))
        else {
            continue;
        };
        let added = traffic.now.sites.iter().find(|it| {
            it.act == Act::Subscribe && it.subject.pattern == *pattern && !old.contains(&it.group)
        });
        let lost = old.iter().find(|it| !new.contains(*it));
        if let (Some(added), Some(lost)) = (added, lost) {
            let shown = |group: &Option<String>| match group {
                Some(group) => format!("as `{group}`"),
                None => "without a group".to_owned(),
            };
            findings
                .report(
                    added.decided(),
                    pattern.to_string(),
                    format!(
                        "`{pattern}` was heard {}, and is heard {} now",
                        shown(lost),
                        shown(&added.group)
                    ),
                )
                .related(site.decided(), format!("in {name}"))
                .note("while old and new instances run, each message is dealt with twice")
                .help("keep the name of the group");
        }
    }
}
