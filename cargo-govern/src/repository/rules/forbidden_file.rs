//! A file is there that belongs on one machine only.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use govern_diagnostics::Span;

use crate::repository::{NAME, Repository};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "forbidden_file",
        summary: "a file is there that belongs on one machine only",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares the names of the files that git tracks with those of files that belong to one person or one machine:

| what | names |
|---|---|
| settings of one machine, often with secrets | `.env`, `.env.local`, `.env.*.local` |
| keys and what unlocks something | `id_rsa`, `id_dsa`, `id_ecdsa`, `id_ed25519`, `*.p12`, `*.pfx`, `*.kdbx`, `.netrc`, `.pgpass`, `.git-credentials`, `.cargo/credentials`, `.cargo/credentials.toml` |
| what file managers and editors leave behind | `.DS_Store`, `Thumbs.db`, `*.swp`, `*.swo`, `*~`, `.#*`, `#*#` |
| what cargo builds | `target/CACHEDIR.TAG`, `target/.rustc_info.json` |

```toml
[repository.forbidden_file]
names = ["*.bak", "notes/private/**"] # more of them: names, or globs from the root if there is a `/`
allow = ["examples/.env"]             # globs of files that may be there
```

### Why is this bad?

What is on one machine is wrong on every other, and a file of secrets that was committed once is known for ever.

### Example

`.env` with the address of somebody's database, or `.DS_Store` in every directory.

### Use instead

`git rm --cached` the file and name it in `.gitignore`; keep `.env.example` with the names and no values. If it held secrets,
replace them: the history still has them.

### Limits

Files are known by their names. A private key in a file of any name is what `secret_in_repository` finds, so `*.pem` and `*.key`, which
may as well hold certificates, are not forbidden by default.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    let settings = &repository.settings.forbidden_file;
    for file in repository.files.iter().filter(|file| !file.is_new) {
        findings.checked(1);
        let Some(what) = settings.forbids(&file.path) else {
            continue;
        };
        let path = &file.path;
        findings
            .report(Span::start_of(file.id), path, format!("`{path}` is {what}"))
            .note("what belongs to one machine is wrong or secret everywhere else")
            .help("`git rm --cached` it and name it in `.gitignore`, or allow it in `[repository.forbidden_file]`");
    }
}
