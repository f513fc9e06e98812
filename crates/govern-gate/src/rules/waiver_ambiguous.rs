//! A waiver is for more findings than it says.

use govern_diagnostics::{Level, RuleInfo};

use crate::{
    Findings, Rule,
    bookkeeping::Bookkeeping,
    waiver::{Count, Outcome},
};

pub(super) static RULE: Rule<Bookkeeping> = Rule {
    info: RuleInfo {
        gate: super::GATE,
        name: "waiver_ambiguous",
        summary: "a waiver is for more findings than it says",
        level: Level::Deny,
        since: "0.1.0",
        docs: r#"### What it does
Reports each waiver that matches more findings than it says: more than one, unless it has a `count`. Such a waiver accepts
none of them.

### Why is this bad?
A waiver was given for something that somebody looked at. If it matches more than that, it covers what nobody looked at.

### Example
```toml
[[waiver]]
rule = "archcheck::layer_violation"
path = "crates/orders/**"
reason = "the clock moves behind a port with the next release"
```

### Use instead
Name the one finding by its `key`, or say how many are meant: a number, or `"any"`.
```toml
[[waiver]]
rule = "archcheck::layer_violation"
key = "orders::domain -> chrono"
count = 2
reason = "the clock moves behind a port with the next release"
```
"#,
    },
    check,
};

fn check(book: &Bookkeeping, findings: &mut Findings) {
    for (waiver, outcome) in book.judged_waivers() {
        findings.checked(1);
        let Outcome::Ambiguous(found) = outcome else {
            continue;
        };
        let said = match waiver.count {
            Count::Exactly(said) => said,
            Count::Any => continue,
        };
        let rule = waiver.rule;
        findings
            .report(
                waiver.span,
                format!("{rule} {}", waiver.reason),
                format!("a waiver for {said} of `{rule}` matches {found}"),
            )
            .note("it accepts none of them")
            .help(format!(
                "name the one that is meant, or say `count = {found}`"
            ));
    }
    if book.judged_waivers().next().is_none() {
        findings.idle("there are no waivers for the rules that ran");
    }
}

#[cfg(test)]
mod tests {
    //! AC: AC-GOVERN-WAIVER-AMBIGUOUS

    use super::*;
    use crate::bookkeeping::{found, waiver};

    #[test]
    fn a_waiver_for_more_than_it_says_is_ambiguous() {
        let waivers = vec![
            (waiver("a"), Outcome::Ambiguous(3)),
            (waiver("b"), Outcome::Used),
        ];
        let book = Bookkeeping {
            waivers,
            ..Bookkeeping::default()
        };
        let message = "a waiver for 1 of `sample::word` matches 3";
        assert_eq!(
            found(&RULE, &book),
            (
                2,
                vec![("sample::word because".to_owned(), message.to_owned())]
            )
        );
    }
}
