//! `ledger_missing`: tests name criteria, and there is no ledger that says what these are.

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::ids::IdKind;

/// Tests name criteria, and there is no ledger that says what these are.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "ledger_missing",
        summary: "tests name criteria, and there is no ledger",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds that scenarios or Rust source name criteria although no ledger was found: it was moved, or it was never written.

### Why is this bad?

Without a ledger no criterion is known, so none can be found untested: the gate would be content with anything.

### Example

```gherkin
@AC-PAY-001
Scenario: paying by card
```

in a workspace without a ledger.

### Use instead

A ledger where the gate looks for it (`specs/spec_ledger.yaml`, `specs/**/*.ledger.yaml`), or where `govern.toml` says:

```toml
[ac]
ledgers = ["docs/criteria.yaml"]
```

### Limits

A workspace in which nothing names a criterion has nothing to do with this gate: that is told, and is no finding. Asked for
alone, as `cargo ac`, the gate could not do its work, and the exit status is 2.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.checked(1);
    if !model.ledgers.is_empty() || model.is_incomplete() {
        return;
    }
    let tags = model.features.iter().flat_map(|feature| &feature.tags);
    let is_id = |name: &str| {
        name.strip_prefix('@')
            .is_some_and(|id| model.prefixes.is_id(IdKind::Criterion, id))
    };
    let tags = tags.filter(|tag| is_id(&tag.name)).map(|tag| tag.span);
    let mentions: Vec<Span> = tags
        .chain(model.rust.links.iter().map(|link| link.span))
        .collect();
    let Some(first) = mentions.first() else {
        return;
    };
    let count = mentions.len();
    findings
        .report(*first, "ledger", "criteria are named, and there is no ledger")
        .label("the first of those that name one")
        .note(format!("{count} {} a criterion", if count == 1 { "tag or link names" } else { "tags and links name" }))
        .help("write `specs/spec_ledger.yaml`, or say in `[ac]` of govern.toml where the ledger is: `ledgers = [\"…\"]`");
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    #[test]
    fn criteria_need_a_ledger() {
        let feature = "@AC-1 @AC-2\nFeature: f\n";
        let found_without = found(
            &RULE,
            &[
                ("a.feature", feature),
                ("src/lib.rs", "/// AC: AC-1\n#[test]\nfn t() {}\n"),
            ],
        );
        assert_eq!(found_without.len(), 1);
        assert!(found_without[0].starts_with("@AC-1: criteria are named, and there is no ledger\n  note: 3 tags and links name a criterion\n"), "{found_without:?}");
        let ledger = ledger(&["{ id: AC-1, text: one }"]);
        assert_eq!(
            found(
                &RULE,
                &[("a.feature", feature), ("specs/spec_ledger.yaml", &ledger)]
            ),
            [""; 0]
        );
    }

    #[test]
    fn features_that_name_no_criterion_need_none() {
        assert_eq!(
            found(&RULE, &[("a.feature", "@smoke @ac-dc\nFeature: f\n")]),
            [""; 0]
        );
    }
}
