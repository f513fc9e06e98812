//! `foreign_type_in_port`: the signature of a port names a type of an external crate.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    findings::foreign::{Asked, Search},
    model::architecture::Architecture,
    policy::Role,
};

/// The signature of a port names a type of an external crate.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "foreign_type_in_port",
        summary: "the signature of a port names a type of an external crate",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds names of external crates in the declarations of ports: in parameters, results, associated types, supertraits, generics
and bounds, however deep (`Result<Vec<async_nats::Message>, E>`, `impl Stream<Item = T>`, `Box<dyn Sink>`). Aliases and
re-exports are seen through: what goes by one of the project is one finding, there if that is among the ports,
which says who shows it. The visible fields of types in the same layer, which ports speak of, are read, too. A port is a
trait in a layer whose role is `port` that can be seen from outside of its layer.

The standard library may be named, and what is allowed:

```toml
[archcheck.ports]
allow = ["bytes::Bytes", "futures_core"]
```

Errors of external crates are the business of `leaky_error`. Attributes are no part of a signature.

### Why is this bad?

A port that speaks in the types of a technology is not a port: the core knows the technology, and a second adapter has to
speak in the types of the first.

### Example

```rust
pub trait Publish {
    fn publish(&self, message: async_nats::Message);
}
```

### Use instead

```rust
pub trait Publish {
    fn publish(&self, event: &OrderEvent);
}
```

### Limits

Types that macros generate, and types behind associated types of external traits, are not seen.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    if architecture.idle_without(Role::Port, findings) {
        return;
    }
    let asked = Asked {
        role: Role::Port,
        shows: "the ports show",
        table: "ports",
        allow: &architecture.policy.ports.allow,
        why: "a port says what the core needs in words of the core or of the standard library",
    };
    let mut search = Search::new(architecture, findings, asked);
    for port in architecture.ports() {
        search.look_at("the port", &port.path, port.module, port.mentions());
    }
    for data in architecture.visible_types(Role::Port) {
        search.look_at("the type of ports", &data.path, data.module, data.shown());
    }
    if search.finish() == 0 {
        findings.idle("no layer of ports declares a trait or type that can be named from outside");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, findings, session};

    fn text(config: &str, code: &str) -> String {
        format!(
            "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n{config}\n//- orders: bus = async-nats, bytes, orders-shared\n//- orders/src/lib.rs\n{code}\n//- orders-shared: async-nats\n//- orders-shared/src/lib.rs\npub use async_nats as nats;\npub type Message = Box<async_nats::Message>;\n"
        )
    }

    fn named(code: &str) -> Vec<String> {
        let session = session(&text("", code));
        let findings = findings(&RULE, &session);
        findings
            .found()
            .iter()
            .map(|finding| finding.key.clone())
            .collect()
    }

    #[test]
    fn external_types_are_found_however_deep() {
        for method in [
            "fn f(&self) -> Result<Vec<Option<bus::Message>>, String>;",
            "fn f(&self, m: &mut [bus::Message]);",
            "fn f<T: Into<bus::Message>>(&self, m: T);",
            "fn f<T>(&self, m: T) where T: Into<bus::Message>;",
            "fn f(&self) -> impl Iterator<Item = bus::Message>;",
            "fn f(&self) -> Box<dyn Fn(bus::Message) -> u8 + Send>;",
            "fn f(&self, m: orders_shared::nats::Message);",
            "type M: Into<bus::Message>; fn f(&self, m: Self::M);",
            "async fn f(&self) -> (bus::Message, u8) { todo!() }",
        ] {
            let code = format!(
                "pub mod port {{ pub type Own = Inner; type Inner = Vec<bus::Message>; pub trait P {{ {method} }} }}"
            );
            assert_eq!(
                named(&code),
                ["orders::port::P -> async_nats::Message"],
                "{method}"
            );
        }
        for (ty, key) in [
            (
                "orders_shared::Message",
                "orders_shared::Message -> async_nats::Message",
            ),
            ("Own", "orders::port::Inner -> async_nats::Message"),
        ] {
            let code = format!(
                "pub mod port {{ pub type Own = Inner; type Inner = Vec<bus::Message>; pub trait P {{ fn f(&self, m: {ty}); }} }}"
            );
            assert_eq!(named(&code), [key], "{ty}");
        }
        assert_eq!(
            named("pub mod port { pub trait P: bus::Sink<u8> { fn f(&self); } }"),
            ["orders::port::P -> async_nats::Sink"]
        );
        assert_eq!(
            named("pub mod port { pub struct D { pub m: Vec<bus::Message>, inner: bus::Sink } }"),
            ["orders::port::D -> async_nats::Message"]
        );
    }

    #[test]
    fn what_looks_like_one() {
        for code in [
            // The core's own type, the standard library, a body, an attribute, a test.
            "pub mod port { pub struct Message; pub trait P { fn f(&self, m: Message) -> std::io::Result<core::time::Duration>; } }",
            "pub mod port { pub trait P { fn f(&self) { let _: Option<bus::Message> = None; } } }",
            "pub mod port { #[bus::automock] pub trait P { #[bus::instrument(bus::Message)] fn f(&self); } }",
            "pub mod port { #[cfg(test)] pub trait P { fn f(&self, m: bus::Message); } pub trait Q { fn f(&self); #[cfg(test)] fn g(&self, m: bus::Message); } }",
            // No port: private, in an adapter, an implementation.
            "pub mod port { trait P { fn f(&self, m: bus::Message); } pub trait Q { fn f(&self); } }",
            "pub mod port { pub trait Q { type M; fn f(&self, m: Self::M); } } pub mod adapter { pub trait P { fn f(&self, m: bus::Message); } pub struct S; impl crate::port::Q for S { type M = bus::Message; fn f(&self, m: bus::Message) {} } }",
            "pub mod port { pub trait P { fn f(&self); } pub struct D { m: bus::Message } pub struct Id<M>(pub M); }",
            // A parameter that is called like it.
            "pub mod port { pub trait P<Message> { fn f(&self, m: Message); } }",
        ] {
            assert_eq!(named(code), [""; 0], "{code}");
        }
    }

    #[test]
    fn what_is_allowed_may_be_named() {
        let code =
            "pub mod port { pub trait P { fn f(&self, b: bytes::Bytes, m: bus::Message); } }";
        let allowed = text("ports.allow = [\"bytes::Bytes\"]", code);
        assert_eq!(
            check(&RULE, &allowed),
            [
                "orders/src/lib.rs:1:`bus::Message`: the port `orders::port::P` names `async_nats::Message`, which is of an external crate"
            ]
        );
    }

    #[test]
    fn the_way_is_shown() {
        let session = session(&text(
            "",
            "pub mod port { pub trait P { fn f(&self, m: orders_shared::nats::Message, n: orders_shared::Message); } }",
        ));
        let findings = findings(&RULE, &session);
        let related = |at: usize| -> Vec<&str> {
            let related = findings.found()[at].related.iter();
            related.map(|one| one.message.as_str()).collect()
        };
        assert_eq!(
            related(0),
            ["`orders_shared` re-exports it as `async_nats as nats`"]
        );
        assert_eq!(
            related(1),
            [
                "this is called so here",
                "the port `orders::port::P` shows it"
            ]
        );
    }
}
