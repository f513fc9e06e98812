//! `criterion_without_code`: the ledger asks for code that is linked to a criterion, and there is none.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;

/// The ledger asks for code that is linked to a criterion, and there is none.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "criterion_without_code",
        summary: "the ledger asks for code that is linked to a criterion, and there is none",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds criteria in force with `needs_code: true`, of their own or from `defaults`, to which no code is linked: by a line
`/// Implements: AC-001` or `/// AC: AC-001`, or by an attribute, at something that is no test.

### Why is this bad?

Whoever asks where the criterion is met, or what a change of the code may break, finds nothing.

### Example

```yaml
criteria:
  - { id: AC-PAY-001, text: An order of which nothing is open is paid., needs_code: true }
```

and nothing in the source says `Implements: AC-PAY-001`.

### Use instead

```rust
/// Whether an order is paid.
///
/// Implements: AC-PAY-001
pub fn is_paid(open: u32) -> bool {
    open == 0
}
```
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_ledger()
            .unwrap_or("no criterion in force says `needs_code: true`"),
    );
    let asking = model
        .criteria
        .iter()
        .filter(|it| it.needs_code && it.state.is_in_force());
    for criterion in asking {
        findings.checked(1);
        if !criterion.code.is_empty() {
            continue;
        }
        let id = &criterion.id;
        let message = format!("no code is linked to criterion `{id}`");
        findings
            .report(criterion.span, id, message)
            .label("`needs_code` asks for it")
            .help(format!(
                "write `/// Implements: {id}` at the code that is there for it"
            ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    #[test]
    fn code_counts_and_a_test_does_not() {
        let ledger = ledger(&[
            "{ id: AC-1, text: a, needs_code: true }",
            "{ id: AC-2, text: b, needs_code: true }",
            "{ id: AC-3, text: c }",
            "{ id: AC-4, text: d, needs_code: true, state: draft }",
        ]);
        let rust = "/// Implements: AC-1\npub fn code() {}\n/// AC: AC-2\n#[test]\nfn a() {}\n";
        let files = [
            ("specs/spec_ledger.yaml", ledger.as_str()),
            ("src/lib.rs", rust),
        ];
        assert_eq!(
            found(&RULE, &files),
            [
                "AC-2: no code is linked to criterion `AC-2`\n  help: write `/// Implements: AC-2` at the code that is there for it"
            ]
        );
    }

    #[test]
    fn it_may_be_asked_for_above() {
        let text = "schema: 2\ndefaults: { needs_code: true }\nstories: [{ id: US-1, title: t, requirements: [{ id: REQ-1, title: t, criteria: [\n  { id: AC-1, text: a }, { id: AC-2, text: b, needs_code: false }]}]}]\n";
        assert_eq!(found(&RULE, &[("specs/spec_ledger.yaml", text)]).len(), 1);
    }
}
