//! Several attempts at the same thing are one result.

use super::{Seen, TestResult};

/// A result, and whether it is another attempt at something that ran before in the same file.
pub(super) struct Attempt {
    pub(super) result: TestResult,
    pub(super) again: bool,
}

/// The results with every retry put in the place of what it retries: one that passes is flaky, if what it retries failed.
pub(super) fn settle(attempts: Vec<Attempt>) -> Vec<TestResult> {
    let mut results: Vec<TestResult> = Vec::new();
    for Attempt { mut result, again } in attempts {
        let before = if again {
            results
                .iter()
                .rposition(|before| before.subject == result.subject)
        } else {
            None
        };
        let Some(before) = before else {
            results.push(result);
            continue;
        };
        result.seen = after(results[before].seen, result.seen);
        results[before] = result;
    }
    results
}

/// What two attempts come to.
pub(super) fn after(first: Seen, second: Seen) -> Seen {
    match (first, second) {
        (Seen::Failed | Seen::Flaky, Seen::Passed) => Seen::Flaky,
        _ => second,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Subject;
    use text_size::TextRange;

    fn attempt(name: &str, seen: Seen, again: bool) -> Attempt {
        let result = TestResult::new(Subject::Other(name.to_owned()), seen, TextRange::default());
        Attempt { result, again }
    }

    #[test]
    fn the_last_attempt_counts_and_remembers_the_first() {
        let settled = settle(vec![
            attempt("a", Seen::Failed, false),
            attempt("b", Seen::Failed, false),
            attempt("a", Seen::Passed, true),
            attempt("b", Seen::Failed, true),
            attempt("c", Seen::Passed, false),
            attempt("c", Seen::Failed, false),
        ]);
        let seen: Vec<Seen> = settled.iter().map(|result| result.seen).collect();
        // Twice the same without a word of retrying is two results: none of them replaces the other.
        assert_eq!(
            seen,
            [Seen::Flaky, Seen::Failed, Seen::Passed, Seen::Failed]
        );
    }
}
