//! The JSON of cucumber: that of cucumber-rs, and that of the others.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;
use text_size::TextRange;

use super::attempts::after;
use super::{Lines, Read, Seen, Subject, TestResult, first_line, size};

#[derive(Deserialize)]
struct Feature<'a> {
    #[serde(borrow, default)]
    uri: Cow<'a, str>,
    #[serde(borrow, default)]
    location: Cow<'a, str>,
    #[serde(borrow, default)]
    elements: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Element<'a> {
    #[serde(rename = "type", borrow, default)]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    id: Cow<'a, str>,
    #[serde(borrow, default)]
    name: Cow<'a, str>,
    #[serde(default)]
    line: Option<u32>,
    #[serde(borrow, default)]
    location: Cow<'a, str>,
    #[serde(default)]
    steps: Vec<Step>,
    #[serde(default)]
    before: Vec<Step>,
    #[serde(default)]
    after: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    #[serde(default)]
    line: Option<u32>,
    result: Option<StepResult>,
    #[serde(default)]
    before: Vec<Step>,
    #[serde(default)]
    after: Vec<Step>,
}

#[derive(Deserialize)]
struct StepResult {
    status: String,
    error_message: Option<String>,
}

/// Reads a document that begins at `start` in its file.
pub(super) fn read(text: &str, start: usize) -> Read {
    let mut read = Read::default();
    let features: Vec<&RawValue> = match serde_json::from_str(text) {
        Ok(features) => features,
        Err(error) => {
            let at = start + offset(text, &error);
            let message = format!("this is no JSON: {}", reason(&error));
            read.wrong(TextRange::empty(size(at)), message);
            return read;
        }
    };
    for raw in features {
        let place = |part: &str| start + (part.as_ptr() as usize - text.as_ptr() as usize);
        let head = |part: &str| TextRange::at(size(place(part)), size(1));
        let feature = match serde_json::from_str::<Feature<'_>>(raw.get()) {
            Ok(feature) => feature,
            Err(error) => {
                let message = format!("this is no feature: {}", reason(&error));
                read.wrong(head(raw.get()), message);
                continue;
            }
        };
        let mut background: Vec<Step> = Vec::new();
        for raw in &feature.elements {
            let range = head(raw.get());
            match serde_json::from_str::<Element<'_>>(raw.get()) {
                Ok(element) if element.kind == "background" => background = element.steps,
                Ok(element) => {
                    let steps = std::mem::take(&mut background);
                    scenario(&feature, &element, &steps, range, &mut read);
                }
                Err(error) => {
                    let message = format!("this is no scenario: {}", reason(&error));
                    read.wrong(range, message);
                }
            }
        }
    }
    read
}

fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ")
        .map_or(text.as_str(), |(reason, _)| reason)
        .to_owned()
}

/// The offset of an error; its column counts bytes.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    let before = error.line().saturating_sub(1);
    let line: usize = text.split_inclusive('\n').take(before).map(str::len).sum();
    let mut at = (line + error.column().saturating_sub(1)).min(text.trim_end().len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn scenario(
    feature: &Feature<'_>,
    element: &Element<'_>,
    background: &[Step],
    range: TextRange,
    read: &mut Read,
) {
    let (in_location, its_line) = element
        .location
        .rsplit_once(':')
        .or_else(|| feature.location.rsplit_once(':'))
        .unwrap_or_default();
    let path = if feature.uri.is_empty() {
        in_location
    } else {
        &feature.uri
    };
    let Some(line) = element.line.or_else(|| its_line.parse().ok()) else {
        return read.wrong(range, "nobody knows the line of this scenario");
    };
    let (seen, said) = outcome(element, background);
    // A file that cucumber-rs could not read.
    let subject = if line == 0 {
        Subject::Feature {
            path: path.to_owned(),
        }
    } else {
        Subject::Scenario {
            path: path.to_owned(),
            line,
            lines: if is_of_cucumber_rs(element) {
                Lines::Counted
            } else {
                Lines::Exact
            },
            name: element.name.clone().into_owned(),
        }
    };
    let mut result = TestResult::new(subject, seen, range);
    result.said = said;
    read.results.push(result);
}

/// Its ids are parted by slashes, those of the others by semicolons.
fn is_of_cucumber_rs(element: &Element<'_>) -> bool {
    element.id.contains('/') && !element.id.contains(';')
}

/// What became of a scenario. Attempts are merged in this format: a step that is there twice was tried twice, and the last
/// time counts.
fn outcome(element: &Element<'_>, background: &[Step]) -> (Seen, Option<String>) {
    let mut last: BTreeMap<Option<u32>, Seen> = BTreeMap::new();
    let mut said = None;
    let steps = || background.iter().chain(&element.steps);
    for step in steps() {
        let Some(result) = &step.result else { continue };
        let now = status(&result.status);
        if now == Seen::Failed {
            said = result.error_message.as_deref().and_then(panic).or(said);
        }
        let seen = last
            .get(&step.line)
            .map_or(now, |&before| after(before, now));
        last.insert(step.line, seen);
    }
    // Which attempt a hook belongs to is not said, so one that failed counts.
    let around_steps = steps().flat_map(|step| step.before.iter().chain(&step.after));
    let mut hooks = element
        .before
        .iter()
        .chain(&element.after)
        .chain(around_steps);
    let failed = hooks.find_map(|hook| {
        let result = hook.result.as_ref()?;
        (status(&result.status) == Seen::Failed).then_some(result)
    });
    if let Some(result) = failed {
        return (
            Seen::Failed,
            result.error_message.as_deref().and_then(panic),
        );
    }
    let seen = last.into_values().max().unwrap_or(Seen::Skipped);
    (seen, said.filter(|_| seen != Seen::Passed))
}

/// What a step says about its failure; cucumber-rs says first which function it was.
fn panic(message: &str) -> Option<String> {
    let panicked = message
        .lines()
        .find(|line| line.starts_with("Step panicked"));
    first_line(panicked.unwrap_or(message))
}

fn status(status: &str) -> Seen {
    match status.to_ascii_lowercase().as_str() {
        "passed" => Seen::Passed,
        "skipped" | "pending" | "untested" => Seen::Skipped,
        // `undefined`, `ambiguous`, `unknown`, and what nobody has heard of.
        _ => Seen::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{fixture, shown};
    use super::*;

    #[test]
    fn cucumber_rs_counts_rows_and_merges_attempts() {
        let text = fixture("cucumber-rs.json");
        let read = read(&text, 0);
        assert_eq!(
            shown(&read),
            [
                "Failed all of features/broken.feature: Could not parse feature file: /home/somebody/shop/bdd/features/broken.feature",
                "Passed features/cart.feature:46 Counted limits: upper many",
                "Passed features/cart.feature:8 Counted adding: one by one",
                "Failed features/cart.feature:13 Counted fails: Step panicked. Captured output: assertion `left == right` failed",
                "Flaky features/cart.feature:18 Counted second time: Step panicked. Captured output: first time",
                "Skipped features/cart.feature:22 Counted not written",
                "Passed features/cart.feature:33 Counted rows",
                "Passed features/cart.feature:34 Counted rows",
                "Failed features/cart.feature:40 Counted rows: Step panicked. Captured output: assertion `left == right` failed",
                "Passed features/cart.feature:41 Counted rows",
            ]
        );
        assert_eq!(&text[read.results[1].range], "{");
    }

    #[test]
    fn the_others_know_the_line_of_a_row() {
        let shown = shown(&read(&fixture("cucumber-js.json"), 0));
        assert!(shown.contains(&"Passed features/cart.feature:37 Exact rows".to_owned()));
        assert!(shown.contains(&"Failed features/cart.feature:22 Exact not written".to_owned()));
    }

    #[test]
    fn a_background_and_a_hook_that_fail_fail_the_scenario() {
        let element = |rest: &str| {
            let text = format!(
                "[{{\"uri\":\"a.feature\",\"elements\":[{{\"type\":\"background\",\"line\":2,\"steps\":[{{\"line\":3,\"result\":{{\"status\":\"passed\"}}}}]}},{{\"type\":\"scenario\",\"line\":4,\"name\":\"s\",{rest}}}]}}]"
            );
            read(&text, 0).results[0].seen
        };
        let step = |status: &str| {
            format!("\"steps\":[{{\"line\":5,\"result\":{{\"status\":\"{status}\"}}}}]")
        };
        assert_eq!(element(&step("passed")), Seen::Passed);
        assert_eq!(element(&step("undefined")), Seen::Failed);
        assert_eq!(element(&step("pending")), Seen::Skipped);
        assert_eq!(element(&step("something new")), Seen::Failed);
        let hook = "\"after\":[{\"result\":{\"status\":\"failed\"}}]";
        assert_eq!(element(&format!("{},{hook}", step("passed"))), Seen::Failed);
    }
}
