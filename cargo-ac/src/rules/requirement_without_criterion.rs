//! `requirement_without_criterion`: a requirement that nobody can tell to be met.

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::ledger::{Priority, State};

/// A requirement that nobody can tell to be met.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "requirement_without_criterion",
        summary: "a requirement that must be met has no acceptance criterion",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds requirements in force that must have criteria and have none, or none but retired ones.

### Why is this bad?

Where nothing says how to see that a requirement is met, nothing can be tested, and no other rule has anything to find.

### Example

```yaml
requirements:
  - id: REQ-PAY
    title: Orders are paid
    criteria: []
```

### Use instead

At least one criterion. A requirement that is not in force yet has `state: draft`; one that needs no criterion has
`priority: may`, or in schema 1 `must_have_ac: false`.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    if model.ledgers.is_empty() {
        findings.idle("there is no ledger");
    }
    for file in &model.ledgers {
        for requirement in file
            .ledger
            .stories
            .iter()
            .flat_map(|story| &story.requirements)
        {
            findings.checked(1);
            let has_criterion = requirement
                .criteria
                .iter()
                .any(|criterion| criterion.state != State::Retired);
            if has_criterion
                || requirement.priority != Priority::Must
                || !requirement.state.is_in_force()
            {
                continue;
            }
            let id = &requirement.id.text;
            let span = Span::new(file.file, requirement.id.range);
            findings
                .report(
                    span,
                    id,
                    format!("requirement `{id}` has no acceptance criterion"),
                )
                .label("how would anybody see that it is met?")
                .note(format!("it says: {}", requirement.title.trim()))
                .help("add a criterion, or say that it is a draft");
        }
    }
}
