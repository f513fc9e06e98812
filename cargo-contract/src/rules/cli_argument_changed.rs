//! `cli_argument_changed`: an argument is read otherwise than in the published version.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;

/// An argument is read otherwise than in the published version.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "cli_argument_changed",
        summary: "an argument is read otherwise than in the published version",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds arguments that take a value and took none, or the other way round, that take fewer values at once, or values of a type that has
fewer (`u8`, and it was `u16`), that go by their place and went by a name, whose default is another one, that are not for all commands
any more (`global`), or are not taken from the environment any more.

### Why is this bad?

Scripts give a value that is taken for something else, or rely on what was there if they said nothing.

### Example

```rust
#[arg(long, default_value = "text")]   // was "json"
format: Format,
```

### Use instead

Give the new behaviour an option of its own.

### Limits

Contracts of the kind `cli` in `contracts/manifest.toml` name the type that derives `Parser`. Derives of clap are read, also across
`flatten` and `subcommand`; commands that functions build are not, and are counted.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    contracts.command_lines.report(
        "cli_argument_changed",
        "give what is new an option of its own",
        findings,
    );
}
