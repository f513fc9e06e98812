//! `results_missing`: results must be there, and are not.

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;

/// Results must be there, and are not.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "results_missing",
        summary: "results must be there, and a glob matches no file or a file has none",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

With `require-results = true` in `[ac]`, finds globs of `results` that match no file, and files that have no result in
them. Without it, only files without results are found.

### Why is this bad?

A run that did not happen has no failures, and neither has one whose report went elsewhere. A file that is missing must not
be taken for one without failures.

### Example

```toml
[ac]
results = ["target/nextest/ci/junit.xml"]
require-results = true
```

with `cargo nextest run` in place of `cargo nextest run --profile ci`.

### Use instead

Run the tests first, with what makes the runner write its results to that place.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_results()
            .unwrap_or("no glob and no file is there"),
    );
    let Some(observed) = &model.observed else {
        return;
    };
    let results = &observed.results;
    findings.checked(results.files.len());
    if results.required {
        findings.checked(results.missing.len());
        for missing in &results.missing {
            let message = format!("`{}` matches no file of results", missing.glob);
            if let Some(span) = missing.span {
                findings
                    .report(span, &missing.glob, message)
                    .label("no results")
                    .help("run the tests before, and let the runner write its results there");
            }
        }
    }
    for file in &results.files {
        if file.results.is_empty() && file.troubles.is_empty() {
            findings
                .report(
                    Span::start_of(file.file),
                    &file.path,
                    format!("there is no result in {}", file.path),
                )
                .label("begins here")
                .help("run the tests again: a run without tests shows nothing");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found_by, observed};
    use crate::verdicts::MissingResults;

    #[test]
    fn a_file_without_results_is_no_file_without_failures() {
        let files = [("junit.xml", "<testsuites tests='0' failures='0'/>")];
        assert_eq!(
            found_by(&RULE, &files, &observed(&files)),
            [
                ": there is no result in junit.xml\n  help: run the tests again: a run without tests shows nothing"
            ]
        );
    }

    #[test]
    fn files_must_be_there_only_if_somebody_says_so() {
        let files = [("src/lib.rs", "")];
        let mut results = observed(&files);
        results.missing.push(MissingResults {
            glob: "target/*.xml".to_owned(),
            span: Some(govern_diagnostics::Span::start_of(
                govern_diagnostics::FileId(0),
            )),
        });
        assert_eq!(found_by(&RULE, &files, &results), [""; 0]);
        results.required = true;
        let found = found_by(&RULE, &files, &results);
        assert!(
            found[0].contains("`target/*.xml` matches no file of results"),
            "{found:?}"
        );
    }
}
