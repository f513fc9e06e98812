//! What cargo-semver-checks prints, as far as its verdict rests on it. Whatever is not as expected is an error: what was not
//! understood must not pass for a verdict.

use std::collections::BTreeMap;

use govern_workspace::Answer;

/// The exit status of the tool when it found breaks: now, and in older versions.
const BROKEN: [i32; 2] = [100, 1];

/// What the tool says about one package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Comparison {
    pub(crate) package: String,
    pub(crate) old: String,
    pub(crate) new: String,
    /// How many lints it ran; some, always.
    pub(crate) checks: usize,
    pub(crate) failures: Vec<Failure>,
}

/// A lint that found something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) lint: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) reference: Option<String>,
    /// Whether a major version is needed for it; a minor one otherwise.
    pub(crate) is_major: bool,
    /// What it found, in the tool's words, with a place in each.
    pub(crate) found: Vec<String>,
}

/// Reads an answer that was asked for with `-v`. An error says what is wrong with it.
pub(crate) fn read(answer: &Answer) -> Result<Comparison, String> {
    let status = answer.status;
    let is_broken = match status {
        Some(0) => false,
        Some(status) if BROKEN.contains(&status) => true,
        _ => return Err(failed(answer)),
    };
    let told = Told::read(&answer.stderr);
    let (package, old, new) = match &told.checking[..] {
        [checking] => checking.clone(),
        _ if is_broken => return Err(failed(answer)),
        [] => return Err("it does not say that it checked anything".to_owned()),
        [..] => return Err("it checked more than one package".to_owned()),
    };
    let counts = match &told.checked[..] {
        [counts] => *counts,
        _ if is_broken => return Err(failed(answer)),
        _ => return Err("it does not say how much it checked".to_owned()),
    };
    if counts.checks == 0 {
        return Err("it ran none of its checks".to_owned());
    }
    let ended = [counts.pass, counts.fail, counts.warn];
    let sum = ended.into_iter().try_fold(0, usize::checked_add);
    if sum != Some(counts.checks) {
        return Err("its counts do not add up".to_owned());
    }
    let mut failures = failures(&answer.stdout, &told.required)?;
    failures.sort_by(|a, b| a.lint.cmp(&b.lint));
    if failures.len() != counts.fail || is_broken != (counts.fail > 0) {
        return Err(format!(
            "it counts {} failures, shows {}, and ends with status {}",
            counts.fail,
            failures.len(),
            status.unwrap_or_default()
        ));
    }
    Ok(Comparison {
        package,
        old,
        new,
        checks: counts.checks,
        failures,
    })
}

/// How it failed: the first line that says so, with its cause, or the last one.
fn failed(answer: &Answer) -> String {
    let lines = || {
        let lines = answer.stderr.lines().map(str::trim);
        lines.filter(|line| !line.is_empty())
    };
    let line = lines()
        .find(|line| line.starts_with("error"))
        .or_else(|| lines().next_back());
    let status = match answer.status {
        Some(status) => format!("it ended with status {status}"),
        None => "a signal ended it".to_owned(),
    };
    let mut causes = lines().skip_while(|line| *line != "Caused by:").skip(1);
    match (line, causes.next()) {
        (Some(line), Some(cause)) => format!("{status}: {line}: {cause}"),
        (Some(line), None) => format!("{status}: {line}"),
        (None, _) => status,
    }
}

/// How many checks ended how.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    checks: usize,
    pass: usize,
    fail: usize,
    warn: usize,
}

/// What it tells about its progress.
#[derive(Default)]
struct Told {
    checking: Vec<(String, String, String)>,
    checked: Vec<Counts>,
    /// Lints that failed, and whether they need a major version.
    required: BTreeMap<String, bool>,
}

impl Told {
    fn read(stderr: &str) -> Told {
        let mut told = Told::default();
        for line in stderr.lines().map(str::trim) {
            let Some((word, rest)) = line.split_once(char::is_whitespace) else {
                continue;
            };
            match word {
                "Checking" => told.checking.extend(checking(rest)),
                "Checked" => told.checked.extend(counts(rest)),
                "FAIL" => told.required.extend(required(rest)),
                _ => {}
            }
        }
        told
    }
}

/// `shop v0.1.0 -> v0.2.0 (…)`; cargo has lines that begin alike, without an arrow.
fn checking(rest: &str) -> Option<(String, String, String)> {
    let (before, after) = rest.split_once(" -> v")?;
    let (package, old) = before.trim().rsplit_once(" v")?;
    let new = after.split_whitespace().next()?;
    Some((package.to_owned(), old.to_owned(), new.to_owned()))
}

/// `[   0.115s] 223 checks: 222 pass, 1 fail, 0 warn, 31 skip`
fn counts(rest: &str) -> Option<Counts> {
    let (_, rest) = rest.split_once(']')?;
    let (checks, rest) = rest.trim().split_once(" checks: ")?;
    let mut counts = Counts {
        checks: checks.parse().ok()?,
        ..Counts::default()
    };
    for part in rest.split(", ") {
        let (number, word) = part.split_once(' ')?;
        let number: usize = number.parse().ok()?;
        match word {
            "pass" => counts.pass = number,
            "fail" => counts.fail = number,
            "warn" => counts.warn = number,
            "skip" => {}
            _ => return None,
        }
    }
    Some(counts)
}

/// `[   0.002s]       major       function_missing`
fn required(rest: &str) -> Option<(String, bool)> {
    let (_, rest) = rest.split_once(']')?;
    let words: Vec<&str> = rest.split_whitespace().collect();
    let is_major = match *words.first()? {
        "major" => true,
        "minor" => false,
        _ => return None,
    };
    Some((words.last()?.to_string(), is_major))
}

/// The blocks of lints that failed. Those of warnings are the project's own choice, and left out.
fn failures(stdout: &str, required: &BTreeMap<String, bool>) -> Result<Vec<Failure>, String> {
    let mut failures = Vec::new();
    let mut lines = stdout.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((kind, lint, title)) = heading(line) else {
            continue;
        };
        let mut block = Vec::new();
        while let Some(line) = lines.next_if(|line| heading(line).is_none()) {
            block.push(line);
        }
        if kind == "failure" {
            let is_major = required.get(lint);
            let is_major = *is_major
                .ok_or_else(|| format!("it does not say which version `{lint}` asks for"))?;
            failures.push(failure(lint, title, is_major, &block)?);
        }
    }
    Ok(failures)
}

/// `--- failure function_missing: pub fn removed or renamed ---`
fn heading(line: &str) -> Option<(&str, &str, &str)> {
    let line = line.strip_prefix("--- ")?.strip_suffix(" ---")?;
    let (kind, rest) = line.split_once(' ')?;
    let (lint, title) = rest.split_once(": ")?;
    matches!(kind, "failure" | "warning").then_some((kind, lint, title))
}

fn failure(lint: &str, title: &str, is_major: bool, block: &[&str]) -> Result<Failure, String> {
    let mut description = Vec::new();
    let mut reference = None;
    let mut found: Vec<String> = Vec::new();
    let mut is_list = false;
    for line in block {
        let text = line.trim();
        match text {
            "" | "Description:" => {}
            "Failed in:" => is_list = true,
            _ if is_list => match found.last_mut() {
                // What a result goes on with is not indented.
                Some(last) if !line.starts_with("  ") => {
                    last.push(' ');
                    last.push_str(text);
                }
                _ => found.push(text.to_owned()),
            },
            _ => match text.split_once(": ") {
                Some(("ref", link)) => reference = Some(link.trim().to_owned()),
                Some(("impl", _)) => {}
                _ => description.push(text),
            },
        }
    }
    if found.is_empty() {
        return Err(format!("it does not say what `{lint}` found"));
    }
    Ok(Failure {
        lint: lint.to_owned(),
        title: title.to_owned(),
        description: description.join(" "),
        reference,
        is_major,
        found,
    })
}

#[cfg(test)]
mod tests {
    use govern_workspace::Answer;

    use super::read;

    fn recorded() -> Answer {
        Answer {
            status: Some(100),
            stdout: include_str!("../../../testdata/contract/rust_api_broken/fail/recorded/stdout")
                .to_owned(),
            stderr: include_str!("../../../testdata/contract/rust_api_broken/fail/recorded/stderr")
                .to_owned(),
        }
    }

    #[test]
    fn what_version_0_51_wrote_is_understood() {
        let comparison = read(&recorded()).unwrap();
        assert_eq!(comparison.package, "shop");
        assert_eq!((&*comparison.old, &*comparison.new), ("1.4.0", "1.4.0"));
        assert_eq!(comparison.checks, 229);
        let lints: Vec<&str> = comparison.failures.iter().map(|it| &*it.lint).collect();
        let expected = [
            "constructible_struct_adds_field",
            "enum_variant_added",
            "function_missing",
            "function_parameter_count_changed",
        ];
        assert_eq!(lints, expected);
        let missing = &comparison.failures[2];
        assert!(missing.is_major && missing.description.contains("prior path."));
        assert!(
            missing
                .reference
                .as_ref()
                .unwrap()
                .ends_with("#item-remove")
        );
        assert_eq!(missing.found.len(), 1);
    }

    #[test]
    fn warnings_are_no_failures_and_nothing_may_be_missing() {
        let mut answer = recorded();
        answer.stdout = answer.stdout.replace("failure enum_", "warning enum_");
        assert!(read(&answer).unwrap_err().contains("shows 3"));
        answer.stderr = answer.stderr.replace("4 fail, 0 warn", "3 fail, 1 warn");
        assert_eq!(read(&answer).unwrap().failures.len(), 3);
        answer.stderr = answer.stderr.replace("FAIL ", "MISS ");
        assert!(read(&answer).unwrap_err().contains("which version"));
        let mut cut = recorded();
        let end = cut.stdout.rfind("  shop::count").unwrap();
        cut.stdout.truncate(end);
        assert!(read(&cut).unwrap_err().contains("what `function_parameter"));
    }
}
