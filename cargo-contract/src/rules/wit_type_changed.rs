//! `wit_type_changed`: a type or function of a WIT package is something else now.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A type or function of a WIT package is something else now.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "wit_type_changed",
        summary: "a type or function of a WIT package is something else now",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares the types and signatures of WIT packages of `[[contract.files]]` with what was published, also those of packages in `deps`.
Types have to be equal: a new field, case or flag, another order, another name of a parameter all count. Another name for the same
type does not.

### Why is this bad?

Components are linked by the exact form of their types: what differs cannot be linked, whichever side is newer.

### Example

```wit
record order {
  id: u64,
  note: option<string>,  // new
}
```

### Use instead

Add a new type and a new function beside the old ones, or give the package a new major version beside the old one.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::Wit],
        "add a new type or function beside it",
        findings,
    );
}
