//! `superseded_decision`: a ledger names a decision that is not in force any more.

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::ledger::Mentioned;

/// A ledger names a decision that is not in force any more.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "superseded_decision",
        summary: "a ledger names a decision that is not in force any more",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds decisions that entries in force name (`adr`, `adrs`) and whose record says that they are superseded, rejected or
deprecated: by `status` in its front matter, by a line `Status: …`, or in its section `Status`.

### Why is this bad?

What was decided since may ask for something else than the criterion.

### Example

```yaml
adrs: [ADR-0001]
```

and in `docs/adr/0001-one-server.md`:

```markdown
## Status

Superseded by ADR-0007
```

### Use instead

The decision that holds now. Look at the criterion before: perhaps it says what was decided then.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_ledger()
            .unwrap_or("no entry in force names a decision of which there is a record"),
    );
    for (file, mention) in model.mentions(Mentioned::Decision) {
        let Some(record) = model.decisions.record(&mention.text.text) else {
            continue;
        };
        if !model.asks(&mention.ids) {
            continue;
        }
        findings.checked(1);
        let Some(status) = &record.status else {
            continue;
        };
        let (name, fate) = (record.name(), status.fate.word());
        let of = mention.ids.last().map_or("", String::as_str);
        let span = Span::new(file, mention.text.range);
        let message = format!("decision `{name}` is {fate}");
        let finding = findings.report(span, format!("{of}: {name}"), message);
        finding
            .label("does not hold any more")
            .related(status.span, "it says so here");
        match &status.by {
            Some(by) => finding.help(format!(
                "see whether `{by}` asks for the same, and name that"
            )),
            None => finding.help("name the decision that holds now, or none"),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    fn with(criterion: &str, status: &str) -> Vec<String> {
        let ledger = ledger(&[criterion]);
        let record = format!("# One server\n\nStatus: {status}\n");
        let files = [
            ("specs/spec_ledger.yaml", ledger.as_str()),
            ("docs/adr/0001-one.md", record.as_str()),
        ];
        found(&RULE, &files)
    }

    #[test]
    fn entries_in_force_name_decisions_in_force() {
        let criterion = "{ id: AC-1, text: t, adrs: ADR-1 }";
        assert_eq!(with(criterion, "accepted"), [""; 0]);
        assert_eq!(
            with(criterion, "superseded by ADR-0002"),
            [
                "ADR-1: decision `ADR-0001` is superseded\n  ?: it says so here\n  help: see whether `ADR-0002` asks for the same, and name that"
            ]
        );
        assert_eq!(
            with(criterion, "rejected"),
            [
                "ADR-1: decision `ADR-0001` is rejected\n  ?: it says so here\n  help: name the decision that holds now, or none"
            ]
        );
        let draft = "{ id: AC-1, text: t, adrs: ADR-1, state: draft }";
        assert_eq!(with(draft, "rejected"), [""; 0]);
    }
}
