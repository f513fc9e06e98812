//! `wit_import_changed`: a world imports something that the other side does not have.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A world imports something that the other side does not have.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "wit_import_changed",
        summary: "a world imports something that the other side does not have",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares imports of WIT worlds of `[[contract.files]]` with what was published, function by function. With `role = "guest"` an import
that is new is a finding; with `role = "host"`, where the world is what this program offers, one that is gone is.

### Why is this bad?

A component whose import is missing cannot be instantiated at all.

### Example

```wit
world plugin {
  import log: func(line: string);
  import now: func() -> u64;  // new: old hosts do not have it
}
```

### Use instead

Give the import to all hosts first, or publish a new world beside the old one.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::Wit],
        "let all hosts offer it first, or publish a new world beside the old one",
        findings,
    );
}
