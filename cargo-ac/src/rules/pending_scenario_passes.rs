//! `pending_scenario_passes`: a scenario is marked as pending, and it passed.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::{Criteria, Idle, What};
use crate::results::Seen;

/// A scenario is marked as pending, and it passed.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "pending_scenario_passes",
        summary: "a scenario is marked as pending, and it passed",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Reads the results of tests (`results` in `[ac]`) and finds scenarios with a pending tag (`@wip`) that are linked to a criterion,
were run, and passed in every row.

### Why is this bad?

It is done, and counts for nothing: a pending scenario shows nothing, and nobody notices when it fails.

### Example

```gherkin
@AC-PAY-001 @wip
Scenario: paying by card
```

whose result is `passed`.

### Use instead

```gherkin
@AC-PAY-001
Scenario: paying by card
```

### Limits

Results of other sources than there are now count, too: that it passed once is reason enough to look.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    let why = model.why_no_results();
    findings.idle(why.unwrap_or("no scenario that is linked to a criterion is marked as pending"));
    let Some(observed) = model.observed.as_ref().filter(|_| why.is_none()) else {
        return;
    };
    let mut told = std::collections::BTreeSet::new();
    for proof in model
        .criteria
        .iter()
        .flat_map(|criterion| &criterion.proofs)
    {
        let (What::Scenario(row), Some(Idle::Pending(tag))) = (&proof.what, &proof.idle) else {
            continue;
        };
        if !told.insert(*row) {
            continue;
        }
        findings.checked(1);
        let scenario = &model.scenarios[*row];
        let passed = scenario.rows.iter().all(|line| {
            let results = observed.joined.scenarios.get(&(*row, *line));
            results.is_some_and(|results| {
                let mut seen = results.iter().map(|&at| observed.result(at).1.seen);
                !results.is_empty() && seen.all(|seen| seen == Seen::Passed)
            })
        });
        let first = scenario.rows.first().and_then(|line| {
            let results = observed.joined.scenarios.get(&(*row, *line))?;
            results.first().map(|&at| observed.span(at))
        });
        let Some(result) = first.filter(|_| passed) else {
            continue;
        };
        let path = &model.features[scenario.feature].path;
        let message = format!(
            "scenario \"{}\" is marked as pending, and passed",
            scenario.name
        );
        findings
            .report(tag.span, format!("{path}: {}", scenario.name), message)
            .label("it counts for nothing")
            .related(result, "it passed here")
            .help(format!("take out `{}`", tag.name));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found_by, ledger, observed};

    fn messages(tags: &str, status: &str) -> Vec<String> {
        let ledger = ledger(&["{ id: AC-1, text: a }"]);
        let feature = format!("Feature: f\n  {tags}\n  Scenario: s\n    Given x\n");
        let results = format!(
            "[{{\"uri\":\"a.feature\",\"elements\":[{{\"type\":\"scenario\",\"id\":\"f/s\",\"line\":3,\"name\":\"s\",\"steps\":[{{\"line\":4,\"result\":{{\"status\":\"{status}\"}}}}]}}]}}]"
        );
        let files = [
            ("specs/spec_ledger.yaml", ledger.as_str()),
            ("a.feature", &feature),
            ("results.json", &results),
        ];
        found_by(&RULE, &files, &observed(&files))
    }

    #[test]
    fn what_is_done_is_not_pending() {
        let found = messages("@AC-1 @wip", "passed");
        assert_eq!(found.len(), 1);
        assert!(
            found[0].starts_with("@wip: scenario \"s\" is marked as pending, and passed\n"),
            "{found:?}"
        );
        assert_eq!(messages("@AC-1 @wip", "failed"), [""; 0]);
        assert_eq!(messages("@AC-1 @wip", "skipped"), [""; 0]);
        assert_eq!(messages("@AC-1", "passed"), [""; 0]);
        assert_eq!(messages("@wip", "passed"), [""; 0]);
    }
}
