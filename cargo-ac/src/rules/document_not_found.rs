//! `document_not_found`: a ledger names a document that is not there.

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::decisions::document;
use crate::ledger::Mentioned;

/// A ledger names a document that is not there.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "document_not_found",
        summary: "a ledger names a document that is not there",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds paths under `docs` in entries of the ledger where no file and no directory is. Paths begin at the root of the workspace;
what stands behind `#` is not looked at.

### Why is this bad?

The link was good once, and the document has moved, or it never was there.

### Example

```yaml
- id: REQ-PAY
  title: Orders are paid
  docs: [docs/payment.md]
```

where the file is `docs/payments.md`.

### Use instead

The path of a file that is there.

### Limits

Addresses (`https://…`) are not asked for.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_ledger()
            .unwrap_or("no entry of a ledger names a document by its path"),
    );
    for (file, mention) in model.mentions(Mentioned::Document) {
        let Some(path) = document(&mention.text.text) else {
            continue;
        };
        findings.checked(1);
        if model.decisions.documents.contains(path) {
            continue;
        }
        let of = mention.ids.last().map_or("", String::as_str);
        let span = Span::new(file, mention.text.range);
        findings
            .report(
                span,
                format!("{of}: {path}"),
                format!("there is no document `{path}`"),
            )
            .label("leads nowhere")
            .help("name a file that is there, from the root of the workspace");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    #[test]
    fn documents_are_files_or_directories() {
        let with = |docs: &str| {
            let ledger = ledger(&[&format!("{{ id: AC-1, text: t, docs: {docs} }}")]);
            let files = [
                ("specs/spec_ledger.yaml", ledger.as_str()),
                ("docs/payments.md", "# Payments\n"),
            ];
            found(&RULE, &files)
        };
        assert_eq!(
            with("[docs/payments.md, 'docs/payments.md#cards', ./docs/, 'https://example.org/x']"),
            [""; 0]
        );
        assert_eq!(
            with("docs/payment.md"),
            [
                "docs/payment.md: there is no document `docs/payment.md`\n  help: name a file that is there, from the root of the workspace"
            ]
        );
    }
}
