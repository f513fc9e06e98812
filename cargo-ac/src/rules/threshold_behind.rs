//! `threshold_behind`: more criteria are tested or verified than a threshold asks for that is to rise with them.

use govern_gate::{Findings, Level, Rule, RuleInfo, TextEdit};

use crate::criteria::Criteria;
use crate::threshold::Share;

/// More criteria are tested or verified than a threshold asks for that is to rise with them.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "threshold_behind",
        summary: "more criteria are tested or verified than a threshold asks for that is to rise with them",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Counts for the entries of `[[ac.gate]]` with `ratchet = true`, and finds those that ask for less than is reached.

### Why is this bad?

What was reached once can be lost again without a word. A threshold that rises with what is reached only falls if somebody
changes the configuration, where others see it.

### Example

```toml
[[ac.gate]]
name = "payment"
select = ["story:US-PAY"]
tested = "1/3"
ratchet = true
```

where two of three criteria are tested.

### Use instead

```toml
[[ac.gate]]
name = "payment"
select = ["story:US-PAY"]
tested = "2/3"
ratchet = true
```

`cargo ac gates --raise` writes that.

### Limits

What is verified is counted only if there are results to look at.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    let rising = || model.thresholds.iter().filter(|it| it.ratchet);
    let why = if rising().next().is_none() {
        Some("no entry of `[[ac.gate]]` says `ratchet = true`")
    } else {
        model.why_no_ledger()
    };
    findings.idle(why.unwrap_or("there are no results of tests to count what is verified by"));
    if why.is_some() {
        return;
    }
    for threshold in rising() {
        for counted in threshold.count(model) {
            findings.checked(1);
            if !counted.is_exceeded() {
                continue;
            }
            let (name, word) = (&threshold.name, counted.measure.word());
            let (count, all) = (counted.count(), counted.all);
            let message = format!(
                "gate `{name}`: {count} of {all} criteria are {word}, and it asks for {} only",
                counted.share
            );
            let finding = findings.report(counted.span, format!("{name}: {word}"), message);
            finding.label("less than is reached");
            let written = Share::written(count, all);
            finding.help(format!(
                "`cargo ac gates --raise` writes `{word} = {written}`"
            ));
            if let Some(span) = counted.span {
                let text = written;
                finding.fix("ask for what is reached", vec![TextEdit { span, text }]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found_in, ledger, model};
    use crate::threshold::{Ask, Measure, Share, Threshold};

    #[test]
    fn a_threshold_that_rises_asks_for_all_that_is_reached() {
        let ledger = ledger(&["{ id: AC-1, text: one }", "{ id: AC-2, text: two }"]);
        let rust = "/// AC: AC-1\n#[test]\nfn one() { assert!(f()); }\n";
        let files = [
            ("specs/spec_ledger.yaml", ledger.as_str()),
            ("src/lib.rs", rust),
        ];
        let found = |share: &str, ratchet| {
            let mut model = model(&files);
            model.thresholds.push(Threshold {
                name: "all".to_owned(),
                span: None,
                select: Vec::new(),
                asks: vec![Ask {
                    measure: Measure::Tested,
                    share: Share::parse(share).expect("a share"),
                    span: None,
                }],
                ratchet,
            });
            found_in(&RULE, &files, &model)
        };
        assert_eq!(
            found("1/3", true),
            [
                ": gate `all`: 1 of 2 criteria are tested, and it asks for 1/3 only\n  help: `cargo ac gates --raise` writes `tested = \"1/2\"`"
            ]
        );
        for (share, ratchet) in [("1/3", false), ("1/2", true), ("50%", true), ("2/3", true)] {
            assert_eq!(found(share, ratchet), [""; 0], "{share}");
        }
    }
}
