//! JUnit as cargo-nextest, libtest and cucumber-rs write it, and as anybody else does who names criteria in properties.

use roxmltree::{Document, Node, ParsingOptions};
use text_size::TextRange;

use super::attempts::{Attempt, settle};
use super::{
    Binary, Hint, Kind, Lines, Read, Seen, Subject, TestResult, first_line, size,
    xml::{MOST_ATTRIBUTES, Part, cleaned, documents},
};
use crate::ledger::Level;

/// Properties whose values are ids.
const ID_PROPERTIES: &[&str] = &["ac", "verifies", "requirement"];
/// Properties whose value is a commit.
const COMMIT_PROPERTIES: &[&str] = &["commit", "git.commit", "revision"];

/// Reads the documents of a text that begins at `start` in its file.
pub(super) fn read(text: &str, start: usize, hint: &Hint) -> Read {
    let text = cleaned(text);
    let mut read = Read::default();
    let mut attempts = Vec::new();
    for Part { range, crowded } in documents(&text) {
        if let Some(at) = crowded {
            let message =
                format!("an element with more than {MOST_ATTRIBUTES} attributes is not read");
            read.wrong(TextRange::empty(size(start + at)), message);
            continue;
        }
        let options = ParsingOptions {
            allow_dtd: true,
            ..ParsingOptions::default()
        };
        let begin = start + range.start;
        match Document::parse_with_options(&text[range.clone()], options) {
            Ok(document) => {
                let mut reader = Reader {
                    begin,
                    hint,
                    read: &mut read,
                    attempts: &mut attempts,
                };
                reader.root(document.root_element());
            }
            Err(error) => {
                let at = offset(&text[range.clone()], error.pos());
                let message = reason(&error);
                read.wrong(
                    TextRange::empty(size(begin + at)),
                    format!("this is no XML: {message}"),
                );
            }
        }
    }
    read.results = settle(attempts);
    read
}

/// What is wrong, without the place.
fn reason(error: &roxmltree::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at ")
        .map_or(text.as_str(), |(reason, _)| reason)
        .to_owned()
}

/// The offset of a line and a column, both from 1; columns are characters.
fn offset(text: &str, pos: roxmltree::TextPos) -> usize {
    let mut at = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if number == pos.row {
            let column = usize::try_from(pos.col).unwrap_or(1).saturating_sub(1);
            let within = line.char_indices().nth(column);
            return at + within.map_or(line.trim_end().len(), |(at, _)| at);
        }
        at += line.len();
    }
    text.trim_end().len()
}

struct Reader<'a> {
    /// Where the document begins in its file.
    begin: usize,
    hint: &'a Hint,
    read: &'a mut Read,
    attempts: &'a mut Vec<Attempt>,
}

impl Reader<'_> {
    fn root(&mut self, root: Node<'_, '_>) {
        match root.tag_name().name() {
            "testsuites" | "testsuite" => {}
            // Libtest ends with how long it took.
            "report" => return,
            name => {
                let message = format!("this is no JUnit: its outermost element is `{name}`");
                return self.read.wrong(self.range(root), message);
            }
        }
        let is_suite =
            |node: &Node<'_, '_>| node.has_tag_name("testsuite") || node.has_tag_name("testsuites");
        for suite in root.descendants().filter(is_suite) {
            let commits = properties(suite).filter(|(name, _)| COMMIT_PROPERTIES.contains(name));
            for (_, commit) in commits {
                let commit = commit.trim().to_owned();
                if !commit.is_empty() && !self.read.commits.contains(&commit) {
                    self.read.commits.push(commit);
                }
            }
            let mut failed = 0;
            let mut cases = 0;
            for case in suite
                .children()
                .filter(|node| node.has_tag_name("testcase"))
            {
                cases += 1;
                failed += usize::from(self.case(suite, case) == Some(Seen::Failed));
            }
            self.count(suite, cases, failed);
        }
    }

    /// Compares what a suite says it has with what it has.
    fn count(&mut self, suite: Node<'_, '_>, cases: usize, failed: usize) {
        let number = |name: &str| {
            let value = suite.attribute(name)?;
            value.trim().parse::<usize>().ok()
        };
        // Suites in suites are counted there, too.
        if suite.children().any(|node| node.has_tag_name("testsuite")) {
            return;
        }
        let said = number("failures").unwrap_or(0) + number("errors").unwrap_or(0);
        if said > failed {
            let message = format!("the suite says that {said} failed, and shows {failed} of them");
            self.read.wrong(self.range(suite), message);
        }
        // Libtest counts what it passes over, and does not show it.
        let passed_over = number("skipped").unwrap_or(0) + number("disabled").unwrap_or(0);
        let tests = number("tests").unwrap_or(0);
        if tests > cases + passed_over {
            let message = format!("the suite says that it has {tests} tests, and shows {cases}");
            self.read.wrong(self.range(suite), message);
        }
    }

    fn case(&mut self, suite: Node<'_, '_>, case: Node<'_, '_>) -> Option<Seen> {
        let range = self.range(case);
        let Some(name) = case.attribute("name") else {
            self.read.wrong(range, "this test has no name");
            return None;
        };
        let (seen, said) = outcome(case);
        let class = case.attribute("classname").unwrap_or_default();
        let subject = self.subject(suite, class, name);
        let Some(subject) = subject else {
            // What had to be done before the tests is no test.
            return Some(seen);
        };
        let mut result = TestResult::new(subject, seen, range);
        result.said = said;
        result.level = self.hint.level.unwrap_or(Level::Integration);
        for (name, value) in properties(case) {
            if ID_PROPERTIES.contains(&name) {
                let ids = value.split([',', ';', ' ', '\n']).map(str::trim);
                result
                    .ids
                    .extend(ids.filter(|id| !id.is_empty()).map(str::to_owned));
            }
        }
        let again = is_retry(case, name);
        self.attempts.push(Attempt { result, again });
        Some(seen)
    }

    fn subject(&self, suite: Node<'_, '_>, class: &str, name: &str) -> Option<Subject> {
        let other = || {
            Subject::Other(if class.is_empty() {
                name.to_owned()
            } else {
                format!("{class}: {name}")
            })
        };
        let package = suite.attribute("package").unwrap_or_default();
        let suite_name = suite.attribute("name").unwrap_or_default();
        let is_cucumber =
            package == "testsuite/Errors" || package.starts_with("testsuite/Feature: ");
        let kind = match self.hint.kind {
            Some(kind) => kind,
            None if is_cucumber => Kind::Cucumber,
            None if package == "test" && suite_name == "test" => Kind::Libtest,
            None if !class.is_empty() && of_stress(suite_name) == class => Kind::Nextest,
            None => return Some(other()),
        };
        if kind == Kind::Nextest && class.starts_with("@setup-script:") {
            return None;
        }
        Some(match kind {
            Kind::Nextest => Subject::Test {
                binary: Binary::OneOf(vec![class.to_owned()]),
                paths: vec![name.to_owned()],
            },
            // The name of a test of the documentation is its place.
            Kind::Libtest if class.contains('/') => other(),
            Kind::Libtest => Subject::Test {
                binary: Binary::from_hint(self.hint),
                paths: libtest_paths(class, name),
            },
            Kind::Cucumber => cucumber(name).unwrap_or_else(other),
        })
    }

    /// The start tag of an element, without its end.
    fn range(&self, node: Node<'_, '_>) -> TextRange {
        let start = node.range().start;
        let end = node.attributes().next_back().map_or_else(
            || start + 1 + node.tag_name().name().len(),
            |it| it.range().end,
        );
        TextRange::new(size(self.begin + start), size(self.begin + end))
    }
}

/// What became of a test, and what it says about it.
fn outcome(case: Node<'_, '_>) -> (Seen, Option<String>) {
    let mut seen = Seen::Passed;
    let mut said = None;
    let mut saw = |now: Seen, node: Node<'_, '_>| {
        if now > seen {
            seen = now;
            let message = node.attribute("message").and_then(first_line);
            said = message
                .or_else(|| node.text().and_then(first_line))
                .or_else(|| node.attribute("type").and_then(first_line));
        }
    };
    for node in case.children().filter(Node::is_element) {
        match node.tag_name().name() {
            // A rerun that failed comes with a failure; alone it says that something failed and nothing that passed.
            "failure" | "error" | "rerunFailure" | "rerunError" => saw(Seen::Failed, node),
            "skipped" => saw(Seen::Skipped, node),
            "flakyFailure" | "flakyError" => saw(Seen::Flaky, node),
            _ => {}
        }
    }
    for name in ["status", "result"] {
        let value = case
            .attribute(name)
            .unwrap_or_default()
            .to_ascii_lowercase();
        match value.as_str() {
            "notrun" | "skipped" | "disabled" | "suppressed" | "ignored" => {
                saw(Seen::Skipped, case)
            }
            "failed" | "failure" | "error" => saw(Seen::Failed, case),
            _ => {}
        }
    }
    (seen, said)
}

fn properties<'a, 'i>(
    node: Node<'a, 'i>,
) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a, 'i> {
    node.children()
        .filter(|node| node.has_tag_name("properties"))
        .flat_map(|node| node.children())
        .filter(|node| node.has_tag_name("property"))
        .filter_map(|node| {
            let value = node.attribute("value").or_else(|| node.text())?;
            Some((node.attribute("name")?, value))
        })
}

/// The name of a suite without the number of its round in a stress test of nextest.
fn of_stress(suite: &str) -> &str {
    suite
        .split_once("@stress-")
        .map_or(suite, |(suite, _)| suite)
}

/// The paths that a test of libtest may have. Its class is its module, or `crate` at the root; of a test in `tests/` it is
/// `integration`, and the name is the path. A module may be called like that, too.
fn libtest_paths(class: &str, name: &str) -> Vec<String> {
    let in_module = format!("{class}::{name}");
    match class {
        "crate" | "integration" => vec![name.to_owned(), in_module],
        "" | "unknown" => vec![name.to_owned()],
        _ => vec![in_module],
    }
}

/// `Rule: r: Scenario: s: path:line:column`, and `Feature: path` for a file that could not be read.
fn cucumber(name: &str) -> Option<Subject> {
    if let Some(path) = name.strip_prefix("Feature: ") {
        return Some(Subject::Feature {
            path: path.to_owned(),
        });
    }
    let mut parts = name.rsplitn(3, ':');
    let column = parts.next()?;
    let line = parts.next()?.parse().ok()?;
    column.parse::<u32>().ok()?;
    let (title, path) = parts.next()?.rsplit_once(": ")?;
    // A rule may be called like a scenario begins: the whole title is compared by its end.
    Some(Subject::Scenario {
        path: path.to_owned(),
        line,
        lines: Lines::Counted,
        name: title.to_owned(),
    })
}

/// Cucumber-rs says only in its output that this is another attempt.
fn is_retry(case: Node<'_, '_>, name: &str) -> bool {
    name.contains("Scenario")
        && case
            .children()
            .filter(|node| node.has_tag_name("system-out"))
            .filter_map(|node| node.text())
            .any(|text| {
                let title = text.lines().next().unwrap_or_default();
                title.contains(" | Retry attempt")
            })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{fixture, shown, troubles};
    use super::*;

    fn read_default(text: &str) -> Read {
        read(text, 0, &Hint::default())
    }

    #[test]
    fn nextest_names_its_binaries_and_its_retries() {
        let text = fixture("nextest.xml");
        let read = read_default(&text);
        assert_eq!(troubles(&read, &text), [""; 0]);
        assert_eq!(
            shown(&read),
            [
                "Flaky shop tests::fails_then_passes: thread 'tests::fails_then_passes' panicked at shop/src/lib.rs:22:9",
                "Failed shop tests::fails: thread 'tests::fails' panicked at shop/src/lib.rs:18:73",
                "Passed shop tests::panics",
                "Passed shop tests::passes",
                "Passed shop::api answers",
                "Passed shop::api hangs",
                "Passed shop::bin/shop tests::passes",
            ]
        );
        let place = &text[read.results[2].range];
        assert!(place.starts_with("<testcase name=\"tests::panics\" classname=\"shop\""));
        assert!(place.ends_with('"'));
    }

    #[test]
    fn an_element_with_too_many_attributes_is_not_read() {
        let attributes: String = (0..100_000).map(|row| format!(" a{row}=\"\"")).collect();
        let text = format!("<testsuites/>\n<testsuites{attributes}/>\n<testsuite/>");
        let read = read_default(&text);
        assert_eq!(
            troubles(&read, &text),
            ["2: : an element with more than 1000 attributes is not read"]
        );
    }

    #[test]
    fn nextest_says_what_it_passed_over_only_if_it_is_told_to() {
        let read = read_default(&fixture("nextest-skips.xml"));
        let skipped =
            "Skipped shop tests::asleep: Skipped: test does not match the run-ignored option";
        assert_eq!(shown(&read)[0], skipped);
        let read = read_default(&fixture("nextest-timeout.xml"));
        assert_eq!(shown(&read), ["Failed shop::api hangs: test timeout"]);
    }

    #[test]
    fn each_round_of_a_stress_test_counts() {
        let read = read_default(&fixture("nextest-stress.xml"));
        let rounds = [
            "Passed shop tests::asleep",
            "Passed shop::api answers",
            "Passed shop::api answers",
            "Passed shop tests::asleep",
        ];
        assert_eq!(shown(&read), rounds);
    }

    #[test]
    fn libtest_writes_a_document_for_each_binary_and_names_none() {
        let text = fixture("libtest.xml");
        let expected = |binary: &str| {
            [
                format!("Passed {binary} tests::fails_then_passes"),
                format!("Passed {binary} tests::panics"),
                format!("Passed {binary} tests::passes"),
                format!("Failed {binary} tests::fails: assert"),
                format!("Passed {binary} tests::passes"),
                format!("Passed {binary} answers|integration::answers"),
                format!("Passed {binary} hangs|integration::hangs"),
                "Passed ? shop/src/lib.rs: add (line 4)".to_owned(),
            ]
        };
        assert_eq!(shown(&read_default(&text)), expected("*"));
        let hint = Hint {
            package: Some("shop".to_owned()),
            target: Some("lib".to_owned()),
            ..Hint::default()
        };
        assert_eq!(shown(&read(&text, 0, &hint)), expected("shop"));
    }

    #[test]
    fn cucumber_rs_says_the_place_in_the_name_and_retries_in_the_output() {
        assert_eq!(
            shown(&read_default(&fixture("cucumber-rs.xml"))),
            [
                "Failed all of features/broken.feature: Failed to parse feature: Could not parse feature file: /home/somebody/shop/bdd/features/broken.feature",
                "Passed features/cart.feature:46 Counted Rule: limits: upper: Scenario: many",
                "Passed features/cart.feature:8 Counted Scenario: adding: one by one",
                "Failed features/cart.feature:13 Counted Scenario: fails: Step panicked. Captured output: assertion `left == right` failed   left: 1  right: 2",
                "Flaky features/cart.feature:18 Counted Scenario: second time",
                "Skipped features/cart.feature:22 Counted Scenario: not written",
                "Passed features/cart.feature:33 Counted Scenario: rows",
                "Passed features/cart.feature:34 Counted Scenario: rows",
                "Failed features/cart.feature:40 Counted Scenario: rows: Step panicked. Captured output: assertion `left == right` failed   left: 3  right: 4",
                "Passed features/cart.feature:41 Counted Scenario: rows",
            ]
        );
    }

    #[test]
    fn properties_name_criteria_and_the_commit() {
        let text = r#"<testsuite name="s" tests="2" failures="0"><properties><property name="commit" value=" 1a2b "/></properties>
            <testcase name="a" classname="c"><properties><property name="verifies" value="AC-1, AC-2"/>
            <property name="ac">AC-3</property></properties></testcase>
            <testcase name="b" classname="c" status="notrun"/></testsuite>"#;
        let read = read_default(text);
        assert_eq!(read.commits, ["1a2b"]);
        let inside = format!("<testsuites><testsuite name='t'/>{text}</testsuites>");
        assert_eq!(read_default(&inside).commits, ["1a2b"]);
        assert_eq!(read.results[0].ids, ["AC-1", "AC-2", "AC-3"]);
        assert_eq!(shown(&read), ["Passed ? c: a", "Skipped ? c: b"]);
    }

    #[test]
    fn a_suite_that_says_more_than_it_shows_is_no_whole_suite() {
        for (text, message) in [
            (
                "<testsuite tests='1' failures='2'><testcase name='a'><failure/></testcase></testsuite>",
                "the suite says that 2 failed, and shows 1 of them",
            ),
            (
                "<testsuite tests='3' skipped='1'><testcase name='a'/></testsuite>",
                "the suite says that it has 3 tests, and shows 1",
            ),
            (
                "<testsuite tests='1'><testcase/></testsuite>",
                "this test has no name",
            ),
        ] {
            let read = read_default(text);
            assert_eq!(read.troubles[0].message, message);
        }
        assert_eq!(
            shown(&read_default(
                "<testsuites><testcase name='a'><rerunFailure/></testcase></testsuites>"
            )),
            ["Failed ? a"]
        );
    }
}
