//! The documentation names a command that is not there.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::repository::{NAME, Repository};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "documented_command_missing",
        summary: "the documentation names a command that is not there",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Looks at the commands in the Markdown files that git tracks. In code blocks of a shell (`sh`, `bash`, `console` …), a script that is named
by its path (`scripts/test`, `bash ci/run.sh`) must be there, from the workspace root, the directory of the file or that of a member.
There and in pieces of code in the text, a subcommand of this suite (`cargo govern …`, `cargo archcheck …`, `cargo contract …`,
`cargo ac …`) must be one that it has; this is looked at where there is a `govern.toml`.

### Why is this bad?

What a newcomer copies first does not work.

### Example

`scripts/setup.sh` in the README, which became `scripts/bootstrap`.

### Use instead

The command as it is now.

### Limits

A path counts as one of a script if it ends with `.sh` or its directory is called `scripts`, `script`, `tools`, `bin`, `ci`, `.ci`, `hack`
or `dev`, and that directory is there; what lies right where the reader stands (`./run`) is not looked at, nor what comes from variables.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    findings.idle("no Markdown file names a command of the repository");
    for document in &repository.documents {
        for named in &document.commands {
            findings.checked(1);
            let Some(text) = &named.missing else {
                continue;
            };
            let command = named.words.join(" ");
            findings
                .report(named.span, format!("{}: {command}", document.path), text)
                .note("what a reader copies from here does not work")
                .help("name the command as it is now");
        }
    }
}
