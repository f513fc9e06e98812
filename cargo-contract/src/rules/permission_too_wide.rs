//! `permission_too_wide`: the server allows what no code needs.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::subjects::{Act, Pattern};

/// The server allows what no code needs.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "permission_too_wide",
        summary: "the server allows what no code needs",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds subjects in `allow` that the program which connects as this user does not need: nothing of it, or not all of it. It names one that is
allowed and not needed.

### Why is this bad?

Whoever gets hold of the program, or of its password, can do all that is allowed.

### Example

```text
permissions { publish = ">" }   # the code publishes `orders.v1.placed`
```

### Use instead

Allow what is needed. `cargo contract permissions` writes it.

### Limits

Of what is the server's own (`$JS.…`, `_INBOX.…`) only what nothing needs is told, and `>`. Nothing is said in a direction in which some use
has a subject that is not known.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let traffic = &contracts.traffic;
    if traffic.is_off(findings) {
        return;
    }
    findings.idle("no user with permissions is known to be a program of the workspace");
    let now = &traffic.now;
    for user in &traffic.users {
        let Some(service) = &user.service else {
            continue;
        };
        let is_its = |package: &str| now.services.of(package).contains(service.as_str());
        for out in [true, false] {
            if now.opaque_going(out).any(|it| is_its(&it.package)) {
                continue;
            }
            let side = if out { &user.publish } else { &user.subscribe };
            let sites = now
                .going(out)
                .filter(|it| is_its(&it.package) && it.act != Act::Consume);
            let needs = now
                .needs
                .iter()
                .filter(|it| it.is_out == out && is_its(&it.package));
            let needed: Vec<Pattern> = sites
                .map(|it| it.subject.wide.clone())
                .chain(needs.map(|it| it.subject.clone()))
                .collect();
            let does = if out { "publish to" } else { "subscribe to" };
            for (allowed, span) in side.allow.iter().flatten() {
                findings.checked(1);
                let is_used = needed.iter().any(|it| it.overlaps(allowed));
                let witness = allowed.uncovered(&needed).filter(|it| {
                    let is_system =
                        allowed.is_of_system() || it.starts_with('$') || it.starts_with("_INBOX");
                    !is_used || !is_system
                });
                let Some(witness) = witness else { continue };
                findings
                    .report(
                        *span,
                        format!("{} {does} {allowed}", user.name),
                        match is_used {
                            true => format!("`{service}` need not {does} all of `{allowed}`"),
                            false => format!("`{service}` need not {does} `{allowed}`"),
                        },
                    )
                    .note(format!("no code needs `{witness}`"))
                    .help("allow only what is needed: `cargo contract permissions` writes it");
            }
        }
    }
}
