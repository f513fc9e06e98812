//! `rust_api_broken`: code that builds against a library does not any more, and its version does not say so.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// Code that builds against a library does not any more, and its version does not say so.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "rust_api_broken",
        summary: "code that builds against a library does not any more, and its version does not say so",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Runs `cargo-semver-checks` for each contract of the kind `rust-api`, and finds what it finds: items that are gone, signatures that
changed, fields and variants that came, traits that are not implemented any more, as far as the version of the package does not
allow them. Each finding names the lint, and is at the place that the tool gives.

### Why is this bad?

`cargo update` brings the new version to who depends on the package, and their code does not compile.

### Example

```rust
pub fn place(order: Order) {}   // `cancel` was here, and the version still is 1.4.0
```

### Use instead

Keep the item, deprecated; or make it a version that says so: 2.0.0.

### Limits

The tool compares what rustdoc knows, with all features that look stable; it builds the library in both versions, and so runs build
scripts and procedural macros. Serde is nothing that it knows of. What it also finds between the package and itself is its mistake:
that is counted, and no finding. Lints that `package.metadata.cargo-semver-checks` switches off, or makes warnings, are left out.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    contracts.rust_apis.report(findings);
}
