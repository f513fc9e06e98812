//! `wasm_import_changed`: a module imports something that the other side does not have.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::files::{Kind, report};

/// A module imports something that the other side does not have.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "wasm_import_changed",
        summary: "a module imports something that the other side does not have",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares imports of WebAssembly modules of `[[contract.files]]` with what was published. With `role = "guest"` an import that is
new, or has another type, is a finding; with `role = "host"`, where the module shows what this program offers to modules that it runs,
an import that is gone is one.

### Why is this bad?

A module whose import is missing cannot be instantiated at all.

### Example

```wat
(module
  (import "env" "now" (func (result i64))))  ;; new: old hosts have no `env.now`
```

### Use instead

Give the import to all hosts first. Functions that not every host has belong into a module of their own.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    report(
        &contracts.files,
        RULE.info.name,
        &[Kind::Wasm],
        "let all hosts offer it before modules import it",
        findings,
    );
}
