//! A lint is switched off, and nobody says why.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::patterns::{Patterns, Reason};
use crate::role::Role;

pub(super) static RULE: Rule<Patterns> = Rule {
    info: RuleInfo {
        gate: crate::NAME,
        name: "allow_without_reason",
        summary: "a lint is switched off without a reason",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds `#[allow(…)]` and `#[expect(…)]` without `reason = "…"`, and with one that is empty: on items, statements and
expressions, as `#![…]`, and in `cfg_attr`. Tests, examples and build scripts are
not looked at, unless you want it.

```toml
[patterns.allow_without_reason]
tests = true                           # default false
except = { files = ["**/generated/**"] }   # or `only`; { crates, files, layers }
```

### Why is this bad?

A lint that was switched off stays off when what it was for is gone, and the next reader does not know whether it may be
switched on again. One at the beginning of a file does so for all that will ever be written there.

### Example

```rust
#[allow(dead_code)]
fn backlog() -> usize {
    7
}
```

### Use instead

```rust
#[expect(dead_code, reason = "the dashboard will ask for it")]
fn backlog() -> usize {
    7
}
```

### Limits

`[lints]` of a `Cargo.toml` has no place for a reason, and is not looked at. Neither are attributes among the arguments of
macros that are no items, nor in the body of a `macro_rules!`.
"#;

fn check(patterns: &Patterns, findings: &mut Findings) {
    let settings = &patterns.settings.allow_without_reason;
    findings.idle(super::NOTHING);
    for allowed in &patterns.found.allowed {
        let counts = settings.tests || allowed.site.role == Role::Production;
        if !counts || !patterns.is_in(&settings.reach, &allowed.site) {
            continue;
        }
        findings.checked(1);
        if allowed.reason == Reason::Given {
            continue;
        }
        let place = patterns.place(&allowed.site);
        let (word, lints) = (allowed.word, &allowed.lints);
        let message = match allowed.reason {
            Reason::Empty => format!("`{word}({lints})` with an empty reason"),
            _ => format!("`{word}({lints})` without a reason"),
        };
        let finding = findings.report(
            allowed.site.span,
            format!("{place}: {word}({lints})"),
            message,
        );
        if allowed.whole_file {
            finding.note(format!("it is for all of `{place}`"));
        }
        finding.help(
            "say why: `reason = \"…\"`; `expect` speaks up when there is nothing left to expect",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    fn found(fixture: &str) -> Vec<String> {
        testing::found("allow_without_reason", fixture)
    }

    const CODE: &str = "#![allow(a)]
#![allow(b, reason = \"why\")]
#[cfg_attr(test, allow(c), expect(d, reason = \" \"))]
pub fn f() {
    #[allow(e)]
    let x = 1;
    #[allow(clippy::f)]
    { x };
}
#[deny(g)] #[allow_internal_unstable(h)] pub fn allow() {}
// #[allow(i)]
pub const TEXT: &str = \"#[allow(j)]\";
mod inner { #![allow(k)] }
#[cfg(test)] mod tests { #[allow(l)] fn t() {} }";

    #[test]
    fn attributes_of_all_places_count() {
        let lines: Vec<String> = found(CODE)
            .iter()
            .map(|it| it.split(' ').next().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(
            lines,
            [
                "src/lib.rs:1",
                "src/lib.rs:3",
                "src/lib.rs:3",
                "src/lib.rs:5",
                "src/lib.rs:7",
                "src/lib.rs:13"
            ]
        );
    }

    #[test]
    fn test_code_counts_if_it_is_wanted() {
        let fixture =
            format!("{CODE}\n//- govern.toml\n[patterns.allow_without_reason]\ntests = true");
        assert_eq!(found(&fixture).len(), 7);
    }

    #[test]
    fn what_a_macro_expands_to_is_the_macros() {
        let code = "macro_rules! m { ($n:ident) => { #[allow(a)] pub fn $n() {} } }
m!(f);
macro_rules! pass { ($($i:item)*) => { $($i)* } }
pass! { #[allow(b)] pub fn g() {} }";
        assert_eq!(found(code), ["src/lib.rs:4 #[allow(b)]"]);
    }
}
