//! `duplicate_text`: two criteria of a story say the same.

use std::collections::BTreeMap;

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;

/// Two criteria of a story say the same.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "duplicate_text",
        summary: "two criteria of a story say the same",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds criteria of one story whose texts are the same. White space, case and signs at the end do not count.

### Why is this bad?

Either one of them was copied and was to say something else, which now nothing says, or two tests have to be kept where one
would do, until one of the two texts is changed alone.

### Example

```yaml
criteria:
  - { id: AC-PAY-001, text: An order is paid by card. }
  - { id: AC-PAY-002, text: An order is paid by card }
```

### Use instead

What the second was to say. One that is too many is retired: `cargo ac retire AC-PAY-002 --reason "the same as AC-PAY-001"`.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(model.why_no_ledger().unwrap_or("no criterion is in force"));
    let mut first: BTreeMap<(&str, String), (&str, Span)> = BTreeMap::new();
    for criterion in model.criteria.iter().filter(|it| it.state.is_in_force()) {
        findings.checked(1);
        let said = plain(&criterion.text);
        if said.is_empty() {
            continue;
        }
        let key = (criterion.story.as_str(), said);
        let Some((other, span)) = first.get(&key).copied() else {
            first.insert(key, (&criterion.id, criterion.span));
            continue;
        };
        // An id that is defined twice is for another rule.
        if other == criterion.id {
            continue;
        }
        let message = format!("criterion `{}` says what `{other}` says", criterion.id);
        findings
            .report(criterion.span, &criterion.id, message)
            .label("again")
            .related(span, "first said here")
            .help("let it say what it is there for, or retire it");
    }
}

fn plain(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let text = words.join(" ");
    text.trim_end_matches(|c: char| !c.is_alphanumeric())
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    #[test]
    fn the_same_words_are_the_same_text() {
        let one = ledger(&[
            "{ id: AC-1, text: It is paid. }",
            "{ id: AC-2, text: 'it is  PAID' }",
            "{ id: AC-3, text: It is not paid. }",
            "{ id: AC-4, text: It is paid., state: draft }",
        ]);
        assert_eq!(
            found(&RULE, &[("specs/spec_ledger.yaml", &one)]),
            [
                "AC-2: criterion `AC-2` says what `AC-1` says\n  AC-1: first said here\n  help: let it say what it is there for, or retire it"
            ]
        );
        let other = one
            .replace("US-1", "US-2")
            .replace("AC-", "AC-B-")
            .replace("REQ-1", "REQ-2");
        let files = [
            ("specs/spec_ledger.yaml", one.as_str()),
            ("specs/b.ledger.yaml", other.as_str()),
        ];
        // In another story the same words may mean something else.
        assert_eq!(found(&RULE, &files).len(), 2);
    }
}
