//! `result_ambiguous`: a result may be that of several tests.

use std::collections::BTreeSet;

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::{Criteria, What};

/// A result may be that of several tests.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "result_ambiguous",
        summary: "a result may be that of several tests, of which one is linked to a criterion",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Joins the results of tests (`results` in `[ac]`) to the tests that the source has, and finds those that may be of several
of them, if something is linked to one of these. Such a result is never given to one of them: unless it passed, and so did
the others, the criterion counts as broken.

### Why is this bad?

The wrong test's success would be taken for that of the criterion.

### Example

Libtest names no crate: with `tests::paid` in two packages, this may be either.

```json
{ "type": "test", "name": "tests::paid", "event": "ok" }
```

### Use instead

```toml
[ac]
results = ["target/nextest/ci/junit.xml"]
```

Nextest names the binary of each test. Or say whose results these are, with a file for each:

```toml
[ac]
results = [{ files = "target/libtest/shop.json", package = "shop", target = "lib" }]
```
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_results()
            .unwrap_or("there is no result in the files"),
    );
    let Some(observed) = &model.observed else {
        return;
    };
    let linked: BTreeSet<&What> = model
        .criteria
        .iter()
        .filter(|criterion| criterion.state.is_in_force())
        .flat_map(|criterion| criterion.proofs.iter().map(|proof| &proof.what))
        .collect();
    findings.checked(
        observed
            .results
            .files
            .iter()
            .map(|file| file.results.len())
            .sum(),
    );
    for ambiguity in &observed.joined.ambiguous {
        if !ambiguity
            .candidates
            .iter()
            .any(|what| linked.contains(what))
        {
            continue;
        }
        let (file, _) = observed.result(ambiguity.result);
        let names: Vec<String> = ambiguity
            .candidates
            .iter()
            .map(|it| model.describe(it))
            .collect();
        let finding = findings.report(
            observed.span(ambiguity.result),
            format!("{}: {}", file.path, names.join(", ")),
            format!("this may be the result of any of {} tests", names.len()),
        );
        finding.label("whose result is it?");
        for (what, name) in ambiguity.candidates.iter().zip(names) {
            if let Some(place) = model.place(what) {
                finding.related(place, name);
            }
        }
        finding.help("name the `package` and the `target` in `results` of `[ac]`, or let nextest run the tests");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found_by, ledger, observed};

    fn messages(link: &str) -> Vec<String> {
        let ledger = ledger(&["{ id: AC-1, text: t }"]);
        let test = "#[cfg(test)]\nmod tests {\n    LINK#[test]\n    fn one() {}\n}\n";
        let files = [
            ("specs/spec_ledger.yaml", ledger.as_str()),
            ("src/lib.rs", &test.replace("LINK", link)),
            (
                "src/main.rs",
                &format!("fn main() {{}}\n{}", test.replace("LINK", "")),
            ),
            (
                "junit.xml",
                "<testsuite name='test' package='test'><testcase classname='tests' name='one'/></testsuite>",
            ),
        ];
        found_by(&RULE, &files, &observed(&files))
    }

    #[test]
    fn all_that_it_may_be_is_shown() {
        assert_eq!(
            messages("/// AC: AC-1\n    "),
            [
                "<testcase classname='tests' name='one': this may be the result of any of 2 tests\n  one: test `shop::tests::one`\n  one: test `shop::bin/shop::tests::one`\n  help: name the `package` and the `target` in `results` of `[ac]`, or let nextest run the tests"
            ]
        );
    }

    #[test]
    fn tests_that_nothing_is_linked_to_may_be_anything() {
        assert_eq!(messages(""), [""; 0]);
    }
}
