//! Production code panics where a value is missing.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::config::Expect;
use crate::patterns::{Argument, Form, Panic, Patterns};
use crate::role::Role;
use crate::settings::UnwrapSettings;

pub(super) static RULE: Rule<Patterns> = Rule {
    info: RuleInfo {
        gate: crate::NAME,
        name: "unwrap_in_production",
        summary: "production code panics where a value is missing",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds `.unwrap()` and `.unwrap_err()` in production code, also in the arguments of macros, and `Option::unwrap` or
`Result::unwrap` where it is passed along. `expect` and `expect_err` may stay if they say why the value is there: with a
text that is not empty.

Production code is what libraries and programs are built from. Tests, benchmarks, functions with a test attribute
(`#[test]`, `#[tokio::test]`, `#[rstest]` …) and all that exists only with `cfg(test)` are not, through `mod`
declarations too. Examples and build scripts are not, unless you want it.

```toml
[patterns.unwrap_in_production]
expect = "deny"                        # default "with-reason"; "allow"
examples = true                        # default false
build-scripts = true                   # default false
only = { layers = ["domain"] }         # of [archcheck]; or `crates`, `files`; also `except`
```

### Why is this bad?

Whoever calls this code has no chance to handle the error, and whoever reads the log does not learn what was missing.

### Example

```rust
pub fn port(config: &Config) -> u16 {
    config.get("port").unwrap().parse().unwrap()
}
```

### Use instead

```rust
pub fn port(config: &Config) -> Result<u16, ConfigError> {
    let port = config.get("port").ok_or(ConfigError::Missing("port"))?;
    port.parse().map_err(ConfigError::Port)
}
```

### Limits

Types are not inferred. `.unwrap()` without arguments and `.expect("text")` count on whatever they are called; where the
workspace declares such a method itself, the finding says so. With `expect = "deny"`, `.expect(x)` with something that is no
text is taken for the workspace's own method if there is one, and is counted with what the run could not know. The body of
a `macro_rules!` is not looked at.
"#;

fn check(patterns: &Patterns, findings: &mut Findings) {
    let settings = &patterns.settings.unwrap_in_production;
    findings.idle("no method is called outside of test code");
    for module in &patterns.modules {
        if settings.reach.contains(module.place()) {
            let roles = Role::ALL.into_iter().filter(|role| counts(settings, *role));
            findings.checked(roles.map(|role| module.method_calls[role as usize]).sum());
        }
    }
    for panic in in_reach(patterns) {
        if judge(panic, settings.expect) == Verdict::Finding {
            report(patterns, panic, findings);
        }
    }
}

/// Calls that may be of methods that the workspace declares.
pub(super) fn unknown(patterns: &Patterns) -> impl Iterator<Item = &Panic> {
    let expect = patterns.settings.unwrap_in_production.expect;
    in_reach(patterns).filter(move |panic| judge(panic, expect) == Verdict::Unknown)
}

fn in_reach(patterns: &Patterns) -> impl Iterator<Item = &Panic> {
    let settings = &patterns.settings.unwrap_in_production;
    patterns.found.panics.iter().filter(move |panic| {
        counts(settings, panic.site.role) && patterns.is_in(&settings.reach, &panic.site)
    })
}

/// What to think of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Fine,
    Finding,
    /// It may be a method of the workspace.
    Unknown,
}

/// Whether code of a role counts as production code.
fn counts(settings: &UnwrapSettings, role: Role) -> bool {
    match role {
        Role::Production => true,
        Role::BuildScript => settings.build_scripts,
        Role::Example => settings.examples,
        Role::Test => false,
    }
}

fn judge(panic: &Panic, expect: Expect) -> Verdict {
    if !panic.method.takes_reason() {
        return Verdict::Finding;
    }
    match (expect, panic.form) {
        (Expect::Allow, _) => Verdict::Fine,
        (Expect::WithReason, Form::CallWith(Argument::Empty)) => Verdict::Finding,
        (Expect::WithReason, _) => Verdict::Fine,
        (Expect::Deny, Form::CallWith(Argument::Other)) if panic.own.is_some() => Verdict::Unknown,
        (Expect::Deny, _) => Verdict::Finding,
    }
}

fn report(patterns: &Patterns, panic: &Panic, findings: &mut Findings) {
    let name = panic.method.name();
    let place = patterns.place(&panic.site);
    let message = match panic.form {
        Form::Path => format!("`{name}` is passed along in production code"),
        Form::CallWith(Argument::Empty) => {
            format!("`{name}` with an empty text in production code")
        }
        Form::Call | Form::CallWith(_) => format!("`{name}` in production code"),
    };
    let finding = findings.report(panic.site.span, format!("{place}: {name}"), message);
    finding.note(format!("`{place}` panics if there is no value"));
    if let Some(own) = &panic.own {
        finding.related(
            own.span,
            format!(
                "the workspace declares `{}`: if it is that, waive the finding",
                own.name
            ),
        );
    }
    let with_reason = patterns.settings.unwrap_in_production.expect != Expect::Deny;
    finding.help(if with_reason {
        "return the error, or say with `expect(\"…\")` why there is always a value"
    } else {
        "return the error"
    });
}

#[cfg(test)]
mod tests {
    use crate::testing;

    fn found(fixture: &str) -> Vec<String> {
        testing::found("unwrap_in_production", fixture)
    }

    #[test]
    fn test_code_is_no_production_code() {
        let places = found(
            "mod a;
#[cfg(test)] mod b;
pub fn f() { x.unwrap(); }
#[tokio::test] async fn g() { x.unwrap(); fn inner() { x.unwrap() } }
#[cfg(test)] fn h() { x.unwrap(); }
#[cfg(any(test, feature = \"testing\"))] fn i() { x.unwrap(); }
#[cfg(not(test))] fn j() { x.unwrap(); }
#[cfg(any(test, target_os = \"none\"))] fn k() { x.unwrap(); }
#[cfg(all(test, feature = \"never\", windows))] fn l() { x.unwrap(); }
//- src/a.rs
#![cfg(test)]
fn f() { x.unwrap(); }
//- src/b.rs
fn f() { x.unwrap(); }
//- tests/t.rs
fn f() { x.unwrap(); }
//- examples/e.rs
fn f() { x.unwrap(); }
//- build.rs
fn f() { x.unwrap(); }
//- src/main.rs
fn f() { x.unwrap(); }",
        );
        assert_eq!(
            places,
            [
                "src/lib.rs:3 unwrap",
                "src/lib.rs:7 unwrap",
                "src/lib.rs:8 unwrap",
                "src/main.rs:1 unwrap"
            ]
        );
    }

    #[test]
    fn what_a_test_shares_with_the_library_is_production_code_even_where_the_library_leaves_it_out()
    {
        let places = found(
            "#[cfg(feature = \"never\")] mod a;
//- src/a.rs
pub fn f() { x.unwrap(); }
//- tests/t.rs
#[path = \"../src/a.rs\"] mod a;",
        );
        assert_eq!(places, ["src/a.rs:1 unwrap"]);
    }

    #[test]
    fn arguments_of_macros_and_functions_count() {
        let places = found(
            "pub fn f() {
    println!(\"{}\", x.unwrap());
    assert!(matches!(x.unwrap_err(), Some(_)));
    x.map(Option::unwrap);
    x.unwrap_or(1);
    x.unwrap(1);
    Wrapper::unwrap(x);
}
struct Wrapper;
impl Wrapper { fn unwrap(x: u8) {} }",
        );
        assert_eq!(
            places,
            [
                "src/lib.rs:2 unwrap",
                "src/lib.rs:3 unwrap_err",
                "src/lib.rs:4 Option::unwrap"
            ]
        );
    }

    #[test]
    fn expect_is_judged_as_configured() {
        let code =
            "pub fn f() { x.expect(\"why\"); x.expect(\"\"); x.expect(Token::A); x.expect(1, 2) }";
        let with = |expect: &str| {
            let fixture = format!(
                "{code}\n//- govern.toml\n[patterns.unwrap_in_production]\nexpect = \"{expect}\""
            );
            found(&fixture).len()
        };
        assert_eq!(["allow", "with-reason", "deny"].map(with), [0, 1, 3]);
    }

    #[test]
    fn methods_of_ones_own_are_not_taken_for_those_of_option() {
        let own = "impl P { fn expect(&mut self, t: T) {} }
pub fn f() { p.expect(T::A); p.unwrap(); }
//- govern.toml
[patterns.unwrap_in_production]
expect = \"deny\"";
        assert_eq!(found(own), ["src/lib.rs:2 unwrap"]);
        let session = testing::session(own);
        let outcome = govern_gate::Gate::check(&crate::GATE, &session).unwrap();
        assert_eq!(outcome.opaque.len(), 1, "{:?}", outcome.opaque);
        assert_eq!(outcome.opaque[0].places[0].text, "`expect`");
    }

    #[test]
    fn a_rule_looks_where_it_should() {
        let places = found(
            "pub mod a; pub mod b;
pub fn f() { x.unwrap(); }
//- src/a.rs
pub fn f() { x.unwrap(); }
//- src/b.rs
pub fn f() { x.unwrap(); }
//- govern.toml
[patterns]
exclude = [\"src/b.rs\"]
[patterns.unwrap_in_production]
only.crates = [\"ord*\"]
except.files = [\"src/lib.rs\"]",
        );
        assert_eq!(places, ["src/a.rs:1 unwrap"]);
    }

    #[test]
    fn a_rule_may_look_at_layers() {
        let workspace = "mod domain { pub fn f() { x.unwrap(); } }
mod adapter { pub fn f() { x.unwrap(); } }
//- govern.toml
[archcheck]
preset = \"hexagonal\"
[patterns.unwrap_in_production]
only.layers = [\"LAYER\"]";
        let with = |layer: &str| workspace.replace("LAYER", layer);
        assert_eq!(found(&with("domain")), ["src/lib.rs:1 unwrap"]);
        assert_eq!(found(&with("adapter")), ["src/lib.rs:2 unwrap"]);
        let session = testing::session(&with("domian"));
        let error = govern_gate::Gate::check(&crate::GATE, &session).unwrap_err();
        assert_eq!(error.to_string(), "unknown layer `domian`");
    }
}
