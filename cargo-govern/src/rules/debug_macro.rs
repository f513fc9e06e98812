//! A macro for debugging, or for code that is not written yet, is left in.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::patterns::Patterns;
use crate::role::Role;

pub(super) static RULE: Rule<Patterns> = Rule {
    info: RuleInfo {
        gate: crate::NAME,
        name: "debug_macro",
        summary: "a macro for debugging or for unwritten code is left in",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds calls of `dbg!`, `todo!` and `unimplemented!`, or of the macros that you list, by what their names resolve to:
`use std::dbg as d; d!(x)` is found, and a `todo!` that you declared yourself is not. Calls inside the arguments of other
macros (`vec![dbg!(x)]`) are calls like all others. In test code, `unimplemented!` is allowed: half a test double is one.

```toml
[patterns.debug_macro]
macros = ["std::dbg", "std::todo", "std::println"]   # resolved paths; replaces the default
allowed-in-tests = ["std::println"]                  # default: ["std::unimplemented"]
except = { crates = ["*-cli"] }                      # or `only`; { crates, files, layers }
```

### Why is this bad?

`dbg!` writes what it is given to stderr, also what must not be in a log. `todo!` and `unimplemented!` panic as soon as
someone gets there.

### Example

```rust
pub fn total(prices: &[u64]) -> u64 {
    dbg!(prices.iter().sum())
}

pub fn discount(_customer: &str) -> u64 {
    todo!()
}
```

### Use instead

```rust
pub fn total(prices: &[u64]) -> u64 {
    prices.iter().sum()
}

pub fn discount(_customer: &str) -> Result<u64, NotOffered> {
    Err(NotOffered)
}
```

### Limits

The body of a `macro_rules!` is not looked at, and neither is what a procedural macro generates. A call whose macro cannot
be resolved is no finding; it is counted and listed with what the run could not know.
"#;

fn check(patterns: &Patterns, findings: &mut Findings) {
    let settings = &patterns.settings.debug_macro;
    findings.idle("no macro is called");
    for module in &patterns.modules {
        if settings.reach.contains(module.place()) {
            findings.checked(module.macro_calls.iter().sum());
        }
    }
    for found in &patterns.found.macros {
        let allowed =
            found.site.role == Role::Test && settings.allowed_in_tests.contains(&found.path);
        if allowed || !patterns.is_in(&settings.reach, &found.site) {
            continue;
        }
        let name = found.path.rsplit("::").next().unwrap_or(&found.path);
        let key = format!("{}: {name}", patterns.place(&found.site));
        let finding = findings
            .report(
                found.site.span,
                key,
                format!("`{name}!` is left in the code"),
            )
            .help(help(&found.path));
        if found.written.rsplit("::").next() != Some(name) {
            finding.note(format!("`{}` is `{}`", found.written, found.path));
        }
    }
}

fn help(path: &str) -> &'static str {
    match path {
        "std::dbg" => "remove it, or log what is worth knowing",
        "std::todo" | "std::unimplemented" => "write it, or return an error that says so",
        _ => "remove it",
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    fn found(fixture: &str) -> Vec<String> {
        testing::found("debug_macro", fixture)
    }

    #[test]
    fn names_are_resolved() {
        let places = found(
            "use std::dbg as d;
mod inner { pub use std::todo as later; }
use inner::later as soon;
macro_rules! unimplemented { () => {} }
pub fn f(x: u8) -> u8 {
    unimplemented!();
    vec![d!(x)];
    core::dbg!(x);
    soon!()
}",
        );
        assert_eq!(
            places,
            [
                "src/lib.rs:7 d",
                "src/lib.rs:8 core::dbg",
                "src/lib.rs:9 soon"
            ]
        );
    }

    #[test]
    fn what_is_switched_off_is_read_too() {
        let places = found(
            "#[cfg(windows)] mod windows;
#[cfg(all(windows, test))] mod tests;
#[cfg(feature = \"never\")] pub fn f() { todo!() }
//- src/windows.rs
pub fn g() { dbg!(1); std::todo!() }
//- src/tests.rs
fn g() { unimplemented!() }",
        );
        assert_eq!(
            places,
            [
                "src/lib.rs:3 todo",
                "src/windows.rs:1 dbg",
                "src/windows.rs:1 std::todo"
            ]
        );
    }

    #[test]
    fn the_list_is_configurable() {
        let places = found(
            "pub fn f() { dbg!(1); println!(); }
#[test] fn t() { println!(); }
//- govern.toml
[patterns.debug_macro]
macros = [\"std::println\"]
allowed-in-tests = [\"std::println\"]",
        );
        assert_eq!(places, ["src/lib.rs:1 println"]);
    }
}
