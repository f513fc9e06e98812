//! `subject_renamed`: a subject is called otherwise than before.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use std::collections::BTreeSet;

use crate::contracts::Contracts;
use crate::subjects::Site;
use crate::traffic::own_sites;

/// A subject is called otherwise than before.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "subject_renamed",
        summary: "a subject is called otherwise than before",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares the subjects that the code uses with those of the published version. Finds one that is used no more in its direction while the same
function uses a new one.

### Why is this bad?

Whoever listens to the old subject, or publishes to it, gets no error, and no message either.

### Example

```rust
client.publish("orders.v1.created", payload).await?; // was "orders.v1.placed"
```

### Use instead

Publish to both for as long as somebody listens to the old one: declare the new one as a contract, and deprecate the old.

### Limits

Nothing is said while a use in this direction has a subject that is not known. A subject that is gone without another one in its place is what
`subject_unused` finds.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let traffic = &contracts.traffic;
    if traffic.has_no_past(findings) {
        return;
    }
    findings.idle("the published version uses no subject");
    let Some((before, name)) = &traffic.before else {
        return;
    };
    for out in [true, false] {
        if traffic.now.opaque_going(out).next().is_some() {
            continue;
        }
        let mut seen = BTreeSet::new();
        for old in own_sites(before, out) {
            let was = &old.subject.pattern;
            if !seen.insert(was.clone()) {
                continue;
            }
            findings.checked(1);
            if traffic
                .now
                .going(out)
                .any(|it| it.subject.may_be_in(&old.subject.wide))
            {
                continue;
            }
            let is_new = |site: &&Site| {
                let mut known = before.going(out);
                site.function == old.function
                    && !known.any(|it| it.subject.may_be_in(&site.subject.wide))
            };
            let Some(new) = own_sites(&traffic.now, out).find(is_new) else {
                continue;
            };
            let is = &new.subject.pattern;
            findings
                .report(
                    new.decided(),
                    was.to_string(),
                    format!("`{was}` is called `{is}` now"),
                )
                .related(old.decided(), format!("in {name}"))
                .note(match out {
                    true => format!("who listens to `{was}` hears nothing any more"),
                    false => format!("what is published to `{was}` is not heard any more"),
                })
                .help("use both until nobody needs the old one");
        }
    }
}
