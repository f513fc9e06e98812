//! A selector of the configuration matches nothing.

use govern_diagnostics::{Level, RuleInfo};

use crate::{Findings, Rule, bookkeeping::Bookkeeping};

pub(super) static RULE: Rule<Bookkeeping> = Rule {
    info: RuleInfo {
        gate: super::GATE,
        name: "selector_unmatched",
        summary: "a selector of the configuration matches nothing",
        level: Level::Deny,
        since: "0.1.0",
        docs: r#"### What it does
Reports each name, path or glob in `govern.toml` that is meant to select something (crates of a layer, files, features) and
selects nothing.

### Why is this bad?
What a selector does not select is not checked. A layer that was renamed in the code and not in the configuration is a layer
without rules, and the gate stays green.

### Example
```toml
[archcheck.layers.domain]
modules = ["orders::domian"]
```

### Use instead
```toml
[archcheck.layers.domain]
modules = ["orders::domain"]
```
"#,
    },
    check,
};

fn check(book: &Bookkeeping, findings: &mut Findings) {
    findings.checked(book.selectors.tried);
    if book.selectors.tried == 0 {
        findings.idle("the configuration selects nothing");
    }
    for unmatched in &book.selectors.unmatched {
        let finding = findings.report(
            unmatched.span,
            unmatched.key.clone(),
            unmatched.message.clone(),
        );
        finding.label.clone_from(&unmatched.label);
        finding.notes.clone_from(&unmatched.notes);
        finding.help.clone_from(&unmatched.help);
    }
}

#[cfg(test)]
mod tests {
    //! AC: AC-GOVERN-SELECTOR-UNMATCHED

    use super::*;
    use crate::{GateOutcome, bookkeeping::found};

    #[test]
    fn only_what_matches_nothing_is_reported() {
        let mut outcome = GateOutcome::default();
        outcome.selector(None, "crate", "orders-*", 2);
        outcome.selector(None, "crate", "order-*", 0);
        let book = Bookkeeping {
            selectors: outcome.selectors,
            ..Bookkeeping::default()
        };
        let expected = (
            "crate order-*".to_owned(),
            "`order-*` matches no crate".to_owned(),
        );
        assert_eq!(found(&RULE, &book), (2, vec![expected]));
    }
}
