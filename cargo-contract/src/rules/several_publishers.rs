//! `several_publishers`: two programs publish to one subject.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use std::collections::BTreeSet;

use crate::contracts::Contracts;
use crate::subjects::{Act, Site};
use crate::traffic::{own_sites, shown_services};

/// Two programs publish to one subject.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "several_publishers",
        summary: "two programs publish to one subject",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds subjects that two programs of the workspace publish to, each from code that the other one does not have. A program is a package with
a binary, and all members that it depends on.

### Why is this bad?

Nobody answers for what stands on the subject: a change in one program reaches readers that know the messages of the other.

### Example

```rust
client.publish("orders.v1.placed", a).await?; // in `shop`
client.publish("orders.v1.placed", b).await?; // in `importer`
```

### Use instead

Let one program publish it, and the others ask that one. If several have to, name the subject under `shared` in `[contract.nats]`.

### Limits

Code in a library that both programs use counts for neither against the other.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let traffic = &contracts.traffic;
    if traffic.is_off(findings) {
        return;
    }
    findings.idle("nothing is published");
    let now = &traffic.now;
    let sites: Vec<&Site> = own_sites(now, true)
        .filter(|it| it.act != Act::Request)
        .collect();
    findings.checked(sites.len());
    let mut told = BTreeSet::new();
    for (row, second) in sites.iter().enumerate() {
        for first in &sites[..row] {
            let (a, b) = (&first.subject.pattern, &second.subject.pattern);
            if !(a.is_within(b) || b.is_within(a)) {
                continue;
            }
            let common = if a.is_within(b) { a } else { b };
            if traffic.shared.iter().any(|it| common.is_within(it)) {
                continue;
            }
            let (ours, theirs) = (
                now.services.of(&first.package),
                now.services.of(&second.package),
            );
            let apart = ours.difference(&theirs).next().is_some()
                && theirs.difference(&ours).next().is_some();
            let programs = (shown_services(&ours), shown_services(&theirs));
            if !apart || !told.insert((common.clone(), programs.clone())) {
                continue;
            }
            findings
                .report(
                    second.decided(),
                    format!("{common} {} {}", first.package, second.package),
                    format!(
                        "{} and {} both publish to `{common}`",
                        programs.0, programs.1
                    ),
                )
                .related(first.decided(), format!("{} does here", programs.0))
                .help("let one program publish it, or name it under `shared` in `[contract.nats]`");
        }
    }
}
