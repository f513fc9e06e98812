//! `unknown_decision`: a ledger names a decision of which there is no record.

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::ledger::Mentioned;

/// A ledger names a decision of which there is no record.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "unknown_decision",
        summary: "a ledger names a decision of which there is no record",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds decisions that entries of the ledger name (`adr`, `adrs`) and of which no record is there. Records are the files that
`decisions` in `[ac]` names; which decision one is of is told by `id` in its front matter, the number that its file name begins
with, or its heading. `ADR-7` is `ADR-0007`. A decision may also be named by the path of its record.

### Why is this bad?

Who asks why something is as it is finds nothing.

### Example

```yaml
- id: REQ-PAY
  title: Orders are paid
  adrs: [ADR-0012]
```

and no `docs/adr/0012-….md`.

### Use instead

The id of a record that is there, or write it.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_ledger()
            .unwrap_or("no entry of a ledger names a decision"),
    );
    let decisions = &model.decisions;
    for (file, mention) in model.mentions(Mentioned::Decision) {
        findings.checked(1);
        let name = &mention.text.text;
        if decisions.record(name).is_some() {
            continue;
        }
        let of = mention.ids.last().map_or("", String::as_str);
        let span = Span::new(file, mention.text.range);
        let message = format!("there is no record of decision `{name}`");
        let finding = findings.report(span, format!("{of}: {name}"), message);
        finding.label("leads nowhere");
        if decisions.records.is_empty() {
            let globs = decisions.globs.join("`, `");
            finding
                .note(format!("no file is `{globs}`"))
                .help("say where the records are: `decisions` in `[ac]`");
        } else if let Some(nearest) = decisions.nearest(name) {
            finding.help(format!("did you mean `{nearest}`?"));
        } else {
            finding.help("write the record, or name another decision");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::found;

    fn with(adrs: &str, record: &str) -> Vec<String> {
        let ledger = format!(
            "schema: 2\nadrs: [ADR-1]\nstories:\n  - {{ id: US-1, title: t, adrs: [{adrs}], requirements: [{{ id: REQ-1, title: t, criteria: [] }}] }}\n"
        );
        let files = [
            ("specs/spec_ledger.yaml", ledger.as_str()),
            (record, "# t\n"),
        ];
        found(&RULE, &files)
    }

    #[test]
    fn a_decision_has_a_record() {
        let record = "docs/adr/0001-one.md";
        assert_eq!(with("ADR-0001, docs/adr/0001-one.md", record), [""; 0]);
        assert_eq!(
            with("ADR-0002", record),
            [
                "ADR-0002: there is no record of decision `ADR-0002`\n  help: did you mean `ADR-0001`?"
            ]
        );
        assert_eq!(
            with("docs/adr/0001.md", record),
            [
                "docs/adr/0001.md: there is no record of decision `docs/adr/0001.md`\n  help: write the record, or name another decision"
            ]
        );
        let nowhere = with("ADR-1", "docs/0001-one.md");
        assert_eq!(nowhere.len(), 2, "{nowhere:?}");
        assert!(
            nowhere[0].contains("say where the records are"),
            "{nowhere:?}"
        );
    }
}
