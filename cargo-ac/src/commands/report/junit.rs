//! The report as JUnit: a suite for each requirement, a case for each criterion, so that anything that shows tests shows them.
//!
//! Its properties have names of their own: those that say what a test verifies would make a report evidence of itself.

use super::rows::{CriterionRow, Report, RequirementRow};
use crate::commands::line;

/// What a case comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed,
    Skipped,
    Failed,
    Error,
}

/// The report as XML.
pub(super) fn document(report: &Report) -> String {
    let mut suites = String::new();
    let mut total = Counts::default();
    for story in &report.stories {
        for requirement in &story.requirements {
            let counts = Counts::of(requirement);
            total.add(&counts);
            let name = escaped(&format!("{} {}", requirement.id, requirement.title));
            let (counts, id) = (counts.text(), escaped(&requirement.id));
            line(
                &mut suites,
                format_args!("  <testsuite name=\"{name}\" {counts}>"),
            );
            line(&mut suites, format_args!("    <properties>"));
            property(&mut suites, 6, "govern.requirement", &requirement.id);
            property(&mut suites, 6, "govern.story", &story.id);
            property(&mut suites, 6, "govern.verdict", requirement.status.verdict);
            line(&mut suites, format_args!("    </properties>"));
            for criterion in &requirement.criteria {
                case(&mut suites, &id, criterion);
            }
            line(&mut suites, format_args!("  </testsuite>"));
        }
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"acceptance criteria\" {}>\n{suites}</testsuites>\n",
        total.text()
    )
}

fn case(text: &mut String, class: &str, criterion: &CriterionRow) {
    let name = escaped(&format!("{} {}", criterion.id, criterion.text));
    let place = criterion.place.as_ref().map_or(String::new(), |place| {
        format!(" file=\"{}\" line=\"{}\"", escaped(&place.path), place.line)
    });
    line(
        text,
        format_args!("    <testcase classname=\"{class}\" name=\"{name}\"{place}>"),
    );
    line(text, format_args!("      <properties>"));
    property(text, 8, "govern.criterion", &criterion.id);
    property(text, 8, "govern.priority", criterion.priority);
    property(text, 8, "govern.state", criterion.state);
    property(text, 8, "govern.verdict", criterion.status.verdict);
    for any_of in &criterion.needs {
        property(text, 8, "govern.needs", &any_of.join(" or "));
    }
    for link in &criterion.links {
        let value = format!("{} {}: {}", link.level, link.title(), link.evidence);
        property(text, 8, "govern.link", &value);
    }
    line(text, format_args!("      </properties>"));
    let verdict = criterion.status.verdict;
    let message = escaped(&format!("{} is {verdict}", criterion.id));
    let reasons = escaped(&criterion.reasons.join("\n"));
    match outcome(criterion) {
        Outcome::Passed => {}
        Outcome::Skipped => line(text, format_args!("      <skipped message=\"{message}\"/>")),
        Outcome::Failed => line(
            text,
            format_args!(
                "      <failure type=\"{verdict}\" message=\"{message}\">{reasons}</failure>"
            ),
        ),
        Outcome::Error => line(
            text,
            format_args!("      <error type=\"{verdict}\" message=\"{message}\">{reasons}</error>"),
        ),
    }
    if matches!(outcome(criterion), Outcome::Passed | Outcome::Skipped) {
        line(
            text,
            format_args!("      <system-out>{reasons}</system-out>"),
        );
    }
    line(text, format_args!("    </testcase>"));
}

/// What is not shown is a failure where it must be; what was not seen to pass never passes.
fn outcome(criterion: &CriterionRow) -> Outcome {
    match (criterion.status.grade, criterion.status.verdict) {
        ("good", _) | (_, "flaky") => Outcome::Passed,
        ("failing", _) | (_, "suspect") => Outcome::Failed,
        ("broken", _) => Outcome::Error,
        ("unshown", _) if criterion.priority == "must" => Outcome::Failed,
        _ => Outcome::Skipped,
    }
}

#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn of(requirement: &RequirementRow) -> Counts {
        let count = |wanted: Outcome| {
            let outcomes = requirement.criteria.iter().map(outcome);
            outcomes.filter(|it| *it == wanted).count()
        };
        Counts {
            tests: requirement.criteria.len(),
            failures: count(Outcome::Failed),
            errors: count(Outcome::Error),
            skipped: count(Outcome::Skipped),
        }
    }

    fn add(&mut self, other: &Counts) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.errors += other.errors;
        self.skipped += other.skipped;
    }

    fn text(&self) -> String {
        format!(
            "tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"",
            self.tests, self.failures, self.errors, self.skipped
        )
    }
}

fn property(text: &mut String, indent: usize, name: &str, value: &str) {
    let value = escaped(value);
    line(
        text,
        format_args!(
            "{:indent$}<property name=\"{name}\" value=\"{value}\"/>",
            ""
        ),
    );
}

/// A text in XML, between tags or quotes. What XML cannot hold at all becomes a replacement character.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
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
                case("AC-3 is cancelled", "skipped", ""),
                case("AC-4 is archived", "skipped", ""),
            ]
        );
        assert!(
            text.contains("<testsuites name=\"acceptance criteria\" tests=\"4\" failures=\"2\" errors=\"0\" skipped=\"2\">"),
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
