//! `id_vanished`: a criterion that somebody has looked at is in no ledger any more, and nothing says that it was retired.

use std::collections::BTreeMap;

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::ids::nearest;
use crate::lock::Reviewed;

/// A criterion that somebody has looked at is in no ledger any more, and nothing says that it was retired.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "id_vanished",
        summary: "a criterion is in no ledger any more, and nothing says that it was retired",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares the ledgers with `specs/ac.lock`, which `cargo ac review` writes and which remembers every criterion that was ever
looked at. Finds those that no ledger defines any more, and that no ledger lists under `retired` either.

### Why is this bad?

A promise is gone, and nobody said that it was taken back. Its id may be given to another one, and then every old test,
commit and document that names it speaks of something else.

### Example

```yaml
criteria:
  - { id: AC-PAY-002, text: An order is paid in cash. }
```

where the lock knows `AC-PAY-001` as well.

### Use instead

```yaml
retired:
  - { id: AC-PAY-001, reason: cards are no longer taken, replaced_by: [AC-PAY-002] }
```

`cargo ac retire` writes that; `cargo ac rename` gives a criterion another id everywhere.

### Limits

Only criteria that something was linked to are in the lock. `cargo ac review` does not forget an id that vanished.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    if let Some(why) = model.why_no_lock() {
        findings.idle(why);
        return;
    }
    findings.idle("there is nothing in the lock");
    let mut first: BTreeMap<&str, &Reviewed> = BTreeMap::new();
    for (key, reviewed) in &model.reviews.lock.reviewed {
        first.entry(&key.id).or_insert(reviewed);
    }
    findings.checked(first.len());
    let remembered = model.remembered();
    // An id that was there before is no other spelling of one that is gone.
    let new: Vec<&str> = model
        .ids()
        .into_iter()
        .filter(|id| !first.contains_key(id))
        .collect();
    for (id, reviewed) in &first {
        if remembered.contains(id) {
            continue;
        }
        let Some(span) = model.reviews.span(reviewed) else {
            continue;
        };
        let message = format!("criterion `{id}` is in no ledger any more, and was not retired");
        let finding = findings.report(span, *id, message);
        finding.label("it was looked at");
        finding.help(match nearest(id, new.iter().copied()) {
            Some(new) => format!("give it its id back, which is `{new}` now, or list `{id}` under `retired` with a reason"),
            None => format!("put it back, or list `{id}` under `retired` with a reason"),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found_after_review, ledger};

    const RUST: &str = "/// AC: AC-1\n#[test]\nfn one() { assert!(f(1)); }\n/// AC: AC-2\n#[test]\nfn two() { assert!(f(2)); }\n";

    fn after(ledger_after: &str) -> Vec<String> {
        let before = ledger(&["{ id: AC-1, text: one }", "{ id: AC-2, text: two }"]);
        let path = "specs/spec_ledger.yaml";
        found_after_review(
            &RULE,
            &[(path, &before), ("src/lib.rs", RUST)],
            &[(path, ledger_after), ("src/lib.rs", RUST)],
        )
    }

    #[test]
    fn an_id_does_not_go_without_a_word() {
        let one = ledger(&["{ id: AC-1, text: one }"]);
        let gone = "?: criterion `AC-2` is in no ledger any more, and was not retired";
        assert_eq!(
            after(&one),
            [format!(
                "{gone}\n  help: put it back, or list `AC-2` under `retired` with a reason"
            )]
        );
        let retired = one.clone() + "retired: [{ id: AC-2, reason: nobody pays twice }]\n";
        assert_eq!(after(&retired), [""; 0]);
        let renamed = ledger(&["{ id: AC-1, text: one }", "{ id: AC-3, text: two }"]);
        assert_eq!(
            after(&renamed),
            [format!(
                "{gone}\n  help: give it its id back, which is `AC-3` now, or list `AC-2` under `retired` with a reason"
            )]
        );
        let draft = ledger(&[
            "{ id: AC-1, text: one }",
            "{ id: AC-2, text: two, state: draft }",
        ]);
        assert_eq!(after(&draft), [""; 0]);
    }
}
