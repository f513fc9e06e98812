//! The messages of cucumber: one JSON document a line, in the order in which things happened.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use text_size::TextRange;

use super::attempts::{Attempt, settle};
use super::{Lines, Read, Seen, Subject, TestResult, first_line, lines, size};

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Envelope {
    parse_error: Option<ParseError>,
    gherkin_document: Option<Value>,
    pickle: Option<Pickle>,
    test_case: Option<TestCase>,
    test_case_started: Option<Started>,
    test_step_finished: Option<StepFinished>,
    test_case_finished: Option<Finished>,
    test_run_finished: Option<RunFinished>,
}

#[derive(Deserialize)]
struct ParseError {
    source: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pickle {
    id: String,
    uri: String,
    name: String,
    #[serde(default)]
    ast_node_ids: Vec<String>,
    location: Option<Location>,
    #[serde(default)]
    steps: Vec<Value>,
}

#[derive(Deserialize)]
struct Location {
    line: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TestCase {
    id: String,
    pickle_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Started {
    id: String,
    test_case_id: String,
    #[serde(default)]
    attempt: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StepFinished {
    test_case_started_id: String,
    test_step_result: StepResult,
}

#[derive(Deserialize)]
struct StepResult {
    status: String,
    message: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Finished {
    test_case_started_id: String,
}

#[derive(Deserialize)]
struct RunFinished {
    success: Option<bool>,
    message: Option<String>,
}

/// An attempt at a scenario that has begun.
struct Open {
    range: TextRange,
    test_case: String,
    attempt: u32,
    seen: Option<Seen>,
    said: Option<String>,
}

/// Whether the first line is a message of cucumber.
pub(super) fn is_stream(text: &str) -> bool {
    #[derive(Deserialize)]
    struct First<'a> {
        #[serde(rename = "type", borrow)]
        kind: Option<Cow<'a, str>>,
    }
    let line = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    match serde_json::from_str::<First<'_>>(line) {
        Ok(first) => first.kind.is_none(),
        Err(_) => line.trim_start().starts_with("{\"meta\""),
    }
}

#[derive(Default)]
struct Reader {
    read: Read,
    /// The line of everything that has an id in a feature file.
    lines: BTreeMap<String, u32>,
    pickles: BTreeMap<String, Pickle>,
    test_cases: BTreeMap<String, String>,
    open: BTreeMap<String, Open>,
    attempts: Vec<Attempt>,
    finished: bool,
}

/// Reads a stream that begins at `start` in its file.
pub(super) fn read(text: &str, start: usize) -> Read {
    let mut reader = Reader::default();
    let mut end = TextRange::empty(size(start));
    for (range, line) in lines(text, start) {
        end = TextRange::empty(range.end());
        match serde_json::from_str::<Envelope>(line) {
            Ok(envelope) => reader.envelope(envelope, range),
            Err(error) => {
                let at = error.column().saturating_sub(1).min(line.len());
                let text = error.to_string();
                let reason = text
                    .rsplit_once(" at line ")
                    .map_or(text.as_str(), |(it, _)| it);
                let message = format!("this is no message of cucumber: {reason}");
                reader
                    .read
                    .wrong(TextRange::empty(range.start() + size(at)), message);
            }
        }
    }
    let Reader {
        mut read,
        open,
        attempts,
        finished,
        ..
    } = reader;
    for attempt in open.values() {
        read.wrong(attempt.range, "this begins and does not end");
    }
    if !finished {
        read.wrong(
            end,
            "the stream ends before the run does: there is no `testRunFinished`",
        );
    }
    read.results = settle(attempts);
    read
}

impl Reader {
    fn envelope(&mut self, envelope: Envelope, range: TextRange) {
        if let Some(document) = &envelope.gherkin_document {
            self.number(document);
        }
        if let Some(error) = &envelope.parse_error {
            let uri = error.source.get("uri").and_then(Value::as_str);
            let subject = Subject::Feature {
                path: uri.unwrap_or_default().to_owned(),
            };
            let result = TestResult::new(subject, Seen::Failed, range);
            self.attempts.push(Attempt {
                result,
                again: false,
            });
        }
        if let Some(pickle) = envelope.pickle {
            self.pickles.insert(pickle.id.clone(), pickle);
        }
        if let Some(case) = envelope.test_case {
            self.test_cases.insert(case.id, case.pickle_id);
        }
        if let Some(started) = envelope.test_case_started {
            let open = Open {
                range,
                test_case: started.test_case_id,
                attempt: started.attempt,
                seen: None,
                said: None,
            };
            self.open.insert(started.id, open);
        }
        if let Some(step) = envelope.test_step_finished
            && let Some(open) = self.open.get_mut(&step.test_case_started_id)
        {
            let seen = status(&step.test_step_result.status);
            if seen == Seen::Failed && open.said.is_none() {
                open.said = step
                    .test_step_result
                    .message
                    .as_deref()
                    .and_then(first_line);
            }
            open.seen = open.seen.max(Some(seen));
        }
        if let Some(finished) = envelope.test_case_finished {
            match self.open.remove(&finished.test_case_started_id) {
                Some(open) => self.close(open, range),
                None => self
                    .read
                    .wrong(range, "something ends here that did not begin"),
            }
        }
        if let Some(run) = envelope.test_run_finished {
            self.finished = true;
            let failed = |attempt: &Attempt| attempt.result.seen == Seen::Failed;
            if run.success == Some(false) && !self.attempts.iter().any(failed) {
                let why = run.message.as_deref().and_then(first_line);
                let why = why.map_or(String::new(), |why| format!(": {why}"));
                let message =
                    format!("the run failed, and not because of a scenario that is shown{why}");
                // Steps that nobody has written fail a run of some versions and are passed over by others.
                let pending = |attempt: &Attempt| matches!(attempt.result.seen, Seen::Skipped);
                if !self.attempts.iter().any(pending) {
                    self.read.wrong(range, message);
                }
            }
        }
    }

    /// Notes the lines of scenarios and of rows.
    fn number(&mut self, document: &Value) {
        let mut open = vec![document];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(values) => open.extend(values),
                Value::Object(fields) => {
                    let line = value.pointer("/location/line").and_then(Value::as_u64);
                    let id = fields.get("id").and_then(Value::as_str);
                    if let (Some(id), Some(line)) = (id, line)
                        && let Ok(line) = u32::try_from(line)
                    {
                        self.lines.insert(id.to_owned(), line);
                    }
                    open.extend(fields.values());
                }
                _ => {}
            }
        }
    }

    fn close(&mut self, open: Open, end: TextRange) {
        let pickle = self.test_cases.get(&open.test_case);
        let Some(pickle) = pickle.and_then(|id| self.pickles.get(id)) else {
            return self
                .read
                .wrong(end, "nobody knows the scenario that ends here");
        };
        // A row has two ids: that of its scenario and its own.
        let by_id = pickle.ast_node_ids.last().and_then(|id| self.lines.get(id));
        let by_id = by_id.copied();
        let Some(line) = by_id.or_else(|| pickle.location.as_ref().map(|at| at.line)) else {
            return self
                .read
                .wrong(end, "nobody knows the line of the scenario that ends here");
        };
        let subject = Subject::Scenario {
            path: pickle.uri.clone(),
            line,
            lines: Lines::Exact,
            name: pickle.name.clone(),
        };
        let seen = if pickle.steps.is_empty() && open.seen != Some(Seen::Failed) {
            Seen::Skipped
        } else {
            open.seen.unwrap_or(Seen::Skipped)
        };
        let mut result = TestResult::new(subject, seen, open.range);
        result.said = open.said;
        self.attempts.push(Attempt {
            result,
            again: open.attempt > 0,
        });
    }
}

fn status(status: &str) -> Seen {
    match status {
        "PASSED" => Seen::Passed,
        "SKIPPED" | "PENDING" => Seen::Skipped,
        // `UNDEFINED`, `AMBIGUOUS`, `UNKNOWN`, and what nobody has heard of.
        _ => Seen::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{fixture, shown};
    use super::*;

    #[test]
    fn the_last_attempt_counts() {
        let text = fixture("messages.ndjson");
        let read = read(&text, 0);
        let mut shown = shown(&read);
        shown.sort();
        assert_eq!(
            shown,
            [
                "Failed features/cart.feature:13 Exact fails: AssertionError [ERR_ASSERTION]: 1 == 2",
                "Failed features/cart.feature:22 Exact not written",
                "Failed features/cart.feature:40 Exact rows: AssertionError [ERR_ASSERTION]: 3 == 4",
                "Flaky features/cart.feature:18 Exact second time",
                "Passed features/cart.feature:35 Exact rows",
                "Passed features/cart.feature:37 Exact rows",
                "Passed features/cart.feature:41 Exact rows",
                "Passed features/cart.feature:46 Exact many",
                "Passed features/cart.feature:8 Exact adding: one by one",
            ]
        );
        assert!(text[read.results[0].range].starts_with("{\"testCaseStarted\""));
    }

    #[test]
    fn a_run_that_fails_for_nothing_that_is_shown_is_not_green() {
        let text =
            "{\"meta\":{}}\n{\"testRunFinished\":{\"success\":false,\"message\":\"no server\"}}\n";
        let read = read(text, 0);
        assert_eq!(
            read.troubles[0].message,
            "the run failed, and not because of a scenario that is shown: no server"
        );
    }

    #[test]
    fn what_nobody_has_heard_of_is_passed_over() {
        let text = fixture("messages.ndjson");
        let more = format!("{{\"meta\":{{}},\"news\":1}}\n{text}");
        assert_eq!(shown(&read(&more, 0)), shown(&read(&text, 0)));
    }
}
