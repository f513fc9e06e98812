//! `changelog_entry_missing`: no changelog names a new version of a contract, or one that broke.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::no_contracts;
use crate::contracts::Contracts;
use crate::lifecycle::State;
use crate::lifecycle::changelog::Changelog;
use crate::lifecycle::version::Version;

/// No changelog names a new version of a contract, or one that broke.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "changelog_entry_missing",
        summary: "no changelog names a new version of a contract, or one that broke",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds contracts that are later versions of others, and those of which a break was accepted, that no entry of a changelog names:
`CHANGELOG.md` beside the manifest of the type's package, or at the root of the workspace.

An entry, an item of a list or a paragraph, names a contract as `orders.placed@2`, by its subject, or by its name and `v2`. For
a break it stands under `Unreleased`, or under a version later than the one that the package had before.

### Why is this bad?

Who depends on a contract learns from the changelog that there is something to do.

### Example

```markdown
## Unreleased

- Orders have a note.
```

### Use instead

```markdown
## Unreleased

- `orders.placed` has a version v2, with a note; v1 goes at the end of the year.
```

### Limits

What the entry says is not read.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let lifecycle = &contracts.lifecycle;
    if no_contracts(lifecycle, findings) {
        return;
    }
    findings.idle("no contract has a second version, and none was broken");
    for state in lifecycle.present() {
        let contract = &state.contract;
        let id = &contract.id;
        let Some(payload) = &state.payload else {
            continue;
        };
        let changelogs: Vec<&Changelog> = lifecycle
            .changelogs
            .iter()
            .filter(|it| {
                it.package
                    .as_ref()
                    .is_none_or(|name| *name == payload.package.name)
            })
            .collect();
        let subject = contract.subject.as_deref();
        if lifecycle.has_earlier(id) {
            findings.checked(1);
            if !changelogs.iter().any(|it| it.names(id, subject)) {
                let what = format!("no changelog names `{id}`, which is a new version");
                report(findings, state, &changelogs, what);
            }
        }
        let revisions = lifecycle.declared.accepted.of(id);
        let [.., before, last] = revisions else {
            continue;
        };
        if last.acceptance.breaks.is_empty() {
            continue;
        }
        findings.checked(1);
        let before = Version::parse(&before.package.version);
        let is_later = |heading: &str| {
            heading.to_lowercase().contains("unreleased")
                || Version::in_heading(heading).is_some_and(|version| Some(version) > before)
        };
        if !changelogs
            .iter()
            .any(|it| it.names_under(id, subject, &is_later))
        {
            let what = format!(
                "no changelog says that `{id}` broke on {}",
                last.acceptance.on
            );
            report(findings, state, &changelogs, what);
        }
    }
}

fn report(findings: &mut Findings, state: &State, changelogs: &[&Changelog], what: String) {
    let id = &state.contract.id;
    let finding = findings
        .report(state.contract.span, id.to_string(), what)
        .label("declared here");
    match changelogs.first() {
        Some(changelog) => finding
            .related(changelog.span(), "no entry of this one does")
            .help(format!(
                "add an entry to {} that names `{id}`, under `Unreleased`",
                changelog.path
            )),
        None => finding.help(format!(
            "write a CHANGELOG.md with an entry that names `{id}`"
        )),
    };
}
