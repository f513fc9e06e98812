//! `wire_shape_unknown`: it cannot be told whether a changed type is compatible.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::report;
use crate::contracts::Contracts;

/// It cannot be told whether a changed type is compatible.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "wire_shape_unknown",
        summary: "it cannot be told whether a changed type is compatible",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds types whose form on the wire changed, or may have changed, where the analysis cannot follow: hand-written `Serialize` and
`Deserialize`, types of crates that it does not know, types that macros generate.

### Why is this bad?

What is not understood must not pass for compatible.

### Example

```rust
impl Serialize for Money { /* … */ } // its body changed
```

### Use instead

Derive the implementation, or declare what it is on the wire: `wire = "String"` or `schema = "money.json"` in
`[contract.types."orders::Money"]`, or `schema` of the contract; a change of the code is fine as long as that stays. Otherwise check by
hand, and accept the finding with a waiver that says why. Golden samples alone do not settle it: they show what was written once, and not
what changed code makes of it.

### Limits

Types without an implementation of serde are no contracts. What cannot be followed (hand-written implementations, generated code,
unknown crates) is reported by `wire_shape_unknown`, never taken as fine.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        contracts,
        RULE.info.name,
        "it cannot be told whether this is compatible",
        "declare what it is on the wire (`wire` or `schema` in `[contract.types]`), or check by hand and say so in a waiver",
        findings,
    );
}
