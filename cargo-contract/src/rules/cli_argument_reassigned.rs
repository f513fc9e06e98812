//! `cli_argument_reassigned`: a spelling means another argument or command than before.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// A spelling means another argument or command than before.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "cli_argument_reassigned",
        summary: "a spelling means another argument or command than before",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds short and long options, and names of commands, that mean something else than in the published version, and arguments that
moved to another place.

### Why is this bad?

Nothing fails: scripts do something else.

### Example

```rust
#[arg(short = 'f', long)]   // `-f` was `--force`
file: PathBuf,
```

### Use instead

Choose a spelling that was never used. Arguments that go by their place are only added behind the others.

### Limits

Contracts of the kind `cli` in `contracts/manifest.toml` name the type that derives `Parser`. Derives of clap are read, also across
`flatten` and `subcommand`; commands that functions build are not, and are counted.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    contracts.command_lines.report(
        "cli_argument_reassigned",
        "leave the spelling to what it meant, and choose one that was never used",
        findings,
    );
}
