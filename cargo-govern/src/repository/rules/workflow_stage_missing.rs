//! No workflow runs a gate that must be there.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::repository::{NAME, Repository, workflows};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "workflow_stage_missing",
        summary: "no workflow runs a gate that must be there",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Looks for each stage that the configuration demands among the gates that the steps in `.github/workflows` run, also by scripts of the
repository that they start. A gate that is never run, or may fail unnoticed, does not count. Without a list it looks at nothing.

```toml
[repository.workflows]
stages = ["fmt", "clippy", "test"] # of `fmt`, `clippy`, `test`, `build`, `doc`, `audit`, `deny`, `govern`; or a command
```

An entry with a blank is a command: `"cargo xtask codegen"` must be run, with whatever arguments behind it.

### Why is this bad?

A stage that somebody took out of the workflow, to get something through, is missed by nobody.

### Example

A workflow that runs `cargo test`, and nothing else, where `clippy` is demanded.

### Use instead

A step that runs it.

### Limits

Task runners (`make`, `just`, `cargo xtask`) are not read: what they run can be demanded as a command.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    let stages = &repository.settings.workflows.stages;
    if stages.is_empty() {
        findings.idle("no stages are demanded in `[repository.workflows]`");
        return;
    }
    let run = workflows::stages(&repository.workflows);
    for demanded in stages {
        findings.checked(1);
        let is_run = match demanded.stage {
            Some(stage) => run.contains_key(&stage),
            None => runs(repository, &demanded.text),
        };
        if is_run {
            continue;
        }
        let text = &demanded.text;
        findings
            .report(
                demanded.span,
                text,
                format!("no workflow runs `{text}`, so that its failure stops anything"),
            )
            .label("demanded here")
            .note("a gate that is never run, or may fail unnoticed, does not count")
            .help("add a step that runs it to a file in `.github/workflows`");
    }
}

/// Whether some step runs a command that begins like this.
fn runs(repository: &Repository, text: &str) -> bool {
    let wanted: Vec<&str> = text.split_whitespace().collect();
    let steps = repository
        .workflows
        .iter()
        .flat_map(|workflow| &workflow.steps);
    let mut steps = steps.filter(|step| step.never.is_none() && step.soft.is_none());
    steps.any(|step| {
        step.commands.iter().any(|(command, _)| {
            let words = command.words.iter().map(String::as_str);
            words.take(wanted.len()).eq(wanted.iter().copied())
        })
    })
}
