//! `duplicate_id`: an id that is defined twice, or again after it was retired.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::ids::IdKind;
use crate::ledger::{Ledger, Spanned, State};

/// An id that is defined twice, or again after it was retired.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "duplicate_id",
        summary: "an id of the ledger is defined twice, or again after it was retired",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds ids of stories, requirements and criteria that stand for two things, in one ledger or in several. Case does not make
them different. An id that the ledger lists under `retired` may not be defined again.

### Why is this bad?

A test that links to the id is counted for the one and taken for the other. An id that comes back with another meaning
turns every old test, commit and document that names it into a lie.

### Example

```yaml
criteria:
  - { id: AC-PAY-001, text: An order is paid by card. }
  - { id: AC-PAY-001, text: An order is paid in cash. }
```

### Use instead

An id that has never been in use.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    if let Some(why) = model.why_no_ledger() {
        findings.idle(why);
    }
    let mut first: BTreeMap<String, (Span, IdKind)> = BTreeMap::new();
    for file in &model.ledgers {
        for (kind, id) in ids(&file.ledger) {
            findings.checked(1);
            let span = Span::new(file.file, id.range);
            let noun = kind.noun();
            let (other, known) = match first.entry(id.text.to_ascii_uppercase()) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(free) => {
                    free.insert((span, kind));
                    continue;
                }
            };
            let message = if known == kind {
                format!("{noun} `{}` is defined twice", id.text)
            } else {
                format!("`{}` is a {noun} and a {}", id.text, known.noun())
            };
            findings
                .report(span, &id.text, message)
                .label("again")
                .related(other, "first defined here");
        }
    }
    for file in &model.ledgers {
        for tombstone in &file.ledger.retired {
            findings.checked(1);
            let id = &tombstone.id.text;
            let Some((span, kind)) = first.get(&id.to_ascii_uppercase()) else {
                continue;
            };
            findings
                .report(
                    *span,
                    id,
                    format!(
                        "{} `{id}` is defined again after it was retired",
                        kind.noun()
                    ),
                )
                .label("defined here")
                .related(Span::new(file.file, tombstone.id.range), "retired here")
                .help("give it an id that has never been in use");
        }
    }
}

/// The ids that a ledger defines. What it retires under its own entry is not defined again by that.
fn ids(ledger: &Ledger) -> impl Iterator<Item = (IdKind, &Spanned)> {
    let criteria = ledger.criteria().map(|(_, _, criterion)| criterion);
    let retired = criteria.filter(|criterion| criterion.state == State::Retired);
    let retired: BTreeSet<u32> = retired.map(|it| it.id.range.start().into()).collect();
    let is_in_use = move |id: &Spanned| !retired.contains(&u32::from(id.range.start()));
    let entries = ledger.entries();
    entries.filter(move |(_, id)| !id.text.is_empty() && is_in_use(id))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    #[test]
    fn an_id_stands_for_one_thing() {
        let one = ledger(&[
            "{ id: AC-1, text: one }",
            "{ id: AC-2, text: two }",
            "{ id: AC-1, text: three }",
        ]);
        assert_eq!(
            found(&RULE, &[("specs/spec_ledger.yaml", &one)]),
            ["AC-1: criterion `AC-1` is defined twice\n  AC-1: first defined here"]
        );
    }

    #[test]
    fn several_ledgers_share_their_ids() {
        let one = ledger(&["{ id: AC-1, text: one }"]);
        let two = one.replace("US-1", "US-2").replace("REQ-1", "REQ-2");
        let files = [
            ("specs/spec_ledger.yaml", one.as_str()),
            ("specs/more.ledger.yaml", two.as_str()),
        ];
        assert_eq!(
            found(&RULE, &files),
            ["AC-1: criterion `AC-1` is defined twice\n  AC-1: first defined here"]
        );
    }

    #[test]
    fn a_retired_id_does_not_come_back() {
        let text = ledger(&["{ id: AC-1, text: one }"])
            + "retired: [{ id: AC-1, reason: gone }, { id: AC-0, reason: gone }]\n";
        assert_eq!(
            found(&RULE, &[("specs/spec_ledger.yaml", &text)]),
            [
                "AC-1: criterion `AC-1` is defined again after it was retired\n  AC-1: retired here\n  help: give it an id that has never been in use"
            ]
        );
    }
}
