//! `wasm_export_changed`: a module exports less or something else than the other side expects.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A module exports less or something else than the other side expects.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "wasm_export_changed",
        summary: "a module exports less or something else than the other side expects",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares exports of WebAssembly modules of `[[contract.files]]` with what was published. With `role = "guest"` an export that is
gone, or has another type, is a finding; with `role = "host"`, where the module shows what this program expects of modules that it
runs, an export that is new is one. Memories and tables may grow at the start and shrink in what they may grow to.

### Why is this bad?

A host that calls the function cannot instantiate the module, or fails when it calls.

### Example

```wat
(module
  (func (export "handle") (param i32 i32 i32) (result i32) ...))  ;; was (param i32 i32)
```

### Use instead

Export the new function under another name beside the old one.

### Limits

Bodies of functions are not looked at, and types that are not those of functions are compared by their name. The contract of a
component is its WIT.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::Wasm],
        "keep the export as it was, and add another one beside it",
        findings,
    );
}
