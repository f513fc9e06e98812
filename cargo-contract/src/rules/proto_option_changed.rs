//! `proto_option_changed`: an option changed that decides what is read or generated.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// An option changed that decides what is read or generated.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "proto_option_changed",
        summary: "an option changed that decides what is read or generated",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds defaults of protobuf fields that changed, in all categories: what is read is compared, so `[default = 0]` says nothing. With all
but `wire`, also what has one form in JSON for all and then has not (`features.json_format`, and `proto2` after `proto3`). With
`package` and `file`, also options of fields for generated code (`jstype`, `ctype`, `features.utf8_validation`), enums that are open or
closed, and the syntax, edition and options of files (`java_package`, `go_package` and the like).

### Why is this bad?

What is left out of a document is read as another value, or generated code has another form.

### Example

```proto
option java_package = "org.example.shop";  // was org.example.orders
```

### Use instead

Leave options as they are.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::Proto],
        "leave it as it was",
        findings,
    );
}
