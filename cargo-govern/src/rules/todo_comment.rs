//! A comment says that work is left to do.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::patterns::{Marker, Patterns};
use crate::settings::TodoSettings;

/// How much of a comment is part of its key: enough to tell it from others, and typos behind it may be mended.
const KEY_CHARS: usize = 60;

pub(super) static RULE: Rule<Patterns> = Rule {
    info: RuleInfo {
        gate: crate::NAME,
        name: "todo_comment",
        summary: "a comment says that work is left to do",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r##"### What it does

Finds `TODO`, `FIXME`, `XXX` and `HACK` in comments: as a word of its own that begins a line or a clause, or that a colon
or a parenthesis follows. Strings, code in documentation and prose that only mentions the word ("the TODO list") are no
such comments. Where `issues` says how references to issues begin, comments with such a reference may stay.

```toml
[patterns.todo_comment]
issues = ["#", "ORD-"]         # `TODO(#412)` and `FIXME(ORD-7)` may stay; default: none may
markers = ["TODO", "FIXME"]    # default: also "XXX" and "HACK"
except = { files = ["crates/prototype/**"] }
```

### Why is this bad?

Work that is written down only in the code is in nobody's plan. It is read when it is too late, by whoever trips over it.

### Example

```rust
// TODO: orders of more than a thousand lines
pub fn split(order: Order) -> Vec<Order> {
    vec![order]
}
```

### Use instead

```rust
// TODO(#412): orders of more than a thousand lines
pub fn split(order: Order) -> Vec<Order> {
    vec![order]
}
```

### Limits

The words count in capital letters only. Whether the issue exists or is still open is not asked.
"##;

fn check(patterns: &Patterns, findings: &mut Findings) {
    let settings = &patterns.settings.todo_comment;
    findings.idle("there is no source file");
    let mut last = None;
    for module in &patterns.modules {
        if settings.reach.contains(module.place()) && last != Some(module.file) {
            findings.checked(1);
            last = Some(module.file);
        }
    }
    for marker in &patterns.found.markers {
        let reached = patterns.is_in(&settings.reach, &marker.site);
        if !reached || !settings.markers.contains(marker.word) || has_issue(marker, settings) {
            continue;
        }
        let start: String = marker.text.chars().take(KEY_CHARS).collect();
        let module = &patterns.module(&marker.site).path;
        let key = format!("{module}: {} {}", marker.word, start.trim());
        let finding = findings.report(
            marker.site.span,
            key,
            format!(
                "`{}` comment in `{}`",
                marker.word,
                patterns.place(&marker.site)
            ),
        );
        if settings.issues.is_empty() {
            finding.help("do it, or file it and remove the comment");
            continue;
        }
        if let Some(reference) = &marker.reference {
            finding.note(format!("`{reference}` is no reference to an issue"));
        }
        let example = format!("`{}({}123)`", marker.word, settings.issues[0]);
        finding.help(format!("do it, or say which issue plans it: {example}"));
    }
}

/// Whether a marker names an issue: one of the prefixes, then digits.
fn has_issue(marker: &Marker, settings: &TodoSettings) -> bool {
    let Some(reference) = &marker.reference else {
        return false;
    };
    reference.split([',', ' ']).any(|word| {
        settings.issues.iter().any(|prefix| {
            word.strip_prefix(prefix.as_str()).is_some_and(|number| {
                !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::testing;

    fn found(fixture: &str) -> Vec<String> {
        testing::found("todo_comment", fixture)
    }

    #[test]
    fn comments_are_told_from_texts_and_examples() {
        let places = found(
            "/// ```
/// // TODO: in an example
/// ```
/// TODO: document
pub fn f() -> &'static str {
    /* FIXME */
    \"// TODO: in a text\"
}
/**
```
TODO: in an example
```
XXX: here
*/
pub fn g() {}",
        );
        assert_eq!(
            places,
            [
                "src/lib.rs:4 TODO",
                "src/lib.rs:6 FIXME",
                "src/lib.rs:13 XXX"
            ]
        );
    }

    #[test]
    fn issues_excuse() {
        let places = found(
            "// TODO(#12): a
// TODO(#12, ORD-7) b
// TODO(#) c
// TODO(anna) d
// TODO: see #12
//- govern.toml
[patterns.todo_comment]
issues = [\"#\", \"ORD-\"]",
        );
        assert_eq!(
            places,
            [
                "src/lib.rs:3 TODO",
                "src/lib.rs:4 TODO",
                "src/lib.rs:5 TODO"
            ]
        );
    }
}
