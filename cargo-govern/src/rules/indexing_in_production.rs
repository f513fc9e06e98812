//! Production code panics where an index is out of bounds.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use govern_facts::IndexKind;

use crate::patterns::Patterns;
use crate::role::Role;

pub(super) static RULE: Rule<Patterns> = Rule {
    info: RuleInfo {
        gate: crate::NAME,
        name: "indexing_in_production",
        summary: "production code panics where an index is out of bounds",
        level: Level::Allow,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds `list[at]`, `text[1..]` and `map["key"]` in production code, also in the arguments of macros. A number as it is (`pair[0]`) is
most often one of an array, whose bounds the compiler knows: it counts only if you want it. `[..]` cannot fail.

The rule is off unless `[lints]` switches it on: much code is right to index. It is meant for parts that read what comes from outside.

```toml
[lints]
patterns.indexing_in_production = "deny"

[patterns.indexing_in_production]
numbers = true                         # default false
only = { crates = ["*-wire"] }         # or `except`; { crates, files, layers }
```

### Why is this bad?

An index out of bounds panics, and a range inside of a character does, too.

### Example

```rust
pub fn checksum(frame: &[u8], length: usize) -> u8 {
    frame[length]
}
```

### Use instead

```rust
pub fn checksum(frame: &[u8], length: usize) -> Option<u8> {
    frame.get(length).copied()
}
```

### Limits

Types are not inferred: an index into a type of your own that never panics counts, too.
"#;

fn check(patterns: &Patterns, findings: &mut Findings) {
    let settings = &patterns.settings.indexing_in_production;
    findings.idle(super::NOTHING);
    for index in &patterns.found.indexes {
        if index.site.role != Role::Production || !patterns.is_in(&settings.reach, &index.site) {
            continue;
        }
        findings.checked(1);
        let what = match index.kind {
            IndexKind::Number if !settings.numbers => continue,
            IndexKind::Number | IndexKind::Other => "an index",
            IndexKind::Range => "a range",
            IndexKind::Text => "a key",
        };
        let place = patterns.place(&index.site);
        findings
            .report(
                index.site.span,
                format!("{place}: {what}"),
                format!("access by {what} in production code"),
            )
            .note(format!("`{place}` panics if there is nothing"))
            .help("use `get`, or iterate");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn what_can_fail_counts() {
        let code = "pub fn f(a: &[u8], b: [u8; 2]) -> u8 {
    let c = &a[1..];
    println!(\"{}\", a[i]);
    b[0] + a[..][j] + m[\"k\"]
}
#[test] fn t() { a[i]; }";
        assert_eq!(
            testing::found("indexing_in_production", code),
            [
                "src/lib.rs:2 [1..]",
                "src/lib.rs:3 [i]",
                "src/lib.rs:4 [j]",
                "src/lib.rs:4 [\"k\"]"
            ]
        );
        let numbers =
            format!("{code}\n//- govern.toml\n[patterns.indexing_in_production]\nnumbers = true");
        assert_eq!(testing::found("indexing_in_production", &numbers).len(), 5);
    }
}
