//! The time of a waiver is over.

use govern_diagnostics::{Level, RuleInfo};

use crate::{Findings, Rule, bookkeeping::Bookkeeping, waiver::Outcome};

pub(super) static RULE: Rule<Bookkeeping> = Rule {
    info: RuleInfo {
        gate: super::GATE,
        name: "waiver_expired",
        summary: "the time of a waiver is over",
        level: Level::Deny,
        since: "0.1.0",
        docs: r#"### What it does
Reports each waiver whose `expires` is a day of the past (in UTC; `SOURCE_DATE_EPOCH` sets the day). It holds up to and on
that day. After it, what it waived is a finding again.

### Why is this bad?
An exception with an end was given because somebody meant to repair it by then.

### Example
```rust
// govern: allow(unwrap_in_production) reason="until the parser returns errors" expires="2020-01-31"
let order = parse(bytes).unwrap();
```

### Use instead
Repair it and remove the waiver; or ask again, and give it a new day.
```rust
let order = parse(bytes)?;
```
"#,
    },
    check,
};

fn check(book: &Bookkeeping, findings: &mut Findings) {
    for (waiver, outcome) in book.judged_waivers() {
        findings.checked(1);
        if outcome != Outcome::Expired {
            continue;
        }
        let rule = waiver.rule;
        let day = waiver
            .expires
            .map(|day| day.to_string())
            .unwrap_or_default();
        let finding = findings.report(
            waiver.span,
            format!("{rule} {}", waiver.reason),
            format!("a waiver for `{rule}` expired on {day}"),
        );
        finding.note(format!("its reason was: {}", waiver.reason));
        match &waiver.owner {
            Some(owner) => finding.help(format!("repair what it waives; its owner is {owner}")),
            None => finding.help("repair what it waives, or renew it"),
        };
    }
    if book.judged_waivers().next().is_none() {
        findings.idle("there are no waivers for the rules that ran");
    }
}

#[cfg(test)]
mod tests {
    //! AC: AC-GOVERN-WAIVER-EXPIRED

    use super::*;
    use crate::bookkeeping::{found, waiver};

    #[test]
    fn only_what_is_over_is_reported() {
        let waivers = vec![
            (waiver("a"), Outcome::Expired),
            (waiver("b"), Outcome::Used),
        ];
        let book = Bookkeeping {
            waivers,
            ..Bookkeeping::default()
        };
        let message = "a waiver for `sample::word` expired on 2026-06-30";
        assert_eq!(
            found(&RULE, &book),
            (
                2,
                vec![("sample::word because".to_owned(), message.to_owned())]
            )
        );
    }
}
