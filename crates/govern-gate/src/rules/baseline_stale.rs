//! The baseline accepts findings that are gone.

use govern_diagnostics::{Level, RuleInfo, Span, TextEdit};

use crate::{Findings, Rule, bookkeeping::Bookkeeping};

pub(super) static RULE: Rule<Bookkeeping> = Rule {
    info: RuleInfo {
        gate: super::GATE,
        name: "baseline_stale",
        summary: "the baseline accepts findings that are gone",
        level: Level::Warn,
        since: "0.1.0",
        docs: r#"### What it does
Compares `govern-baseline.toml` with the findings of this run, and reports each entry that accepts more findings of a rule
and key than there are. Entries of gates that did not run are not judged.

### Why is this bad?
What was repaired may come back, and nobody will be told: the baseline still accepts it.

### Example
```toml
[archcheck.layer_violation]
"orders::domain -> async_nats" = 2   # one of the two is repaired
```

### Use instead
Run `baseline --ratchet`, which lowers and removes entries and never adds any:
```toml
[archcheck.layer_violation]
"orders::domain -> async_nats" = 1
```
"#,
    },
    check,
};

fn check(book: &Bookkeeping, findings: &mut Findings) {
    findings.checked(book.judged);
    if book.judged == 0 {
        findings.idle("there is no baseline for the rules that ran");
    }
    for stale in &book.stale {
        let id = &stale.id;
        let (accepted, found) = (stale.entry.count, stale.found);
        let span = stale.entry.span.or(book.baseline.map(Span::start_of));
        let finding = findings.report(
            span,
            format!("{}::{} {}", id.gate, id.rule, id.key),
            format!(
                "the baseline accepts {accepted} of `{}::{}` here, and there are {found}",
                id.gate, id.rule
            ),
        );
        finding.help(format!("run `{} baseline --ratchet`", book.command));
        let (title, place, text) = match found {
            0 => ("remove the entry", stale.entry.removal, String::new()),
            _ => (
                "lower the entry to what there is",
                stale.entry.value,
                stale.entry.terms.written(found),
            ),
        };
        if let Some(span) = place {
            finding.fix(title, vec![TextEdit { span, text }]);
        }
    }
}

#[cfg(test)]
mod tests {
    //! AC: AC-GOVERN-BASELINE-STALE

    use super::*;
    use crate::{
        baseline::{Entry, Id, Stale},
        bookkeeping::found,
    };

    #[test]
    fn an_entry_for_more_than_there_is_is_stale() {
        let id = Id {
            gate: "sample".to_owned(),
            rule: "word".to_owned(),
            key: "a -> b".to_owned(),
        };
        let stale = Stale {
            id,
            entry: Entry {
                count: 2,
                terms: Default::default(),
                span: None,
                value: None,
                removal: None,
            },
            found: 1,
        };
        let book = Bookkeeping {
            stale: vec![stale],
            judged: 3,
            ..Bookkeeping::default()
        };
        let message = "the baseline accepts 2 of `sample::word` here, and there are 1";
        assert_eq!(
            found(&RULE, &book),
            (
                3,
                vec![("sample::word a -> b".to_owned(), message.to_owned())]
            )
        );
    }

    #[test]
    fn a_baseline_that_fits_is_silent() {
        assert_eq!(
            found(
                &RULE,
                &Bookkeeping {
                    judged: 3,
                    ..Bookkeeping::default()
                }
            ),
            (3, vec![])
        );
    }
}
