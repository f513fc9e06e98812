//! `derived_without_rationale`: a requirement that follows from none above it does not say why it is there.

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;

/// A requirement that follows from none above it does not say why it is there.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "derived_without_rationale",
        summary: "a derived requirement does not say why it is there",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds requirements with `derived: true` without a `rationale`.

### Why is this bad?

A derived requirement comes from a decision, not from what somebody wanted. Whoever does not know the decision cannot tell
whether it still holds, and standards such as DO-178C ask for it.

### Example

```yaml
requirements:
  - { id: REQ-LOG, title: Replies are kept for a day, derived: true, criteria: [] }
```

### Use instead

```yaml
requirements:
  - id: REQ-LOG
    title: Replies are kept for a day
    derived: true
    rationale: A sender without a connection asks again within hours.
    criteria: []
```
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_ledger()
            .unwrap_or("no requirement says `derived: true`"),
    );
    for file in &model.ledgers {
        let requirements = file.ledger.requirements();
        for requirement in requirements {
            let Some(derived) = requirement.derived else {
                continue;
            };
            findings.checked(1);
            if !requirement.rationale.trim().is_empty() {
                continue;
            }
            let id = &requirement.id;
            let message = format!("requirement `{}` is derived and has no rationale", id.text);
            findings
                .report(Span::new(file.file, id.range), &id.text, message)
                .label("why is it there?")
                .related(
                    Span::new(file.file, derived),
                    "it follows from none above it",
                )
                .help("say in `rationale` which decision it comes from");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::found;

    #[test]
    fn whoever_decides_says_why() {
        let text = "schema: 2\nstories: [{ id: US-1, title: t, requirements: [\n  { id: REQ-1, title: t, derived: true, criteria: [] },\n  { id: REQ-2, title: t, derived: true, rationale: ' ', criteria: [] },\n  { id: REQ-3, title: t, derived: true, rationale: because, criteria: [] },\n  { id: REQ-4, title: t, derived: false, criteria: [] }]}]\n";
        let found = found(&RULE, &[("specs/spec_ledger.yaml", text)]);
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0],
            "REQ-1: requirement `REQ-1` is derived and has no rationale\n  true: it follows from none above it\n  help: say in `rationale` which decision it comes from"
        );
    }
}
