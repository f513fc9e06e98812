//! `error_code_removed`: an error code is gone from its registry.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// An error code is gone from its registry.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "error_code_removed",
        summary: "an error code is gone from its registry",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares the registries in `contracts/errors.toml` with those of the published version, and finds codes whose entry is gone: also
of retired ones, and those of registries that are gone as a whole.

### Why is this bad?

What the code meant cannot be looked up any more, and nothing keeps anybody from using it for something else.

### Example

```text
# [[registry.code]]
# code = "E1002"
# name = "Locked"
```

### Use instead

Leave the entry, and say `retired` in it.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let errors = &contracts.errors;
    let Some((published, against)) = &errors.published else {
        findings.idle("no published registry of error codes is there to compare with");
        return;
    };
    for before in published {
        let now = errors.registries.iter().map(|it| &it.declared);
        let now = now.into_iter().find(|it| it.name == before.name);
        for old in &before.entries {
            findings.checked(1);
            if now.is_some_and(|now| now.entry(&old.code).is_some()) {
                continue;
            }
            let what = match now {
                Some(now) => format!(
                    "`{}` does not declare the code `{}` any more, as {against} does",
                    now.name, old.code
                ),
                None => format!(
                    "the code `{}` is gone with the registry `{}` of {against}",
                    old.code, before.name
                ),
            };
            let finding = findings
                .report(
                    now.and_then(|now| now.span),
                    format!("{} {}", before.name, old.code),
                    what,
                )
                .note(format!("it meant: {}", old.meaning))
                .help("leave the entry, and say since when it is `retired`");
            if let Some(span) = old.span {
                finding.related(span, "as it was published");
            }
        }
    }
}
