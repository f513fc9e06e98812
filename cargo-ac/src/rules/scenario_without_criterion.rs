//! `scenario_without_criterion`: a scenario that is there for nothing that the ledger knows.

use std::collections::BTreeSet;

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::{Criteria, What};

/// A scenario that is there for nothing that the ledger knows.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "scenario_without_criterion",
        summary: "a scenario has no tag of a criterion",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds scenarios that no criterion is linked to: neither by a tag at them or at anything around them, nor by an entry of the
ledger.

### Why is this bad?

Either the scenario tests something that nobody asked for, or it tests a criterion that is counted as untested.

### Example

```gherkin
Feature: Payment

  Scenario: paying in cash
    When the customer pays in cash
```

### Use instead

```gherkin
  @AC-PAY-003
  Scenario: paying in cash
```

### Limits

A tag that looks like an id but is unknown is a finding of `unknown_criterion`, and not of this rule as well.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    if let Some(why) = model.why_no_ledger() {
        return findings.idle(why);
    }
    if model.scenarios.is_empty() {
        findings.idle("there are no scenarios");
    }
    let linked: BTreeSet<usize> = model
        .criteria
        .iter()
        .flat_map(|criterion| &criterion.proofs)
        .filter_map(|proof| match proof.what {
            What::Scenario(row) => Some(row),
            _ => None,
        })
        .collect();
    // Several tables of examples make one scenario.
    let mut seen = BTreeSet::new();
    for (row, scenario) in model.scenarios.iter().enumerate() {
        findings.checked(1);
        let names_one = scenario
            .tags
            .iter()
            .any(|tag| model.means_criterion(tag.name.trim_start_matches('@')));
        if names_one
            || linked.contains(&row)
            || !seen.insert((scenario.feature, scenario.span.range.start()))
        {
            continue;
        }
        let path = &model.features[scenario.feature].path;
        findings
            .report(
                scenario.span,
                format!("{path}: {}", scenario.name),
                format!("scenario \"{}\" is for no criterion", scenario.name),
            )
            .label("has no tag of a criterion")
            .help("tag it with the criterion that it shows");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    #[test]
    fn scenarios_are_for_something() {
        let ledger = ledger(&[
            "{ id: AC-1, text: t, evidence: [{ level: bdd, feature: 'b.feature:by entry' }] }",
        ]);
        let tagged = "Feature: f\n  @AC-1\n  Scenario: tagged\n    Given x\n  Scenario Outline: not tagged\n    Given <a>\n    Examples:\n      |a|\n    Examples:\n      |a|\n  @AC-99\n  Scenario: unknown\n";
        let named = "Feature: f\n  Scenario: by entry\n    Given x\n";
        let files = [
            ("specs/spec_ledger.yaml", ledger.as_str()),
            ("a.feature", tagged),
            ("b.feature", named),
        ];
        assert_eq!(
            found(&RULE, &files),
            [
                "Scenario Outline: not tagged: scenario \"not tagged\" is for no criterion\n  help: tag it with the criterion that it shows"
            ]
        );
    }
}
