//! `compound_criterion`: a criterion promises more than one thing.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;

/// A criterion promises more than one thing.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "compound_criterion",
        summary: "a criterion promises more than one thing",
        level: Level::Allow,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds criteria in force whose text has several sentences or parts between semicolons, and those with an `and` or `or` in what
they promise: behind the last `then`, or in all of the text where there is none.

### Why is this bad?

A test may show the one and not the other, and the criterion counts as tested.

### Example

```yaml
criteria:
  - { id: AC-PAY-001, text: An order is paid by card and a receipt is sent. }
```

### Use instead

```yaml
criteria:
  - { id: AC-PAY-001, text: An order is paid by card. }
  - { id: AC-PAY-002, text: A receipt is sent for what is paid by card. }
```

### Limits

That "names and addresses are kept" is one thing is not known here. So the rule is off unless it is asked for, and it knows
English only.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(model.why_no_ledger().unwrap_or("no criterion is in force"));
    for criterion in model.criteria.iter().filter(|it| it.state.is_in_force()) {
        findings.checked(1);
        let Some(why) = compound(&criterion.text) else {
            continue;
        };
        let id = &criterion.id;
        let message = format!("criterion `{id}` promises more than one thing: {why}");
        findings
            .report(criterion.span, id, message)
            .label("which of them is shown?")
            .help("let each thing that can fail alone be a criterion of its own");
    }
}

/// Why a text promises more than one thing.
fn compound(text: &str) -> Option<&'static str> {
    let ends = [". ", "! ", "? ", "; "];
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if ends.iter().any(|end| text.contains(end)) {
        return Some("it has several sentences or parts");
    }
    let mut joined = None;
    for word in text.rsplit(|c: char| !c.is_alphanumeric()) {
        if word.eq_ignore_ascii_case("then") {
            break;
        }
        let mut joins = ["and", "or"].into_iter();
        joined = joins.find(|it| word.eq_ignore_ascii_case(it)).or(joined);
    }
    let joined = joined?;
    Some(if joined == "and" { "\"and\"" } else { "\"or\"" })
}

#[cfg(test)]
mod tests {
    use super::{RULE, compound};
    use crate::testing::{found, ledger};

    #[test]
    fn each_promise_is_one() {
        assert!(compound("It is paid. It is shipped.").is_some());
        assert!(compound("It is paid; it is shipped").is_some());
        assert!(compound("It is paid and shipped").is_some());
        assert!(compound("Given a and b, when c, then d or e").is_some());
        assert_eq!(compound("Given a and b, when c or d, then e"), None);
        assert_eq!(compound("The brand of 1.5 is ordered."), None);
    }

    #[test]
    fn drafts_may_promise_what_they_like() {
        let ledger = ledger(&[
            "{ id: AC-1, text: It is paid and shipped. }",
            "{ id: AC-2, text: It is paid and shipped., state: draft }",
        ]);
        assert_eq!(
            found(&RULE, &[("specs/spec_ledger.yaml", &ledger)]),
            [
                "AC-1: criterion `AC-1` promises more than one thing: \"and\"\n  help: let each thing that can fail alone be a criterion of its own"
            ]
        );
    }
}
