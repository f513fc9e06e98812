//! A function may fail, and nobody looks whether it did.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use govern_facts::DiscardKind;

use crate::patterns::Patterns;
use crate::role::Role;

pub(super) static RULE: Rule<Patterns> = Rule {
    info: RuleInfo {
        gate: crate::NAME,
        name: "ignored_result",
        summary: "nobody looks whether something failed",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds `let _ = call();` where the call gives a `Result`, and `call().ok();` as a statement. That it is a `Result` has to be known: from
the signature of a function or method of the workspace, also through type aliases, or because it is a function of the standard library
or tokio that fails (`std::fs::remove_file`, `tokio::fs::write`). A comment right above, or behind it on its line, may say why
that is right. Tests, examples and build scripts are not looked at, unless you want it.

```toml
[patterns.ignored_result]
tests = true                           # default false
only = { layers = ["application"] }    # or `except`; { crates, files, layers }
```

### Why is this bad?

The compiler warns of a `Result` that nobody looks at; this switches the warning off, and the error with it.

### Example

```rust
pub fn archive(order: &Order) {
    let _ = std::fs::remove_file(order.draft());
    store(order).ok();
}
```

### Use instead

```rust
pub fn archive(order: &Order) -> Result<(), ArchiveError> {
    if let Err(error) = std::fs::remove_file(order.draft()) {
        warn!(%error, "the draft stays behind");
    }
    store(order)
}
```

### Limits

Types are not inferred: methods of external crates are not known, and one of the workspace counts if all methods of its name give a
`Result` and take as many arguments. `let _ = write!(…)` into a `String` cannot fail, and is not looked at.
"#;

fn check(patterns: &Patterns, findings: &mut Findings) {
    let settings = &patterns.settings.ignored_result;
    findings.idle(super::NOTHING);
    for ignored in &patterns.found.ignored {
        let counts = settings.tests || ignored.site.role == Role::Production;
        if !counts || !patterns.is_in(&settings.reach, &ignored.site) {
            continue;
        }
        findings.checked(1);
        if !ignored.is_result || ignored.explained {
            continue;
        }
        let place = patterns.place(&ignored.site);
        let callee = match ignored.callee.as_str() {
            "" => "this".to_owned(),
            callee => format!("`{callee}`"),
        };
        let way = match ignored.kind {
            DiscardKind::Let => "`let _` throws its `Result` away",
            DiscardKind::Ok => "`.ok();` throws its `Result` away",
        };
        let key = format!("{place}: {}", ignored.callee);
        findings
            .report(
                ignored.site.span,
                key.trim_end_matches(": ").to_owned(),
                format!("nobody looks whether {callee} failed"),
            )
            .note(way)
            .help("return the error, or log it, or say in a comment why it does not matter");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn results_are_known_by_signatures_and_paths() {
        let places = testing::found(
            "ignored_result",
            "use std::fs as disk;
use std::io;
type Outcome = Result<(), Error>;
fn fails() -> io::Result<()> { Ok(()) }
fn fails_too() -> Outcome { Ok(()) }
async fn later() -> Result<(), Error> { Ok(()) }
fn never() -> u8 { 1 }
fn maybe() -> Option<u8> { None }
struct S;
impl S {
    fn save(&self, x: u8) -> Outcome { Ok(()) }
    fn new() -> Outcome { Ok(()) }
    fn count(&self) -> usize { 1 }
    fn insert(&self, x: u8) -> Outcome { Ok(()) }
    fn f(&self) {
        let _ = self.insert(1);
        let _ = self.count();
    }
}
pub fn f(s: S) {
    let _ = fails();
    let _ = fails_too();
    let _ = later().await;
    let _ = never();
    let _ = maybe();
    let _ = disk::remove_file(1);
    let _ = std::mem::take(&mut x);
    let _ = s.save(1);
    let _ = s.save(1, 2);
    let _ = S::new();
    let _ = s.count();
    let _ = s.insert(1);
    let _ = unknown();
    let _guard = fails();
    let _: io::Result<()> = fails();
    unknown().ok();
    // It is gone already.
    let _ = fails();
    let _ = fails(); // or this
    // A chain
    fails()
        .map(drop)
        .ok();
    let x = fails().ok();
    match fails() { Ok(_) => {} Err(_) => {} }
}
#[test] fn t() { let _ = fails(); }",
        );
        let lines: Vec<&str> = places
            .iter()
            .map(|it| it.trim_start_matches("src/lib.rs:"))
            .collect();
        assert_eq!(
            lines,
            [
                "16 let _", "21 let _", "22 let _", "23 let _", "26 let _", "28 let _", "30 let _",
                "36 ok"
            ]
        );
    }
}
