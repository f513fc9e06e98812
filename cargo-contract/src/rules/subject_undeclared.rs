//! `subject_undeclared`: code uses a subject that no contract declares.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::subjects::Pattern;
use crate::traffic::own_sites;

/// Code uses a subject that no contract declares.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "subject_undeclared",
        summary: "code uses a subject that no contract declares",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds calls of the NATS client that publish, request, subscribe or consume on a subject that no contract in
`contracts/manifest.toml` has. Subjects are followed through constants, `format!`, fields and functions; a placeholder fits any
declared token. Only with `[contract.nats]` in `govern.toml`, and only if some contract has a subject.

### Why is this bad?

Whoever else uses the subject cannot know what stands in its messages, who answers for it, or that it changed.

### Example

```rust
client.publish("orders.v1.cancelled", payload).await?; // declared: orders.v1.placed
```

### Use instead

Declare it in `contracts/manifest.toml`, or name it under `external` in `[contract.nats]` if others declare it.

### Limits

Subjects that begin with `$` or `_INBOX` are the server's. What cannot be known is listed as such, and is no finding.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let traffic = &contracts.traffic;
    if traffic.is_off(findings) {
        return;
    }
    if traffic.declared.is_empty() {
        findings.idle("no contract has a subject");
        return;
    }
    let known: Vec<&Pattern> = traffic
        .declared
        .iter()
        .map(|it| &it.subject)
        .chain(&traffic.external)
        .collect();
    for out in [true, false] {
        for site in own_sites(&traffic.now, out) {
            findings.checked(1);
            if known.iter().any(|it| site.subject.may_be_in(it)) {
                continue;
            }
            let pattern = &site.subject.pattern;
            let does = site.act.as_str();
            let finding = findings
                .report(
                    site.decided(),
                    format!("{} {does} {pattern}", site.package),
                    format!("`{pattern}` is not declared, and `{}` {does} it", site.function),
                )
                .help("declare it in contracts/manifest.toml: `[[contract]]` with its `subject` and `payload`")
                .help("or name it under `external` in `[contract.nats]`, if others declare it");
            if site.decided() != site.span {
                finding.related(site.span, "this is called with it");
            }
        }
    }
}
