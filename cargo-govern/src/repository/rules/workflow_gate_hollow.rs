//! A gate in a workflow checks nothing.

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::repository::{
    NAME, Repository,
    stages::Stage,
    workflows::{Step, Workflow},
};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "workflow_gate_hollow",
        summary: "a gate in a workflow checks nothing",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds steps in `.github/workflows` that look like a gate and can never fail for what they are there for:

- a gate in a step or job with `if: false`,
- `cargo fmt` without `--check`, where nothing behind it looks at what it changed (`git diff`) or takes it (an action that commits it or
  opens a pull request),
- `cargo test --no-run` where no workflow runs tests,
- a step called after a gate (test, clippy, lint, fmt, format, audit, deny) whose commands only print or pass (`echo`, `true`, `:`),
  unless another step of the job is there to fail (`exit 1`): together they say what came of other jobs.

### Why is this bad?

A green mark stands for a check that never takes place, and nobody adds the real one, because it seems to be there.

### Example

```yaml
- name: test
  run: echo "tests are run elsewhere"
```

### Use instead

The gate itself, or nothing.

### Limits

Scripts of the repository that a step starts are read for gates; what other programs do is not known. `if:` with anything but a literal
`false` depends on the run. Where a task runner (`make`, `just`, `cargo xtask`) is used, it may run the tests.
"#;

/// Words that steps of gates are called by.
const GATES: [&str; 9] = [
    "test", "tests", "clippy", "lint", "lints", "fmt", "format", "audit", "deny",
];

/// Programs that only print or pass.
const IDLE: [&str; 5] = ["echo", "printf", "true", ":", "exit"];

fn check(repository: &Repository, findings: &mut Findings) {
    findings.idle("no workflow in `.github/workflows` runs anything");
    let all = || {
        repository
            .workflows
            .iter()
            .flat_map(|workflow| &workflow.steps)
    };
    let gates = || {
        all()
            .filter(|step| step.never.is_none())
            .flat_map(|step| &step.gates)
    };
    let tests_run = all().any(|step| step.runs_tasks)
        || gates().any(|gate| gate.does.stage == Stage::Test && gate.does.hollow.is_none());
    for workflow in &repository.workflows {
        for (row, step) in workflow.steps.iter().enumerate() {
            findings.checked(1);
            let mut say = |place, what: &str, why: &str| {
                let key = format!("{}: {}: {what}", workflow.path, step.title);
                findings
                    .report(place, key, format!("{what} {why}"))
                    .note("a green mark stands for a check that never takes place")
                    .help("run the gate, or take it out of the workflow");
            };
            if let Some(place) = step.never {
                if let Some(gate) = step.gates.first() {
                    say(
                        place,
                        &format!("`{}`", gate.words.join(" ")),
                        "is never run",
                    );
                }
                continue;
            }
            let behind = &workflow.steps[row..];
            let looked_at =
                |place: Span| looks_at_changes(behind) || takes_changes(workflow, place);
            for gate in &step.gates {
                let Some(why) = gate.does.hollow else {
                    continue;
                };
                let is_good = match gate.does.stage {
                    Stage::Test => tests_run,
                    _ => looked_at(gate.span),
                };
                if !is_good {
                    say(
                        gate.span,
                        &format!("`{}` checks nothing:", gate.words.join(" ")),
                        why,
                    );
                }
            }
            if let Some((name, place)) = &step.name
                && called_after_gate(name)
                && only_prints(step)
                && !workflow
                    .steps
                    .iter()
                    .any(|other| other.job == step.job && fails(other))
            {
                say(
                    *place,
                    &format!("the step `{name}`"),
                    "only prints or passes",
                );
            }
        }
    }
}

/// Whether something behind it, or in it, looks at what changed in the files.
fn looks_at_changes(steps: &[Step]) -> bool {
    let commands = steps.iter().flat_map(|step| &step.commands);
    let mut words = commands.map(|(command, _)| &command.words);
    words.any(|words| {
        let text: Vec<&str> = words.iter().map(String::as_str).collect();
        matches!(text[..], ["git", "diff" | "status" | "commit" | "add", ..])
    })
}

/// Whether an action behind a place takes what changed in the files to where people see it.
fn takes_changes(workflow: &Workflow, place: Span) -> bool {
    let uses = workflow.uses.iter();
    let mut behind = uses.filter(|(_, at)| at.range.start() > place.range.start());
    behind.any(|(action, _)| {
        let name = action.split('@').next().unwrap_or_default();
        let mut words = name.split(|c: char| !c.is_alphanumeric());
        words.any(|word| matches!(word, "pull" | "commit" | "autofix" | "suggester"))
    })
}

/// Whether a step is there to fail.
fn fails(step: &Step) -> bool {
    step.commands.iter().any(|(command, _)| {
        let words: Vec<&str> = command.words.iter().map(String::as_str).collect();
        match words[..] {
            ["exit", status] => status != "0",
            ["false"] => true,
            _ => false,
        }
    })
}

fn called_after_gate(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|word| GATES.contains(&word))
}

fn only_prints(step: &Step) -> bool {
    let prints = |words: &[String]| {
        let first = words.first().map_or("", String::as_str);
        // What is written for the runner or into a file is a result, and not only print.
        let writes = words
            .iter()
            .any(|word| word.contains('>') || word.starts_with("::"));
        IDLE.contains(&first)
            && !writes
            && words
                .get(1)
                .is_none_or(|word| first != "exit" || word == "0")
    };
    !step.commands.is_empty()
        && step
            .commands
            .iter()
            .all(|(command, _)| prints(&command.words))
}
