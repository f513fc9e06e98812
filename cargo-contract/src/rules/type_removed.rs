//! `type_removed`: a published type is gone.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::report;
use crate::contracts::Contracts;

/// A published type is gone.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "type_removed",
        summary: "a published type is gone",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds types that were there in the published version and are not there now, under no module and in no package of the workspace.
A type that moved is still there. So is one with another name, if it is the only new type of its package that is the same on the wire.
A type that is not `pub` and inside of others is looked at there. If a type is written down and only in tests, or switched off by
features, that is said.

### Why is this bad?

What was written with it cannot be read, and who reads it gets nothing.

### Example

```rust
// pub struct Placed { … } was deleted
```

### Use instead

Keep the type until nobody uses it any more. If it never was a contract, say so: `[contract] exclude = ["orders::internal::*"]`.

### Limits

Types without an implementation of serde are no contracts. What cannot be followed (hand-written implementations, generated code,
unknown crates) is reported by `wire_shape_unknown`, never taken as fine.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        contracts,
        RULE.info.name,
        "a published type is gone",
        "keep it, or say in `[contract] exclude` that it never was a contract",
        findings,
    );
}
