//! A rule looked at nothing.

use govern_diagnostics::{Level, RuleInfo};

use crate::{Findings, Rule, bookkeeping::Bookkeeping};

pub(super) static RULE: Rule<Bookkeeping> = Rule {
    info: RuleInfo {
        gate: super::GATE,
        name: "rule_vacuous",
        summary: "a rule looked at nothing",
        level: Level::Deny,
        since: "0.1.0",
        docs: r#"### What it does
Reports each rule that ran at `warn` or `deny`, found nothing, and had nothing to look at: no dependency, no field, no
scenario. A rule may say why that is right for this workspace (no layers are declared, say); then it is listed as idle with
its reason, and is no finding.

### Why is this bad?
A rule that looked at nothing is green, and it proves nothing. Most often a path was renamed, a selector has a slip, or a
section of the configuration is not where the tool looks for it.

### Example
```toml
[ac]
features = ["feature/**/*.feature"]   # the directory is called `features`
```

### Use instead
Correct the configuration so that the rule has something to look at. If it never will in this workspace, say so:
```toml
[lints]
ac.criterion_untested = "allow"
```
"#,
    },
    check,
};

fn check(book: &Bookkeeping, findings: &mut Findings) {
    for rule in book.rules.iter().filter(|rule| rule.level != Level::Allow) {
        findings.checked(1);
        if rule.checked > 0 || rule.found > 0 || rule.idle.is_some() {
            continue;
        }
        let info = rule.info;
        findings
            .report(
                None,
                info.to_string(),
                format!("`{info}` looked at nothing"),
            )
            .note("a rule that looked at nothing is no proof that all is well")
            .help(format!(
                "correct what it is given to look at, or set `{}.{} = \"allow\"` in `[lints]`",
                info.gate, info.name
            ));
    }
    if book.rules.iter().all(|rule| rule.level == Level::Allow) {
        findings.idle("no rule is on");
    }
}

#[cfg(test)]
mod tests {
    //! AC: AC-GOVERN-RULE-VACUOUS

    use super::*;
    use crate::{
        bookkeeping::{Looked, found},
        samples::info,
    };

    fn looked(name: &'static str, checked: usize) -> Looked {
        Looked {
            info: info("sample", name),
            level: Level::Deny,
            checked,
            found: 0,
            idle: None,
        }
    }

    #[test]
    fn only_a_rule_without_work_and_without_a_reason_is_vacuous() {
        let rules = vec![
            looked("works", 1),
            looked("vacuous", 0),
            Looked {
                idle: Some("no layers are declared".to_owned()),
                ..looked("idle", 0)
            },
            Looked {
                level: Level::Allow,
                ..looked("off", 0)
            },
            Looked {
                found: 1,
                ..looked("forgets_to_count", 0)
            },
        ];
        let book = Bookkeeping {
            rules,
            ..Bookkeeping::default()
        };
        let expected = (
            "sample::vacuous".to_owned(),
            "`sample::vacuous` looked at nothing".to_owned(),
        );
        assert_eq!(found(&RULE, &book), (4, vec![expected]));
    }
}
