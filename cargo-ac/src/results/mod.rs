//! What test runners say about the tests that they ran, whichever format they say it in.
//!
//! A reader never decides that all is well because it understood nothing: what is damaged, cut off or of an unknown kind
//! is a [`Trouble`] at its place, and what was read in spite of it is kept.

mod attempts;
mod cargo_test;
mod cucumber_json;
mod junit;
mod libtest;
mod messages;
mod xml;

use govern_diagnostics::FileId;
use text_size::{TextRange, TextSize};

use crate::ledger::Level;

/// A file of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultFile {
    /// The file.
    pub file: FileId,
    /// Its path from the root of the workspace.
    pub path: String,
    /// What ran, once each: of several attempts in a row the last one counts.
    pub results: Vec<TestResult>,
    /// What is wrong with it.
    pub troubles: Vec<Trouble>,
    /// The commits that it says it is of: of all of it, or of parts.
    pub commits: Vec<String>,
}

/// What became of something that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestResult {
    /// What ran.
    pub subject: Subject,
    /// What became of it.
    pub seen: Seen,
    /// Where the file says so.
    pub range: TextRange,
    /// The ids of criteria and requirements that it says it verifies.
    pub ids: Vec<String>,
    /// What kind of evidence it is, if it is one by such an id alone.
    pub level: Level,
    /// The first line of what it says about its failure.
    pub said: Option<String>,
}

/// What ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A test function, or a case of one.
    Test {
        /// In which binary it is.
        binary: Binary,
        /// Its path within the crate; several if the format has one spelling for them.
        paths: Vec<String>,
    },
    /// A scenario, or a row of its examples.
    Scenario {
        /// The path of the feature file as the runner knew it.
        path: String,
        /// Its line.
        line: u32,
        /// What the line is, if it is that of a row.
        lines: Lines,
        /// Its name as the runner has it.
        name: String,
    },
    /// All of a feature file: it could not be read by the runner.
    Feature {
        /// The path of the feature file as the runner knew it.
        path: String,
    },
    /// Nothing that could be looked up in source.
    Other(String),
}

/// What is known about the binary that a test is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binary {
    /// One of these, as test runners name them.
    OneOf(Vec<String>),
    /// One of those of a package.
    OfPackage(String),
    /// What cargo built.
    Built {
        /// What it said of it.
        built: Built,
        /// The tests of a library or a program that it ran before: binaries of one package follow each other.
        after: Option<Built>,
    },
    /// Any.
    Any,
}

/// What cargo says of a binary that it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The name of the target in code.
    pub krate: String,
    /// The root of its source, from the directory of its package; none for the documentation of a library.
    pub source: Option<String>,
}

/// What the line of a row of examples is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// The line that the row stands on.
    Exact,
    /// Counted from the keyword of the examples, as if nothing but the head of the table stood before the rows.
    /// Cucumber-rs counts like that.
    Counted,
}

/// What became of something that ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seen {
    /// It passed at once.
    Passed,
    /// It failed, and passed when it was tried again.
    Flaky,
    /// The runner passed it over.
    Skipped,
    /// It failed.
    Failed,
}

/// Something that is wrong with a file of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Where.
    pub range: TextRange,
    /// What.
    pub message: String,
}

/// What the configuration says about a file of results.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hint {
    /// Whose results these are, where files do not say.
    pub kind: Option<Kind>,
    /// The package whose tests these are.
    pub package: Option<String>,
    /// The target of the package: `lib`, `bin/name`, `example/name`, or the name of a test.
    pub target: Option<String>,
    /// What kind of evidence results are that name a criterion themselves.
    pub level: Option<Level>,
}

/// Whose results a JUnit file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Those of cargo-nextest.
    Nextest,
    /// Those of the test harness that comes with Rust.
    Libtest,
    /// Those of cucumber-rs.
    Cucumber,
}

/// What a reader makes of a text.
#[derive(Debug, Default, PartialEq, Eq)]
struct Read {
    results: Vec<TestResult>,
    troubles: Vec<Trouble>,
    commits: Vec<String>,
}

/// Reads a file of results.
pub fn read(file: FileId, path: &str, text: &str, hint: &Hint) -> ResultFile {
    let Read {
        results,
        mut troubles,
        commits,
    } = read_text(text, hint);
    troubles.sort_by_key(|trouble| trouble.range.start());
    ResultFile {
        file,
        path: path.to_owned(),
        results,
        troubles,
        commits,
    }
}

fn read_text(text: &str, hint: &Hint) -> Read {
    let body = text.trim_start_matches('\u{feff}');
    let start = text.len() - body.len();
    if let Some(at) = body.find('\0') {
        return Read::trouble(
            TextRange::at(size(start + at), size(1)),
            "there is a NUL in it: the file is damaged",
        );
    }
    match body.trim_start().bytes().next() {
        None => Read::trouble(TextRange::default(), "the file is empty"),
        Some(b'<') => junit::read(body, start, hint),
        Some(b'[') => cucumber_json::read(body, start),
        Some(b'{') => {
            if messages::is_stream(body) {
                messages::read(body, start)
            } else {
                libtest::read(body, start, hint)
            }
        }
        Some(_) if cargo_test::is_log(body) => cargo_test::read(body, start, hint),
        Some(_) => {
            let line = body.lines().next().unwrap_or_default();
            Read::trouble(
                TextRange::at(size(start), size(line.len())),
                "this is neither JUnit nor the JSON of libtest or of cucumber nor what `cargo test` says",
            )
        }
    }
}

impl Read {
    fn trouble(range: TextRange, message: impl Into<String>) -> Read {
        let mut read = Read::default();
        read.wrong(range, message);
        read
    }

    fn wrong(&mut self, range: TextRange, message: impl Into<String>) {
        self.troubles.push(Trouble {
            range,
            message: message.into(),
        });
    }
}

impl TestResult {
    fn new(subject: Subject, seen: Seen, range: TextRange) -> TestResult {
        TestResult {
            subject,
            seen,
            range,
            ids: Vec::new(),
            level: Level::Integration,
            said: None,
        }
    }
}

impl Binary {
    /// What a configuration says about it.
    fn from_hint(hint: &Hint) -> Binary {
        match (&hint.package, hint.target.as_deref()) {
            (Some(package), Some("lib")) => Binary::OneOf(vec![package.clone()]),
            (Some(package), Some(target)) => Binary::OneOf(vec![format!("{package}::{target}")]),
            (Some(package), None) => Binary::OfPackage(package.clone()),
            (None, _) => Binary::Any,
        }
    }

    /// Whether it can be the binary of that name; of what cargo built, targets tell ([`TestTarget`](crate::rust::TestTarget)).
    pub fn may_be(&self, binary: &str) -> bool {
        match self {
            Binary::OneOf(names) => names.iter().any(|name| name == binary),
            Binary::OfPackage(package) => {
                let rest = binary.strip_prefix(package.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
            }
            Binary::Built { .. } => false,
            Binary::Any => true,
        }
    }
}

/// The first line that says something, not too long.
fn first_line(text: &str) -> Option<String> {
    const LONGEST: usize = 160;
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let shown: String = line
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST)
        .collect();
    Some(shown)
}

fn size(length: usize) -> TextSize {
    TextSize::try_from(length).unwrap_or(TextSize::new(u32::MAX))
}

/// The lines of a text that are not blank, with their places.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (TextRange, &str)> {
    let mut at = start;
    text.split_inclusive('\n').filter_map(move |whole| {
        let begin = at;
        at += whole.len();
        let line = whole.trim_end();
        let range = TextRange::at(size(begin), size(line.len()));
        (!line.trim().is_empty()).then_some((range, line))
    })
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
mod tests {
    use std::path::Path;

    use super::*;

    /// What a real run wrote.
    pub(super) fn fixture(name: &str) -> String {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/results");
        std::fs::read_to_string(folder.join(name)).expect("the file is there")
    }

    pub(super) fn shown(read: &Read) -> Vec<String> {
        let show = |result: &TestResult| {
            let subject = match &result.subject {
                Subject::Test { binary, paths } => {
                    let binary = match binary {
                        Binary::OneOf(names) => names.join("|"),
                        Binary::OfPackage(package) => format!("{package}*"),
                        Binary::Built { built, after } => {
                            let show = |it: &Built| {
                                format!("{}@{}", it.krate, it.source.as_deref().unwrap_or("docs"))
                            };
                            let after = after.as_ref().filter(|it| *it != built);
                            let after = after.filter(|_| built.source.is_some());
                            let after =
                                after.map_or(String::new(), |it| format!(" after {}", show(it)));
                            show(built) + &after
                        }
                        Binary::Any => "*".to_owned(),
                    };
                    format!("{binary} {}", paths.join("|"))
                }
                Subject::Scenario {
                    path,
                    line,
                    lines,
                    name,
                } => format!("{path}:{line} {lines:?} {name}"),
                Subject::Feature { path } => format!("all of {path}"),
                Subject::Other(name) => format!("? {name}"),
            };
            let said = result.said.as_ref();
            let said = said.map_or(String::new(), |said| format!(": {said}"));
            format!("{:?} {subject}{said}", result.seen)
        };
        read.results.iter().map(show).collect()
    }

    /// What is wrong, with what stands there.
    pub(super) fn troubles(read: &Read, text: &str) -> Vec<String> {
        let show = |trouble: &Trouble| {
            let line = text[..usize::from(trouble.range.start())]
                .matches('\n')
                .count()
                + 1;
            format!("{line}: {}: {}", &text[trouble.range], trouble.message)
        };
        read.troubles.iter().map(show).collect()
    }

    fn read_default(text: &str) -> Read {
        read_text(text, &Hint::default())
    }

    const ALL: &[&str] = &[
        "nextest.xml",
        "nextest-skips.xml",
        "nextest-timeout.xml",
        "nextest-stress.xml",
        "nextest-plus.ndjson",
        "nextest-plain.ndjson",
        "libtest.xml",
        "libtest.ndjson",
        "cucumber-rs.json",
        "cucumber-rs.xml",
        "cucumber-js.json",
        "cucumber-js.xml",
        "messages.ndjson",
        "cargo-test.log",
    ];

    #[test]
    fn what_real_runs_wrote_is_read_without_trouble() {
        for name in ALL {
            let text = fixture(name);
            let read = read_default(&text);
            assert_eq!(troubles(&read, &text), [""; 0], "{name}");
            assert!(!read.results.is_empty(), "{name}");
        }
    }

    /// Wherever a file is cut off, it is said; and what is said to have passed did.
    #[test]
    fn a_file_that_is_cut_off_is_never_taken_for_whole() {
        for name in ALL {
            let text = fixture(name);
            let whole = read_default(&text);
            let end = text.trim_end().len();
            let mut cuts: Vec<usize> = (0..end).step_by(97).collect();
            cuts.push(end - 1);
            for cut in cuts.into_iter().filter(|&cut| text.is_char_boundary(cut)) {
                // Between two documents or suites nothing tells that there should be another.
                let rest = text[cut..].trim_start();
                let between = rest.starts_with("<?xml")
                    || rest.starts_with("<report")
                    || rest.starts_with("{ \"type\": \"suite\", \"event\": \"started\"")
                    || rest.starts_with("{\"type\":\"suite\",\"event\":\"started\"")
                    || rest.starts_with("{ \"type\": \"report\"")
                    || between_runs(&text[..cut]);
                let read = read_default(&text[..cut]);
                if !between || cut == 0 {
                    assert!(!read.troubles.is_empty(), "{name} cut at {cut}");
                }
                for result in read.results.iter().filter(|it| it.seen == Seen::Passed) {
                    assert!(
                        whole.results.iter().any(|it| it.subject == result.subject),
                        "{name} cut at {cut}: {result:?}"
                    );
                }
            }
        }
    }

    /// Whether the tests of one binary have ended, and those of the next have not begun.
    fn between_runs(text: &str) -> bool {
        let ended = text
            .rfind("test result: ")
            .is_some_and(|at| text[at..].contains(" measured"));
        ended && text.rfind("\nrunning ") < text.rfind("test result: ")
    }

    #[test]
    fn what_is_nothing_of_this_kind_is_refused_at_its_place() {
        let deep = "<a>".repeat(200_000);
        let brackets = "[".repeat(200_000);
        let braces = "{\"a\":".repeat(200_000);
        for (text, message) in [
            ("", "the file is empty"),
            ("\u{feff} \n", "the file is empty"),
            (
                "<testsuites/>\0",
                "there is a NUL in it: the file is damaged",
            ),
            ("test result: ok. 0 failed", "this is neither JUnit"),
            (
                "<html><body/></html>",
                "this is no JUnit: its outermost element is `html`",
            ),
            ("<testsuites><testsuite></testsuites>", "this is no XML"),
            ("<testsuites/> 0 failures", "this is no XML"),
            ("[{\"uri\": 3}]", "this is no feature"),
            ("[1, 2", "this is no JSON"),
            ("{}", "the stream ends before the run does"),
            (
                "{\"type\":\"suite\"}",
                "a suite ends here that did not begin",
            ),
            ("{\"type\":\"x\"}", "no suite begins in this stream"),
            (&deep, "this is no XML"),
            (&brackets, "this is no JSON"),
            (&braces, "this is no event of libtest"),
        ] {
            let read = read_default(text);
            let found = read.troubles.first().map(|it| it.message.as_str());
            assert!(
                found.is_some_and(|it| it.starts_with(message)),
                "{}: {found:?}",
                &text[..text.len().min(40)]
            );
            assert!(
                read.troubles
                    .iter()
                    .all(|it| usize::from(it.range.end()) <= text.len())
            );
        }
    }

    #[test]
    fn a_mark_at_the_beginning_moves_every_place() {
        let text = fixture("nextest.xml");
        let marked = format!("\u{feff}{text}");
        let (plain, moved) = (read_default(&text), read_default(&marked));
        assert_eq!(shown(&plain), shown(&moved));
        for (a, b) in plain.results.iter().zip(&moved.results) {
            assert_eq!(text[a.range], marked[b.range]);
        }
    }
}
