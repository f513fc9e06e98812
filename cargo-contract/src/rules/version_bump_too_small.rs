//! `version_bump_too_small`: the version of a package does not say how much its contracts changed.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::lifecycle::Standing;
use crate::lifecycle::version::Version;

/// The version of a package does not say how much its contracts changed.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "version_bump_too_small",
        summary: "the version of a package does not say how much its contracts changed",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds packages that can be published whose version moved too little since a contract of theirs was accepted before: after a break
the first number that is not zero must be larger, after any other change of the type some number.

### Why is this bad?

Who depends on the package by its version takes the new one for compatible.

### Example

```text
[package]
name = "orders-wire"
version = "1.4.0" # as it was before the break
```

### Use instead

`version = "2.0.0"`. If the package is not for others, say so: `publish = false`.

### Limits

Each acceptance records the version that the package had. What came between two releases without being accepted is not seen, and
pre-releases count as the versions that they lead to.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let lifecycle = &contracts.lifecycle;
    findings.idle("no contract of a package that can be published was accepted before");
    for state in lifecycle.present() {
        let Some(payload) = state.payload.as_ref().filter(|it| it.is_published) else {
            continue;
        };
        let id = &state.contract.id;
        let revisions = lifecycle.declared.accepted.of(id);
        let (before, is_break) = match (&state.standing, revisions) {
            (Standing::Same, [.., before, last]) => (before, !last.acceptance.breaks.is_empty()),
            (Standing::Compatible, [.., last]) => (last, false),
            (Standing::Broken(_), [.., last]) => (last, true),
            (Standing::Same, [_]) => {
                findings.checked(1);
                continue;
            }
            _ => continue,
        };
        findings.checked(1);
        let (Some(old), Some(now)) = (
            Version::parse(&before.package.version),
            Version::parse(&payload.package.version),
        ) else {
            continue;
        };
        let is_enough = match is_break {
            true => now.breaks(old),
            false => now > old,
        };
        if is_enough {
            continue;
        }
        let (what, next) = match is_break {
            true => ("broke", old.next_breaking()),
            false => ("changed", old.next_compatible()),
        };
        let package = &payload.package;
        let finding = findings
            .report(
                payload.package_span.or(state.contract.span),
                format!("{} {id}", package.name),
                format!(
                    "`{id}` {what}, and `{}` still is version {}",
                    package.name, package.version
                ),
            )
            .label(format!("was {} before", before.package.version))
            .help(format!(
                "make it version {next}, or say that it is not published: `publish = false`"
            ));
        if let Some(span) = before.span {
            finding.related(span, "as it was accepted before");
        }
    }
}
