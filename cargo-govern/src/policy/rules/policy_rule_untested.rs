//! Nothing shows that a rule of a policy finds anything.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::NO_POLICIES;
use crate::policy::{NAME, Policies, Tried};

pub(super) static RULE: Rule<Policies> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "policy_rule_untested",
        summary: "nothing shows that a rule of a policy finds anything",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Looks for each rule that denies or warns (`deny…`, `violation…`, `warn…`) whether a bad file in `policy/testdata/<case>/` breaks it, and
whether there is a good one beside that does not. The files are tried, not only read: what `expect.toml` says counts if it is so.

### Why is this bad?

A rule that never speaks looks like one that has nothing to say. A name that is spelled otherwise in the documents (`image_tag`, not
`imageTag`) makes a rule of Rego undefined, and so silent.

### Example

```rego
deny_latest contains msg if {
    endswith(input.spec.image, ":latest") # the image is in `spec.template.spec.containers`
    msg := "another image tomorrow"
}
```

### Use instead

A case in `policy/testdata/latest/`: `bad.yaml`, which is a real document with one thing wrong, `good.yaml` with that put right, and
`expect.toml` with `"bad.yaml" = ["deploy.deny_latest"]`.

### Limits

Rules `test_…` of Rego are not counted: that one passes does not say which rule it is about.
"#;

fn check(policies: &Policies, findings: &mut Findings) {
    findings.idle(NO_POLICIES);
    // What cannot be asked cannot be tried either; that is said elsewhere.
    for package in policies.packages.iter().filter(|package| package.is_whole) {
        for rule in &package.rules {
            let name = format!("{}.{}", package.name, rule.name);
            if policies.broken.iter().any(|broken| broken.of == name) {
                continue;
            }
            findings.checked(1);
            let (message, help) = match rule.tried {
                Tried::Both => continue,
                Tried::Never => (
                    format!("no file to try policies on breaks `{name}`"),
                    format!(
                        "add a bad file and a good one to `policy/testdata`, and `[\"{name}\"]` to `expect.toml`"
                    ),
                ),
                Tried::Half => (
                    format!("a file breaks `{name}`, and nothing beside it shows what is good"),
                    "add a `good…` that differs in this alone".to_owned(),
                ),
            };
            findings
                .report(rule.span, name, message)
                .note("a rule that finds nothing looks like one that has nothing to find")
                .help(help);
        }
    }
}
