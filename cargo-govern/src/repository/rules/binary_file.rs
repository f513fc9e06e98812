//! A file is what a compiler made.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use govern_diagnostics::Span;

use crate::repository::{NAME, Repository, content::Content};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "binary_file",
        summary: "a file is what a compiler made",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Looks at how each file that git tracks begins, and finds programs and libraries (ELF, Mach-O, PE), static libraries and classes of
Java. With `any = true` it finds every file that is no text: pictures, fonts, archives, too.

```toml
[repository.binary_file]
any = false                       # whether every file that is no text counts; default false
allow = ["testdata/**/*.wasm"]    # globs of files that may be there
```

### Why is this bad?

Nobody can review it, nobody knows which source it was made from, and every clone carries each version of it for ever.

### Example

`tools/linter`, a program that somebody built on their machine.

### Use instead

Build it in CI, publish it as an artifact of a release, or fetch it in a set-up script that knows its checksum.

### Limits

Files longer than 4 MiB are not looked into; `large_file` speaks of those. Modules of WebAssembly are not found unless `any` is set:
they are often contracts or test data.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    let settings = &repository.settings.binary_file;
    for file in &repository.files {
        let (Some(content), false) = (file.content, file.is_new) else {
            continue;
        };
        findings.checked(1);
        let what = match content {
            Content::Binary(Some(what)) => what,
            Content::Binary(None) if settings.any => "no text",
            _ => continue,
        };
        if settings.allow.match_any(&file.path) {
            continue;
        }
        let path = &file.path;
        findings
            .report(Span::start_of(file.id), path, format!("`{path}` is {what}"))
            .note("nobody can review it, and every clone carries each version of it for ever")
            .help("remove it from git and build or fetch it where it is needed, or allow it in `[repository.binary_file]`");
    }
}
