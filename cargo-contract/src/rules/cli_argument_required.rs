//! `cli_argument_required`: a command asks for what it did not ask for.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// A command asks for what it did not ask for.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "cli_argument_required",
        summary: "a command asks for what it did not ask for",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds arguments that are required and were not, or were not there, and commands that do nothing without one of their commands, or
without any argument.

### Why is this bad?

Every script that does without fails.

### Example

```rust
#[arg(long)]
region: String,   // was `Option<String>`
```

### Use instead

Give it a default, or make it an `Option`.

### Limits

Contracts of the kind `cli` in `contracts/manifest.toml` name the type that derives `Parser`. Derives of clap are read, also across
`flatten` and `subcommand`; commands that functions build are not, and are counted.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    contracts.command_lines.report(
        "cli_argument_required",
        "give it a default, or make it an `Option`",
        findings,
    );
}
