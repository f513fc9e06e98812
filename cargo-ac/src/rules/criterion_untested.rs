//! `criterion_untested`: a criterion that must be tested, and is not.

use govern_gate::{Finding, Findings, Level, Rule, RuleInfo};

use crate::criteria::{Criteria, Criterion, Idle, Proof, Standing};
use crate::ledger::{self, Priority};
use crate::resolve::Outcome;

/// A criterion that must be tested, and is not.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "criterion_untested",
        summary: "a criterion that must be tested has no test or scenario",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds acceptance criteria that must be tested (`priority: must`, or `must_have_ac: true` at the criterion and at its
requirement) and for which the source has no test and no scenario. A test is found by what it links to: a tag `@AC-001`
at a scenario or at anything around it, a line `/// AC: AC-001` or an attribute `#[cfg_attr(false, ac("AC-001"))]` at a
test, or an entry of the ledger, which counts only if the test that it names is there. Where the ledger says which levels a
criterion needs (`needs: [unit, [bdd, integration]]`), each of them must be there.

A test with `#[ignore]`, one that no build has, a scenario without steps, a table of examples without rows and a scenario
with a pending tag (`@wip`) are no tests: they show nothing.

### Why is this bad?

The ledger promises something that nobody would notice if it broke.

### Example

```yaml
criteria:
  - id: AC-PAY-002
    text: An order that is not paid in time is cancelled.
```

and nothing in the source that names `AC-PAY-002`.

### Use instead

```gherkin
@AC-PAY-002
Scenario: an order that is not paid in time
```

or `/// AC: AC-PAY-002` above a test. What cannot be tested yet has `state: draft`, or a `waiver` with a reason and a day.

### Limits

Whether the test asserts anything, was run and passed is not seen here.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    if model.ledgers.is_empty() {
        findings.idle("there is no ledger");
    } else if !model.criteria.is_empty() {
        findings.idle("no criterion of the ledger must be tested");
    }
    for criterion in &model.criteria {
        if criterion.priority != Priority::Must || !criterion.state.is_in_force() {
            continue;
        }
        findings.checked(1);
        let id = &criterion.id;
        let message = match criterion.standing(model.today) {
            Standing::Untested => format!("criterion `{id}` is not tested"),
            Standing::Lacks(levels) => format!(
                "criterion `{id}` is not tested at level {}",
                listed(&levels)
            ),
            _ => continue,
        };
        let finding = findings.report(criterion.span, id, message);
        finding
            .label("must be tested")
            .note(format!("it says: {}", one_line(&criterion.text)));
        explain(model, criterion, finding);
        finding.help(format!(
            "tag a scenario with `@{id}`, or put `/// AC: {id}` above a test"
        ));
    }
}

/// Why what there is does not count.
fn explain(model: &Criteria, criterion: &Criterion, finding: &mut Finding) {
    for proof in &criterion.proofs {
        let Some(idle) = &proof.idle else { continue };
        finding.note(format!("{} {}", model.describe(&proof.what), why(idle)));
        related(model, proof, idle, finding);
    }
    for named in &criterion.named {
        let level = named.evidence.level.name();
        match &named.outcome {
            Outcome::Found(_) => {}
            Outcome::Absent(_) => {
                finding.related(named.span, "what is named here is not there");
            }
            Outcome::Unknown => {
                finding.related(
                    named.span,
                    format!("`{level}` is a word here, with nothing in the repository behind it"),
                );
            }
        }
    }
    if let Some(waiver) = &criterion.waiver {
        finding.note(format!("its waiver held until {}", waiver.until.text));
    }
}

fn why(idle: &Idle) -> String {
    match idle {
        Idle::Ignored(_) => "is ignored".to_owned(),
        Idle::NotBuilt => "is in no build as configured".to_owned(),
        Idle::Pending(tag) => format!("has the tag `{}`, so it does not run", tag.name),
        Idle::NoSteps => "has no steps".to_owned(),
        Idle::NoRows => "has examples without rows, so it does not run".to_owned(),
        Idle::Expired(day) => format!("was good until {day}"),
        Idle::Failed => "says that it does not hold".to_owned(),
    }
}

fn related(model: &Criteria, proof: &Proof, idle: &Idle, finding: &mut Finding) {
    let place = match idle {
        Idle::Ignored(span) => Some(*span),
        Idle::Pending(tag) => Some(tag.span),
        _ => model.place(&proof.what),
    };
    if let Some(place) = place {
        finding.related(place, "this shows nothing");
    }
}

/// Levels in words: `unit`, and `bdd` or `integration`.
fn listed(levels: &[Vec<ledger::Level>]) -> String {
    let any_of = |levels: &Vec<ledger::Level>| {
        levels
            .iter()
            .map(|level| format!("`{}`", level.name()))
            .collect::<Vec<_>>()
            .join(" or ")
    };
    levels
        .iter()
        .map(any_of)
        .collect::<Vec<_>>()
        .join(", and at ")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
