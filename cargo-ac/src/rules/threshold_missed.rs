//! `threshold_missed`: fewer criteria are tested or verified than the configuration asks for.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;

/// Fewer criteria are tested or verified than the configuration asks for.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "threshold_missed",
        summary: "fewer criteria are tested or verified than the configuration asks for",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

/// How many criteria are named.
const SHOWN: usize = 10;

const DOCS: &str = r#"### What it does

Counts the criteria in force that an entry of `[[ac.gate]]` is about, and those of them that are `tested` (something is there
at each level that they need) or `verified` (results show that they hold), and finds entries that ask for more. Whole numbers are
compared: 84 of 99 are 84/99, and never 85 %.

### Why is this bad?

That is what somebody decided must be reached before anything else happens.

### Example

```toml
[[ac.gate]]
name = "payment"
select = ["story:US-PAY", "priority:must"]
verified = 100
```

where results show two of three criteria to hold.

### Use instead

Tests for those that are named, or results of them. `cargo ac gates` shows what was counted for every entry, those that are met
as well.

### Limits

What is verified is counted only if there are results to look at, or `require-results = true`. Waived and flaky criteria
count as not verified.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    let why = if model.thresholds.is_empty() {
        Some("`[[ac.gate]]` asks for nothing")
    } else {
        model.why_no_ledger()
    };
    findings.idle(why.unwrap_or("there are no results of tests to count what is verified by"));
    if model.why_no_ledger().is_some() {
        return;
    }
    for threshold in &model.thresholds {
        for counted in threshold.count(model) {
            findings.checked(1);
            if counted.is_met() {
                continue;
            }
            let (name, word) = (&threshold.name, counted.measure.word());
            let message = format!(
                "gate `{name}`: {} of {} criteria are {word}, and {} must be",
                counted.count(),
                counted.all,
                counted.share
            );
            let finding = findings.report(threshold.span, format!("{name}: {word}"), message);
            finding.label(match counted.missing() {
                1 => "one more would do".to_owned(),
                more => format!("{more} more would do"),
            });
            for criterion in counted.lacking.iter().take(SHOWN) {
                finding.related(criterion.span, format!("`{}` is not {word}", criterion.id));
            }
            if let Some(more) = counted
                .lacking
                .len()
                .checked_sub(SHOWN)
                .filter(|more| *more > 0)
            {
                finding.note(format!("so are {more} others"));
            }
            finding.help("`cargo ac why ID` says what each of them lacks");
        }
    }
}
