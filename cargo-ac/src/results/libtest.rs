//! The event streams of libtest and of cargo-nextest, which writes like libtest and says more.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use text_size::TextRange;

use super::{Binary, Hint, Read, Seen, Subject, TestResult, first_line, lines, size};

#[derive(Deserialize)]
struct Event<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    event: Option<Cow<'a, str>>,
    #[serde(borrow)]
    name: Option<Cow<'a, str>>,
    stdout: Option<String>,
    message: Option<String>,
    #[serde(default)]
    failed: usize,
    nextest: Option<Nextest>,
}

/// What nextest says about a binary.
#[derive(Deserialize, Clone, PartialEq, Eq)]
struct Nextest {
    #[serde(rename = "crate")]
    package: String,
    test_binary: String,
    kind: String,
}

/// A binary whose tests are running.
struct Suite {
    range: TextRange,
    nextest: Option<Nextest>,
    failed: usize,
    /// What has begun and not ended.
    open: BTreeMap<String, TextRange>,
}

/// Reads a stream that begins at `start` in its file.
pub(super) fn read(text: &str, start: usize, hint: &Hint) -> Read {
    let mut read = Read::default();
    let mut suite: Option<Suite> = None;
    let mut suites = 0;
    for (range, line) in lines(text, start) {
        let event = match serde_json::from_str::<Event<'_>>(line) {
            Ok(event) => event,
            Err(error) => {
                let at = error.column().saturating_sub(1).min(line.len());
                let at = TextRange::empty(range.start() + size(at));
                read.wrong(
                    at,
                    format!("this is no event of libtest: {}", reason(&error)),
                );
                continue;
            }
        };
        let what = event.event.as_deref().unwrap_or_default();
        match (&*event.kind, what) {
            ("suite", "started") => {
                if let Some(open) = suite.take() {
                    unfinished(&open, &mut read);
                }
                suites += 1;
                suite = Some(Suite {
                    range,
                    nextest: event.nextest,
                    failed: 0,
                    open: BTreeMap::new(),
                });
            }
            ("suite", _) => match suite.take() {
                Some(open) => {
                    // Nextest counts a binary that it comes back to anew.
                    if open.nextest.is_none() && event.failed > open.failed {
                        let message = format!(
                            "the suite says that {} failed, and shows {} of them",
                            event.failed, open.failed
                        );
                        read.wrong(range, message);
                    }
                }
                None => read.wrong(range, "a suite ends here that did not begin"),
            },
            ("test" | "bench", _) => {
                let Some(suite) = &mut suite else {
                    read.wrong(range, "this test is in no suite");
                    continue;
                };
                test(&event, what, range, suite, hint, &mut read);
            }
            _ => {}
        }
    }
    if let Some(open) = &suite {
        unfinished(open, &mut read);
    }
    if suites == 0 && read.troubles.is_empty() {
        read.wrong(
            TextRange::at(size(start), size(1)),
            "no suite begins in this stream",
        );
    }
    read
}

fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ")
        .map_or(text.as_str(), |(reason, _)| reason)
        .to_owned()
}

fn unfinished(suite: &Suite, read: &mut Read) {
    let mut message = "this suite begins and does not end: the run was cut off".to_owned();
    if let Some(name) = suite.open.keys().next() {
        message.push_str(&format!(" while `{name}` ran"));
    }
    read.wrong(suite.range, message);
}

fn test(
    event: &Event<'_>,
    what: &str,
    range: TextRange,
    suite: &mut Suite,
    hint: &Hint,
    read: &mut Read,
) {
    let Some(name) = event.name.as_deref() else {
        return read.wrong(range, "this test has no name");
    };
    if name.starts_with("Feature: ") {
        if suite.failed == 0 {
            suite.failed = usize::MAX;
            read.wrong(
                range,
                "this is what cucumber-rs says step by step; let it write JSON or JUnit instead",
            );
        }
        return;
    }
    // A benchmark has no event of its own besides its result.
    let seen = match (&*event.kind, what) {
        ("bench", _) => Seen::Passed,
        (_, "ok") => Seen::Passed,
        (_, "failed") => Seen::Failed,
        (_, "ignored") => Seen::Skipped,
        (_, "started") => {
            suite.open.insert(plain(name).to_owned(), range);
            return;
        }
        // It only takes long.
        (_, "timeout") => return,
        (_, other) => {
            let message = format!("nobody knows what `{other}` means for a test");
            return read.wrong(range, message);
        }
    };
    suite.open.remove(plain(name));
    suite.failed = suite
        .failed
        .saturating_add(usize::from(seen == Seen::Failed));
    let (subject, attempt) = subject(name, suite.nextest.as_ref(), hint);
    let seen = if seen == Seen::Passed && attempt > 1 {
        Seen::Flaky
    } else {
        seen
    };
    let mut result = TestResult::new(subject, seen, range);
    if seen == Seen::Failed {
        let said = event.message.as_deref().or(event.stdout.as_deref());
        result.said = said.and_then(first_line);
    }
    read.results.push(result);
}

/// The name without the number of the attempt.
fn plain(name: &str) -> &str {
    attempt(name).0
}

/// A name of nextest may end with the number of the attempt: `#2`.
fn attempt(name: &str) -> (&str, u32) {
    let split = name.rsplit_once('#');
    split
        .and_then(|(name, number)| Some((name, number.parse().ok()?)))
        .unwrap_or((name, 1))
}

/// What a name stands for. Nextest writes `package::binary$path#attempt`.
fn subject(name: &str, nextest: Option<&Nextest>, hint: &Hint) -> (Subject, u32) {
    // The name of a test of the documentation is its place: `src/lib.rs - add (line 4)`.
    if name.contains(" - ") && name.ends_with(')') {
        return (Subject::Other(name.to_owned()), 1);
    }
    let Some((binary, rest)) = name.split_once('$') else {
        let test = Subject::Test {
            binary: Binary::from_hint(hint),
            paths: vec![name.to_owned()],
        };
        return (test, 1);
    };
    let (path, attempt) = attempt(rest);
    let binary = match nextest {
        Some(nextest) => vec![binary_id(nextest)],
        None => {
            let (package, target) = binary.split_once("::").unwrap_or((binary, binary));
            let mut ids = vec![package.to_owned(), format!("{package}::{target}")];
            ids.extend(
                ["bin", "example", "bench"].map(|kind| format!("{package}::{kind}/{target}")),
            );
            ids
        }
    };
    let test = Subject::Test {
        binary: Binary::OneOf(binary),
        paths: vec![path.to_owned()],
    };
    (test, attempt)
}

/// The name that nextest has for a binary elsewhere.
fn binary_id(nextest: &Nextest) -> String {
    let Nextest {
        package,
        test_binary,
        kind,
    } = nextest;
    match kind.as_str() {
        "lib" | "proc-macro" => package.clone(),
        "test" => format!("{package}::{test_binary}"),
        kind => format!("{package}::{kind}/{test_binary}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{fixture, shown, troubles};
    use super::*;

    fn read_default(text: &str) -> Read {
        read(text, 0, &Hint::default())
    }

    #[test]
    fn libtest_keeps_what_is_ignored() {
        let read = read_default(&fixture("libtest.ndjson"));
        let mut shown = shown(&read);
        shown.sort();
        assert_eq!(
            shown,
            [
                "Failed * tests::fails: ]]> <?xml version=\"1.0\"?>  [31mred [0m",
                "Passed * answers",
                "Passed * hangs",
                "Passed * tests::fails_then_passes",
                "Passed * tests::panics",
                "Passed * tests::passes",
                "Passed * tests::passes",
                "Passed ? shop/src/lib.rs - add (line 4)",
                "Skipped * tests::asleep",
            ]
        );
    }

    #[test]
    fn nextest_says_the_kind_of_a_binary_only_if_it_is_told_to() {
        let of = |name: &str| {
            let mut shown = shown(&read_default(&fixture(name)));
            shown.retain(|it| it.contains("tests::passes") || it.contains("fails"));
            shown.sort();
            shown
        };
        let said = "Failed shop tests::fails: ]]> <?xml version=\"1.0\"?>  [31mred [0m";
        assert_eq!(
            of("nextest-plus.ndjson"),
            [
                &said.replace(
                    "]]> <?xml version=\"1.0\"?>  [31mred [0m",
                    "thread 'tests::fails' panicked at shop/src/lib.rs:18:9:"
                ),
                "Flaky shop tests::fails_then_passes",
                "Passed shop tests::passes",
                "Passed shop::bin/shop tests::passes",
            ]
        );
        let any = "shop|shop::shop|shop::bin/shop|shop::example/shop|shop::bench/shop";
        assert_eq!(
            of("nextest-plain.ndjson")[1..],
            [
                format!("Flaky {any} tests::fails_then_passes"),
                format!("Passed {any} tests::passes"),
                format!("Passed {any} tests::passes"),
            ]
        );
    }

    #[test]
    fn a_run_that_was_cut_off_says_what_ran() {
        let text = "{\"type\":\"suite\",\"event\":\"started\",\"test_count\":2}\n{\"type\":\"test\",\"event\":\"started\",\"name\":\"a\"}\n{\"type\":\"test\",\"event\":\"ok\",\"name\":\"b\"}\n";
        let read = read_default(text);
        assert_eq!(shown(&read), ["Passed * b"]);
        assert_eq!(read.troubles.len(), 1);
        assert_eq!(
            read.troubles[0].message,
            "this suite begins and does not end: the run was cut off while `a` ran"
        );
    }

    #[test]
    fn what_cucumber_rs_says_step_by_step_is_refused_once() {
        let text = fixture("cucumber-rs-libtest.ndjson");
        let read = read_default(&text);
        assert_eq!(read.results, []);
        assert_eq!(read.troubles.len(), 1, "{:?}", troubles(&read, &text));
    }

    #[test]
    fn lines_of_others_are_located() {
        let text = "{\"type\":\"suite\",\"event\":\"started\"}\nhello\n{\"type\":\"test\",\"event\":\"crashed\",\"name\":\"a\"}\n{\"type\":\"suite\",\"event\":\"failed\",\"failed\":1}\n";
        let read = read_default(text);
        let found: Vec<String> = troubles(&read, text)
            .iter()
            .map(|it| {
                it.split(": ").next().unwrap_or_default().to_owned()
                    + " "
                    + it.rsplit(": ").next().unwrap_or_default()
            })
            .collect();
        assert_eq!(
            found,
            [
                "2 expected value",
                "3 nobody knows what `crashed` means for a test",
                "4 the suite says that 1 failed, and shows 0 of them",
            ]
        );
    }
}
