//! Code is what a rule of the project keeps out.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::patterns::{CustomMatch, Patterns};
use crate::settings::CustomRule;

pub(super) static RULE: Rule<Patterns> = Rule {
    info: RuleInfo {
        gate: crate::NAME,
        name: "custom_pattern",
        summary: "code is what a rule of the project keeps out",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Looks for the patterns of `[[patterns.rule]]`. A pattern is Rust: an expression, statements, an item, a type, an attribute or
a call of a macro. It is compared with syntax, never with text, and also with what the arguments of macros parse as:
`println!("{}", x.unwrap())` holds an `$x.unwrap()`; a comment or a text does not.

| in a pattern | stands for |
|---|---|
| `$x` | one expression, type, pattern, statement or name; among the arguments of a macro, one argument. A second `$x` is the same code |
| `$_` | the same, and different each time |
| `$$$`, `$$$args` | any number of arguments, statements, fields, arms, items, also none; among the arguments of a macro, any tokens |
| `std::thread::sleep` | that function, whatever it is called where it is used: `use std::thread as t; t::sleep(d)` is it, a `sleep` of your own is not. Begin with the crate: `std::`, `tokio::`, `orders::`, or `crate::` for that of the code |
| `drop`, `Some`, `println!` | what these names mean where nobody has declared them otherwise |
| `sleep`, `thread::sleep` | any path that ends with this |

What a pattern does not write may be there: attributes, visibility, generic arguments, and the qualifiers and return type of a
function. All else is as written.

| key | |
|---|---|
| `inside`, `not-inside` | patterns of something around it: `"async fn $f($$$) { $$$ }"`, `"unsafe { $$$ }"`. A metavariable that both have is the same code |
| `where` | what must hold for a metavariable: `path` and `not-path` (what it is bound to, with `*` for a segment and `**` for any number of them), `name` and `not-name` (an identifier or literal, with `*`), `pattern` and `not-pattern` |
| `syntax` | what the patterns are, where they can be several things: `"type"` for `[u8; 4]`, `"pattern"` for `Some($x)`; `"expression"`, `"statement"`, `"item"`, `"attribute"` |
| `because` | why; must be given |
| `message`, `help` | what to say and what to do; `$x` in them is what the metavariable stands for |
| `level` | `"warn"` makes the findings of this rule warnings |
| `code` | which code it looks at: `["production", "tests", "examples", "build-scripts"]`; production code, if nothing is said |
| `only`, `except` | where: `{ crates, files, layers }` |

A key that takes a pattern, path or name takes a list, too: any of them. Findings and their keys begin with the `name` of the
rule. A rule that may look at no code is a finding of `selector_unmatched`. `cargo govern pattern '$x.unwrap()'` shows what a
pattern matches. That a crate or path must not be used at all, or only in some layers, is said by `[[archcheck.forbid]]`.

### Why is this bad?

The project says so: `because`.

### Example

```toml
[[patterns.rule]]
name = "no-sleep"
pattern = "std::thread::sleep($d)"
inside = "async fn $f($$$) { $$$ }"
because = "it stops all tasks of the thread"
help = "await `tokio::time::sleep($d)`"
```

```rust
use std::thread as t;

pub async fn retry(delay: Duration) {
    t::sleep(delay);
}
```

### Use instead

```rust
pub async fn retry(delay: Duration) {
    tokio::time::sleep(delay).await;
}
```

Other rules: a lock that is taken twice, a constructor that only the wiring may call, a type that must not be stored.

```toml
[[patterns.rule]]
name = "lock-once"
pattern = "$a.lock(); $$$; $a.lock();"
because = "the second one waits for the first"
level = "warn"

[[patterns.rule]]
name = "clock-is-a-port"
pattern = ["std::time::SystemTime::now()", "std::time::Instant::now()"]
because = "tests set the time"
only = { layers = ["domain", "application"] }

[[patterns.rule]]
name = "ids-are-types"
pattern = "struct $s { $$$, $id: String, $$$ }"
where = { id = { name = "*_id" }, s = { not-name = "*Row" } }
because = "identifiers of different things must not be mixed up"
message = "`$s::$id` is a plain text"
```

### Limits

Types are not known: `$x.lock()` is any method of that name. External crates are not read: a function that is re-exported
there has several paths, and a pattern names one of them. The body of a `macro_rules!` and what is quoted for generated code
are not looked at.
"#;

fn check(patterns: &Patterns, findings: &mut Findings) {
    let rules = &patterns.settings.rules;
    if rules.is_empty() {
        findings.idle("no rules are declared in `[[patterns.rule]]`");
    }
    findings.checked(patterns.custom_files.iter().sum());
    for found in &patterns.found.custom {
        report(patterns, &rules[found.rule], found, findings);
    }
}

fn report(patterns: &Patterns, rule: &CustomRule, found: &CustomMatch, findings: &mut Findings) {
    let message = match &rule.message {
        Some(message) => filled(message, found),
        None => format!("this is `{}`", rule.text),
    };
    let place = patterns.place(&found.site);
    let finding = findings.report(
        found.site.span,
        format!("{}: {place}", rule.name),
        format!("`{}`: {message}", rule.name),
    );
    finding.note(rule.because.clone());
    if let Some(help) = &rule.help {
        finding.help(filled(help, found));
    }
    if rule.warns {
        finding.warn();
    }
}

/// A text with what the metavariables stand for, on one line.
fn filled(text: &str, found: &CustomMatch) -> String {
    let mut captures: Vec<&(String, String)> = found.captures.iter().collect();
    // `$args` begins with `$a`.
    captures.sort_by_key(|(name, _)| usize::MAX - name.len());
    let mut filled = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        filled.push_str(&rest[..at]);
        let name = rest[at..].trim_start_matches('$');
        let capture = captures
            .iter()
            .find(|(known, _)| name.starts_with(known.as_str()));
        rest = match capture {
            Some((known, code)) => {
                filled.push_str(&code.split_whitespace().collect::<Vec<_>>().join(" "));
                &name[known.len()..]
            }
            None => {
                filled.push_str(&rest[at..rest.len() - name.len()]);
                name
            }
        };
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, outcome, session};

    /// What a rule finds in a library; the keys of the rule besides its name and reason are given.
    fn found(keys: &str, code: &str) -> Vec<String> {
        testing::found("custom_pattern", &fixture(keys, code))
    }

    fn fixture(keys: &str, code: &str) -> String {
        format!(
            "{code}\n//- govern.toml\n[[patterns.rule]]\nname = \"r\"\nbecause = \"so\"\n{keys}"
        )
    }

    fn mistakes(keys: &str) -> Vec<String> {
        let session = session(&fixture(keys, "pub fn f() {}"));
        let error = govern_gate::Gate::check(&crate::GATE, &session).unwrap_err();
        let govern_gate::Error::Diagnosed(mistakes) = error else {
            panic!("{error}");
        };
        let text = session
            .workspace()
            .text(session.config_file().unwrap())
            .unwrap();
        let said = mistakes.iter().map(|it| {
            let place = it.span.map_or("", |span| &text[span.range]);
            format!("{}: {place}", it.message)
        });
        said.collect()
    }

    #[test]
    fn names_are_resolved() {
        let code = "use std::thread as t;
use std::thread::sleep as nap;
mod own { pub fn sleep(d: u8) {} pub mod thread { pub fn sleep(d: u8) {} } }
pub fn f(d: u8) {
    t::sleep(d);
    nap(d);
    vec![std::thread::sleep(d)];
    own::sleep(d);
    own::thread::sleep(d);
    let sleep = 1;
    sleep(d);
}";
        assert_eq!(
            found("pattern = \"std::thread::sleep($d)\"", code),
            [
                "src/lib.rs:5 t::sleep(d)",
                "src/lib.rs:6 nap(d)",
                "src/lib.rs:7 std::thread::sleep(d)"
            ]
        );
        assert_eq!(
            found("pattern = \"crate::own::sleep($d)\"", code),
            ["src/lib.rs:8 own::sleep(d)"]
        );
        assert_eq!(
            found("pattern = \"orders::own::sleep($d)\"", code),
            ["src/lib.rs:8 own::sleep(d)"]
        );
        assert_eq!(found("pattern = \"thread::sleep($d)\"", code).len(), 4);
        assert_eq!(found("pattern = \"sleep($d)\"", code).len(), 6);
    }

    #[test]
    fn names_of_the_prelude_are_those_of_std() {
        let code = "pub fn f(x: u8) { drop(x); std::mem::drop(x); }
mod own { pub fn drop(x: u8) {} pub fn g(x: u8) { drop(x); } }
macro_rules! println { () => {} }
pub fn h() { println!(); std::println!(); }";
        assert_eq!(found("pattern = \"drop($x)\"", code).len(), 2);
        assert_eq!(
            found("pattern = \"println!($$$)\"", code),
            ["src/lib.rs:4 std::println!()"]
        );
    }

    #[test]
    fn what_is_around_counts() {
        let code = "pub async fn f() { g(1); unsafe { g(2) } }
pub fn h() { g(3); async { g(4) }; unsafe { g(5) } }
fn g(x: u8) {}";
        let keys = "pattern = \"g($x)\"\ninside = [\"async fn $f($$$) { $$$ }\", \"async { $$$ }\"]\nnot-inside = \"unsafe { $$$ }\"";
        assert_eq!(
            found(keys, code),
            ["src/lib.rs:1 g(1)", "src/lib.rs:2 g(4)"]
        );
        let recursive = "pattern = \"$f($$$)\"\ninside = \"fn $f($$$) { $$$ }\"";
        assert_eq!(
            found(recursive, "pub fn a() { b(); a(); }"),
            ["src/lib.rs:1 ()"]
        );
    }

    #[test]
    fn conditions_are_about_metavariables() {
        let code = "use std::env as e;
pub fn f(token: &str, name: &str) { g(e::var); g(e::args); g(token); g(name); g(1); g(h(1)); }
fn g<T>(x: T) {}";
        let with = |condition: &str| {
            let keys = format!("pattern = \"g($x)\"\nwhere.x = {{ {condition} }}");
            let found = found(&keys, code);
            found
                .iter()
                .map(|it| it.split_once(' ').unwrap().1.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            with("path = \"std::env::*\", not-path = \"std::env::args\""),
            ["g(e::var)"]
        );
        assert_eq!(with("path = \"std::**\""), ["g(e::var)", "g(e::args)"]);
        assert_eq!(with("name = [\"tok*\", \"1\"]"), ["g(token)", "g(1)"]);
        assert_eq!(with("pattern = \"h($y)\""), ["g(h(1))"]);
        assert_eq!(with("not-pattern = \"h($y)\"").len(), 5);
    }

    #[test]
    fn a_rule_looks_where_it_should() {
        let code = "mod domain { pub fn f() { x.unwrap(); } }
mod adapter { pub fn f() { x.unwrap(); } }
#[test] fn t() { x.unwrap(); }";
        let keys = "pattern = \"$x.unwrap()\"";
        assert_eq!(found(keys, code).len(), 2);
        let tests = format!("{keys}\ncode = [\"tests\"]");
        assert_eq!(found(&tests, code), ["src/lib.rs:3 .unwrap()"]);
        let layers =
            format!("{keys}\nonly.layers = [\"domain\"]\n[archcheck]\npreset = \"hexagonal\"");
        assert_eq!(found(&layers, code), ["src/lib.rs:1 .unwrap()"]);
    }

    #[test]
    fn what_is_quoted_or_a_definition_is_no_code_of_the_file() {
        let code = "use quote::quote;
macro_rules! m { () => { x.unwrap() } }
pub fn f() { quote! { x.unwrap() }; }
//- Cargo.toml
[package]
name = \"orders\"
version = \"0.1.0\"
edition = \"2024\"
[dependencies]
quote = \"1\"";
        assert_eq!(found("pattern = \"$x.unwrap()\"", code).len(), 0);
    }

    #[test]
    fn texts_are_filled_in_and_levels_lowered() {
        let keys = "pattern = \"$a.push($b)\"\nmessage = \"`$b` to `$a`, $c $\"\nlevel = \"warn\"\nhelp = \"not $b\"";
        let session = session(&fixture(keys, "pub fn f() { v.push(\n1 + 2); }"));
        let outcome = outcome("custom_pattern", &session);
        assert_eq!(outcome.findings[0].message, "`r`: `1 + 2` to `v`, $c $");
        assert_eq!(outcome.findings[0].help, ["not 1 + 2"]);
        assert_eq!(outcome.findings[0].notes, ["so"]);
        assert!(outcome.findings[0].warns);
        assert_eq!(outcome.checked, 1);
    }

    #[test]
    fn mistakes_are_located_in_the_text_of_the_pattern() {
        assert_eq!(
            mistakes("pattern = '$x.unwrap() }'"),
            ["`$x.unwrap() }` is no pattern: expected expression, item or let statement: }"]
        );
        assert_eq!(
            mistakes("pattern = ['f($x)', '$y']\nwhere.z = { name = '[' }"),
            [
                "`$y` is no pattern: metavariables alone match everything: $y",
                "`[` is no glob: unclosed character class; missing ']': '['"
            ]
        );
        assert_eq!(
            mistakes("pattern = 'f($x)'\nwhere.z = { name = 'a' }"),
            ["`$z` is no metavariable of each pattern of the rule: z"]
        );
        assert_eq!(mistakes("pattern = []"), ["`r` looks for nothing: \"r\""]);
        assert_eq!(
            mistakes(
                "pattern = 'f()'\n[[patterns.rule]]\nname = 'r'\nbecause = ' '\npattern = 'g()'"
            ),
            ["two rules are called `r`: 'r'", "`r` does not say why: ' '"]
        );
    }

    #[test]
    fn a_rule_without_code_is_told() {
        let fixture = fixture("pattern = 'f()'\ncode = ['examples']", "pub fn g() {}");
        let run = govern_gate::run(&[&crate::GATE], &session(&fixture));
        let said: Vec<&str> = run
            .report
            .diagnostics
            .iter()
            .map(|it| it.message.as_str())
            .collect();
        assert_eq!(
            said,
            [
                "`patterns::custom_pattern` looked at nothing",
                "`r` matches no code that it may look at"
            ]
        );
    }
}
