//! `cli_value_removed`: an argument does not take a value that it took.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// An argument does not take a value that it took.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "cli_value_removed",
        summary: "an argument does not take a value that it took",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds values of `ValueEnum` and lists of `value_parser` that are gone, and arguments that took anything and take only some values.

### Why is this bad?

Scripts that give the value fail.

### Example

```rust
#[derive(Clone, ValueEnum)]
enum Format {
    Json,   // and no `Text` any more
}
```

### Use instead

Keep the value; an old name stays as an `alias`.

### Limits

Contracts of the kind `cli` in `contracts/manifest.toml` name the type that derives `Parser`. Derives of clap are read, also across
`flatten` and `subcommand`; commands that functions build are not, and are counted.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    contracts.command_lines.report(
        "cli_value_removed",
        "keep the value; an old name stays as an `alias`",
        findings,
    );
}
