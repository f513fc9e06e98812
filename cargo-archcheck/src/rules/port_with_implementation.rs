//! `port_with_implementation`: a layer of ports holds more than traits and data.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    model::{
        architecture::{Architecture, ModuleRow},
        declarations::Subject,
    },
    policy::Role,
};

/// A layer of ports holds more than traits and data.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "port_with_implementation",
        summary: "a layer of ports holds more than traits and data",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds, in layers whose role is `port`, what is no trait, no data and no small function of data:

- functions outside of types and traits, unless they are `const`;
- methods of types that are `async`: data does not wait;
- methods of traits with a default body that makes more than three calls (`Ok(…)` and other constructors are no calls);
- statics;
- implementations of ports for types that hold no visible data: a type that only stands behind a port is an adapter.

Constructors, accessors and conversions of data may stay, and so may implementations of other traits, such as `Display`.

### Why is this bad?

A port says what is needed, and nothing of how. What is implemented among the ports is behind every adapter and cannot be
replaced.

### Example

```rust
pub mod port {
    pub trait Clock { fn now(&self) -> u64; }
    pub struct SystemClock;
    impl Clock for SystemClock { /* … */ }
}
```

### Use instead

```rust
pub mod adapter {
    pub struct SystemClock;
    impl crate::port::Clock for SystemClock { /* … */ }
}
```

### Limits

How much a body does is told by its calls alone: a long computation without calls is not seen, nor is what macros generate.
"#;

/// How many calls the body of a method of a port may make: to pass on, to turn around, to adapt what comes back.
const MOST_CALLS: usize = 3;

fn check(architecture: &Architecture, findings: &mut Findings) {
    if architecture.idle_without(Role::Port, findings) {
        return;
    }
    let is_port = |module: ModuleRow| {
        architecture.is_in_view(module) && architecture.role_of(module) == Some(Role::Port)
    };
    let declarations = &architecture.declarations;
    let mut checked = 0;
    for one in declarations
        .functions
        .iter()
        .filter(|one| is_port(one.module))
    {
        checked += 1;
        let path = one.full_path();
        let what = match (one.is_method, one.method.is_async, one.is_const) {
            (true, true, _) => "an `async` method of data",
            (false, _, false) => "a function",
            _ => continue,
        };
        let message = format!("`{path}` is {what} among the ports");
        let finding = findings.report(one.method.span, path, message);
        finding.label("this is neither a trait nor data");
        explain(finding);
    }
    for one in declarations
        .statics
        .iter()
        .filter(|one| is_port(one.module))
    {
        checked += 1;
        let message = format!("`{}` is a static among the ports", one.path);
        let finding = findings.report(one.span, one.path.clone(), message);
        finding.label("state of the program");
        explain(finding);
    }
    for one in declarations.traits.iter().filter(|one| is_port(one.module)) {
        checked += 1;
        for method in one
            .methods
            .iter()
            .filter(|method| method.calls > MOST_CALLS)
        {
            let path = format!("{}::{}", one.path, method.name);
            let message = format!("the default body of `{path}` makes {} calls", method.calls);
            let finding = findings.report(method.span, path, message);
            finding.label(format!("a default body may make {MOST_CALLS}"));
            explain(finding);
        }
    }
    for one in declarations
        .implementations
        .iter()
        .filter(|one| is_port(one.module))
    {
        checked += 1;
        let Some(port) = declarations
            .trait_of(one)
            .filter(|of| is_port(of.module) && of.is_served())
        else {
            continue;
        };
        let Subject::Item(path) = &one.subject else {
            continue;
        };
        let holds_data = declarations.types.iter().any(|data| {
            data.path == *path && (data.is_enum || data.fields.iter().any(|field| field.visible))
        });
        if holds_data {
            continue;
        }
        let message = format!(
            "`{path}` implements the port `{}` among the ports",
            port.path
        );
        let finding = findings.report(one.span, format!("{} for {path}", port.path), message);
        finding.label("this is an adapter");
        explain(finding);
    }
    findings.checked(checked);
    if checked == 0 {
        findings.idle("layers of ports declare nothing");
    }
}

fn explain(finding: &mut govern_gate::Finding) {
    finding.note("ports are traits, and the data that they speak of");
    finding.help("move it to the domain if it is a decision, to an adapter if it is technology");
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture;

    fn keys(code: &str) -> Vec<String> {
        fixture::keys(
            &RULE,
            &format!(
                "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n//- x/src/lib.rs\npub mod port {{ {code} }}\n"
            ),
        )
    }

    #[test]
    fn what_does_something_is_found() {
        for (code, key) in [
            ("pub fn connect() {}", "x::port::connect"),
            ("fn helper() {}", "x::port::helper"),
            (
                "pub struct D; impl D { pub async fn fetch(&self) {} }",
                "x::port::D::fetch",
            ),
            ("static COUNT: u8 = 1;", "x::port::COUNT"),
            (
                "pub trait P { fn f(&self) { a(); b(); self.c().d(); } }",
                "x::port::P::f",
            ),
            (
                "pub trait P { fn f(&self); } pub struct S { inner: u8 } impl P for S { fn f(&self) {} }",
                "x::port::P for x::port::S",
            ),
        ] {
            assert_eq!(keys(code), [key], "{code}");
        }
    }

    #[test]
    fn nothing_is_said_of_what_a_body_does() {
        let session = fixture::session(
            "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n//- x/src/lib.rs\npub mod port { pub fn connect() {} }\n",
        );
        let findings = fixture::findings(&RULE, &session);
        let label = findings.found()[0].label.as_deref();
        assert_eq!(label, Some("this is neither a trait nor data"));
    }

    #[test]
    fn traits_and_data_may_stay() {
        for code in [
            "pub struct D { pub a: u8 } impl D { pub fn new(a: u8) -> D { D { a } } pub const fn a(&self) -> u8 { self.a } }",
            "pub struct D; impl std::fmt::Display for D { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, \"d\") } }",
            "pub const MOST: usize = 3; pub const fn limit() -> usize { 3 }",
            "pub trait P { fn f(&self) -> Result<u8, ()>; fn g(&self) -> Result<Option<u8>, ()> { Ok(Some(self.f()?.max(1))) } }",
            "pub trait P { fn f(&self); } impl<T: P> P for Box<T> { fn f(&self) { (**self).f() } }",
            "pub trait Named { fn name(&self) -> u8; } pub enum E { A } impl Named for E { fn name(&self) -> u8 { 1 } } pub struct V { pub a: u8 } impl Named for V { fn name(&self) -> u8 { 1 } }",
            "pub trait P { fn f(&self); } #[cfg(test)] mod tests { static S: u8 = 1; fn helper() {} struct T; impl super::P for T { fn f(&self) {} } }",
        ] {
            assert_eq!(keys(code), [""; 0], "{code}");
        }
    }
}
