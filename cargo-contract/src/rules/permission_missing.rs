//! `permission_missing`: the server forbids what the code does.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use std::collections::BTreeSet;

use crate::contracts::Contracts;
use crate::subjects::Act;

/// The server forbids what the code does.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "permission_missing",
        summary: "the server forbids what the code does",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares what a program does with what the server allows the user as which it connects: `permissions` in files that `permissions` of
`[contract.nats]` names, and `users` there, which says which program is which user. Finds publications and subscriptions that are not in
`allow`, or are in `deny`; also missing inboxes for requests, acknowledgements, and what buckets are written to, if it is known how they are
made.

### Why is this bad?

The server refuses, and often tells only its own log: messages are missing, requests time out.

### Example

```text
permissions { publish = "orders.v1.*" }   # the code publishes `orders.v2.placed`
```

### Use instead

Allow it. `cargo contract permissions` writes what the code needs.

### Limits

A subject with placeholders is allowed if some value of it is. What is asked of JetStream is left out where clients and servers of other
versions ask in another way.
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
            let side = if out { &user.publish } else { &user.subscribe };
            let allowed = side.allowed();
            let mut told = BTreeSet::new();
            let does = if out { "publish to" } else { "subscribe to" };
            for site in now
                .going(out)
                .filter(|it| is_its(&it.package) && it.act != Act::Consume)
            {
                findings.checked(1);
                let subject = &site.subject;
                let is_allowed = match subject.holes {
                    0 => {
                        let passes = || {
                            subject
                                .pattern
                                .as_subscribed()
                                .uncovered(&allowed)
                                .is_none()
                        };
                        subject.pattern.uncovered(&allowed).is_none() || !out && passes()
                    }
                    _ => allowed.iter().any(|it| subject.may_be_in(it)),
                };
                let denied = side
                    .deny
                    .iter()
                    .find(|(it, _)| subject.pattern.is_within(it));
                if is_allowed && denied.is_none() || !told.insert(subject.pattern.clone()) {
                    continue;
                }
                let pattern = &subject.pattern;
                let finding = findings
                    .report(
                        site.decided(),
                        format!("{} {does} {pattern}", user.name),
                        format!("`{service}` may not {does} `{pattern}` as `{}`", user.name),
                    )
                    .related(
                        denied.map_or(user.span, |(_, span)| *span),
                        "by what is allowed here",
                    )
                    .help(format!("allow it: `\"{pattern}\"`"));
                if let (false, Some((denied, _))) = (denied.is_none(), side.deny.first()) {
                    finding.note(format!("`{denied}` is denied"));
                }
            }
            for need in now
                .needs
                .iter()
                .filter(|it| it.is_out == out && it.is_certain && is_its(&it.package))
            {
                findings.checked(1);
                let is_reply = out && need.subject.to_string() == "_INBOX.>";
                let is_allowed = allowed.iter().any(|it| it.overlaps(&need.subject));
                if is_allowed || is_reply && user.responses || !told.insert(need.subject.clone()) {
                    continue;
                }
                let subject = &need.subject;
                findings
                    .report(
                        need.span,
                        format!("{} {does} {subject}", user.name),
                        format!("`{service}` may not {does} `{subject}` as `{}`", user.name),
                    )
                    .note(format!("it has to: {}", need.why))
                    .related(user.span, "by what is allowed here")
                    .help(match is_reply {
                        true => "set `allow_responses = true`".to_owned(),
                        false => format!("allow it: `\"{subject}\"`"),
                    });
            }
        }
    }
}
