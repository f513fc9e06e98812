//! A package does not say under which licence it may be used.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::repository::{NAME, Repository, licenses::License};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "license_missing",
        summary: "a package does not say under which licence it may be used",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds members that may be published, and packages the workspace depends on, whose manifest has neither `license` nor `license-file`.
Without a list of allowed licences in `[repository.licenses]` it looks at nothing.

### Why is this bad?

What has no licence may not be copied, changed or handed on by anybody but its author.

### Example

```text
[package]
name = "orders-wire"
version = "1.0.0"
```

### Use instead

```text
[package]
name = "orders-wire"
version = "1.0.0"
license = "MIT OR Apache-2.0"
```

or `publish = false`, if it is not for others.

### Limits

A `license-file` is taken for a licence, whatever it says: only people can read it. `packages` in `[repository.licenses]` names
packages that somebody has looked at.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    let settings = &repository.settings.licenses;
    if settings.allow.is_none() {
        findings.idle("no licences are allowed in `[repository.licenses]`");
        return;
    }
    for package in &repository.licenses {
        findings.checked(1);
        let is_missing = matches!(package.license, License::Missing);
        if !is_missing || settings.packages.match_any(&package.name) {
            continue;
        }
        let (name, version) = (&package.name, &package.version);
        let message = format!("`{name} {version}` does not say under which licence it may be used");
        let help = if package.is_member {
            "write `license = \"…\"` into its manifest, or `publish = false`".to_owned()
        } else {
            format!("ask its authors, or allow `{name}` in `packages` of `[repository.licenses]`")
        };
        findings
            .report(
                package.place.unwrap_or(repository.start()),
                format!("{name} {version}"),
                message,
            )
            .note("without a licence nobody but its author may copy or change it")
            .help(help);
    }
}
