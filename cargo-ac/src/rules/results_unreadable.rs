//! `results_unreadable`: a file of results is damaged, cut off, or of an unknown kind.

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;

/// A file of results is damaged, cut off, or of an unknown kind.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "results_unreadable",
        summary: "a file of results is damaged, cut off, or of an unknown kind",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Reads the files that `results` in `[ac]` names: JUnit as cargo-nextest, libtest (`--format junit`) and cucumber-rs write it,
or with properties `ac`, `verifies` or `requirement`; the event streams of libtest and of nextest (`libtest-json`,
`libtest-json-plus`); the JSON of cucumber-rs and of other cucumbers; the messages of cucumber. It finds what is no whole
file of these: text that does not parse, a run that begins and does not end, a suite that counts more failures or tests than
it shows.

### Why is this bad?

A run that broke down may have had failures that nobody sees. What could be read counts; what could not is not known.

### Example

```json
{ "type": "suite", "event": "started", "test_count": 12 }
{ "type": "test", "event": "started", "name": "tests::paid" }
```

and nothing more: the process died.

### Use instead

Run the tests again, and see why the runner did not finish. Output of other programs does not belong into the file.

### Limits

The output of cucumber-rs in the format of libtest is refused: it has steps in place of scenarios. Let it write JSON or
JUnit. A run of several binaries that libtest writes into one file does not say how many there should be.
"#;

/// How many troubles of a file are shown.
const SHOWN: usize = 5;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_results()
            .unwrap_or("there is no file of results"),
    );
    let Some(observed) = &model.observed else {
        return;
    };
    findings.checked(observed.results.files.len());
    for file in &observed.results.files {
        let more = file.troubles.len().saturating_sub(SHOWN);
        for (number, trouble) in file.troubles.iter().take(SHOWN).enumerate() {
            let finding = findings.report(
                Span::new(file.file, trouble.range),
                format!("{}: {}", file.path, trouble.message),
                trouble.message.clone(),
            );
            finding.label("here");
            if more > 0 && number + 1 == SHOWN {
                finding.note(format!("{more} more places in {} are wrong", file.path));
            }
            finding.help("run the tests again, and see why their runner did not finish");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found_by, observed};

    fn messages(results: &str) -> Vec<String> {
        let files = [("junit.xml", results)];
        found_by(&RULE, &files, &observed(&files))
    }

    #[test]
    fn what_is_cut_off_is_said_at_its_place() {
        let help = "\n  help: run the tests again, and see why their runner did not finish";
        assert_eq!(
            messages("{\"type\":\"suite\",\"event\":\"started\"}\n"),
            [format!(
                "{{\"type\":\"suite\",\"event\":\"started\"}}: this suite begins and does not end: the run was cut off{help}"
            )]
        );
        assert_eq!(messages(""), [format!(": the file is empty{help}")]);
        assert_eq!(
            messages("<testsuite name='s'><testcase name='a'/></testsuite>"),
            [""; 0]
        );
    }

    #[test]
    fn a_file_of_junk_does_not_flood() {
        let junk = format!(
            "{{\"type\":\"suite\",\"event\":\"started\"}}\n{}",
            "junk\n".repeat(50)
        );
        let found = messages(&junk);
        assert_eq!(found.len(), 5);
        assert!(
            found[4].contains("46 more places in junit.xml are wrong"),
            "{}",
            found[4]
        );
    }
}
