//! `criterion_untested`: a criterion that must be tested, and is not.

use govern_gate::{Finding, Findings, Level, Rule, RuleInfo};

use crate::criteria::{Criteria, Criterion, Idle, Outcome, Proof, Standing, What};
use crate::ledger::{self, Priority};

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
with a pending tag (`@wip`) are no tests: they show nothing. That a workflow or a document is there counts only for a
criterion that asks for it (`needs: [ci]`).

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

Whether the test asserts anything is not seen here; whether it was run and passed is for `criterion_failing` and
`criterion_unproven`.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    if let Some(why) = model.why_no_ledger() {
        findings.idle(why);
    } else if !model.criteria.is_empty() {
        findings.idle("no criterion of the ledger must be tested");
    }
    for criterion in &model.criteria {
        if criterion.priority != Priority::Must || !criterion.state.is_in_force() {
            continue;
        }
        findings.checked(1);
        let id = &criterion.id;
        let (message, help) = match criterion.standing(model.today) {
            Standing::Untested => (
                format!("criterion `{id}` is not tested"),
                format!("tag a scenario with `@{id}`, or put `/// AC: {id}` above a test"),
            ),
            Standing::Lacks(levels) => (
                format!(
                    "criterion `{id}` is not tested at level {}",
                    listed(&levels)
                ),
                format!(
                    "link one of that level to `{id}`: {}",
                    where_to_link(&levels)
                ),
            ),
            _ => continue,
        };
        let finding = findings.report(criterion.span, id, message);
        finding
            .label("must be tested")
            .note(format!("it says: {}", one_line(&criterion.text)));
        explain(model, criterion, finding);
        finding.help(help);
    }
}

/// Why what there is does not count.
fn explain(model: &Criteria, criterion: &Criterion, finding: &mut Finding) {
    for proof in &criterion.proofs {
        if let What::File(path) = &proof.what {
            finding.note(format!("{path} is there, and a file is no test"));
        }
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

/// Where things of these levels are found.
fn where_to_link(levels: &[Vec<ledger::Level>]) -> String {
    let place = |level: &ledger::Level| match level {
        ledger::Level::Unit => "a test beside the code",
        ledger::Level::Integration => "a test under `tests/`",
        ledger::Level::Bdd => "a scenario",
        ledger::Level::Property => "a test in `proptest!`",
        ledger::Level::Bench => "a benchmark",
        _ => "an entry under `evidence` in the ledger",
    };
    let mut places: Vec<&str> = levels.iter().flatten().map(place).collect();
    places.dedup();
    places.join(", ")
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

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    const LEDGER: &str = "specs/spec_ledger.yaml";

    fn messages(criteria: &[&str], files: &[(&str, &str)]) -> Vec<String> {
        let ledger = ledger(criteria);
        let files: Vec<(&str, &str)> = [(LEDGER, ledger.as_str())]
            .into_iter()
            .chain(files.iter().copied())
            .collect();
        found(&RULE, &files)
    }

    /// Whether `AC-1` counts as tested.
    fn is_tested(criterion: &str, files: &[(&str, &str)]) -> bool {
        messages(&[criterion], files).is_empty()
    }

    #[test]
    fn without_anything_it_says_what_to_do() {
        assert_eq!(
            messages(&["{ id: AC-1, text: \"an order\\n is paid\" }"], &[]),
            [
                "AC-1: criterion `AC-1` is not tested\n  note: it says: an order is paid\n  help: tag a scenario with `@AC-1`, or put `/// AC: AC-1` above a test"
            ]
        );
    }

    #[test]
    fn a_tag_anywhere_around_a_scenario_will_do() {
        let ac = "{ id: AC-1, text: t }";
        for feature in [
            "@AC-1\nFeature: f\n Scenario: s\n  Given x\n",
            "Feature: f\n @AC-1\n Rule: r\n  Scenario: s\n   Given x\n",
            "Feature: f\n @AC-1 @x\n Scenario: s\n  Given x\n",
            "Feature: f\n Scenario Outline: s\n  Given <a>\n  @AC-1\n  Examples:\n   |a|\n   |1|\n",
        ] {
            assert!(is_tested(ac, &[("a.feature", feature)]), "{feature}");
        }
        // A longer id, a tag in a doc string and one in a comment are not it.
        for feature in [
            "Feature: f\n @AC-10\n Scenario: s\n  Given x\n",
            "Feature: f\n Scenario: s\n  Given x\n   \"\"\"\n   @AC-1\n   \"\"\"\n",
            "Feature: f\n # @AC-1\n Scenario: s\n  Given x\n",
        ] {
            assert!(!is_tested(ac, &[("a.feature", feature)]), "{feature}");
        }
    }

    #[test]
    fn what_does_not_run_shows_nothing() {
        let ac = "{ id: AC-1, text: t }";
        for (feature, note) in [
            (
                "Feature: f\n @AC-1\n Scenario: s\n",
                "scenario \"s\" in a.feature has no steps",
            ),
            (
                "Feature: f\n @AC-1\n Scenario: s\n  Given x\n  Examples:\n   |a|\n",
                "scenario \"s\" in a.feature has examples without rows, so it does not run",
            ),
            (
                "@wip\nFeature: f\n @AC-1\n Scenario: s\n  Given x\n",
                "scenario \"s\" in a.feature has the tag `@wip`, so it does not run",
            ),
        ] {
            let found = messages(&[ac], &[("a.feature", feature)]);
            assert!(found[0].contains(&format!("note: {note}\n")), "{found:?}");
        }
        let rust = "/// AC: AC-1\n#[test]\n#[ignore]\nfn a() {}\n/// AC: AC-1\n#[cfg(any())]\n#[test]\nfn b() {}\n";
        let found = messages(&[ac], &[("src/lib.rs", rust)]);
        assert!(
            found[0].contains("note: test `shop::a` is ignored\n"),
            "{found:?}"
        );
        assert!(
            found[0].contains("note: test `shop::b` is in no build as configured\n"),
            "{found:?}"
        );
        assert!(
            found[0].contains("#[ignore]: this shows nothing"),
            "{found:?}"
        );
    }

    #[test]
    fn code_alone_is_no_test() {
        assert!(!is_tested(
            "{ id: AC-1, text: t }",
            &[("src/lib.rs", "/// AC: AC-1\npub fn code() {}\n")]
        ));
        assert!(is_tested(
            "{ id: AC-1, text: t }",
            &[("src/lib.rs", "/// AC: AC-1\n#[test]\nfn a() {}\n")]
        ));
    }

    #[test]
    fn each_needed_level_must_be_there() {
        let ac = "{ id: AC-1, text: t, needs: [unit, [bdd, integration]] }";
        let unit = ("src/lib.rs", "/// AC: AC-1\n#[test]\nfn a() {}\n");
        let integration = ("tests/a.rs", "/// AC: AC-1\n#[test]\nfn a() {}\n");
        assert!(
            messages(&[ac], &[unit])[0].starts_with(
                "AC-1: criterion `AC-1` is not tested at level `bdd` or `integration`\n"
            )
        );
        assert!(
            messages(&[ac], &[integration])[0]
                .starts_with("AC-1: criterion `AC-1` is not tested at level `unit`\n")
        );
        assert!(is_tested(ac, &[unit, integration]));
    }

    #[test]
    fn only_what_must_be_tested_and_is_in_force_counts() {
        assert!(is_tested("{ id: AC-1, text: t, priority: should }", &[]));
        assert!(is_tested("{ id: AC-1, text: t, state: draft }", &[]));
        assert!(!is_tested("{ id: AC-1, text: t, state: deprecated }", &[]));
    }

    #[test]
    fn waivers_and_attestations_end_some_day() {
        // The day of the tests is 2026-06-15.
        let waived = |until: &str| {
            format!("{{ id: AC-1, text: t, waiver: {{ reason: later, until: {until} }} }}")
        };
        assert!(is_tested(&waived("2026-06-15"), &[]));
        assert!(
            messages(&[&waived("2026-06-14")], &[])[0]
                .contains("note: its waiver held until 2026-06-14\n")
        );
        let attested = |rest: &str| {
            format!(
                "{{ id: AC-1, text: t, evidence: [{{ level: manual, attested: {{ by: kim, date: 2026-01-02, {rest} }} }}] }}"
            )
        };
        assert!(is_tested(&attested("result: pass"), &[]));
        assert!(is_tested(
            &attested("result: pass, expires: 2026-06-15"),
            &[]
        ));
        assert!(!is_tested(
            &attested("result: pass, expires: 2026-06-14"),
            &[]
        ));
        assert!(!is_tested(&attested("result: fail"), &[]));
    }

    #[test]
    fn an_entry_of_the_ledger_counts_only_if_its_test_is_there() {
        let ac = |name: &str| {
            format!("{{ id: AC-1, text: t, evidence: [{{ level: unit, test: \"{name}\" }}] }}")
        };
        let rust = (
            "src/lib.rs",
            "#[cfg(test)]\nmod tests {\n    #[test]\n    fn paid() {}\n}\nfn helper() {}\n",
        );
        for there in ["paid", "tests::paid", "shop::tests::paid", "tests::pa*"] {
            assert!(is_tested(&ac(there), &[rust]), "{there}");
        }
        for not_there in [
            "pai",
            "paid_twice",
            "other::paid",
            "ests::paid",
            "helper",
            "tests::po*",
        ] {
            let found = messages(&[&ac(not_there)], &[rust]);
            assert!(
                found[0].contains("what is named here is not there"),
                "{not_there} {found:?}"
            );
        }
    }

    #[test]
    fn a_word_or_a_file_is_no_test() {
        let found = found(
            &RULE,
            &[
                (LEDGER, UPSTREAM),
                (".github/workflows/nightly.yml", "on: push\n"),
            ],
        );
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[0].starts_with("AC-1: criterion `AC-1` is not tested\n"),
            "{found:?}"
        );
        assert!(
            found[0].contains("`ci` is a word here, with nothing in the repository behind it"),
            "{found:?}"
        );
        assert!(
            found[1]
                .contains("note: .github/workflows/nightly.yml is there, and a file is no test"),
            "{found:?}"
        );
        let asked =
            "{ id: AC-1, text: t, needs: [ci], evidence: [{ level: ci, workflow: nightly.yml }] }";
        assert!(is_tested(
            asked,
            &[(".github/workflows/nightly.yml", "on: push\n")]
        ));
        assert!(!is_tested(asked, &[]));
    }

    const UPSTREAM: &str = "metadata: { schema_version: '1.0' }
stories:
  - id: US-1
    title: t
    requirements:
      - id: REQ-1
        title: t
        acceptance_criteria:
          - { id: AC-1, text: t, tests: [{ type: ci, tag: nightly }] }
          - { id: AC-2, text: t, tests: [{ type: ci, tag: nightly, workflow: nightly.yml }] }
";
}
