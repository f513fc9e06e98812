//! `wasm_start_added`: a module runs code as soon as it is instantiated.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A module runs code as soon as it is instantiated.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "wasm_start_added",
        summary: "a module runs code as soon as it is instantiated",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds WebAssembly modules of `[[contract.files]]` that have a start function, and had none when they were published.

### Why is this bad?

The host has not called anything yet, and may not be ready for calls of its imports.

### Example

```wat
(module
  (func $go ...)
  (start $go))  ;; new
```

### Use instead

Export a function that the host calls when it is ready.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::Wasm],
        "export a function for it, which the host calls when it is ready",
        findings,
    );
}
