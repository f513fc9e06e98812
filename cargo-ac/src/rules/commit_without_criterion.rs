//! `commit_without_criterion`: a commit does not say what it is for.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::said::Commits;

/// A commit does not say what it is for.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "commit_without_criterion",
        summary: "a commit does not say what it is for",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds commits that name no criterion, requirement or story in their subject, have no trailer for it (`AC:`, `Spec:`), and do not say
that they are for none.

### Why is this bad?

Nobody can tell later which promise a change was made for, and whether it was meant to change another.

### Example

```text
Pay twice
```

### Use instead

```text
Pay twice

AC: AC-PAY-001
```

or, for what changes nothing that anybody was promised, `Spec: none (only the wording)`.

### Limits

Commits are looked at if `commits` in `[ac]` or `--commits` names a range (`origin/main..HEAD`), or `commit-messages` files with
messages; `cargo ac commits` looks at any range, and with `--message FILE` at one message, for the hook `commit-msg` of git. Merges are
left out.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    let Some(commits) = model.commits.as_ref().filter(|_| !model.is_incomplete()) else {
        findings.idle(model.why_no_commits());
        return;
    };
    findings.idle("there are no commits in that range");
    findings.checked(commits.said.len());
    for said in &commits.said {
        let message = &said.message;
        if message.trailers > 0 || !message.ids.is_empty() {
            continue;
        }
        let (range, subject) = &message.subject;
        let finding = findings.report(
            Commits::span(said, *range),
            &said.name,
            format!("{} does not say what it is for", said.name),
        );
        finding.note(format!("it is \"{subject}\""));
        finding.help(
            "name an id in the subject, or in a trailer: `AC: …`, `Spec: …`, `Spec: none (why)`",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::found_in_message;

    #[test]
    fn a_commit_says_what_it_is_for() {
        for message in [
            "Pay AC-1",
            "Pay\n\nAC: AC-1",
            "Pay\n\nAC: AC-7",
            "Pay\n\nSpec: none (why)",
            "Pay\n\nAC:",
        ] {
            assert_eq!(found_in_message(&RULE, message), [""; 0], "{message}");
        }
        for message in ["Pay", "# AC-1\nPay", "Pay\n\nIt is AC-1.", ""] {
            let found = found_in_message(&RULE, message);
            assert!(
                found[0].contains("message a.txt does not say what it is for"),
                "{message}: {found:?}"
            );
        }
    }
}
