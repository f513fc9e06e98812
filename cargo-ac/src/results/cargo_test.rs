//! What `cargo test` says, written to a file with all that it says: `cargo test 2>&1 | tee FILE`.
//!
//! Binaries begin with a line of cargo, on stderr; the tests of each, and how many they were, are lines of libtest. What
//! tests print themselves may look the same: a run counts only if its sums are those of its lines.

use std::borrow::Cow;

use text_size::TextRange;

use super::{Binary, Built, Hint, Read, Seen, Subject, TestResult, lines};

/// Whether a text that is neither XML nor JSON looks like what `cargo test` says.
pub(super) fn is_log(text: &str) -> bool {
    lines(text, 0).any(|(_, line)| {
        let line = plain(line);
        header(&line).is_some() || count(&line).is_some()
    })
}

/// Reads a text that begins at `start` in its file.
pub(super) fn read(text: &str, start: usize, hint: &Hint) -> Read {
    let mut read = Read::default();
    let mut log = Log {
        binary: Binary::from_hint(hint),
        after: None,
        is_docs: false,
        run: None,
    };
    let mut runs = 0;
    for (range, line) in lines(text, start) {
        let line = plain(line);
        if let Some(header) = header(&line) {
            log.end(&mut read);
            log.begin(header, hint);
        } else if let Some(expected) = count(&line) {
            log.end(&mut read);
            runs += 1;
            log.run = Some(Run::new(range, expected));
        } else if let Some(run) = &mut log.run {
            if let Some(sums) = sums(&line) {
                run.close(range, &sums, &mut read);
                log.run = None;
            } else if line == "failures:" {
                run.is_told = true;
            } else if !run.is_told {
                test(&line, range, &mut log, &mut read);
            }
        }
    }
    log.end(&mut read);
    if runs == 0 {
        let first = lines(text, start).next();
        let range = first.map_or(TextRange::default(), |(range, _)| range);
        read.wrong(
            range,
            "nothing ran: no line says `running 1 test`, or how many",
        );
    }
    read
}

/// What is read.
struct Log {
    binary: Binary,
    /// The last binary with the tests of a library or a program: those of its package follow it.
    after: Option<Built>,
    /// Whether it is documentation that runs.
    is_docs: bool,
    run: Option<Run>,
}

/// The tests of a binary.
struct Run {
    range: TextRange,
    expected: usize,
    /// How many passed, failed and were ignored.
    seen: [usize; 3],
    /// Whether failures are told, which may contain anything.
    is_told: bool,
}

enum Header<'a> {
    /// A binary: where its source is in its package, and its file.
    Binary {
        is_unit: bool,
        source: &'a str,
        krate: &'a str,
    },
    /// The documentation of a library.
    Docs(&'a str),
}

impl Log {
    fn begin(&mut self, header: Header<'_>, hint: &Hint) {
        self.is_docs = matches!(header, Header::Docs(_));
        let built = match header {
            Header::Binary {
                is_unit,
                source,
                krate,
            } => {
                let built = Built {
                    krate: krate.to_owned(),
                    source: Some(source.replace('\\', "/")),
                };
                if is_unit {
                    self.after = Some(built.clone());
                }
                built
            }
            Header::Docs(krate) => Built {
                krate: krate.to_owned(),
                source: None,
            },
        };
        self.binary = match Binary::from_hint(hint) {
            Binary::Any => Binary::Built {
                built,
                after: self.after.clone(),
            },
            hint => hint,
        };
    }

    /// The text goes on with something else.
    fn end(&mut self, read: &mut Read) {
        if let Some(run) = self.run.take() {
            let message = format!(
                "these tests begin and do not end: {} of {} are there",
                run.seen.iter().sum::<usize>(),
                run.expected
            );
            read.wrong(run.range, message);
        }
    }
}

impl Run {
    fn new(range: TextRange, expected: usize) -> Run {
        Run {
            range,
            expected,
            seen: [0; 3],
            is_told: false,
        }
    }

    /// Compares the sums with what was seen. What says nothing of its tests, one by one, is no evidence for any of them.
    fn close(&self, range: TextRange, sums: &[usize; 3], read: &mut Read) {
        if *sums == self.seen {
            return;
        }
        let [passed, failed, ignored] = *sums;
        let message = format!(
            "this says that {passed} passed, {failed} failed and {ignored} were ignored, and shows {}, {} and {} of them: \
             tests that print while they run, or `--quiet`, hide lines",
            self.seen[0], self.seen[1], self.seen[2]
        );
        read.wrong(range, message);
    }
}

fn test(line: &str, range: TextRange, log: &mut Log, read: &mut Read) {
    let Some((name, what)) = line
        .strip_prefix("test ")
        .and_then(|line| line.rsplit_once(" ... "))
    else {
        return;
    };
    let (seen, row) = match what.split([' ', ',']).next() {
        Some("ok" | "bench:") => (Seen::Passed, 0),
        Some("FAILED") => (Seen::Failed, 1),
        Some("ignored") => (Seen::Skipped, 2),
        _ => return,
    };
    let Some(run) = &mut log.run else { return };
    run.seen[row] += 1;
    let mut name = name;
    for addition in [" - should panic", " - compile fail", " - compile"] {
        name = name.strip_suffix(addition).unwrap_or(name);
    }
    // Documentation that is merged into one binary has the name of the file with its platform's separators.
    let name = match log.is_docs {
        true => name.replace('\\', "/"),
        false => name.to_owned(),
    };
    let subject = Subject::Test {
        binary: log.binary.clone(),
        paths: vec![name],
    };
    read.results.push(TestResult::new(subject, seen, range));
}

/// `Running unittests src/lib.rs (target/debug/deps/shop-0123456789abcdef)`, `Doc-tests shop`.
fn header(line: &str) -> Option<Header<'_>> {
    let line = line.trim_start();
    if let Some(krate) = line.strip_prefix("Doc-tests ") {
        return Some(Header::Docs(krate.trim()));
    }
    let line = line.strip_prefix("Running ")?;
    let (source, binary) = line.strip_suffix(')')?.rsplit_once(" (")?;
    let file = binary.rsplit(['/', '\\']).next()?;
    let file = file.strip_suffix(".exe").unwrap_or(file);
    let (krate, hash) = file.rsplit_once('-')?;
    if hash.len() != 16 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let unit = source.strip_prefix("unittests ");
    Some(Header::Binary {
        is_unit: unit.is_some(),
        source: unit.unwrap_or(source),
        krate,
    })
}

/// `running 3 tests`.
fn count(line: &str) -> Option<usize> {
    let count = line.strip_prefix("running ")?;
    let count = count
        .strip_suffix(" tests")
        .or_else(|| count.strip_suffix(" test"))?;
    count.parse().ok()
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s`; what is measured passed.
fn sums(line: &str) -> Option<[usize; 3]> {
    let (_, sums) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let of = |what: &str| {
        let mut parts = sums.split("; ");
        let part = parts.find_map(|part| part.strip_suffix(what))?;
        part.trim_end().parse::<usize>().ok()
    };
    Some([
        of("passed")? + of("measured")?,
        of("failed")?,
        of("ignored")?,
    ])
}

/// A line without the colours that a terminal would show.
fn plain(line: &str) -> Cow<'_, str> {
    if !line.contains('\u{1b}') {
        return Cow::Borrowed(line);
    }
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        text.push_str(before);
        let end = after.find(|c: char| c.is_ascii_alphabetic());
        rest = end.map_or("", |end| &after[end + 1..]);
    }
    text.push_str(rest);
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{fixture, shown, troubles};
    use super::*;

    fn read_default(text: &str) -> Read {
        read(text, 0, &Hint::default())
    }

    #[test]
    fn binaries_are_known_by_their_source_and_name() {
        let text = fixture("cargo-test.log");
        let read = read_default(&text);
        assert_eq!(troubles(&read, &text), [""; 0]);
        assert_eq!(
            shown(&read),
            [
                "Skipped shop@src/lib.rs tests::asleep",
                "Failed shop@src/lib.rs tests::fails",
                "Passed shop@src/lib.rs tests::panics",
                "Passed shop@src/lib.rs tests::passes",
                "Passed shop@src/main.rs tests::passes",
                "Passed api@tests/api.rs after shop@src/main.rs answers",
                "Passed api@tests/api.rs after shop@src/main.rs hangs",
                "Passed shop@docs shop/src/lib.rs - add (line 3)",
                "Passed shop@docs shop/src/lib.rs - never (line 8)",
            ]
        );
    }

    #[test]
    fn whoever_says_whose_tests_they_are_is_believed() {
        let hint = Hint {
            package: Some("shop".to_owned()),
            ..Hint::default()
        };
        let text = "     Running tests/api.rs (target/debug/deps/api-0123456789abcdef)\nrunning 1 test\ntest answers ... ok\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(shown(&read(text, 0, &hint)), ["Passed shop* answers"]);
    }

    #[test]
    fn what_tests_print_is_no_result_and_sums_are_compared() {
        let run = |lines: &str, sums: &str| {
            let text = format!(
                "running 2 tests\n{lines}test result: {sums}; 0 measured; 0 filtered out; finished in 0.00s\n"
            );
            let read = read_default(&text);
            (shown(&read), read.troubles.len())
        };
        let told = "test a ... ok\ntest b ... FAILED\n\nfailures:\n\n---- b stdout ----\ntest c ... ok\ntest result: nothing\n\nfailures:\n    b\n\n";
        let (results, troubles) = run(told, "FAILED. 1 passed; 1 failed; 0 ignored");
        assert_eq!(
            (results.len(), troubles),
            (2, 0),
            "what is told of failures may look like anything"
        );
        for (lines, sums) in [
            ("..\n", "ok. 2 passed; 0 failed; 0 ignored"),
            (
                "test a ... ok\ntest b ... something printed\nok\n",
                "ok. 2 passed; 0 failed; 0 ignored",
            ),
            (
                "test a ... ok\ntest b ... ok\ntest forged ... ok\n",
                "ok. 2 passed; 0 failed; 0 ignored",
            ),
            (
                "test a ... ok\ntest b ... ok\n",
                "FAILED. 1 passed; 1 failed; 0 ignored",
            ),
        ] {
            assert_eq!(run(lines, sums).1, 1, "{lines}");
        }
    }

    #[test]
    fn a_run_that_ends_early_is_told() {
        let text = "running 2 tests\ntest a ... ok\n   Doc-tests shop\n";
        let read = read_default(text);
        assert_eq!(
            troubles(&read, text),
            ["1: running 2 tests: these tests begin and do not end: 1 of 2 are there"]
        );
        let text = "     Running unittests src/lib.rs (target/debug/deps/a-0123456789abcdef)\nerror: test failed\n";
        assert!(
            read_default(text).troubles[0]
                .message
                .starts_with("nothing ran")
        );
    }

    #[test]
    fn colours_are_no_part_of_what_is_said() {
        let text = "\u{1b}[1m\u{1b}[32m   Doc-tests\u{1b}[0m shop\nrunning 1 test\ntest a ... \u{1b}[32mok\u{1b}(B\u{1b}[m\ntest result: \u{1b}[32mok\u{1b}[m. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n";
        let read = read_default(text);
        assert_eq!(troubles(&read, text), [""; 0]);
        assert_eq!(shown(&read), ["Passed shop@docs a"]);
    }
}
