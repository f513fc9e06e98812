//! `state_contradicted`: a criterion says that it is in force, and its requirement is not.

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::ledger::State;

/// A criterion says that it is in force, and its requirement is not.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "state_contradicted",
        summary: "a criterion says that it is in force, and its requirement is not",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds criteria that say of themselves that they are `active` or `deprecated`, under a requirement that is a draft or retired, by
its own word or by `defaults`.

### Why is this bad?

What is under a requirement that is not in force is not in force: nobody asks for its tests. Who wrote `active` thinks otherwise.

### Example

```yaml
requirements:
  - id: REQ-PAY
    title: Orders are paid
    state: draft
    criteria:
      - { id: AC-PAY-001, text: An order is paid by card., state: active }
```

### Use instead

One state for both: take `state: draft` from the requirement, or `state: active` from the criterion.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_ledger()
            .unwrap_or("no criterion says of itself that it is in force"),
    );
    for file in &model.ledgers {
        for (_, requirement, criterion) in file.ledger.criteria() {
            let Some(says) = criterion.says_in_force else {
                continue;
            };
            findings.checked(1);
            if criterion.state.is_in_force() {
                continue;
            }
            let (id, above) = (&criterion.id.text, &requirement.id.text);
            let state = match criterion.state {
                State::Draft => "a draft",
                _ => "retired",
            };
            let message =
                format!("criterion `{id}` says that it is in force, and `{above}` is {state}");
            findings
                .report(Span::new(file.file, says), id, message)
                .label("this has no effect")
                .related(
                    Span::new(file.file, requirement.id.range),
                    "its requirement",
                )
                .help("take out one of the two states");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::found;

    fn messages(requirement: &str, criterion: &str) -> Vec<String> {
        let text = format!(
            "schema: 2\nstories: [{{ id: US-1, title: t, requirements: [{{ id: REQ-1, title: t{requirement}, criteria: [\n  {{ id: AC-1, text: a{criterion} }}]}}]}}]\n"
        );
        found(&RULE, &[("specs/spec_ledger.yaml", &text)])
    }

    #[test]
    fn what_is_said_has_an_effect() {
        assert_eq!(
            messages(", state: draft", ", state: active"),
            [
                "active: criterion `AC-1` says that it is in force, and `REQ-1` is a draft\n  REQ-1: its requirement\n  help: take out one of the two states"
            ]
        );
        assert_eq!(messages(", state: draft", ""), [""; 0]);
        assert_eq!(messages(", state: draft", ", state: draft"), [""; 0]);
        assert_eq!(messages(", state: deprecated", ", state: active"), [""; 0]);
        assert_eq!(messages("", ", state: active"), [""; 0]);
    }

    #[test]
    fn in_the_first_schema_it_is_the_same() {
        let text = "metadata: { schema_version: '1.0' }\nstories: [{ id: US-1, title: t, requirements: [{ id: REQ-1, title: t, status: retired, acceptance_criteria: [\n  { id: AC-1, text: a, status: active }, { id: AC-2, text: b }]}]}]\n";
        let found = found(&RULE, &[("specs/spec_ledger.yaml", text)]);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("`REQ-1` is retired"), "{found:?}");
    }
}
