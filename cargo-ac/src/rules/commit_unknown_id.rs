//! `commit_unknown_id`: a commit names an id that no ledger has.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::said::Commits;

/// A commit names an id that no ledger has.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "commit_unknown_id",
        summary: "a commit names an id that no ledger has",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds ids of criteria, requirements and stories in the subject and in the trailers (`AC:`, `Spec:`) of commits that are in no ledger,
neither in force nor retired.

### Why is this bad?

The commit seems to be for something, and nobody can tell for what.

### Example

```text
Pay twice

AC: AC-PAI-001
```

where the ledger has `AC-PAY-001`.

### Use instead

```text
Pay twice

AC: AC-PAY-001
```

### Limits

In a subject what only looks like an id is a word (`US-ASCII`), unless it ends with a digit or is near to an id that there is. Commits are looked at if `commits` in `[ac]` or `--commits` names a range (`origin/main..HEAD`), or `commit-messages` files with
messages; `cargo ac commits` looks at any range, and with `--message FILE` at one message, for the hook `commit-msg` of git. Merges are
left out.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    let Some(commits) = model.commits.as_ref().filter(|_| !model.is_incomplete()) else {
        findings.idle(model.why_no_commits());
        return;
    };
    findings.idle("no commit names an id");
    for said in &commits.said {
        findings.checked(said.message.ids.len());
        for id in said.message.ids.iter().filter(|id| !id.known) {
            let text = &id.text;
            let finding = findings.report(
                Commits::span(said, id.range),
                format!("{}: {text}", said.name),
                format!("{} names `{text}`, which no ledger has", said.name),
            );
            finding.note(format!("it is \"{}\"", said.message.subject.1));
            finding.help(match &id.nearest {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "name an id of the ledger".to_owned(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::found_in_message;

    #[test]
    fn ids_are_those_of_a_ledger() {
        for message in [
            "Pay AC-1",
            "Pay\n\nAC: AC-1, REQ-1",
            "Names in US-ASCII",
            "# AC-7\nPay",
        ] {
            assert_eq!(found_in_message(&RULE, message), [""; 0], "{message}");
        }
        assert_eq!(
            found_in_message(&RULE, "Pay\n\nAC: AC-1, AC-12"),
            [
                "AC-12: message a.txt names `AC-12`, which no ledger has\n  note: it is \"Pay\"\n  help: did you mean `AC-1`?"
            ]
        );
    }
}
