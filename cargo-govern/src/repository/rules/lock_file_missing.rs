//! The lock file of a program is not committed.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use govern_diagnostics::Span;

use crate::repository::{NAME, Repository};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "lock_file_missing",
        summary: "the lock file of a program is not committed",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

In a workspace with programs, and without libraries that others could depend on (published, with description and licence), it looks
for `Cargo.lock` among the files that git tracks.

### Why is this bad?

Without it, each machine chooses its own versions: what CI tested is not what is built for production, and a build from a year ago
cannot be repeated.

### Example

`Cargo.lock` in `.gitignore` of a service.

### Use instead

Commit it.

### Limits

Libraries are for others, whose lock files decide; where a workspace has some, the rule does not speak.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    let members = &repository.manifests.members;
    let programs: Vec<_> = members.iter().filter(|member| member.program).collect();
    let Some(first) = programs.first() else {
        findings.idle("no member is a program");
        return;
    };
    if members.iter().any(|member| member.library_for_others) {
        findings.idle("there are libraries for others, whose lock files decide");
        return;
    }
    let of = |path: &str| repository.files.iter().find(|file| file.path == path);
    findings.checked(programs.len());
    let is_new = |path: &str| of(path).is_none_or(|file| file.is_new);
    // In a repository without a commit nothing is tracked yet.
    if of("Cargo.lock").is_some() && (is_new("Cargo.toml") || !is_new("Cargo.lock")) {
        return;
    }
    let text = format!(
        "`Cargo.lock` is not committed, and `{}` is a program",
        first.name
    );
    findings
        .report(Span::start_of(repository.manifest), "Cargo.lock", text)
        .note("each machine chooses its own versions: what was tested is not what is built")
        .help("take `Cargo.lock` out of `.gitignore`, and commit it");
}
