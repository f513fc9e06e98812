//! `criterion_unproven`: a criterion has tests, and their results do not show that it holds.

use govern_diagnostics::{FileId, Span};
use govern_gate::{Finding, Findings, Level, Rule, RuleInfo};

use crate::criteria::{Criteria, Standing};
use crate::ledger::Priority;
use crate::verdict::{Evidence, Verdict};
use crate::verdicts::{Judged, Link};

/// A criterion has tests, and their results do not show that it holds.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "criterion_unproven",
        summary: "a criterion has tests, and no results that show that it holds",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Reads the results of tests (`results` in `[ac]`) and finds criteria with `priority: must` that have tests or scenarios, of
which the results do not show that the criterion holds: they were not run, were passed over, are marked `#[ignore]`, are in
no build as configured, have a pending tag, or their results are of other sources than there are now.

Where no result counts at all, because all are of other sources, that is one finding.

At each level that the criterion needs (`needs` in the ledger or in `[ac]`; without it, at each level at which something is
linked), everything that is linked must have passed: in each binary that has the test, in each row of the examples. One pass
hides nothing.

### Why is this bad?

That a test is there shows nothing: it may be left out of the run, and nobody notices, because results show only what ran.

### Example

A test that continuous integration leaves out:

```rust
/// AC: AC-PAY-001
#[test]
fn paying_by_card() {}
```

```text
cargo nextest run -E 'not test(card)'
```

### Use instead

```text
cargo ac record -- cargo nextest run --profile ci
```

runs the tests and writes down from which sources their results are. Where results are made by the very job that looks at
them, `assume-fresh = true` says so.

### Limits

Criteria without any test are `criterion_untested`, links that lead nowhere are `test_not_found`. Without any file of results
this rule looks at nothing, unless `require-results = true`.

A result counts as long as no file has changed that its package, the members it depends on, or the rest of the workspace
outside of packages have. What tests read from elsewhere is not seen.
"#;

/// How many links are shown.
const SHOWN: usize = 5;

const RECORD: &str = "run the tests by `cargo ac record -- COMMAND`, which writes down from which sources the results are";

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_results()
            .unwrap_or("no criterion that must be tested has a test"),
    );
    let mut unproven = Vec::new();
    for (_, criterion, judged) in model.judged() {
        let is_tested = criterion.standing(model.today) == Standing::Tested;
        if criterion.priority != Priority::Must || !is_tested {
            continue;
        }
        findings.checked(1);
        let id = &criterion.id;
        let message = match judged.verdict {
            Verdict::Unproven => format!("nothing shows that criterion `{id}` holds"),
            Verdict::Partial => format!("criterion `{id}` is shown to hold in part only"),
            _ => continue,
        };
        unproven.push((criterion, judged, message));
    }
    if unproven.len() > 1
        && let Some((file, why)) = nothing_counts(model)
    {
        let all = unproven.len();
        let message = format!("no result counts, so that nothing shows that {all} criteria hold");
        let finding = findings.report(Span::start_of(file), "results", message);
        finding.label("these are results");
        finding.note(format!("the first of them: {why}"));
        finding.help(RECORD);
        return;
    }
    for (criterion, judged, message) in unproven {
        let finding = findings.report(criterion.span, &criterion.id, message);
        finding.label("must be shown");
        explain(model, judged, &criterion.needs, finding);
    }
}

/// A file of results, and why they count for nothing, where none of all that there are counts: that is one thing to mend, not
/// as many as there are criteria.
fn nothing_counts(model: &Criteria) -> Option<(FileId, &str)> {
    let links = || model.judged().flat_map(|(_, _, judged)| &judged.links);
    let counts = |link: &Link| {
        let ran = matches!(
            link.evidence,
            Evidence::Passed | Evidence::Flaky | Evidence::Skipped | Evidence::Failed
        );
        ran && !link.is_file
    };
    let why = links().find_map(|link| link.stale.as_deref())?;
    let file = model.observed.as_ref()?.results.files.first()?;
    (!links().any(counts)).then_some((file.file, why))
}

fn explain(
    model: &Criteria,
    judged: &Judged,
    needs: &[Vec<crate::ledger::Level>],
    finding: &mut Finding,
) {
    let is_needed = |link: &&Link| {
        !link.evidence.is_proof()
            && (needs.is_empty() || needs.iter().any(|any_of| any_of.contains(&link.level)))
    };
    let lacking: Vec<&Link> = judged.links.iter().filter(is_needed).collect();
    for link in lacking.iter().take(SHOWN) {
        let text = format!("{} {}", model.describe_link(link), why(link));
        match link.what.as_ref().and_then(|what| model.place(what)) {
            Some(place) => finding.related(place, text),
            None => finding.note(text),
        };
    }
    if lacking.len() > SHOWN {
        finding.note(format!("so do {} more", lacking.len() - SHOWN));
    }
    let has = |evidence: Evidence| lacking.iter().any(|link| link.evidence == evidence);
    if has(Evidence::Stale) {
        finding.help(RECORD);
    } else if has(Evidence::NotRun) {
        finding.help(
            "run it, and let the runner write its results to where `results` of `[ac]` looks",
        );
    } else {
        finding.help("let it run, or say in the ledger that it is a draft or waived");
    }
}

fn why(link: &Link) -> String {
    match &link.stale {
        Some(why) => format!("has a result that shows nothing: {why}"),
        None => link.evidence.says().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found_by, ledger, observed};
    use crate::verdicts::age::Age;

    const RUST: &str = "/// AC: AC-1\n#[test]\nfn one() {}\n/// AC: AC-1\n#[test]\n#[ignore]\nfn two() {}\n/// AC: AC-1\n#[test]\nfn three() {}\n";

    fn case(name: &str, inside: &str) -> String {
        format!("<testcase classname='shop' name='{name}'>{inside}</testcase>")
    }

    fn suite(cases: &[String]) -> String {
        format!("<testsuite name='shop'>{}</testsuite>", cases.concat())
    }

    fn messages(criterion: &str, results: &str, age: Age) -> Vec<String> {
        let ledger = ledger(&[criterion]);
        let files = [
            ("specs/spec_ledger.yaml", ledger.as_str()),
            ("src/lib.rs", RUST),
            ("junit.xml", results),
        ];
        let mut results = observed(&files);
        results.ages = vec![age];
        found_by(&RULE, &files, &results)
    }

    const AC: &str = "{ id: AC-1, text: t }";

    #[test]
    fn one_pass_hides_nothing() {
        let found = messages(AC, &suite(&[case("one", "")]), Age::Assumed);
        assert_eq!(
            found,
            [
                "AC-1: criterion `AC-1` is shown to hold in part only\n  two: test `shop::two` is ignored\n  three: test `shop::three` has no result\n  help: run it, and let the runner write its results to where `results` of `[ac]` looks"
            ]
        );
    }

    #[test]
    fn what_is_ignored_and_ran_all_the_same_shows_something() {
        let all = suite(&["one", "two", "three"].map(|name| case(name, "")));
        assert_eq!(messages(AC, &all, Age::Assumed), [""; 0]);
        let skipped = suite(&[
            case("one", ""),
            case("two", ""),
            case("three", "<skipped/>"),
        ]);
        let found = messages(AC, &skipped, Age::Assumed);
        assert!(
            found[0].contains("`shop::three` was passed over"),
            "{found:?}"
        );
    }

    #[test]
    fn results_of_other_sources_show_nothing() {
        let all = suite(&["one", "two", "three"].map(|name| case(name, "")));
        for (age, why) in [
            (Age::Unrecorded, "nobody knows of which sources it is"),
            (Age::OtherCommit("1a2b".to_owned()), "it is of commit 1a2b"),
            (
                Age::Recorded(vec!["src/lib.rs".to_owned()]),
                "src/lib.rs has changed since",
            ),
        ] {
            let found = messages(AC, &all, age);
            assert!(
                found[0].starts_with("AC-1: nothing shows that criterion `AC-1` holds"),
                "{found:?}"
            );
            assert!(found[0].contains(why), "{found:?}");
            assert!(found[0].contains("cargo ac record"), "{found:?}");
        }
        assert_eq!(messages(AC, &all, Age::Recorded(Vec::new())), [""; 0]);
        // A failure of other sources is no failure of these.
        let failed = suite(&[case("one", "<failure/>")]);
        assert!(messages(AC, &failed, Age::Unrecorded)[0].contains("shows nothing"));
    }

    #[test]
    fn where_no_result_counts_that_is_one_finding() {
        let rust = "/// AC: AC-1\n#[test]\nfn one() {}\n/// AC: AC-2\n#[test]\nfn two() {}\n";
        let ledger = ledger(&[AC, "{ id: AC-2, text: u }"]);
        let all = suite(&["one", "two"].map(|name| case(name, "")));
        let found = |results: &str, age: Age| {
            let files = [
                ("specs/spec_ledger.yaml", ledger.as_str()),
                ("src/lib.rs", rust),
                ("junit.xml", results),
            ];
            let mut results = observed(&files);
            results.ages = vec![age];
            found_by(&RULE, &files, &results)
        };
        let [one] = &found(&all, Age::Unrecorded)[..] else {
            panic!("one thing is to be mended");
        };
        assert!(
            one.starts_with(": no result counts, so that nothing shows that 2 criteria hold\n"),
            "{one}"
        );
        assert!(one.contains("nobody knows of which sources it is"), "{one}");
        // What did not run is another matter for each.
        assert_eq!(found(&suite(&[]), Age::Assumed).len(), 2);
    }

    #[test]
    fn what_nobody_must_show_is_left_alone() {
        for free in [
            "priority: should",
            "state: draft",
            "waiver: { reason: r, until: 2026-12-31 }",
        ] {
            let criterion = format!("{{ id: AC-1, text: t, {free} }}");
            assert_eq!(
                messages(&criterion, &suite(&[]), Age::Assumed),
                [""; 0],
                "{free}"
            );
        }
        // Without a test it is `criterion_untested`.
        assert_eq!(
            messages("{ id: AC-2, text: t }", &suite(&[]), Age::Assumed),
            [""; 0]
        );
    }
}
