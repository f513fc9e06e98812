//! `port_not_object_safe`: a port that cannot be used as an object.

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    model::{
        architecture::Architecture,
        declarations::{Declarations, Means, Method, Trait},
    },
    path::{is_standard, last_segment},
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
associated types that have parameters, or with supertraits that forbid it: `Sized`, `Clone`, `Default`,
`Eq`, `Ord`, `Hash`, `PartialEq` with `Self` and others of the standard library, and those of the workspace for which the same
is true. What `async_trait` makes of `async fn` is an object's
method. Otherwise the rule is idle. A port is a trait in a layer whose role is `port` that can be seen from outside of its layer
and has a method that takes `self`; a trait that only adds methods to another (`impl<T: Port> PortExt for T`) is none.

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
Supertraits of external crates are not looked into.
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
    for port in architecture.served_ports() {
        checked += 1;
        let obstacles = obstacles(&architecture.declarations, port, &mut Vec::new());
        let Some((first, others)) = obstacles.split_first() else {
            continue;
        };
        let message = format!(
            "the port `{}` cannot be used as `dyn {}`: {}",
            port.path,
            port.name(),
            first.why
        );
        let finding = findings.report(first.span, port.path.clone(), message);
        finding.label(first.why.clone());
        for other in others {
            finding.related(other.span, other.why.clone());
        }
        finding.note("`object-safe = true` in `[archcheck.ports]`");
        let mut said: Vec<&str> = Vec::new();
        for one in &obstacles {
            if !said.contains(&one.help.as_str()) {
                said.push(&one.help);
                finding.help(one.help.clone());
            }
        }
    }
    findings.checked(checked);
    if checked == 0 {
        findings.idle("no layer of ports declares a trait that something outside could implement");
    }
}

/// Why a trait cannot be used as an object, and what would have to go.
struct Obstacle {
    span: Span,
    why: String,
    help: String,
}

/// Traits of the standard library that no object can have, whatever their arguments are: they ask for `Sized`, return `Self`,
/// take another `Self`, or have methods with parameters for types.
const NEVER: [&str; 16] = [
    "std::marker::Sized",
    "std::marker::Copy",
    "std::clone::Clone",
    "std::default::Default",
    "std::cmp::Eq",
    "std::cmp::Ord",
    "std::hash::Hash",
    "std::convert::From",
    "std::convert::Into",
    "std::convert::TryFrom",
    "std::convert::TryInto",
    "std::str::FromStr",
    "std::iter::FromIterator",
    "std::iter::Extend",
    "std::iter::Sum",
    "std::iter::Product",
];

/// Whether a trait of the standard library has an argument that is `Self` if left out.
fn defaults_to_self(path: &str) -> bool {
    let (module, name) = path.rsplit_once("::").unwrap_or_default();
    let name = name.strip_suffix("Assign").unwrap_or(name);
    match module {
        "std::cmp" | "core::cmp" => matches!(name, "PartialEq" | "PartialOrd"),
        "std::ops" | "core::ops" => matches!(
            name,
            "Add" | "Sub" | "Mul" | "Div" | "Rem" | "BitAnd" | "BitOr" | "BitXor" | "Shl" | "Shr"
        ),
        _ => false,
    }
}

fn obstacles<'a>(
    declarations: &'a Declarations,
    of: &'a Trait,
    seen: &mut Vec<&'a str>,
) -> Vec<Obstacle> {
    seen.push(&of.path);
    let mut found = Vec::new();
    for one in &of.supertraits {
        let remove = |name: &str| format!("remove `{name}` from the supertraits of `{}`", of.path);
        match &one.means {
            Means::External(path)
                if one.of_self || (!one.has_arguments && defaults_to_self(path)) =>
            {
                found.push(Obstacle {
                    span: one.span,
                    why: format!("it asks for `{}` of `Self`", last_segment(path)),
                    help: remove(last_segment(path)),
                });
            }
            Means::External(path) if NEVER.iter().any(|never| is_std(path, never)) => {
                found.push(Obstacle {
                    span: one.span,
                    why: format!("it asks for `{}`", last_segment(path)),
                    help: remove(last_segment(path)),
                });
            }
            Means::Item(path) if one.of_self => found.push(Obstacle {
                span: one.span,
                why: format!("it asks for `{path}` of `Self`"),
                help: remove(path),
            }),
            Means::Item(path) if !seen.contains(&path.as_str()) => {
                let known = declarations.traits.iter().find(|known| known.path == *path);
                let inner = known.map(|known| obstacles(declarations, known, seen));
                for inner in inner.unwrap_or_default() {
                    found.push(Obstacle {
                        span: one.span,
                        why: format!("its supertrait `{path}`: {}", inner.why),
                        help: inner.help,
                    });
                }
            }
            _ => {}
        }
    }
    if of.has_constants {
        found.push(Obstacle {
            span: of.span,
            why: "it has associated constants".to_owned(),
            help: format!("make the associated constants of `{}` methods", of.path),
        });
    }
    if of.has_generic_types {
        found.push(Obstacle {
            span: of.span,
            why: "an associated type has parameters".to_owned(),
            help: format!(
                "remove the parameters of the associated types of `{}`",
                of.path
            ),
        });
    }
    for method in &of.methods {
        found.extend(obstacle(of, method).map(|why| Obstacle {
            span: method.span,
            why: why.to_owned(),
            help: format!(
                "add `where Self: Sized` to `{}::{}`, if objects do without, or change it",
                of.path, method.name
            ),
        }));
    }
    found
}

/// Whether a path is this one of the standard library, which shows it under several names.
fn is_std(path: &str, name: &str) -> bool {
    let rest = |path: &str| path.split_once("::").map(|(_, rest)| rest.to_owned());
    is_standard(path) && rest(path) == rest(name)
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
    use crate::fixture::{self, check};

    fn reasons(code: &str) -> Vec<String> {
        let found = check(
            &RULE,
            &format!(
                "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\nports.object-safe = true\n//- x: async-trait\n//- x/src/lib.rs\npub mod port {{ {code} }}\npub mod plain {{ pub trait Q {{ fn new() -> u8; }} }}\n"
            ),
        );
        found
            .iter()
            .map(|text| text.rsplit(": ").next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn what_to_remove_is_named() {
        let session = fixture::session(
            "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\nports.object-safe = true\n//- x/src/lib.rs\npub mod port { pub trait P: Q { fn f(&self); } pub trait Q: Clone {} }\n",
        );
        let findings = fixture::findings(&RULE, &session);
        let helps: Vec<String> = findings
            .found()
            .iter()
            .flat_map(|one| one.help.clone())
            .collect();
        assert_eq!(
            helps,
            ["remove `Clone` from the supertraits of `x::port::Q`"]
        );
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
                "pub trait P: Clone + Send { fn f(&self); }",
                "it asks for `Clone`",
            ),
            (
                "pub trait P where Self: Send + Default { fn f(&self); }",
                "it asks for `Default`",
            ),
            (
                "pub trait P: core::hash::Hash { fn f(&self); }",
                "it asks for `Hash`",
            ),
            (
                "pub trait P: PartialEq { fn f(&self); }",
                "it asks for `PartialEq` of `Self`",
            ),
            (
                "pub trait P: PartialOrd<Self> { fn f(&self); }",
                "it asks for `PartialOrd` of `Self`",
            ),
            (
                "pub trait P: AsRef<Self> { fn f(&self); }",
                "it asks for `AsRef` of `Self`",
            ),
            (
                "pub trait P: std::ops::AddAssign { fn f(&self); }",
                "it asks for `AddAssign` of `Self`",
            ),
            (
                "pub trait P: Q { fn f(&self); } trait Q: R {} trait R: Copy {}",
                "it asks for `Copy`",
            ),
            (
                "pub trait P: crate::plain::Q { fn f(&self); }",
                "it takes no `self`",
            ),
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
            "pub trait P<T: ?Sized + Clone, U> where U: Sized + Default { fn f(&self, t: &T, u: &U); }",
            "pub trait P: PartialEq<u8> + std::ops::Add<u8> + std::fmt::Debug + Iterator { fn f(&self); }",
            "pub trait P: Q { fn f(&self); } pub trait Q: Send { fn g(&self); }",
            "pub trait Clone {} pub trait P: Clone { fn f(&self); }",
        ] {
            assert_eq!(reasons(code), [""; 0], "{code}");
        }
    }
}
