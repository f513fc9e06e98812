//! `error_code_reused`: an error code is used again that was retired.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// An error code is used again that was retired.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "error_code_reused",
        summary: "an error code is used again that was retired",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds codes that a registry says are retired and that something has, and codes that were retired in the published version and are
not any more.

### Why is this bad?

Clients that know the old meaning act on it.

### Example

```text
[[registry.code]]
code = "E1002"
name = "Locked"
meaning = "somebody else changes the order"
retired = "0.5.0"
```

```rust
Error::Late => "E1002",
```

### Use instead

Take a code that was never used.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let errors = &contracts.errors;
    findings.idle(match errors.is_empty() {
        true => super::no_registries(),
        false => "no error code is retired".to_owned(),
    });
    for registry in &errors.registries {
        let declared = &registry.declared;
        for entry in &declared.entries {
            let Some((retired, span)) = &entry.retired else {
                continue;
            };
            findings.checked(1);
            for bearer in registry.bearers.iter().filter(|it| it.code == entry.code) {
                let finding = findings
                    .report(
                        bearer.span,
                        format!("{} {} {}", declared.name, entry.code, bearer.name),
                        format!(
                            "`{}` has the code `{}`, which was retired in {retired}",
                            bearer.name, bearer.code
                        ),
                    )
                    .note(format!("it meant: {}", entry.meaning))
                    .help("take a code that was never used");
                if let Some(span) = span {
                    finding.related(*span, "retired here");
                }
            }
        }
    }
    for (before, now, against) in errors.pairs() {
        for old in before.entries.iter().filter(|it| it.retired.is_some()) {
            findings.checked(1);
            let Some(entry) = now.entry(&old.code).filter(|it| it.retired.is_none()) else {
                continue;
            };
            let finding = findings
                .report(
                    entry.span,
                    format!("{} {} again", now.name, entry.code),
                    format!(
                        "the code `{}` is in use again, which was retired in {against}",
                        entry.code
                    ),
                )
                .note(format!("it meant: {}", old.meaning))
                .help("take a code that was never used");
            if let Some(span) = old.span {
                finding.related(span, "as it was published");
            }
        }
    }
}
