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
    if let Some(why) = model.why_no_ledger() {
        findings.idle(why);
    }
    for file in &model.ledgers {
        for requirement in file.ledger.requirements() {
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

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::found;

    fn with(requirement: &str) -> Vec<String> {
        let text = format!(
            "schema: 2\nstories:\n  - {{ id: US-1, title: t, requirements: [{requirement}] }}\n"
        );
        found(&RULE, &[("specs/spec_ledger.yaml", &text)])
    }

    #[test]
    fn a_requirement_in_force_has_a_criterion() {
        assert_eq!(
            with("{ id: REQ-1, title: Orders are paid, criteria: [] }"),
            [
                "REQ-1: requirement `REQ-1` has no acceptance criterion\n  note: it says: Orders are paid\n  help: add a criterion, or say that it is a draft"
            ]
        );
        assert_eq!(
            with("{ id: REQ-1, title: t, criteria: [{ id: AC-1, text: t, state: draft }] }"),
            [""; 0]
        );
    }

    #[test]
    fn drafts_and_what_may_be_left_need_none() {
        assert_eq!(
            with("{ id: REQ-1, title: t, state: draft, criteria: [] }"),
            [""; 0]
        );
        assert_eq!(
            with("{ id: REQ-1, title: t, priority: may, criteria: [] }"),
            [""; 0]
        );
    }
}
