//! `wasm_import_not_allowed`: a module imports what it may not.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// A module imports what it may not.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "wasm_import_not_allowed",
        summary: "a module imports what it may not",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds imports of WebAssembly modules that `allow-imports` does not name. It needs no published version.

### Why is this bad?

What a module can import is what it can do. An import that slipped in with a dependency asks the host for more than was agreed on.

### Example

```toml
[[contract.files]]
kind = "wasm"
paths = ["guest/*.wasm"]
allow-imports = ["env.log"]  # the module imports `wasi_snapshot_preview1.fd_write`, too
```

### Use instead

Leave out what needs the import, or allow it: `"wasi_snapshot_preview1.*"`.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let files = &contracts.files;
    if !files.limited {
        findings.idle("no `allow-imports` is declared in `[[contract.files]]`");
        return;
    }
    if files.imports == 0 {
        findings.idle("the modules import nothing");
    }
    findings.checked(files.imports);
    for (file, import, span) in &files.foreign {
        findings
            .report(
                *span,
                format!("{file} {import}"),
                format!("`{file}` imports `{import}`, which is not allowed"),
            )
            .label("found by this")
            .help("leave out what needs it, or name it in `allow-imports`");
    }
}
