//! A waiver cannot be understood.

use govern_diagnostics::{Level, RuleInfo};

use crate::{Findings, Rule, bookkeeping::Bookkeeping};

pub(super) static RULE: Rule<Bookkeeping> = Rule {
    info: RuleInfo {
        gate: super::GATE,
        name: "waiver_malformed",
        summary: "a waiver cannot be understood",
        level: Level::Deny,
        since: "0.1.0",
        docs: r#"### What it does
Reports each comment that begins with `govern:` and each `[[waiver]]` that is no waiver: it gives no reason, names a rule that
does not exist, has a key that nobody reads, or a day that is none. It waives nothing.

### Why is this bad?
Who wrote it believes that it waives something, and who reads it does, too.

### Example
```rust
// govern: allow(unwrap_in_production)
let port = text.parse::<u16>().unwrap();
```

### Use instead
```rust
// govern: allow(unwrap_in_production) reason="the pattern lets only digits through" owner="@edge" expires="2030-01-31"
let port = text.parse::<u16>().unwrap();
```
"#,
    },
    check,
};

fn check(book: &Bookkeeping, findings: &mut Findings) {
    findings.checked(book.waivers.len() + book.malformed.len());
    if book.waivers.is_empty() && book.malformed.is_empty() {
        findings.idle("there are no waivers");
    }
    for malformed in &book.malformed {
        let finding = findings.report(
            malformed.span,
            malformed.message.clone(),
            malformed.message.clone(),
        );
        finding.help.extend(malformed.help.clone());
    }
}

#[cfg(test)]
mod tests {
    //! AC: AC-GOVERN-WAIVER-MALFORMED

    use govern_diagnostics::{FileId, Span};

    use super::*;
    use crate::{
        bookkeeping::{found, waiver},
        waiver::{Malformed, Outcome},
    };

    #[test]
    fn what_is_no_waiver_is_reported() {
        let message = "a waiver gives no reason".to_owned();
        let malformed = Malformed {
            span: Span::start_of(FileId(0)),
            message: message.clone(),
            help: None,
        };
        let waivers = vec![(waiver("a"), Outcome::Used)];
        let book = Bookkeeping {
            waivers,
            malformed: vec![malformed],
            ..Bookkeeping::default()
        };
        assert_eq!(found(&RULE, &book), (2, vec![(message.clone(), message)]));
    }
}
