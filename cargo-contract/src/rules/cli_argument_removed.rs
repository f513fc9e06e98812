//! `cli_argument_removed`: an argument of a command, or a spelling of it, is gone.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// An argument of a command, or a spelling of it, is gone.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "cli_argument_removed",
        summary: "an argument of a command, or a spelling of it, is gone",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds arguments of the published version that are not there any more, `--version` too, and options that lost one of their names. What
is an option of the command around it, for all its commands, is there.

### Why is this bad?

Scripts that use it fail.

### Example

```rust
#[arg(long)]   // was `alias = "dry"`, too
dry_run: bool,
```

### Use instead

Keep it, hidden if need be (`hide = true`), or keep the old name as an `alias`.

### Limits

Contracts of the kind `cli` in `contracts/manifest.toml` name the type that derives `Parser`. Derives of clap are read, also across
`flatten` and `subcommand`; commands that functions build are not, and are counted.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    contracts.command_lines.report(
        "cli_argument_removed",
        "keep it, hidden if need be; an old name stays as an `alias`",
        findings,
    );
}
