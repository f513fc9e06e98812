//! A file is larger than a repository should hold.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use govern_diagnostics::Span;

use crate::repository::{NAME, Repository};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "large_file",
        summary: "a file is larger than a repository should hold",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares the size of each file that git tracks, as it lies on the disk, with a limit.

```toml
[repository.large_file]
max-kb = 4096                     # default 4096; 1 kB is 1024 bytes
allow = ["assets/map.bin"]        # globs of files that may be larger
```

### Why is this bad?

Git keeps every version of it, and every clone and every run of CI fetches all of them, also when the file is long gone.

### Example

`fixtures/dump.sql` of 80 MB, committed to reproduce a bug.

### Use instead

A smaller sample, a script that makes or fetches the file, or Git LFS, which keeps a pointer in its place.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    let settings = &repository.settings.large_file;
    let limit = settings.max_bytes;
    for file in repository.files.iter().filter(|file| !file.is_new) {
        findings.checked(1);
        if file.size <= limit || settings.allow.match_any(&file.path) {
            continue;
        }
        let (path, size, limit) = (&file.path, shown(file.size), shown(limit));
        let text = format!("`{path}` has {size}, more than {limit}");
        findings
            .report(Span::start_of(file.id), path, text)
            .note("every clone fetches each version of it, also when it is long gone")
            .help("keep a smaller sample, make or fetch it where it is needed, or allow it in `[repository.large_file]`");
    }
}

fn shown(bytes: u64) -> String {
    if bytes < 1024 {
        return format!("{bytes} bytes");
    }
    format!("{:.1} kB", bytes as f64 / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn sizes_are_as_people_say_them() {
        assert_eq!(shown(200), "200 bytes");
        assert_eq!(shown(4 << 20), "4096.0 kB");
    }
}
