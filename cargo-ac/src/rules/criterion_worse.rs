//! `criterion_worse`: a criterion is worse off than it was before.

use std::collections::BTreeMap;

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::{Criteria, Criterion, Standing};
use crate::standing::Was;

/// A criterion is worse off than it was before.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "criterion_worse",
        summary: "a criterion is worse off than it was before",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Reads the ledgers, features and tests of a git revision (`--base REV`), or of a copy of the workspace (`--base-directory DIR`, or
`base-directory` in `[ac]`), as it reads those of now, and compares each criterion that was in force there: whether it is still in
force, how binding it is, which levels it needs, and whether it is tested.

### Why is this bad?

Totals hide it: one criterion loses its test, two others get one, and the share of what is tested has risen. A gate can also be
passed by asking for less.

### Example

```text
cargo ac --base origin/main
```

where `AC-PAY-001` was tested on `main`, and its test is deleted here.

### Use instead

The test, the priority and the levels that were there. A criterion that is no longer wanted is retired with a reason:
`cargo ac retire`.

### Limits

Results of tests are of now only, so that something passed before is not known; `threshold_missed` and `criterion_unproven` look at
results. Ledgers are looked for there by the configuration of now. That one of several tests is gone is `link_vanished`.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    let Some(base) = &model.base else {
        findings.idle("nothing is compared: `--base` and `base-directory` of `[ac]` name nothing");
        return;
    };
    findings.idle(
        model
            .why_no_ledger()
            .unwrap_or("no criterion was in force before"),
    );
    if model.why_no_ledger().is_some() {
        return;
    }
    findings.checked(base.criteria.len());
    let now: BTreeMap<&str, &Criterion> = model
        .criteria
        .iter()
        .rev()
        .map(|it| (it.id.as_str(), it))
        .collect();
    for (id, was) in &base.criteria {
        let Some(criterion) = now.get(id.as_str()) else {
            if !model.retired.contains_key(id) {
                let ledger = model.ledgers.first().map(|file| Span::start_of(file.file));
                let message = format!("criterion `{id}` is gone, and was in force {}", base.name);
                findings
                    .report(ledger, id, message)
                    .label("no ledger has it any more")
                    .help(format!(
                        "put it back, or say why: `cargo ac retire` lists `{id}` under `retired`"
                    ));
            }
            continue;
        };
        if model.retired.contains_key(id) {
            continue;
        }
        let standing = criterion.standing(model.today);
        let worse = worse(was, criterion, &standing);
        let Some((first, others)) = worse.split_first() else {
            continue;
        };
        let message = format!("criterion `{id}` is worse than {}: {first}", base.name);
        let finding = findings.report(criterion.span, id, message);
        finding.label("this was better");
        for other in others {
            finding.note(other.clone());
        }
        let is_shown_less = criterion.state.is_in_force() && standing.rank() > was.standing.rank();
        if is_shown_less && !was.shown_by.is_empty() {
            finding.note(format!("it was shown by {}", was.shown_by.join(", ")));
        }
        finding.help("undo it, or retire the criterion with a reason");
    }
}

/// In which ways a criterion is worse than it was.
fn worse(was: &Was, is: &Criterion, standing: &Standing) -> Vec<String> {
    let mut ways = Vec::new();
    if !is.state.is_in_force() {
        ways.push("it is no longer in force".to_owned());
        return ways;
    }
    if is.priority < was.priority {
        ways.push(format!(
            "it was `{}`, and is `{}`",
            was.priority.name(),
            is.priority.name()
        ));
    }
    let dropped = was.needs.iter().filter(|any_of| {
        // Fewer alternatives ask for more.
        let mut now = is.needs.iter();
        !now.any(|now| now.iter().all(|level| any_of.contains(level)))
    });
    ways.extend(dropped.map(|any_of| {
        let names: Vec<String> = any_of.iter().map(|it| format!("`{}`", it.name())).collect();
        format!("it needs no {} any more", names.join(" or "))
    }));
    if standing.rank() > was.standing.rank() {
        ways.push(format!(
            "it was {}, and is {}",
            stands(&was.standing),
            stands(standing)
        ));
    }
    ways
}

fn stands(standing: &Standing) -> &'static str {
    match standing {
        Standing::Tested => "tested",
        Standing::Waived(_) => "waived",
        Standing::Lacks(_) => "tested in part",
        Standing::Untested => "not tested",
        Standing::Draft | Standing::Retired => "not in force",
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::base::base;
    use crate::testing::{found_in, ledger, model};

    const RUST: &str = "/// AC: AC-1\n#[test]\nfn one() {}\n";

    fn messages(before: &[&str], after: &[&str], rust: &str) -> Vec<String> {
        let (before, after) = (ledger(before), ledger(after));
        let path = "specs/spec_ledger.yaml";
        let base = base(
            "at `main`".to_owned(),
            &model(&[(path, &before), ("src/lib.rs", RUST)]),
        );
        let files = [(path, after.as_str()), ("src/lib.rs", rust)];
        let mut model = model(&files);
        model.base = Some(base);
        let found = found_in(&RULE, &files, &model);
        let first = found.iter().map(|finding| {
            finding.replace(
                "\n  help: undo it, or retire the criterion with a reason",
                "",
            )
        });
        first.collect()
    }

    #[test]
    fn each_way_to_be_worse_is_named() {
        let one = "{ id: AC-1, text: t, needs: [unit] }";
        assert_eq!(
            messages(&[one], &[one, "{ id: AC-2, text: new }"], RUST),
            [""; 0]
        );
        assert_eq!(
            messages(&[one], &[one], ""),
            [
                "AC-1: criterion `AC-1` is worse than at `main`: it was tested, and is not tested\n  note: it was shown by test `shop::one`"
            ]
        );
        for (after, why) in [
            (
                "{ id: AC-1, text: t, needs: [unit], state: draft }",
                "it is no longer in force",
            ),
            (
                "{ id: AC-1, text: t, needs: [unit], priority: may }",
                "it was `must`, and is `may`",
            ),
            ("{ id: AC-1, text: t }", "it needs no `unit` any more"),
            (
                "{ id: AC-1, text: t, needs: [[unit, bdd]] }",
                "it needs no `unit` any more",
            ),
        ] {
            assert_eq!(
                messages(&[one], &[after], RUST),
                [format!(
                    "AC-1: criterion `AC-1` is worse than at `main`: {why}"
                )]
            );
            // The other way round it is better.
            assert_eq!(messages(&[after], &[one], RUST), [""; 0], "{after}");
        }
        let found = messages(&[one, "{ id: AC-2, text: u, priority: may }"], &[one], RUST);
        assert!(
            found[0].contains("criterion `AC-2` is gone, and was in force at `main`"),
            "{found:?}"
        );
    }

    #[test]
    fn what_was_retired_is_not_worse() {
        let before = ledger(&["{ id: AC-1, text: t }"]);
        let path = "specs/spec_ledger.yaml";
        let base = base("at `main`".to_owned(), &model(&[(path, &before)]));
        let after = ledger(&["{ id: AC-2, text: t }"]) + "retired: [{ id: AC-1, reason: r }]\n";
        let files = [(path, after.as_str())];
        let mut model = model(&files);
        model.base = Some(base);
        assert_eq!(found_in(&RULE, &files, &model), [""; 0]);
    }
}
