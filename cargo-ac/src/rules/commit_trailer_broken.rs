//! `commit_trailer_broken`: a trailer of a commit holds something else than ids.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::said::{Broken, Commits};

/// A trailer of a commit holds something else than ids.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "commit_trailer_broken",
        summary: "a trailer of a commit holds something else than ids",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds trailers `AC:` and `Spec:` of commits that hold nothing, something that is no id, or `none` without a reason.

### Why is this bad?

It looks as if somebody had said what the commit is for.

### Example

```text
Pay twice

AC: payment
Spec: none
```

### Use instead

```text
Pay twice

AC: AC-PAY-001, AC-PAY-002
```

or `Spec: none (only the wording)`.

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
    findings.idle("no commit has a trailer `AC:` or `Spec:`");
    for said in &commits.said {
        findings.checked(said.message.trailers);
        for (range, broken) in &said.message.broken {
            let name = &said.name;
            let (key, message, help) = match broken {
                Broken::NotAnId(text) => (
                    text.as_str(),
                    format!("{name} has a trailer that holds no id: `{text}`"),
                    "a trailer holds ids by comma, and nothing else",
                ),
                Broken::NoReason => (
                    "none",
                    format!("{name} is for no requirement, and does not say why"),
                    "say so: `Spec: none (only the wording)`",
                ),
            };
            let span = Commits::span(said, *range);
            let finding = findings.report(span, format!("{name}: {key}"), message);
            finding.note(format!("it is \"{}\"", said.message.subject.1));
            finding.help(help);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::found_in_message;

    #[test]
    fn trailers_hold_ids() {
        for message in [
            "Pay",
            "Pay\n\nAC: AC-1",
            "Pay\n\nAC: AC-7",
            "Pay\n\nSpec: none (why)",
            "Pay\n\nAC: pay\n\nMore.",
        ] {
            assert_eq!(found_in_message(&RULE, message), [""; 0], "{message}");
        }
        for (message, place) in [
            (
                "Pay\n\nAC: pay",
                "pay: message a.txt has a trailer that holds no id: `pay`",
            ),
            (
                "Pay\n\nAC:",
                "AC: message a.txt has a trailer that holds no id: ``",
            ),
            (
                "Pay\n\nSpec: none ()",
                "none (): message a.txt is for no requirement, and does not say why",
            ),
        ] {
            let found = found_in_message(&RULE, message);
            assert!(found[0].starts_with(place), "{message}: {found:?}");
        }
    }
}
