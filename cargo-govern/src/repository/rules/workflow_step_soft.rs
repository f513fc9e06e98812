//! A gate in a workflow may fail without anybody noticing.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::repository::{NAME, Repository};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "workflow_step_soft",
        summary: "a gate in a workflow may fail without anybody noticing",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds the gates in the steps of `.github/workflows` (`cargo fmt --check`, `clippy`, `test`, `nextest`, `build`, `check`, `doc`, `audit`,
`deny`, and what this suite checks), also those in scripts of the repository that a step starts, and says where their failure is dropped:

- `continue-on-error: true` at the step or its job,
- `|| true`, `|| :`, `|| echo …`, `|| exit 0` behind the command,
- `set +e` before it,
- a pipe behind it (`cargo test | tee log`) on runners whose default shell lets it pass.

Where what came of the command is asked for later (`$?`, `PIPESTATUS`), or the command is a condition, nothing is said.

### Why is this bad?

The step is green whatever the gate says, so everybody believes that it passed.

### Example

```yaml
- run: cargo test | tee test.log
```

### Use instead

```yaml
- run: cargo test | tee test.log
  shell: bash # with this, GitHub sets `pipefail`
```

A step that is only for information is better a job of its own that is not required.

### Limits

`continue-on-error: ${{ matrix.experimental }}` depends on the run and is let be. Inside of scripts only what is run is looked at, not
how they stop. Shells other than `bash` and `sh` are not read, nor are task runners (`make`, `just`, `cargo xtask`).
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    findings.idle("no workflow in `.github/workflows` runs a gate");
    for workflow in &repository.workflows {
        for step in &workflow.steps {
            for gate in &step.gates {
                findings.checked(1);
                let command = gate.words.join(" ");
                let (place, why) = match (step.soft, gate.soft) {
                    (Some(place), _) => (place, "`continue-on-error` lets it pass"),
                    (None, Some(why)) => (gate.span, why),
                    (None, None) => continue,
                };
                let key = format!("{}: {}: {command}", workflow.path, step.title);
                findings
                    .report(place, key, format!("`{command}` may fail unnoticed: {why}"))
                    .note("the step is green whatever the gate says")
                    .help("let it fail, or take it out of the workflow");
            }
        }
    }
}
