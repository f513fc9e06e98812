//! A package may be used only under licences that are not allowed.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::repository::{NAME, Repository, licenses::License};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "license_not_allowed",
        summary: "a package may be used only under licences that are not allowed",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares the licences of the members that may be published, and of everything the workspace depends on, with a list. Expressions are
those of SPDX: of `A OR B` one must be allowed, of `A AND B` both. Without a list it looks at nothing.

```toml
[repository.licenses]
allow = ["MIT", "Apache-2.0", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"]
packages = ["ring"]       # packages whose licence somebody has looked at and allows, globs
```

### Why is this bad?

What a program is made of decides under which conditions it may be handed on.

### Example

A dependency under `GPL-3.0-only` in a program whose source stays in the house.

### Use instead

Another package, or an entry in the list once somebody who may decide it has.

### Limits

Manifests are believed; the files of the packages are not read. Cargo knows the dependencies: with `--untrusted` only members are looked
at, and the run says so. Packages for other platforms and for tests count, too.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    let settings = &repository.settings.licenses;
    let Some(allowed) = &settings.allow else {
        findings.idle("no licences are allowed in `[repository.licenses]`");
        return;
    };
    for package in &repository.licenses {
        findings.checked(1);
        let License::Expression(text, expression) = &package.license else {
            continue;
        };
        let satisfied = |requirement: &spdx::LicenseReq| {
            allowed
                .iter()
                .any(|licensee| licensee.satisfies(requirement))
        };
        if expression.evaluate(satisfied) || settings.packages.match_any(&package.name) {
            continue;
        }
        let (name, version) = (&package.name, &package.version);
        let message = format!("`{name} {version}` may be used only under `{text}`");
        findings
            .report(package.place.unwrap_or(repository.start()), format!("{name} {version}"), message)
            .note("none of what satisfies it is allowed in `[repository.licenses]`")
            .help(format!("use another package, or allow the licence, or `{name}`, once somebody has decided it"));
    }
}
