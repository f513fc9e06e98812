//! What was found before is let through.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::repository::{NAME, Repository};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "policy_weakened",
        summary: "the rules let through what they did not let through before",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares the rules of now with those at `--base REV`, or in `--base-directory DIR`: levels in `[lints]`, every key of `govern.toml`,
waivers there and in comments, and the baseline. It reports what lets through more than it did: a lower level, a longer list of what is
allowed, a shorter one of what is forbidden, a higher limit, a rule of the project that is gone, a gate that is switched off, a new
waiver or one that holds longer, and what the baseline accepts more. What makes rules stricter is silent.

What shows that the code is right is compared, too: a gate that a workflow ran so that its failure stopped something, and now nothing
does, or only without `--workspace`, `--all-features`, `--all-targets` or `-D warnings`, with something left out, or no more on pushes or
pull requests; levels of lints in manifests and at the roots of crates, and targets that cargo tests no more; a test that is ignored, that
has a condition now (its own, one around it, or one on the way to its file), that is no test any more, that is gone and has none in its place in the same file, or that asserts less and calls nothing new, fewer
times, something weaker of the same value (`assert!(a.is_ok())` for `assert_eq!(a, Ok(3))`, `a == b || c` for `a == b`, a debug assertion) or
something that cannot fail (`assert_eq!(a, a)`, `assert!(a || true)`), or that never reaches what it asserts, behind a `return` or
`std::process::exit(0)` that is a statement of its own; and files that are gone from directories for tests (`tests`, `testdata`, `fixtures`, `snapshots`, `golden`) without others in their place.

So is the configuration of tools that gates are made of: `deny.toml`, `.cargo/audit.toml`, `clippy.toml` of the root and of packages, and
`.config/nextest.toml`. It reports lower levels, longer lists of what is ignored, skipped or allowed, shorter ones of what is disallowed,
higher thresholds, lints that are allowed in tests, retries, a filter of the tests to run, and a `deny.toml` that is gone. A key that is not there is
what the tool takes it for; another order, another form of the same, and a newer version of what was skipped are silent.

Of the project's policies in Rego it is compared which rules deny or warn, what is written of them and of what they ask for, the data
that they look things up in, what they look at, and their tests. One that denies more, and other spaces and comments, are silent.

Of some changes no program can say whether they ask for less: of a pattern, a layer's role, a preset, a policy that is written anew, and whether a test that is gone was
a good one. They are reported, and say so. Without `--base` nothing is compared, and the rule says that.

### Why is this bad?

The easiest way to make a check green is to change the check. In a diff of many files, two lines of `govern.toml` are
overlooked; here they are findings, with a reason, an owner and an end if they are to stay.

### Example

```toml
[lints]
archcheck.layer_violation = "warn" # was "deny"
```

### Use instead

Repair what is found. If the rule was wrong, say who decided that, and until when it is looked at again:

```toml
[[waiver]]
rule = "repository::policy_weakened"
key = "lints.archcheck.layer_violation"
reason = "ADR-12: the layers are drawn anew in June"
owner = "@architects"
expires = 2027-06-30
```

Such a waiver is no weakening itself, if it has an owner and an end. It can go when the change is at the base.

### Limits

Of assertions only what is weaker by the form of both is told, and nothing of a test that asserts something else instead.
The same program looks at both sides: what a new version of it checks less is not seen. Waivers in files that are neither Rust nor
manifests (features) are not compared. Assertions are counted where a test calls the macros itself; tests that macros make are not
compared; nor is what a test does before it asserts, a `return` under a condition among it, nor what helpers of tests assert. Files of other
tools by another name (`--config`) are not compared, nor is what stands in a `clippy.toml` outside of the workspace. Steps in languages other than those of shells are not read. A baseline or configuration by another name (`--baseline`) is not either.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    let Some(weakened) = &repository.weakened else {
        findings.idle("there is nothing to compare with: `--base REV` says what was before");
        return;
    };
    findings.checked(weakened.compared);
    for weaker in &weakened.weaker {
        let finding = findings.report(weaker.span, weaker.key.clone(), weaker.message.clone());
        if weaker.unsure {
            finding.note(
                "whether this lets through more, only somebody who knows the project can tell",
            );
        }
        finding.help(
            "take it back; or add a waiver of this finding to `govern.toml`, with `reason`, `owner` and `expires`",
        );
    }
}
