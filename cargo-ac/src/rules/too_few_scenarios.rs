//! `too_few_scenarios`: a criterion has fewer scenarios than the ledger asks for.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::{Criteria, What};

/// A criterion has fewer scenarios than the ledger asks for.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "too_few_scenarios",
        summary: "a criterion has fewer scenarios than the ledger asks for",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds criteria in force with `min_scenarios`, of their own or from `defaults`, that have fewer scenarios than that. A row of
examples is a scenario; one with a pending tag, or without steps, is none.

### Why is this bad?

Somebody thought of so many cases, the ordinary one and those where it goes wrong, and some of them are not there.

### Example

```yaml
criteria:
  - { id: AC-PAY-001, text: An order is paid by card., min_scenarios: 2 }
```

and one scenario has the tag `@AC-PAY-001`.

### Use instead

The other scenario: what happens if the card is refused?
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_ledger()
            .unwrap_or("no criterion in force has `min_scenarios`"),
    );
    let asking = model
        .criteria
        .iter()
        .filter(|it| it.min_scenarios > 0 && it.state.is_in_force());
    for criterion in asking {
        findings.checked(1);
        let scenarios: Vec<usize> = criterion
            .working()
            .filter_map(|proof| match proof.what {
                What::Scenario(row) => Some(row),
                _ => None,
            })
            .collect();
        let runs: usize = scenarios.iter().map(|&row| model.scenarios[row].runs).sum();
        if runs >= criterion.min_scenarios {
            continue;
        }
        let id = &criterion.id;
        let message = format!(
            "criterion `{id}` has {runs} of the {} scenarios that it needs",
            criterion.min_scenarios
        );
        let finding = findings.report(criterion.span, id, message);
        finding.label("`min_scenarios` asks for more");
        for row in scenarios {
            finding.related(model.scenarios[row].span, "one is here");
        }
        finding.help(format!("add what is missing, with the tag `@{id}`"));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    fn messages(least: usize, feature: &str) -> Vec<String> {
        let criterion = format!("{{ id: AC-1, text: a, min_scenarios: {least} }}");
        let ledger = ledger(&[&criterion]);
        found(
            &RULE,
            &[("specs/spec_ledger.yaml", &ledger), ("a.feature", feature)],
        )
    }

    #[test]
    fn what_runs_is_counted() {
        let feature = "Feature: f\n  @AC-1\n  Scenario: s\n    Given x\n  @AC-1 @wip\n  Scenario: later\n    Given x\n  @AC-1\n  Scenario: <n>\n    Given <n>\n    Examples:\n      | n |\n      | 1 |\n      | 2 |\n";
        assert_eq!(messages(3, feature), [""; 0]);
        assert_eq!(messages(0, ""), [""; 0]);
        assert_eq!(
            messages(4, feature),
            [
                "AC-1: criterion `AC-1` has 3 of the 4 scenarios that it needs\n  Scenario: s: one is here\n  Scenario: <n>: one is here\n  help: add what is missing, with the tag `@AC-1`"
            ]
        );
    }
}
