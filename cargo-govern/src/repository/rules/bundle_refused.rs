//! A task of `.llm/contextpack.yaml` has no bundle.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::repository::{NAME, Repository};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "bundle_refused",
        summary: "a task asks for a bundle that there cannot be",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Puts together the bundle of each task in `.llm/contextpack.yaml`, as `cargo govern bundle` does, writes none of them, and finds what
that would refuse: a key that is not known, no list of files, a required file that is not there, that is ignored or excluded, that does
not fit, or a secret in a file that would be shown. That something is included and matches no file is a warning.

### Why is this bad?

Who works on the task, or the program that does, gets nothing; or learns too late that the most important file has been renamed.

### Example

```yaml
tasks:
  implement_ac:
    include: ["crates/*/src/**/*.rs"]
    require: [docs/architecture.md]     # which is docs/design.md by now
```

### Use instead

Name the files that are there, and leave room for those that are required. Take secrets out of files; what must never be shown,
`.llm/.llmignore` names.

### Limits

What is known about the criterion of a `seed`, and how many bytes that has, only `cargo govern bundle` finds out.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    let Some(bundles) = &repository.bundles else {
        findings.idle("there is no `.llm/contextpack.yaml`");
        return;
    };
    findings.checked(bundles.tasks);
    for mistake in &bundles.mistakes {
        let finding = findings.report(mistake.span, &mistake.key, &mistake.message);
        for note in &mistake.notes {
            finding.note(note);
        }
        for help in &mistake.help {
            finding.help(help);
        }
        if mistake.warns {
            finding.warn();
        }
    }
}
