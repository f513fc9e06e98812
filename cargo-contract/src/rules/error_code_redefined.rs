//! `error_code_redefined`: an error code means something else than it is declared to.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// An error code means something else than it is declared to.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "error_code_redefined",
        summary: "an error code means something else than it is declared to",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds variants and constants that have the code of another one: a code whose entry names something else. Compared with a published
version it finds codes whose declared meaning was changed.

### Why is this bad?

Clients decide by the code what to do, and do the wrong thing.

### Example

```rust
fn code(&self) -> &'static str {
    match self {
        Error::NotFound => "E1001",
        Error::Forbidden => "E1001", // the entry of `E1001` says `name = "NotFound"`
    }
}
```

### Use instead

Give it a code of its own. If several things have one meaning, list them: `name = ["NotFound", "Forbidden"]`. If something was only
renamed, correct the `name`.

### Limits

A text that only says the same in better words is a changed meaning, too: accept it in the baseline.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let errors = &contracts.errors;
    findings.idle(super::no_registries());
    for registry in &errors.registries {
        let declared = &registry.declared;
        for bearer in &registry.bearers {
            let Some(entry) = declared
                .entry(&bearer.code)
                .filter(|it| it.retired.is_none())
            else {
                continue;
            };
            findings.checked(1);
            if entry.names.contains(&bearer.name) {
                continue;
            }
            let finding = findings
                .report(
                    bearer.span,
                    format!("{} {} {}", declared.name, bearer.code, bearer.name),
                    format!("`{}` has the code `{}`, which is that of `{}`", bearer.name, bearer.code, entry.names.join("`, `")),
                )
                .note(format!("it means: {}", entry.meaning))
                .help("give it a code of its own; if it means the same, add it to the `name` of the entry");
            if let Some(span) = entry.span {
                finding.related(span, "declared here");
            }
        }
    }
    for (before, now, against) in errors.pairs() {
        for old in &before.entries {
            let Some(entry) = now.entry(&old.code) else {
                continue;
            };
            findings.checked(1);
            if entry.meaning == old.meaning {
                continue;
            }
            let finding = findings
                .report(
                    entry.meaning_span,
                    format!("{} {} meaning", now.name, entry.code),
                    format!(
                        "the code `{}` has another meaning than in {against}",
                        entry.code
                    ),
                )
                .note(format!("it meant: {}", old.meaning))
                .help("keep the meaning, and give a new code to what is new");
            if let Some(span) = old.meaning_span {
                finding.related(span, "as it was published");
            }
        }
    }
}
