//! `link_vanished`: what showed a criterion when somebody last looked is linked to it no more.

use std::collections::BTreeMap;

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::{Criteria, Criterion};
use crate::ledger::Target;
use crate::lock::{Key, field};

/// What showed a criterion when somebody last looked is linked to it no more.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "link_vanished",
        summary: "what showed a criterion when somebody last looked is linked to it no more",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares the links that there are with `specs/ac.lock`, which `cargo ac review` writes. Finds tests and scenarios that are
gone, or stand there without the link that they had, while their criterion is still in force.

### Why is this bad?

Something else may still be linked to the criterion, so that it looks tested. The quickest way to get rid of a test that fails
is to delete it, and the quickest way to get rid of what it stands for is to drop the tag.

### Example

```rust
/// AC: AC-PAY-001
#[test]
fn nothing_open_is_paid() {}
```

where the lock knows a test `paid_in_parts_is_paid` of that criterion as well.

### Use instead

Put it back. If it is gone for good, or has another name now, see whether what is left shows all of the criterion, and say that
you did:

```text
cargo ac review
```

### Limits

A test is known by its path, a scenario by its file and name: moved or renamed is gone here. Criteria that are not in force
any more, and ids that vanished (`id_vanished`), are not looked at. What the ledger names is a finding of `test_not_found`, and
not of this rule as well.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    if let Some(why) = model.why_no_lock() {
        findings.idle(why);
        return;
    }
    findings.idle("no criterion in the lock is in force any more");
    let reviews = &model.reviews;
    let in_force = model.criteria.iter().filter(|it| it.state.is_in_force());
    let in_force: BTreeMap<&str, &Criterion> = in_force.map(|it| (it.id.as_str(), it)).collect();
    for (key, reviewed) in &reviews.lock.reviewed {
        let Some(&criterion) = in_force.get(key.id.as_str()) else {
            continue;
        };
        findings.checked(1);
        let Some(line) = reviews.span(reviewed) else {
            continue;
        };
        if reviews.edges.contains_key(key) || is_named(criterion, key) {
            continue;
        }
        let message = format!(
            "`{}` is linked to criterion `{}` no more",
            key.target, key.id
        );
        let subject = format!("{}: {}", key.id, key.target);
        let finding = findings.report(line, subject, message);
        finding
            .label("it was linked when somebody looked")
            .related(criterion.span, "this is still in force");
        match place(model, &key.target) {
            Some(span) => finding.related(span, "it stands here, without the link"),
            None => finding.note("there is no test or scenario of that name"),
        };
        finding.help("put it back; if the rest shows all of the criterion, run `cargo ac review`");
    }
}

/// Whether the ledger names what is gone: then `test_not_found` tells of it.
fn is_named(criterion: &Criterion, key: &Key) -> bool {
    criterion.absent().any(|(named, _)| {
        let is_it = match &named.evidence.target {
            Target::Test { name, .. } => {
                let before = key.target.strip_suffix(name.text.as_str());
                before.is_some_and(|before| before.is_empty() || before.ends_with("::"))
            }
            Target::Tag { .. } | Target::Scenario { .. } => true,
            _ => false,
        };
        is_it && named.evidence.level.name() == key.level
    })
}

/// Where something stands that has the name of what is gone.
fn place(model: &Criteria, target: &str) -> Option<Span> {
    let is_it = |place: &crate::rust::TestPlace| place.full_name() == target;
    let test = model
        .rust
        .tests
        .iter()
        .find(|test| test.places.iter().any(is_it));
    let scenario = model.scenarios.iter().find(|scenario| {
        let path = &model.features[scenario.feature].path;
        format!("{path}#{}", field(&scenario.name)) == target
    });
    test.map(|test| test.span)
        .or(scenario.map(|scenario| scenario.span))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found_after_review, ledger};

    const RUST: &str = "/// AC: AC-1\n#[test]\nfn one() { assert!(f(1)); }\n/// AC: AC-1\n#[test]\nfn two() { assert!(f(2)); }\n";
    const FEATURE: &str = "Feature: f\n  @AC-1\n  Scenario: s\n    Given x\n    Then y\n";

    fn after(criterion: &str, rust: &str, feature: &str) -> Vec<String> {
        let path = "specs/spec_ledger.yaml";
        let before = ledger(&["{ id: AC-1, text: one }"]);
        let now = ledger(&[criterion]);
        found_after_review(
            &RULE,
            &[
                (path, &before),
                ("src/lib.rs", RUST),
                ("a.feature", FEATURE),
            ],
            &[(path, &now), ("src/lib.rs", rust), ("a.feature", feature)],
        )
    }

    #[test]
    fn what_is_linked_no_more_is_told_though_the_rest_is_there() {
        let criterion = "{ id: AC-1, text: one }";
        assert_eq!(after(criterion, RUST, FEATURE), [""; 0]);
        let help =
            "  help: put it back; if the rest shows all of the criterion, run `cargo ac review`";
        let deleted = &RUST[..RUST.len() / 2];
        assert_eq!(
            after(criterion, deleted, FEATURE),
            [format!(
                "?: `shop::two` is linked to criterion `AC-1` no more\n  AC-1: this is still in force\n  note: there is no test or scenario of that name\n{help}"
            )]
        );
        assert_eq!(
            after(criterion, RUST, &FEATURE.replace("@AC-1", "")),
            [format!(
                "?: `a.feature#s` is linked to criterion `AC-1` no more\n  AC-1: this is still in force\n  Scenario: s: it stands here, without the link\n{help}"
            )]
        );
        // Where the ledger names it, another rule tells.
        let named = "{ id: AC-1, text: one, evidence: [{ level: unit, test: two }] }";
        assert_eq!(after(named, deleted, FEATURE), [""; 0]);
        // What is promised no longer need not be shown.
        let draft = "{ id: AC-1, text: one, state: draft }";
        assert_eq!(after(draft, deleted, FEATURE), [""; 0]);
    }
}
