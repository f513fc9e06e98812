//! A file to try policies on does not do what it says.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::policy::{NAME, Policies};

pub(super) static RULE: Rule<Policies> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "policy_fixture_wrong",
        summary: "a file to try policies on does not do what it says",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Tries policies on the files in `policy/testdata/<case>/`. What is called `bad…` must break the rules that `expect.toml` names, and no
others; what is called `good…` must break none of those packages' rules. A place behind a rule is the line that it must be shown at:

```text
# policy/testdata/latest/expect.toml
"bad.yaml" = ["deploy.deny_latest@6"]
"bad/two.yaml" = ["deploy.deny_latest", "deploy.warn_owner"]
```

A bad file that nothing is said of, a name that no rule has, a file that is neither good nor bad: all of that is wrong, too.
`cargo govern policy test` finds the same.

### Why is this bad?

A bad file that breaks something else than it should shows nothing about the rule that it is there for: that rule may be broken,
and everything is green.

### Example

`bad.yaml` is to be denied by `deploy.deny_latest`, and is denied because a field is missing that another rule asks for.

### Use instead

A file that is good but for one thing.
"#;

fn check(policies: &Policies, findings: &mut Findings) {
    findings.idle("there is no file in `policy/testdata`");
    findings.checked(policies.tried.len());
    for wrong in &policies.wrong_fixtures {
        let (path, message) = (&wrong.path, &wrong.message);
        findings
            .report(
                wrong.span,
                format!("{path}: {message}"),
                format!("{message} (`{path}`)"),
            )
            .note("what is tried on a file shows something only if the file does what it says")
            .help("correct the file, what `expect.toml` says of it, or the policy");
    }
}
