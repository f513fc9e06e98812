//! Several versions of one package are built.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::repository::{NAME, Repository, lock::Locked};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "duplicate_dependency",
        summary: "several versions of one package are built",
        level: Level::Allow,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds packages that are in `Cargo.lock` in several versions. It is off unless `[lints]` switches it on: most workspaces have some.

```toml
[repository.duplicate_dependency]
allow = ["windows-*", "syn"]      # packages that may be there several times, globs
```

### Why is this bad?

Each version is built and linked. Types of one are not those of the other, so values cannot go from one to the other, and a fix in one
is none in the other.

### Example

`rand 0.8.5` and `rand 0.9.1`, because one dependency has not moved yet.

### Use instead

Update what holds the old version back: `cargo tree --invert rand@0.8.5` shows it.

### Limits

The lock file holds the packages of all platforms and features; two versions may never be in one build.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    let Some(lock) = &repository.lock else {
        findings.idle("there is no lock file");
        return;
    };
    findings.idle("the lock file has no packages");
    let mut packages: Vec<&Locked> = lock.packages.iter().collect();
    packages.sort_by(|a, b| a.name.cmp(&b.name));
    for versions in packages.chunk_by(|a, b| a.name == b.name) {
        findings.checked(1);
        let [first, others @ ..] = versions else {
            continue;
        };
        let name = &first.name;
        if others.is_empty()
            || repository
                .settings
                .duplicate_dependency
                .allow
                .match_any(name)
        {
            continue;
        }
        let list: Vec<&str> = versions.iter().map(|it| it.version.as_str()).collect();
        let text = format!(
            "`{name}` is there in {} versions: {}",
            versions.len(),
            list.join(", ")
        );
        let finding = findings.report(first.place, name, text);
        for other in others {
            finding.related(other.place, format!("version {}", other.version));
        }
        finding
            .note("each is built, and values of one are none of the other")
            .help(format!(
                "see who needs which: `cargo tree --invert {name}@{}`",
                first.version
            ));
    }
}
