//! A dependency follows whatever is pushed to a git repository.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::repository::{
    NAME, Repository,
    manifests::{Git, Origin},
};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "git_dependency",
        summary: "a dependency follows whatever is pushed to a git repository",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Looks at the dependencies that come from git in the manifests of the members, in `[workspace.dependencies]` and in `[patch]`, and
finds those without a `rev` or a `tag`.

```toml
[repository.git_dependency]
exact = false             # whether only `rev` will do, because tags can be moved; default false
allow = ["acme-*"]        # packages that may follow a branch, globs
```

### Why is this bad?

The next `cargo update`, and every build without the lock file, takes what is on the branch by then: code that nobody here has
looked at, or none at all if the repository is gone.

### Example

```text
[dependencies]
parser = { git = "https://github.com/acme/parser", branch = "main" }
```

### Use instead

A release from a registry, or the commit that was tested: `rev = "4f3c2a1"`.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    let settings = &repository.settings.git_dependency;
    findings.idle("no manifest declares a dependency");
    findings.checked(repository.manifests.dependencies.len());
    for declared in &repository.manifests.dependencies {
        let Origin::Git(git) = &declared.origin else {
            continue;
        };
        let package = &declared.package;
        if pinned(git, settings.exact) || settings.allow.match_any(package) {
            continue;
        }
        let follows = match (&git.branch, &git.tag) {
            (Some(branch), _) => format!("the branch `{branch}`"),
            (None, Some(tag)) => format!("the tag `{tag}`"),
            (None, None) => "the default branch".to_owned(),
        };
        let text = format!("`{package}` is whatever {follows} of `{}` is", git.url);
        findings
            .report(declared.place, format!("{package} {}", git.url), text)
            .note("the next update takes code that nobody here has looked at")
            .help("name the commit: `rev = \"…\"`; or take a release from a registry");
    }
}

fn pinned(git: &Git, exact: bool) -> bool {
    git.rev.is_some() || (git.tag.is_some() && !exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_enough_unless_it_must_be_exact() {
        let git = |rev: Option<&str>, tag: Option<&str>| Git {
            url: String::new(),
            branch: None,
            rev: rev.map(str::to_owned),
            tag: tag.map(str::to_owned),
        };
        assert!(pinned(&git(Some("1"), None), true));
        assert!(pinned(&git(None, Some("1")), false));
        assert!(!pinned(&git(None, Some("1")), true));
        assert!(!pinned(&git(None, None), false));
    }
}
