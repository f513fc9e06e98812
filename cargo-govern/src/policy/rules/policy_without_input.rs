//! A policy looks at nothing.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::NO_POLICIES;
use crate::policy::{NAME, Policies};

pub(super) static RULE: Rule<Policies> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "policy_without_input",
        summary: "a policy looks at nothing",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Says of each package below `policy/` that denies or warns what it looks at, and finds those that look at nothing: nobody says which files
are meant, or no file is called so. What a package looks at is said in its own comments or in `govern.toml`:

```rego
# METADATA
# scope: package
# custom:
#   files: ["deploy/**/*.yaml"]
package deploy
```

```toml
[[policy.check]]
packages = ["deploy"]
files = ["deploy/**/*.yaml"]
```

Besides `files` there is `input: workspace`, the packages, modules and uses of the workspace, and `input: findings`, what the other gates
find. `cargo govern policy input workspace` shows such a document.

### Why is this bad?

A file is renamed, and the policy that was about it is green for ever.

### Example

`files: ["deploy/*.yml"]`, and the files are called `*.yaml`.

### Use instead

A glob that matches what is there.
"#;

fn check(policies: &Policies, findings: &mut Findings) {
    findings.idle(NO_POLICIES);
    // What is wrong with a policy may be what it looks at; that is said elsewhere.
    for package in policies.packages.iter().filter(|package| package.is_whole) {
        findings.checked(1);
        let name = &package.name;
        let mut is_told = false;
        for (span, what, documents) in &package.looks {
            if *documents == 0 {
                is_told = true;
                findings
                    .report(
                        *span,
                        format!("{name}: {what}"),
                        format!("`{name}` looks at `{what}`, and that is nothing"),
                    )
                    .note("it would be green whatever is wrong")
                    .help("correct what it looks at, or remove the policy");
            }
        }
        if package.documents == 0 && !is_told {
            findings
                .report(package.span, name, format!("`{name}` looks at nothing"))
                .note("it would be green whatever is wrong")
                .help("say in a `# METADATA` above, or in `[[policy.check]]`, which files it is about");
        }
    }
}
