//! A workflow runs whatever is on a branch of somebody's action.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::repository::{NAME, Repository, workflows};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "workflow_action_unpinned",
        summary: "a workflow runs whatever is on a branch of somebody's action",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Looks at each `uses:` in `.github/workflows`. An action or workflow of another repository must be named with a tag or a commit: without
either, or with a branch such as `main` or `master`, it is a finding. With `pin = "commit"` only a commit (40 hexadecimal digits) will do.

```toml
[repository.workflows]
pin = "tag"               # or "commit"; default "tag"
trusted = ["acme/*"]      # actions that may be named by a branch: globs of owner/name
```

Actions of the same repository (`./…`) and images are not looked at. `dtolnay/rust-toolchain` names its branches after toolchains, and is
let be with `pin = "tag"`.

### Why is this bad?

Whoever can push to that branch runs code in this workflow, with its secrets, and what passed yesterday may fail today for no reason that is
here.

### Example

```yaml
- uses: acme/setup@main
```

### Use instead

```yaml
- uses: acme/setup@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v2.1.0
```

### Limits

Tags can be moved, too: `pin = "commit"` is what is safe. Whether the commit exists is not asked.
"#;

/// Names that branches have and tags have not.
const BRANCHES: [&str; 8] = [
    "main", "master", "HEAD", "dev", "develop", "trunk", "latest", "nightly",
];

fn check(repository: &Repository, findings: &mut Findings) {
    let settings = &repository.settings.workflows;
    findings.idle("no workflow in `.github/workflows` uses an action of others");
    for workflow in &repository.workflows {
        for (uses, place) in &workflow.uses {
            if uses.starts_with('.') || uses.starts_with("docker:") || uses.contains("${{") {
                continue;
            }
            findings.checked(1);
            let (action, at) = uses.split_once('@').unwrap_or((uses, ""));
            let name = workflows::action(uses);
            let named_by_toolchain = name == "dtolnay/rust-toolchain" && !settings.commits;
            if named_by_toolchain || settings.trusted.match_any(name) {
                continue;
            }
            let Some(why) = unpinned(at, settings.commits) else {
                continue;
            };
            findings
                .report(
                    *place,
                    format!("{}: {uses}", workflow.path),
                    format!("`{uses}` {why}"),
                )
                .note("whoever can change that runs code here, with the secrets of this workflow")
                .help(format!(
                    "name the commit, and the version in a comment: `{action}@<commit> # v1.2.3`"
                ));
        }
    }
}

/// Why a reference is not one that stays.
fn unpinned(at: &str, commits: bool) -> Option<&'static str> {
    let is_commit = at.len() == 40 && at.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_commit {
        None
    } else if at.is_empty() {
        Some("names no version")
    } else if BRANCHES.contains(&at) {
        Some("is whatever is on that branch")
    } else {
        commits.then_some("names no commit, and tags can be moved")
    }
}

#[cfg(test)]
mod tests {
    use super::unpinned;

    #[test]
    fn tags_are_enough_unless_commits_are_asked_for() {
        let commit = "8f4b7f84864484a7bf31766abe9204da3cbe65b3";
        for (at, by_tag, by_commit) in [
            ("", true, true),
            ("main", true, true),
            ("v4", false, true),
            ("release/v1", false, true),
            (commit, false, false),
            (&commit[..39], false, true),
        ] {
            assert_eq!(unpinned(at, false).is_some(), by_tag, "{at}");
            assert_eq!(unpinned(at, true).is_some(), by_commit, "{at}");
        }
    }
}
