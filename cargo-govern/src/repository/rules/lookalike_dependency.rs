//! A dependency is called almost like a well-known package.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::repository::{NAME, Repository, well_known};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "lookalike_dependency",
        summary: "a dependency is called almost like a well-known package",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares the names of the packages that manifests take from registries with a list of some hundred well-known ones. A name that is not
on the list and differs from one on it by one letter, by two letters swapped, or only by `-`, `_` or nothing between its words,
is a finding. Names of fewer than five letters are not compared.

```toml
[repository.lookalike_dependency]
allow = ["serde-jsn"]     # packages that are meant, globs
known = ["acme-core"]     # more well-known names: those of one's own registry
```

### Why is this bad?

Whoever registers `reqwset` waits for those who mistype `reqwest`: its build script runs on their machines.

### Example

```text
[dependencies]
serde-jsn = "1"
```

### Use instead

The package that was meant. If it is the one with the unusual name, say so in `allow`.

### Limits

Only what manifests name is compared, not what packages from elsewhere bring along: that is their choice, not a slip here.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    let settings = &repository.settings.lookalike_dependency;
    findings.idle("no manifest declares a dependency");
    findings.checked(repository.manifests.dependencies.len());
    let declared = repository.manifests.from_registries();
    // Comparing costs more than all that this gate does with a manifest otherwise.
    for declared in declared.filter(|it| repository.looks_at(it.place.file)) {
        let name = &declared.package;
        let is_own = repository
            .manifests
            .members
            .iter()
            .any(|it| it.name == *name);
        if is_own || settings.allow.match_any(name) {
            continue;
        }
        let Some(likely) = well_known::nearest(name, &settings.known) else {
            continue;
        };
        findings
            .report(declared.place, name, format!("`{name}` is called almost like `{likely}`"))
            .note(format!("if `{likely}` is meant, this is somebody else's package, and its build script runs here"))
            .help(format!("write `{likely}`, or allow `{name}` in `[repository.lookalike_dependency]`"));
    }
}
