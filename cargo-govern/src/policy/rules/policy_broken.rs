//! A policy cannot be read, or not be asked.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::NO_POLICIES;
use crate::policy::{NAME, Policies};

pub(super) static RULE: Rule<Policies> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "policy_broken",
        summary: "a policy cannot be read, or not be asked",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Reads all files of Rego below `policy/`, and says what keeps one from being asked:

- it is no Rego, or Rego as it was before 1.0 (then `[policy]` says `rego-v0 = true`),
- it calls a function that is not there, or one that calls itself,
- it asks what a policy may not know: the network (`http.send`), the clock (`time.now_ns`), chance (`rand.intn`, `uuid.rfc4122`), the
  environment (`opa.runtime`),
- it takes longer than `seconds`, or more memory than `memory-mb` of `[policy]`, about one document,
- what it says is no message: a text, or an object with a text `msg`,
- a file `data.json`, `data.yaml` or `data.toml` below `policy/` cannot be read.

Only the packages that need what is broken are not asked: the run says which.

### Why is this bad?

A policy that cannot be asked says nothing, whatever it was written for.

### Example

```rego
package deploy

deny contains msg if {
    replicas < 2 # nothing is called `replicas`
    msg := "one is none"
}
```

### Use instead

```rego
package deploy

deny contains msg if {
    input.spec.replicas < 2
    msg := "one is none"
}
```

`cargo govern policy test` runs the tests of policies.

### Limits

What only an evaluation shows is found on the documents that there are. A file of Rego may have 20000 lines of 1024 columns; numbers of
`bits.lsh` have 63 bits, `numbers.range` makes a million. Memory is looked at between steps, and only on Linux.
"#;

fn check(policies: &Policies, findings: &mut Findings) {
    findings.idle(NO_POLICIES);
    findings.checked(policies.modules);
    for broken in &policies.broken {
        let key = format!("{}: {}", broken.of, broken.message);
        let finding = findings.report(broken.span, key, &broken.message);
        for note in &broken.notes {
            finding.note(note);
        }
        finding.help(&broken.help);
    }
}
