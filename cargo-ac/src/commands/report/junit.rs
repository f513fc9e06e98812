//! The report as JUnit: a suite for each requirement, a case for each criterion, so that anything that shows tests shows them.
//!
//! Its properties have names of their own: those that say what a test verifies would make a report evidence of itself.

use govern_diagnostics::junit::{Case, Document, Outcome, Suite};

use super::rows::{CriterionRow, Report, RequirementRow};

/// The report as XML.
pub(super) fn document(report: &Report) -> String {
    let stories = report.stories.iter();
    let suites = stories.flat_map(|story| {
        let requirements = story.requirements.iter();
        requirements.map(|requirement| suite(&story.id, requirement))
    });
    Document {
        name: "acceptance criteria".to_owned(),
        suites: suites.collect(),
    }
    .to_string()
}

fn suite(story: &str, requirement: &RequirementRow) -> Suite {
    let criteria = requirement.criteria.iter();
    Suite {
        name: format!("{} {}", requirement.id, requirement.title),
        properties: vec![
            ("govern.requirement", requirement.id.clone()),
            ("govern.story", story.to_owned()),
            ("govern.verdict", requirement.status.verdict.to_owned()),
        ],
        cases: criteria.map(|it| case(&requirement.id, it)).collect(),
    }
}

fn case(class: &str, criterion: &CriterionRow) -> Case {
    let verdict = criterion.status.verdict;
    let mut properties = vec![
        ("govern.criterion", criterion.id.clone()),
        ("govern.priority", criterion.priority.to_owned()),
        ("govern.state", criterion.state.to_owned()),
        ("govern.verdict", verdict.to_owned()),
    ];
    let needs = criterion.needs.iter();
    properties.extend(needs.map(|any_of| ("govern.needs", any_of.join(" or "))));
    properties.extend(criterion.links.iter().map(|link| {
        let value = format!("{} {}: {}", link.level, link.title(), link.evidence);
        ("govern.link", value)
    }));
    let reasons = criterion.reasons.join("\n");
    let (outcome, output) = outcome(criterion, reasons);
    let place = criterion.place.as_ref();
    Case {
        class: class.to_owned(),
        name: format!("{} {}", criterion.id, criterion.text),
        place: place.map(|place| (place.path.clone(), place.line)),
        properties,
        outcome,
        output,
    }
}

/// What is not shown is a failure where it must be; what was not seen to pass never passes. The reasons are given with it,
/// or as output.
fn outcome(criterion: &CriterionRow, reasons: String) -> (Outcome, String) {
    let verdict = criterion.status.verdict;
    let message = format!("{} is {verdict}", criterion.id);
    let kind = verdict.to_owned();
    let failed = |message, kind, details| Outcome::Failed {
        kind,
        message,
        details,
    };
    match (criterion.status.grade, verdict) {
        ("good", _) | (_, "flaky") => (Outcome::Passed, reasons),
        ("failing", _) | (_, "suspect") => (failed(message, kind, reasons), String::new()),
        ("unshown", _) if criterion.priority == "must" => {
            (failed(message, kind, reasons), String::new())
        }
        ("broken", _) => {
            let error = Outcome::Error {
                kind,
                message,
                details: reasons,
            };
            (error, String::new())
        }
        _ => (Outcome::Skipped { message }, reasons),
    }
}

#[cfg(test)]
mod tests {
    use govern_diagnostics::FileId;
    use roxmltree::{Document, Node};

    use super::*;
    use crate::commands::report::testing::{HOSTILE, report, reported, unobserved};
    use crate::results::{Hint, Subject, read};

    fn child<'a>(case: Node<'a, 'a>) -> (&'a str, &'a str) {
        let names = ["failure", "error", "skipped"];
        let mut children = case.children();
        let child = children.find(|it| names.contains(&it.tag_name().name()));
        child.map_or(("passed", ""), |it| {
            (it.tag_name().name(), it.text().unwrap_or_default())
        })
    }

    fn cases(text: &str) -> Vec<(String, String, String)> {
        let document = Document::parse(text).expect("XML");
        let cases = document
            .descendants()
            .filter(|it| it.has_tag_name("testcase"));
        let case = |case: Node<'_, '_>| {
            let (outcome, says) = child(case);
            let name = case.attribute("name").unwrap_or_default();
            (name.to_owned(), outcome.to_owned(), says.to_owned())
        };
        cases.map(case).collect()
    }

    fn case(name: &str, outcome: &str, says: &str) -> (String, String, String) {
        (name.to_owned(), outcome.to_owned(), says.to_owned())
    }

    #[test]
    fn a_criterion_is_a_case_that_fails_by_its_verdict() {
        let text = document(&report());
        assert_eq!(
            cases(&text),
            [
                case(
                    "AC-1 is paid",
                    "failure",
                    "bdd: scenario \"pays\" in a.feature, row in line 7 has no result\nbdd: scenario \"pays\" in a.feature, row in line 8 has no result"
                ),
                case(
                    "AC-2 is shipped",
                    "failure",
                    "unit: test `shop::two` failed: left is not right"
                ),
                case("AC-3 is cancelled", "skipped", "AC-3 is uncovered"),
                case("AC-4 is archived", "skipped", "AC-4 is draft"),
            ]
        );
        assert!(
            text.contains(
                "<testsuites name=\"acceptance criteria\" tests=\"4\" failures=\"2\" errors=\"0\">"
            ),
            "{text}"
        );
        assert!(
            text.contains("<property name=\"govern.link\" value=\"unit shop::two: failed\"/>"),
            "{text}"
        );
    }

    #[test]
    fn without_results_nothing_passes() {
        let outcomes: Vec<String> = cases(&document(&unobserved()))
            .into_iter()
            .map(|(_, outcome, _)| outcome)
            .collect();
        assert_eq!(outcomes, ["skipped", "skipped", "skipped", "skipped"]);
    }

    #[test]
    fn a_report_is_no_evidence() {
        let results = read(
            FileId(0),
            "report.xml",
            &document(&report()),
            &Hint::default(),
        );
        assert_eq!(results.troubles, []);
        assert_eq!(results.results.len(), 4);
        for result in &results.results {
            assert_eq!(result.ids, [""; 0], "{result:?}");
            assert!(!matches!(result.subject, Subject::Scenario { .. }));
        }
    }

    #[test]
    fn every_text_is_text_in_xml() {
        for text in HOSTILE {
            let expected = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let expected = format!("AC-1 {}", expected.replace('\u{1}', "\u{fffd}"));
            assert_eq!(
                cases(&document(&reported(text))),
                [case(&expected, "passed", "")]
            );
        }
    }
}
