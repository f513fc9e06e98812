//! What runners of tests write: how many tests ran, and which failed where.

use std::collections::BTreeMap;

use super::{
    found::{Found, Place},
    rules::TEST_FAILED,
};

/// What came out of tests.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tested {
    /// How many ran.
    pub(super) ran: usize,
    /// How many were left out: ignored.
    pub(super) ignored: usize,
    /// Those that failed.
    pub(super) found: Vec<Found>,
}

/// Where a test panicked, and what it said.
type Panic = (Place, Vec<String>);

/// How many lines of what a panic says are shown.
const SAID: usize = 12;

/// Reads what `cargo test` wrote.
pub(super) fn of_libtest(output: &str) -> Tested {
    let mut tested = Tested::default();
    let mut failed: Vec<&str> = Vec::new();
    for line in output.lines() {
        if let Some(counts) = line.strip_prefix("test result: ") {
            let count = |what| number_before(counts, what);
            // Tests print what they like: a count may be any number.
            for ran in [" passed", " failed"] {
                tested.ran = tested.ran.saturating_add(count(ran));
            }
            tested.ignored = tested.ignored.saturating_add(count(" ignored"));
        } else if let Some(rest) = line.strip_prefix("test ")
            && let Some(name) = rest.strip_suffix(" ... FAILED")
        {
            failed.push(name.trim_end_matches(" - should panic"));
        }
    }
    let panics = panics(output);
    tested.found = failures(&failed, panics);
    tested
}

/// Reads what `cargo nextest run` wrote on standard error.
pub(super) fn of_nextest(output: &str) -> Tested {
    let mut tested = Tested::default();
    let mut failed: Vec<&str> = Vec::new();
    // What failed is listed again below the sum; before, a test that is tried again may fail and pass then.
    let mut below = false;
    for line in output.lines().map(str::trim) {
        if line.starts_with("Summary [") {
            below = true;
            tested.ran = number_before(line, " tests run").max(number_before(line, " test run"));
            tested.ignored = number_before(line, " skipped");
        } else if let Some((word, rest)) = line.split_once('[')
            && below
            && word
                .trim_end()
                .chars()
                .all(|it| it.is_ascii_uppercase() || " -0123456789".contains(it))
            && !word.starts_with("PASS")
            && !word.starts_with("FLAKY")
            && let Some((_, rest)) = rest.split_once(']')
        {
            // `(2/7) ` may stand before the binary and the name.
            let rest = rest.trim();
            let rest = match rest.strip_prefix('(').and_then(|it| it.split_once(") ")) {
                Some((_, rest)) => rest.trim(),
                None => rest,
            };
            failed.push(rest);
        }
    }
    tested.found = failures(&failed, panics(output));
    tested
}

fn failures(failed: &[&str], mut panics: BTreeMap<String, Vec<Panic>>) -> Vec<Found> {
    let failure = |name: &&str| {
        let mut found = Found::new(
            &TEST_FAILED,
            (*name).to_owned(),
            format!("the test `{name}` fails"),
        );
        // nextest says the binary, too.
        let plain = name.rsplit_once(' ').map_or(*name, |(_, name)| name);
        let panic = [*name, plain].into_iter().find_map(|name| {
            let panics = panics.get_mut(name).filter(|panics| !panics.is_empty())?;
            Some(panics.remove(0))
        });
        let documented = documented(name);
        match panic {
            Some((place, said)) => {
                found.place = Some(documented.unwrap_or(place));
                found.label = Some("it panics here".to_owned());
                if !said.is_empty() {
                    found.notes.push(said.join("\n"));
                }
            }
            None => found.place = documented,
        }
        found
    };
    failed.iter().map(failure).collect()
}

/// `src/lib.rs - total (line 5)`: where a test in documentation begins.
fn documented(name: &str) -> Option<Place> {
    let (path, rest) = name.split_once(" - ")?;
    let line = rest.rsplit_once("(line ")?.1.split(')').next()?;
    let line = line.parse().ok()?;
    Some(Place::lines(path, line, line))
}

/// Where threads panicked, by their names, which are those of the tests.
fn panics(output: &str) -> BTreeMap<String, Vec<Panic>> {
    let mut found: BTreeMap<String, Vec<Panic>> = BTreeMap::new();
    let mut lines = output.lines().map(str::trim).peekable();
    while let Some(line) = lines.next() {
        let Some((name, at)) = panic(line) else {
            continue;
        };
        let mut said = Vec::new();
        while let Some(line) = lines.peek() {
            let ends = ["stack backtrace:", "note:", "failures:", "----"];
            let ends = line.is_empty() || ends.iter().any(|end| line.starts_with(end));
            if ends || panic(line).is_some() || said.len() == SAID {
                break;
            }
            said.extend(lines.next().map(str::to_owned));
        }
        found.entry(name.to_owned()).or_default().push((at, said));
    }
    found
}

/// `thread 'tests::bad' (18127) panicked at src/lib.rs:22:9:`
fn panic(line: &str) -> Option<(&str, Place)> {
    let rest = line.strip_prefix("thread '")?;
    let (name, rest) = rest.split_once('\'')?;
    let at = rest.split_once(" panicked at ")?.1.strip_suffix(':')?;
    let (rest, column) = at.rsplit_once(':')?;
    let (path, line) = rest.rsplit_once(':')?;
    let (line, column) = (line.parse().ok()?, column.parse().ok()?);
    let place = Place {
        path: path.to_owned(),
        start: (line, column),
        end: (line, u32::MAX),
    };
    Some((name, place))
}

/// The number before a word: `2 passed`.
fn number_before(text: &str, word: &str) -> usize {
    let before = text.split_once(word).map_or("", |(before, _)| before);
    let digits = before.rsplit(|it: char| !it.is_ascii_digit()).next();
    digits.and_then(|it| it.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIBTEST: &str = "
running 3 tests
test tests::good ... ok
test tests::later ... ignored
test tests::bad ... FAILED

failures:

---- tests::bad stdout ----

thread 'tests::bad' (18127) panicked at src/lib.rs:22:9:
assertion `left == right` failed: sum
  left: 2
 right: 3
stack backtrace:
   0: __rustc::rust_begin_unwind

failures:
    tests::bad

test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.07s

running 1 test
test src/lib.rs - f (line 5) ... FAILED

test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
";

    #[test]
    fn libtest_says_where_a_test_panics() {
        let tested = of_libtest(LIBTEST);
        assert_eq!((tested.ran, tested.ignored), (3, 1));
        let [bad, doc] = &tested.found[..] else {
            panic!("{tested:?}")
        };
        assert_eq!(bad.message, "the test `tests::bad` fails");
        let place = bad.place.as_ref().unwrap();
        assert_eq!((place.path.as_str(), place.start), ("src/lib.rs", (22, 9)));
        assert_eq!(
            bad.notes,
            ["assertion `left == right` failed: sum\nleft: 2\nright: 3"]
        );
        assert_eq!(doc.place, Some(Place::lines("src/lib.rs", 5, 5)));
    }

    const NEXTEST: &str = "
    Starting 2 tests across 1 binary (1 test skipped)
        PASS [   0.005s] (1/3) s7 tests::good
  TRY 1 FAIL [   0.005s] (2/3) s7 tests::flaky
        FAIL [   0.103s] (3/3) s7 tests::bad
  stderr ───

    thread 'tests::bad' (18195) panicked at src/lib.rs:22:9:
    assertion failed
    stack backtrace:

────────────
     Summary [   0.106s] 3 tests run: 2 passed (1 flaky), 1 failed, 1 skipped
   FLAKY 2/2 [   0.003s] (2/3) s7 tests::flaky
        FAIL [   0.103s] (3/3) s7 tests::bad
     TIMEOUT [   9.103s] s7::api tests::slow
error: test run failed
";

    #[test]
    fn nextest_lists_what_failed_in_the_end() {
        let tested = of_nextest(NEXTEST);
        assert_eq!((tested.ran, tested.ignored), (3, 1));
        let names: Vec<&str> = tested.found.iter().map(|it| it.key.as_str()).collect();
        assert_eq!(names, ["s7 tests::bad", "s7::api tests::slow"]);
        assert_eq!(tested.found[0].place.as_ref().unwrap().start, (22, 9));
        assert_eq!(
            of_nextest("     Summary [ 0.1s] 1 test run: 1 passed, 0 skipped").ran,
            1
        );
    }

    #[test]
    fn nothing_that_ran_is_nothing() {
        assert_eq!(of_libtest("hello\n"), Tested::default());
        assert_eq!(of_nextest("error: no tests to run\n"), Tested::default());
    }
}
