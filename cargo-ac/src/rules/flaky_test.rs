//! `flaky_test`: a test that is linked to a criterion passed only when it was tried again.

use std::collections::BTreeMap;

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::{Criteria, What};
use crate::results::Seen;
use crate::verdict::Evidence;
use crate::verdicts::Link;

/// A test that is linked to a criterion passed only when it was tried again.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "flaky_test",
        summary: "a test that is linked to a criterion passed only when it was tried again",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Reads the results of tests (`results` in `[ac]`) and finds tests and scenarios that are linked to criteria and failed, and
passed when the runner tried them again: `flakyFailure` in JUnit, `#2` in the events of nextest, attempts in the formats of
cucumber.

### Why is this bad?

What passes only sometimes shows that the criterion holds only sometimes.

### Example

```xml
<testcase name="paid_once" classname="shop"><flakyFailure/></testcase>
```

### Use instead

Find out what the test depends on besides the code, and control it: time, order, other tests.

### Limits

Only what one run tried again is seen, not what failed yesterday.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_results()
            .unwrap_or("nothing that is linked to a criterion has a result"),
    );
    let mut links: BTreeMap<(&What, Option<&str>), &Link> = BTreeMap::new();
    for (_, criterion, judged) in model.judged() {
        for link in &judged.links {
            if criterion.state.is_in_force()
                && let Some(what) = &link.what
                && !link.results.is_empty()
            {
                links.insert((what, link.part.as_deref()), link);
            }
        }
    }
    findings.checked(links.len());
    let Some(observed) = &model.observed else {
        return;
    };
    for ((what, _), link) in links {
        let (Evidence::Flaky, Some(place)) = (link.evidence, model.place(what)) else {
            continue;
        };
        let name = model.describe_link(link);
        let message = format!("{name} passed only when it was tried again");
        let finding = findings.report(place, &name, message);
        finding.label("fails sometimes");
        for &at in &link.results {
            let (_, result) = observed.result(at);
            if result.seen == Seen::Flaky {
                let said = result.said.as_deref().unwrap_or("the result");
                finding.related(observed.span(at), said.to_owned());
            }
        }
        model.point_to_criteria(what, finding);
        finding.help("find out what it depends on besides the code");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found_by, ledger, observed};

    #[test]
    fn a_test_is_shown_once_whatever_is_linked_to_it() {
        let ledger = ledger(&["{ id: AC-1, text: t }", "{ id: AC-2, text: t }"]);
        let results = "<testsuite name='shop'><testcase classname='shop' name='one'><flakyFailure message='once'/></testcase><testcase classname='shop' name='two'/><testcase classname='shop' name='three'><flakyFailure/></testcase></testsuite>";
        let files = [
            ("specs/spec_ledger.yaml", ledger.as_str()),
            (
                "src/lib.rs",
                "/// AC: AC-1, AC-2\n#[test]\nfn one() {}\n/// AC: AC-1\n#[test]\nfn two() {}\n#[test]\nfn three() {}\n",
            ),
            ("junit.xml", results),
        ];
        assert_eq!(
            found_by(&RULE, &files, &observed(&files)),
            [
                "one: test `shop::one` passed only when it was tried again\n  <testcase classname='shop' name='one': once\n  AC-1: it counts for `AC-1`\n  AC-2: it counts for `AC-2`\n  help: find out what it depends on besides the code"
            ]
        );
    }
}
