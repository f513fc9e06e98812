//! `cli_command_removed`: a command is gone, or one of its names.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// A command is gone, or one of its names.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "cli_command_removed",
        summary: "a command is gone, or one of its names",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds commands of the published version that cannot be called any more, by their name or by an alias.

### Why is this bad?

Scripts that call it fail.

### Example

```rust
#[derive(Subcommand)]
enum Command {
    Cancel,   // was `Abort`
}
```

### Use instead

Keep the old name as an `alias`, or the command hidden.

### Limits

Contracts of the kind `cli` in `contracts/manifest.toml` name the type that derives `Parser`. Derives of clap are read, also across
`flatten` and `subcommand`; commands that functions build are not, and are counted.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    contracts.command_lines.report(
        "cli_command_removed",
        "keep the old name as an `alias`, or the command hidden",
        findings,
    );
}
