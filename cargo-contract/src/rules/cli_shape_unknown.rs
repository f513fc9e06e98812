//! `cli_shape_unknown`: it cannot be told whether a command line is still what it was.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// It cannot be told whether a command line is still what it was.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "cli_shape_unknown",
        summary: "it cannot be told whether a command line is still what it was",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds what is said of arguments and commands, was changed, and may matter: `requires`, `conflicts_with`, `value_parser`, groups, types
of values and defaults that are not known, and the like; what can only take more than before is left out. And it finds command lines
that are not made by derives any more.

### Why is this bad?

What is not understood must not pass for compatible.

### Example

```rust
#[arg(long, conflicts_with = "all")]   // was without
only: Option<String>,
```

### Use instead

Look at it, and accept the finding in the baseline.

### Limits

Contracts of the kind `cli` in `contracts/manifest.toml` name the type that derives `Parser`. Derives of clap are read, also across
`flatten` and `subcommand`; commands that functions build are not, and are counted.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    contracts.command_lines.report(
        "cli_shape_unknown",
        "look at it, and accept the finding in the baseline",
        findings,
    );
}
