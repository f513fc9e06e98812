//! `error_code_unused`: a registry declares an error code that nothing has.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// A registry declares an error code that nothing has.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "error_code_unused",
        summary: "a registry declares an error code that nothing has",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds codes in `contracts/errors.toml` that are not retired, and that no variant or constant has.

### Why is this bad?

Who handles errors waits for one that never comes. If the code was removed on purpose, nothing keeps the next one from taking it.

### Example

```text
[[registry.code]]
code = "E1002"
name = "Locked" # the variant is gone
meaning = "somebody else changes the order"
```

### Use instead

Say `retired = "0.5.0"`. The entry stays, so that the code is not used again.

### Limits

Where something bears a code that is not known, under a name of the entry, nothing is said.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    findings.idle(super::no_registries());
    for registry in &contracts.errors.registries {
        let declared = &registry.declared;
        let live = declared.entries.iter().filter(|it| it.retired.is_none());
        for entry in live {
            findings.checked(1);
            let is_borne = registry.bearers.iter().any(|it| it.code == entry.code);
            let mut unknown = registry.unknown.iter().map(|(name, ..)| name);
            if is_borne || unknown.any(|name| entry.names.contains(name)) {
                continue;
            }
            let finding = findings
                .report(
                    entry.span,
                    format!("{} {}", declared.name, entry.code),
                    format!("nothing has the code `{}`", entry.code),
                )
                .help("if it is not given any more, say since when: `retired`");
            let renumbered = registry
                .bearers
                .iter()
                .find(|it| entry.names.contains(&it.name));
            if let Some(bearer) = renumbered {
                finding.related(
                    bearer.span,
                    format!("`{}` has the code `{}`", bearer.name, bearer.code),
                );
            }
        }
    }
}
