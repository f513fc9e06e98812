//! `story_without_requirement`: a story of which nothing is required.

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;

/// A story of which nothing is required.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "story_without_requirement",
        summary: "nothing is required of a story",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds stories without requirements.

### Why is this bad?

Somebody wants something, and nothing says what it takes. In every table and total such a story is as good as done.

### Example

```yaml
stories:
  - { id: US-PAY, title: Somebody pays, requirements: [] }
```

### Use instead

What the story asks for. What is not to be worked on yet is a requirement with `state: draft`.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(model.why_no_ledger().unwrap_or("no ledger has a story"));
    for file in &model.ledgers {
        for story in &file.ledger.stories {
            findings.checked(1);
            if !story.requirements.is_empty() {
                continue;
            }
            let id = &story.id;
            let message = format!("nothing is required of story `{}`", id.text);
            findings
                .report(Span::new(file.file, id.range), &id.text, message)
                .label("what does it take?")
                .help("add what it asks for, with `state: draft` if its time has not come");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::found;

    #[test]
    fn a_story_asks_for_something() {
        let text = "schema: 2\nstories:\n  - { id: US-1, title: t, requirements: [] }\n  - { id: US-2, title: t, requirements: [{ id: REQ-1, title: t, state: draft, criteria: [] }] }\n";
        assert_eq!(
            found(&RULE, &[("specs/spec_ledger.yaml", text)]),
            [
                "US-1: nothing is required of story `US-1`\n  help: add what it asks for, with `state: draft` if its time has not come"
            ]
        );
    }
}
