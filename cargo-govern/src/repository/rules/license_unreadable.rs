//! What a package says of its licence is no SPDX expression.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::repository::{NAME, Repository, licenses::License};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "license_unreadable",
        summary: "what a package says of its licence is no SPDX expression",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Reads `license` of the members that may be published, and of the packages the workspace depends on, as an SPDX expression. `/` for `OR`,
as old packages have it, is understood. Without a list of allowed licences in `[repository.licenses]` it looks at nothing.

### Why is this bad?

No program can tell whether it is allowed, and a person may read it in two ways.

### Example

```text
[package]
name = "orders-wire"
license = "MIT License or Apache"
```

### Use instead

```text
[package]
name = "orders-wire"
license = "MIT OR Apache-2.0"
```
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    let settings = &repository.settings.licenses;
    if settings.allow.is_none() {
        findings.idle("no licences are allowed in `[repository.licenses]`");
        return;
    }
    for package in &repository.licenses {
        findings.checked(1);
        let License::Unreadable(text, why) = &package.license else {
            continue;
        };
        if settings.packages.match_any(&package.name) {
            continue;
        }
        let (name, version) = (&package.name, &package.version);
        let message =
            format!("the licence of `{name} {version}`, `{text}`, is no SPDX expression: {why}");
        findings
            .report(package.place.unwrap_or(repository.start()), format!("{name} {version}"), message)
            .note("whether it is allowed cannot be told")
            .help("an expression is made of identifiers of the SPDX list, `AND`, `OR`, `WITH` and brackets");
    }
}
