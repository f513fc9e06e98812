//! `priority_weakened`: none of the criteria of a requirement is as binding as the requirement.

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::ledger::Criterion;

/// None of the criteria of a requirement is as binding as the requirement.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "priority_weakened",
        summary: "none of the criteria of a requirement is as binding as the requirement",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds requirements in force that say how binding they are (`priority`, in schema 1 `must_have_ac`), and have criteria in force,
all of which are less binding than that.

### Why is this bad?

The requirement must be met, and nothing by which that could be seen must be tested: no rule asks for it.

### Example

```yaml
requirements:
  - id: REQ-PAY
    title: Orders are paid
    priority: must
    criteria:
      - { id: AC-PAY-001, text: An order is paid by card., priority: should }
```

### Use instead

Leave the priority of the criterion out, or say of the requirement what is meant: `priority: should`.

### Limits

A single weaker criterion beside others is ordinary, and no finding. A requirement without criteria is
`requirement_without_criterion`.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_ledger()
            .unwrap_or("no requirement in force says how binding it is and has criteria in force"),
    );
    for file in &model.ledgers {
        let requirements = file.ledger.requirements();
        for requirement in requirements.filter(|it| it.says_priority && it.state.is_in_force()) {
            let in_force = |it: &&Criterion| it.state.is_in_force();
            let criteria: Vec<&Criterion> = requirement.criteria.iter().filter(in_force).collect();
            let Some(strongest) = criteria.iter().map(|it| it.priority).max() else {
                continue;
            };
            findings.checked(1);
            if strongest >= requirement.priority {
                continue;
            }
            let id = &requirement.id;
            let (binding, weaker) = (requirement.priority.name(), strongest.name());
            let message = format!(
                "requirement `{}` {binding} be met, and none of its criteria is more than `{weaker}`",
                id.text
            );
            let finding = findings.report(Span::new(file.file, id.range), &id.text, message);
            finding.label("by what is it seen?");
            for criterion in criteria {
                let span = Span::new(file.file, criterion.id.range);
                finding.related(span, format!("this is `{}`", criterion.priority.name()));
            }
            finding.help("let one of them be as binding as it, or the requirement be as they are");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    fn messages(criteria: &[&str]) -> Vec<String> {
        let ledger = ledger(criteria).replace(
            "title: Requirement",
            "title: Requirement\n        priority: must",
        );
        found(&RULE, &[("specs/spec_ledger.yaml", &ledger)])
    }

    #[test]
    fn what_nobody_said_is_not_weakened() {
        let ledger = ledger(&["{ id: AC-1, text: a, priority: may }"]);
        assert_eq!(
            found(&RULE, &[("specs/spec_ledger.yaml", &ledger)]),
            [""; 0]
        );
    }

    #[test]
    fn one_of_them_is_enough() {
        let (must, should) = (
            "{ id: AC-1, text: a }",
            "{ id: AC-2, text: b, priority: should }",
        );
        let may = "{ id: AC-3, text: c, priority: may }";
        assert_eq!(messages(&[must, should, may]), [""; 0]);
        assert_eq!(
            messages(&[should, may]),
            [
                "REQ-1: requirement `REQ-1` must be met, and none of its criteria is more than `should`\n  AC-2: this is `should`\n  AC-3: this is `may`\n  help: let one of them be as binding as it, or the requirement be as they are"
            ]
        );
        assert_eq!(
            messages(&["{ id: AC-1, text: a, priority: may, state: draft }"]),
            [""; 0]
        );
    }
}
