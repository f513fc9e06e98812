//! A policy warns of something.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::NO_POLICIES;
use crate::policy::{Deed, NAME, Policies};

pub(super) static RULE: Rule<Policies> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "policy_warned",
        summary: "a policy warns of something",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Asks the rules `warn` and `warn_…` of each package below `policy/` about the documents that the package looks at, and shows what they
say. All else is as for `policy_denied`.

### Why is this bad?

It is what the project wants to hear of, and does not forbid.

### Example

```rego
warn contains msg if {
    not input.metadata.labels.owner
    msg := sprintf("nobody owns `%s`", [input.metadata.name])
}
```

### Use instead

What the policy asks for; or `deny`, if nobody should get past it.
"#;

fn check(policies: &Policies, findings: &mut Findings) {
    if policies.answers.is_empty() {
        findings.idle(NO_POLICIES);
    } else {
        findings.idle("no rule warns of anything that is looked at");
    }
    findings.checked(
        policies
            .answers
            .get(&Deed::Warns)
            .copied()
            .unwrap_or_default(),
    );
    policies.report(Deed::Warns, findings);
}
