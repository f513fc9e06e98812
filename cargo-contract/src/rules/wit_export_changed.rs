//! `wit_export_changed`: a world exports less or something else than the other side expects.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A world exports less or something else than the other side expects.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "wit_export_changed",
        summary: "a world exports less or something else than the other side expects",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares exports of WIT worlds of `[[contract.files]]` with what was published, function by function. With `role = "guest"` an export
that is gone is a finding; with `role = "host"`, where the world is what this program expects, one that is new is. Functions of
interfaces that are in no world of the package may not go.

### Why is this bad?

A host that calls the function cannot run the component.

### Example

```wit
world plugin {
  // export stop: func(); is gone: old hosts call it
}
```

### Use instead

Keep what was exported, or publish a new world beside the old one.

### Limits

New functions of interfaces that are in no world are taken as fine, although whoever implements the interface lacks them.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::Wit],
        "keep it, or publish a new world beside the old one",
        findings,
    );
}
