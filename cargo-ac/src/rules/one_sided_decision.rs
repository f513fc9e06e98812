//! `one_sided_decision`: a ledger names a decision whose record does not name it, or the other way round.

use std::collections::BTreeSet;

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::ledger::Mentioned;

/// A ledger names a decision whose record does not name it, or the other way round.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "one_sided_decision",
        summary: "a ledger names a decision whose record does not name it, or the other way round",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares both ends of the links between the ledger and the records of decisions. An entry in force that names a decision (`adr`,
`adrs`) has to be named in its record, anywhere in the text and as a whole word; that what it is part of is named there, or a
part of it, is enough. An id in the front matter of a record (`acs`, `criteria`, `requirements`, `stories`) has to be an id of a
ledger, and that entry, what it is part of, or a part of it, has to name the decision.

### Why is this bad?

Who changes a decision looks into its record for what depends on it, and misses what is not there; who changes a criterion looks
into the ledger.

### Example

```yaml
- id: REQ-PAY
  title: Orders are paid
  adrs: [ADR-0012]
```

and a record that names no requirement.

### Use instead

```markdown
---
status: accepted
requirements: [REQ-PAY]
---
```

### Limits

What a ledger names for itself as a whole is for no entry, and not looked for in the record. Ids in the prose of a record ask for
nothing in return.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_ledger()
            .unwrap_or("no entry in force and no record of a decision names the other"),
    );
    for (file, mention) in model.mentions(Mentioned::Decision) {
        let record = model.decisions.record(&mention.text.text);
        let (Some(record), Some(id)) = (record, mention.ids.last()) else {
            continue;
        };
        if !model.asks(&mention.ids) {
            continue;
        }
        findings.checked(1);
        let family = model.family(id);
        if family.iter().any(|id| record.mentioned.contains(*id)) {
            continue;
        }
        let name = record.name();
        let span = Span::new(file, mention.text.range);
        let message = format!("`{id}` names decision `{name}`, whose record does not name it");
        findings
            .report(span, format!("{id}: {name}"), message)
            .label("is not answered")
            .related(Span::start_of(record.file), "this is the record")
            .help(format!(
                "name `{id}` in it, for example in its front matter"
            ));
    }
    for record in &model.decisions.records {
        let name = record.name();
        for (id, span) in &record.links {
            findings.checked(1);
            let family = model.family(id);
            if !family.contains(id.as_str()) {
                if !model.retired.contains_key(id) && !model.is_incomplete() {
                    let message = format!("decision `{name}` is for `{id}`, which no ledger has");
                    findings
                        .report(*span, format!("{name}: {id}"), message)
                        .label("leads nowhere")
                        .help("name an id of the ledger");
                }
                continue;
            }
            let named: BTreeSet<&str> = model
                .mentions(Mentioned::Decision)
                .filter(|(_, mention)| {
                    let its = model.decisions.record(&mention.text.text);
                    its.is_some_and(|its| its.path == record.path)
                })
                .filter_map(|(_, mention)| mention.ids.last().map(String::as_str))
                .collect();
            if family.iter().any(|id| named.contains(id)) {
                continue;
            }
            let message = format!("decision `{name}` is for `{id}`, which does not name it");
            let finding = findings.report(*span, format!("{name}: {id}"), message);
            finding.label("is not answered");
            if let Some(criterion) = model.criterion(id) {
                finding.related(criterion.span, "this is the criterion");
            }
            finding.help(format!("add `adrs: [{name}]` to `{id}` in the ledger"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    fn with(criterion: &str, record: &str) -> Vec<String> {
        let ledger = ledger(&[criterion, "{ id: AC-2, text: two }"]);
        let files = [
            ("specs/spec_ledger.yaml", ledger.as_str()),
            ("docs/adr/0001-one.md", record),
        ];
        found(&RULE, &files)
    }

    const NAMES: &str = "{ id: AC-1, text: t, adrs: [ADR-1] }";

    #[test]
    fn a_decision_answers_to_what_names_it() {
        for record in ["For AC-1.", "For REQ-1.", "US-1", "---\nacs: [AC-1]\n---\n"] {
            assert_eq!(with(NAMES, record), [""; 0], "{record}");
        }
        for record in ["", "For AC-10 and AC-1-A.", "For AC-2."] {
            assert_eq!(
                with(NAMES, record),
                [
                    "ADR-1: `AC-1` names decision `ADR-0001`, whose record does not name it\n  : this is the record\n  help: name `AC-1` in it, for example in its front matter"
                ],
                "{record}"
            );
        }
        let draft = "{ id: AC-1, text: t, adrs: [ADR-1], state: draft }";
        assert_eq!(with(draft, ""), [""; 0]);
    }

    #[test]
    fn entries_answer_to_the_front_matter_of_a_decision() {
        let record = "---\ncriteria: [AC-1, AC-2, AC-3]\n---\nAnd REQ-1.\n";
        let found = with("{ id: AC-1, text: t, adrs: [ADR-1] }", record);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[0].contains("decision `ADR-0001` is for `AC-2`, which does not name it"),
            "{found:?}"
        );
        assert!(
            found[1].contains("decision `ADR-0001` is for `AC-3`, which no ledger has"),
            "{found:?}"
        );
        // Prose asks for nothing.
        assert_eq!(with("{ id: AC-1, text: t }", "For AC-1.\n"), [""; 0]);
    }
}
