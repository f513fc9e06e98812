//! `port_not_object_safe`: a port that cannot be used as an object.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    architecture::Architecture,
    declarations::{Method, Trait},
    policy::Role,
};

/// A port that cannot be used as an object.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "port_not_object_safe",
        summary: "a port that cannot be used as an object",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

With `object-safe = true` in `[archcheck.ports]`, finds ports that `dyn Port` cannot stand for: with methods that have parameters
for types or constants, take or return `impl Trait` or `Self`, are `async`, or take no `self`; with associated constants, with
associated types that have parameters, or with `Sized` as a supertrait. What `async_trait` makes of `async fn` is an object's
method. Otherwise the rule is idle. A port is a trait in a layer whose role is `port` that can be seen from outside of its layer
and has a method that takes `self`.

### Why is this bad?

Where the program decides at run time what stands behind a port, by its configuration say, it needs `Box<dyn Port>`. One method
too generic, and the port cannot be that any more.

### Example

```rust
pub trait Publish {
    async fn publish(&self, event: &Event);
}
```

### Use instead

```rust
#[async_trait]
pub trait Publish {
    async fn publish(&self, event: &Event);
}
```

### Limits

A method whose signature names `Sized` is taken to ask for `Self: Sized`, which objects do without, and is not looked at.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    if !architecture.policy.ports.object_safe {
        findings.idle(super::NOT_ASKED);
        return;
    }
    if architecture.idle_without(Role::Port, findings) {
        return;
    }
    let mut checked = 0;
    for port in architecture.ports().filter(|port| port.is_served()) {
        checked += 1;
        let mut reasons = Vec::new();
        if port
            .header
            .iter()
            .any(|mention| mention.is_std("std::marker::Sized"))
        {
            reasons.push((port.span, "it asks for `Sized`"));
        }
        if port.has_constants {
            reasons.push((port.span, "it has associated constants"));
        }
        if port.has_generic_types {
            reasons.push((port.span, "an associated type has parameters"));
        }
        for method in &port.methods {
            reasons.extend(obstacle(port, method).map(|why| (method.span, why)));
        }
        let Some((&(span, why), others)) = reasons.split_first() else {
            continue;
        };
        let message = format!(
            "the port `{0}` cannot be used as `dyn {1}`: {why}",
            port.path,
            port.name()
        );
        let finding = findings.report(span, port.path.clone(), message);
        finding.label(why);
        for (span, why) in others {
            finding.related(*span, *why);
        }
        finding.note("`object-safe = true` in `[archcheck.ports]`");
        finding.help("add `where Self: Sized` to what objects do without, or change it");
    }
    findings.checked(checked);
    if checked == 0 {
        findings.idle("no layer of ports declares a trait that something outside could implement");
    }
}

/// Why objects cannot have a method.
fn obstacle(port: &Trait, method: &Method) -> Option<&'static str> {
    let sized = |method: &Method| {
        method
            .signature
            .iter()
            .any(|one| one.is_std("std::marker::Sized"))
    };
    let boxed = port
        .attributes
        .iter()
        .any(|path| path.ends_with("async_trait"));
    match () {
        () if sized(method) => None,
        () if !method.has_self => Some("it takes no `self`"),
        () if method.is_generic => Some("it has parameters for types or constants"),
        () if method.has_impl_trait => Some("it takes or returns `impl Trait`"),
        () if method.names_self => Some("it takes or returns `Self`"),
        () if method.is_async && !boxed => Some("it is `async`"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    fn reasons(code: &str) -> Vec<String> {
        let found = check(
            &RULE,
            &format!(
                "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\nports.object-safe = true\n//- x: async-trait\n//- x/src/lib.rs\npub mod port {{ {code} }}\n"
            ),
        );
        found
            .iter()
            .map(|text| text.rsplit(": ").next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn every_obstacle_is_named() {
        for (code, why) in [
            ("pub trait P { async fn f(&self); }", "it is `async`"),
            (
                "pub trait P { fn f<T>(&self, t: T); }",
                "it has parameters for types or constants",
            ),
            (
                "pub trait P { fn f(&self) -> impl Future<Output = ()>; }",
                "it takes or returns `impl Trait`",
            ),
            (
                "pub trait P { fn f(&self, of: impl Fn()); }",
                "it takes or returns `impl Trait`",
            ),
            (
                "pub trait P { fn f(&self) -> Self; }",
                "it takes or returns `Self`",
            ),
            (
                "pub trait P { fn f(&self); fn new() -> u8; }",
                "it takes no `self`",
            ),
            ("pub trait P: Sized { fn f(&self); }", "it asks for `Sized`"),
            (
                "pub trait P { const N: u8; fn f(&self); }",
                "it has associated constants",
            ),
            (
                "pub trait P { type T<'a>; fn f(&self); }",
                "an associated type has parameters",
            ),
        ] {
            assert_eq!(reasons(code), [why], "{code}");
        }
    }

    #[test]
    fn what_objects_can_have() {
        for code in [
            "pub trait P { fn f<'a>(&'a self, x: &'a str) -> Box<dyn Future<Output = &'a str> + 'a>; }",
            "#[async_trait::async_trait] pub trait P { async fn f(&self); }",
            "use async_trait::async_trait; #[async_trait] pub trait P { async fn f(&self); }",
            "pub trait P { type T; fn f(&self) -> Self::T; fn g(self: Box<Self>); }",
            "pub trait P<T> { fn f(&self, t: T); fn new() -> Self where Self: Sized; }",
            "pub trait Kind { const N: u8; }",
        ] {
            assert_eq!(reasons(code), [""; 0], "{code}");
        }
    }
}
