//! A waiver is for findings that are gone.

use govern_diagnostics::{Level, RuleInfo, TextEdit};

use crate::{Findings, Rule, bookkeeping::Bookkeeping, waiver::Outcome};

pub(super) static RULE: Rule<Bookkeeping> = Rule {
    info: RuleInfo {
        gate: super::GATE,
        name: "waiver_unused",
        summary: "a waiver is for findings that are gone",
        level: Level::Warn,
        since: "0.1.0",
        docs: r#"### What it does
Reports each waiver that matches no finding, or fewer than its `count` says. Waivers for rules that did not run are not
judged.

### Why is this bad?
It is a hole that waits: the next violation at this place will be waived, and nobody looked at that one.

### Example
```rust
// govern: allow(unwrap_in_production) reason="the pattern lets only digits through"
let port = text.parse::<u16>()?;
```

### Use instead
```rust
let port = text.parse::<u16>()?;
```
"#,
    },
    check,
};

fn check(book: &Bookkeeping, findings: &mut Findings) {
    for (waiver, outcome) in book.judged_waivers() {
        findings.checked(1);
        let Outcome::Unused(found) = outcome else {
            continue;
        };
        let rule = waiver.rule;
        let key = format!("{rule} {}", waiver.reason);
        if found == 0 {
            let finding = findings.report(
                waiver.span,
                key,
                format!("a waiver for `{rule}` waives nothing"),
            );
            finding.help("remove it");
            // One comment may be for several rules.
            let mut same = book.waivers.iter().filter(|(it, _)| it.span == waiver.span);
            let is_all = same.all(|(_, outcome)| *outcome == Outcome::Unused(0));
            if let Some(span) = waiver.removal.filter(|_| is_all) {
                let text = String::new();
                finding.fix("remove the waiver", vec![TextEdit { span, text }]);
            }
        } else {
            findings
                .report(
                    waiver.span,
                    key,
                    format!("a waiver for `{rule}` is for more findings than there are"),
                )
                .help(format!("lower its `count` to {found}"));
        }
    }
    if book.judged_waivers().next().is_none() {
        findings.idle("there are no waivers for the rules that ran");
    }
}

#[cfg(test)]
mod tests {
    //! AC: AC-GOVERN-WAIVER-UNUSED

    use super::*;
    use crate::bookkeeping::{found, waiver};

    #[test]
    fn what_waives_nothing_or_less_is_reported_and_what_did_not_run_is_not() {
        let waivers = vec![
            (waiver("a"), Outcome::Unused(0)),
            (waiver("b"), Outcome::Unused(2)),
            (waiver("c"), Outcome::NotJudged),
            (waiver("d"), Outcome::Used),
        ];
        let book = Bookkeeping {
            waivers,
            ..Bookkeeping::default()
        };
        let (checked, findings) = found(&RULE, &book);
        let messages: Vec<_> = findings
            .iter()
            .map(|(_, message)| message.as_str())
            .collect();
        assert_eq!(checked, 3);
        assert_eq!(
            messages,
            [
                "a waiver for `sample::word` waives nothing",
                "a waiver for `sample::word` is for more findings than there are"
            ]
        );
    }
}
