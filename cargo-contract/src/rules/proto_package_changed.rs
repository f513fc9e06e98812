//! `proto_package_changed`: a file is in another package.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A file is in another package.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "proto_package_changed",
        summary: "a file is in another package",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds protobuf files whose package is another one. It counts in all categories.

### Why is this bad?

All that the file declares has another name: methods are not found, `Any` cannot be read.

### Example

```proto
package shop.v2;  // was shop.v1
```

### Use instead

Add a file for the new package beside the old one.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::Proto],
        "add a file for the new package beside it",
        findings,
    );
}
