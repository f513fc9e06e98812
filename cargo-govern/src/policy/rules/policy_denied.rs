//! A policy denies something.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::NO_POLICIES;
use crate::policy::{Deed, NAME, Policies};

pub(super) static RULE: Rule<Policies> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "policy_denied",
        summary: "a policy denies something",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Asks the rules `deny`, `deny_…`, `violation` and `violation_…` of each package below `policy/` about the documents that the package looks
at, and shows what they say. A rule that says which part of the document it means has it shown there:

```rego
# METADATA
# scope: package
# custom:
#   files: ["deploy/**/*.yaml"]
package deploy

deny_latest contains result if {
    some i, container in input.spec.template.spec.containers
    endswith(container.image, ":latest")
    result := {
        "msg": sprintf("`%s` is another image tomorrow", [container.image]),
        "path": ["spec", "template", "spec", "containers", i, "image"],
        "help": "name the version that was tested",
    }
}
```

A message may be a text, too. `path` may be a JSON pointer (`/spec/replicas`); whatever else the object has is shown as notes. The
key of a finding, for waivers and the baseline, is `deploy.deny_latest: deploy/orders.yaml: …` with the message.

### Why is this bad?

It is what the project itself has decided.

### Example

```yaml
containers:
  - name: orders
    image: registry.example.org/orders:latest
```

### Use instead

```yaml
containers:
  - name: orders
    image: registry.example.org/orders:1.4.2
```

### Limits

Tags of YAML are not looked at: a value is what it looks like. A number that JSON has none for (`.inf`) is a text.
"#;

fn check(policies: &Policies, findings: &mut Findings) {
    if policies.answers.is_empty() {
        findings.idle(NO_POLICIES);
    } else {
        findings.idle("no rule denies anything that is looked at");
    }
    findings.checked(
        policies
            .answers
            .get(&Deed::Denies)
            .copied()
            .unwrap_or_default(),
    );
    policies.report(Deed::Denies, findings);
}
