//! A dependency may have any version.

use govern_gate::{Findings, Level, Rule, RuleInfo, TextEdit};

use crate::repository::{NAME, Repository};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "wildcard_dependency",
        summary: "a dependency may have any version",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds dependencies from a registry whose requirement lets every version in: `*`, or an empty one.

```toml
[repository.wildcard_dependency]
allow = ["acme-*"]        # packages that may have any version, globs
```

### Why is this bad?

It says that the code works with every version there was and will be, which nobody has tried; the next `cargo update` may take one
that it does not work with. Registries refuse packages with such dependencies.

### Example

```text
[dependencies]
serde = "*"
```

### Use instead

The oldest version that has what is used: `serde = "1.0.100"`.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    findings.idle("no manifest declares a dependency");
    findings.checked(repository.manifests.dependencies.len());
    for declared in repository.manifests.from_registries() {
        let Some((requirement, place)) = &declared.requirement else {
            continue;
        };
        let package = &declared.package;
        let is_any = semver::VersionReq::parse(requirement)
            .map_or(requirement.trim().is_empty(), |it| {
                it.comparators.is_empty()
            });
        if !is_any
            || repository
                .settings
                .wildcard_dependency
                .allow
                .match_any(package)
        {
            continue;
        }
        let finding = findings.report(*place, package, format!("`{package}` may have any version"));
        finding
            .note("the next update may take a version that the code does not work with")
            .help(
                "require the oldest version that has what is used: `\"1.2\"` lets in all up to 2.0",
            );
        if let Some(version) = locked(repository, package) {
            let text = format!("\"{version}\"");
            let title = format!("require what is locked, `{version}`, or what is compatible");
            finding.fix(title, vec![TextEdit { span: *place, text }]);
        }
    }
}

/// The version of a registry that the lock file has of a package, if it has one only: with that as requirement, it stays.
fn locked(repository: &Repository, package: &str) -> Option<semver::Version> {
    let mut named = repository.lock.as_ref()?.named(package);
    let (Some(locked), None) = (named.next(), named.next()) else {
        return None;
    };
    locked.source.as_ref()?;
    let mut version = semver::Version::parse(&locked.version).ok()?;
    // What is behind `+` is not part of a requirement.
    version.build = semver::BuildMetadata::EMPTY;
    Some(version)
}
