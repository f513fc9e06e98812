//! The ways in which one violation may be written, and what only looks like one.

use crate::{fixture, rules::RULES};

/// A workspace whose domain is this text. `more` are further files.
fn workspace(domain: &str, more: &str) -> String {
    format!(
        "
//- govern.toml
[archcheck]
preset = \"hexagonal\"
//- orders: tracing, tools, orders-shared, bus = orders-adapter, orders-adapter-macros
//- orders/src/lib.rs
#[macro_use]
mod macros {{
    macro_rules! cfg_rt {{ ($($item:item)*) => {{ $( #[cfg(not(never))] $item )* }} }}
}}
pub mod adapter;
pub mod domain;
pub mod shared {{
    pub struct Id;
    pub mod prelude {{ pub use super::Id; }}
}}
//- orders/src/adapter.rs
pub struct Bus;
pub enum Mode {{ Fast, Slow }}
pub trait Publish {{}}
pub const LIMIT: u32 = 3;
pub fn send() -> u32 {{ LIMIT }}
pub mod nats {{ pub struct Client; }}
#[macro_export]
macro_rules! publish {{ () => {{ 1 }}; }}
//- orders-adapter: async-nats
//- orders-adapter/src/lib.rs
pub struct Remote;
//- orders-adapter-macros/Cargo.toml
[package]
name = \"orders-adapter-macros\"
edition = \"2024\"
[lib]
proc-macro = true
//- orders-adapter-macros/src/lib.rs
#[proc_macro_derive(Wire)]
pub fn wire(input: proc_macro::TokenStream) -> proc_macro::TokenStream {{ input }}
//- orders-shared: orders-adapter
//- orders-shared/src/lib.rs
pub mod bus {{ pub use orders_adapter::Remote as Endpoint; }}
pub use bus::Endpoint as Port;
//- orders/src/domain.rs
{domain}
{more}"
    )
}

/// What `layer_violation` finds in the package `orders`, as `path:text at the place`.
fn found(domain: &str, more: &str) -> Vec<String> {
    let session = fixture::session(&workspace(domain, more));
    let rule = RULES
        .iter()
        .find(|rule| rule.info.name == "layer_violation")
        .expect("it is a rule");
    let findings = fixture::findings(rule, &session);
    let places = findings
        .found()
        .iter()
        .map(|finding| fixture::place(&session, finding.span));
    let own = places.filter(|place| place.starts_with("orders/src/"));
    own.map(|place| {
        let (path, rest) = place["orders/src/".len()..]
            .split_once(':')
            .expect("a place has a line");
        let (_, text) = rest.split_once(':').expect("a place has a text");
        format!("{path}: {text}")
    })
    .collect()
}

#[test]
fn every_disguise_is_seen_through() {
    let disguises: &[(&str, &str, &[&str])] = &[
        (
            "a use",
            "use crate::adapter::Bus;",
            &["crate::adapter::Bus"],
        ),
        (
            "a group",
            "use crate::{adapter::{Bus, nats::Client}, shared::Id};",
            &["Bus", "nats::Client"],
        ),
        (
            "the module itself",
            "use crate::adapter::{self};\nfn f() { adapter::send(); }",
            &["self"],
        ),
        (
            "a rename",
            "use crate::adapter::Bus as Channel;\nfn f(_: Channel) {}",
            &["crate::adapter::Bus as Channel"],
        ),
        (
            "a rename of the module",
            "use crate::{adapter as infra};",
            &["adapter as infra"],
        ),
        (
            "for its methods only",
            "use crate::adapter::Publish as _;",
            &["crate::adapter::Publish as _"],
        ),
        ("a glob", "use crate::adapter::*;", &["crate::adapter::*"]),
        (
            "from the parent",
            "use super::adapter::Bus;",
            &["super::adapter::Bus"],
        ),
        (
            "from further up",
            "mod deep { use super::super::adapter::Bus; }",
            &["super::super::adapter::Bus"],
        ),
        (
            "raw identifiers",
            "use crate::r#adapter::r#Bus;",
            &["crate::r#adapter::r#Bus"],
        ),
        (
            "made public again",
            "pub use crate::adapter::Bus;",
            &["crate::adapter::Bus"],
        ),
        (
            "a signature",
            "pub fn f(bus: &crate::adapter::Bus) {}",
            &["crate::adapter::Bus"],
        ),
        (
            "a return type",
            "pub fn f() -> Option<Vec<crate::adapter::Bus>> { None }",
            &["crate::adapter::Bus"],
        ),
        (
            "a field",
            "pub struct Order { bus: Box<crate::adapter::Bus> }",
            &["crate::adapter::Bus"],
        ),
        (
            "an alias",
            "type Channel = crate::adapter::Bus;",
            &["crate::adapter::Bus"],
        ),
        (
            "a bound",
            "fn f<T: crate::adapter::Publish>(_: T) {}",
            &["crate::adapter::Publish"],
        ),
        (
            "a where clause",
            "fn f<T>(_: T) where T: crate::adapter::Publish {}",
            &["crate::adapter::Publish"],
        ),
        (
            "a trait object",
            "fn f(_: &dyn crate::adapter::Publish) {}",
            &["crate::adapter::Publish"],
        ),
        (
            "a supertrait",
            "trait Sink: crate::adapter::Publish {}",
            &["crate::adapter::Publish"],
        ),
        (
            "a static",
            "static BUS: crate::adapter::Bus = todo();",
            &["crate::adapter::Bus"],
        ),
        (
            "a body",
            "fn f() -> u32 { crate::adapter::send() }",
            &["crate::adapter::send"],
        ),
        (
            "a closure in a body",
            "fn f() { let g = |x: u32| x + crate::adapter::LIMIT; }",
            &["crate::adapter::LIMIT"],
        ),
        (
            "a pattern",
            "fn f(x: u32) { match x { crate::adapter::LIMIT => {} _ => {} } }",
            &["crate::adapter::LIMIT"],
        ),
        (
            "a struct literal",
            "fn f() { let bus = crate::adapter::Bus {}; }",
            &["crate::adapter::Bus"],
        ),
        (
            "a cast",
            "fn f() { g::<crate::adapter::Bus>() }",
            &["crate::adapter::Bus"],
        ),
        (
            "a qualified path",
            "fn f() { <crate::adapter::Bus as Clone>::clone }",
            &["crate::adapter::Bus"],
        ),
        (
            "an impl header",
            "struct Order;\nimpl crate::adapter::Publish for Order {}",
            &["crate::adapter::Publish"],
        ),
        (
            "a type argument of an impl header",
            "struct Order;\nimpl From<crate::adapter::Bus> for Order {}",
            &["crate::adapter::Bus"],
        ),
        (
            "a type that gets an impl",
            "trait Sink {}\nimpl Sink for crate::adapter::Bus {}",
            &["crate::adapter::Bus"],
        ),
        (
            "an attribute's argument",
            "struct Order { #[serde(with = \"crate::adapter::nats\")] id: u32 }",
            &["\"crate::adapter::nats\""],
        ),
        (
            "a derive",
            "#[derive(Clone, orders_adapter_macros::Wire)]\nstruct Order;",
            &["orders_adapter_macros::Wire"],
        ),
        (
            "an argument of a macro",
            "fn f() { tracing::info!(a = crate::adapter::send()); }",
            &["crate::adapter::send"],
        ),
        (
            "macros in macros",
            "fn f() { vec![dbg!(crate::adapter::send())]; }",
            &["crate::adapter::send"],
        ),
        (
            "a format string's argument",
            "fn f() -> String { format!(\"{}\", crate::adapter::LIMIT) }",
            &["crate::adapter::LIMIT"],
        ),
        (
            "a macro",
            "fn f() -> u32 { crate::publish!() }",
            &["crate::publish"],
        ),
        (
            "a block",
            "fn f() { use crate::adapter::Bus; let bus: Bus; }",
            &["crate::adapter::Bus"],
        ),
        (
            "a block in a block",
            "fn f() { if true { { use crate::adapter as a; a::send(); } } }",
            &["crate::adapter as a"],
        ),
        (
            "an inline module",
            "mod inner { mod deeper { fn f() { crate::adapter::send(); } } }",
            &["crate::adapter::send"],
        ),
        (
            "a variant",
            "use crate::adapter::Mode::Fast;",
            &["crate::adapter::Mode::Fast"],
        ),
        (
            "all variants",
            "use crate::adapter::Mode::*;\nfn f() { Slow; }",
            &["crate::adapter::Mode::*"],
        ),
        (
            "a variant in a body",
            "fn f() { crate::adapter::Mode::Slow; }",
            &["crate::adapter::Mode::Slow"],
        ),
        (
            "an associated function",
            "fn f() { crate::adapter::Bus::open(); }",
            &["crate::adapter::Bus::open"],
        ),
        (
            "a condition that holds",
            "#[cfg(not(windows_only))]\nmod unix { use crate::adapter::Bus; }",
            &["crate::adapter::Bus"],
        ),
        (
            "items that a macro passes through",
            "cfg_rt! { mod rt { use crate::adapter::Bus; } }",
            &["crate::adapter::Bus"],
        ),
        (
            "a renamed dependency",
            "fn f(_: bus::Remote) {}",
            &["bus::Remote"],
        ),
        (
            "an extern crate",
            "extern crate bus as transport;\nfn f(_: transport::Remote) {}",
            &["transport::Remote"],
        ),
        (
            "a re-export of another crate",
            "use orders_shared::bus::Endpoint;",
            &["orders_shared::bus::Endpoint"],
        ),
        (
            "a chain of re-exports",
            "fn f(_: orders_shared::Port) {}",
            &["orders_shared::Port"],
        ),
    ];
    for (name, domain, expected) in disguises {
        let expected: Vec<String> = expected
            .iter()
            .map(|text| format!("domain.rs: `{text}`"))
            .collect();
        assert_eq!(found(domain, ""), expected, "{name}: {domain}");
    }
}

#[test]
fn a_module_by_path_is_where_it_is_declared() {
    let hidden = "//- orders/src/elsewhere/hidden.rs\nfn f() { crate::adapter::send(); }";
    let found = found("#[path = \"elsewhere/hidden.rs\"]\nmod hidden;", hidden);
    assert_eq!(found, ["elsewhere/hidden.rs: `crate::adapter::send`"]);
}

#[test]
fn what_is_included_is_part_of_the_module() {
    let part = "//- orders/src/parts/of_domain.rs\nfn f() { crate::adapter::send(); }";
    let found = found("include!(\"parts/of_domain.rs\");", part);
    assert_eq!(found, ["parts/of_domain.rs: `crate::adapter::send`"]);
}

#[test]
fn items_behind_a_facade_are_seen_where_they_are_used() {
    let facade = "//- orders/src/shared.rs\npub use crate::adapter::*;";
    let domain = "use crate::facade::*;\nfn f(_: Bus) {}";
    let lib = "//- orders/src/lib.rs\npub mod adapter;\npub mod domain;\n#[path = \"shared.rs\"]\nmod facade;";
    let text = workspace(domain, facade).replace(
        "//- orders/src/lib.rs\n#[macro_use]",
        "//- orders/src/unused.txt\n#[macro_use]",
    );
    let session = fixture::session(&format!("{text}\n{lib}"));
    let rule = RULES
        .iter()
        .find(|rule| rule.info.name == "layer_violation")
        .expect("it is a rule");
    let findings = fixture::findings(rule, &session);
    let mut own = findings
        .found()
        .iter()
        .filter(|finding| finding.key.starts_with("orders::"));
    let (Some(finding), None) = (own.next(), own.next()) else {
        panic!("{findings:#?}")
    };
    assert_eq!(
        fixture::place(&session, finding.span),
        "orders/src/domain.rs:2:`Bus`"
    );
    assert_eq!(
        finding.related[0].message,
        "`orders::facade` re-exports it as `crate::adapter::*`"
    );
}

#[test]
fn what_only_looks_like_it_is_left_alone() {
    let look_alikes: &[(&str, &str)] = &[
        (
            "a local variable",
            "fn f() { let adapter = 1; adapter + 1; }",
        ),
        ("a parameter", "fn f(adapter: u32) -> u32 { adapter }"),
        (
            "a field",
            "struct Order { adapter: u32 }\nfn f(o: Order) -> u32 { o.adapter }",
        ),
        (
            "a field in a literal",
            "struct Order { adapter: u32 }\nfn f() -> Order { Order { adapter: 1 } }",
        ),
        (
            "a method",
            "struct Order;\nimpl Order { fn adapter(&self) {} }\nfn f(o: Order) { o.adapter() }",
        ),
        ("a function", "fn adapter() {}\nfn f() { adapter() }"),
        ("a type of its own", "struct Bus;\nfn f(_: Bus) {}"),
        ("a generic parameter", "fn f<Bus>(bus: Bus) -> Bus { bus }"),
        (
            "a lifetime and a label",
            "fn f<'adapter>(x: &'adapter u32) { 'adapter: loop { break 'adapter } }",
        ),
        (
            "a doc comment",
            "/// See [`crate::adapter::Bus`]:\n/// ```\n/// use crate::adapter::Bus;\n/// ```\nfn f() {}",
        ),
        (
            "a comment",
            "// use crate::adapter::Bus;\n/* crate::adapter::send() */",
        ),
        (
            "a string",
            "const S: &str = \"crate::adapter::Bus\";\nconst R: &str = r#\"use crate::adapter::Bus;\"#;",
        ),
        (
            "a documented string",
            "#[doc = \"crate::adapter::Bus\"]\nfn f() {}",
        ),
        (
            "a module of another crate",
            "use tools::adapter::Wrench;\nfn f(_: Wrench) {}",
        ),
        (
            "a name in a macro's arguments",
            "fn f() { tracing::info!(adapter = 1, \"adapter\"); }",
        ),
        (
            "a word of a macro",
            "use crate::shared; fn f() { my_macro!(adapter, bus, tools); }",
        ),
        (
            "test code",
            "#[cfg(test)]\nmod tests { use crate::adapter::Bus; #[test] fn f() { crate::adapter::send(); } }",
        ),
        (
            "a test outside of a test module",
            "#[test]\nfn f() { crate::adapter::send(); }",
        ),
        (
            "a feature that is off",
            "#[cfg(feature = \"off\")]\nuse crate::adapter::Bus;",
        ),
        (
            "a statement under a feature that is off",
            "fn f() { #[cfg(feature = \"off\")] crate::adapter::send(); }",
        ),
        (
            "another platform",
            "#[cfg(not(any(unix, windows)))]\nmod odd { use crate::adapter::Bus; }",
        ),
        (
            "what it may use",
            "use crate::shared::{Id, prelude::*};\nfn f(_: Id) {}",
        ),
        (
            "the definition of a macro",
            "macro_rules! send { () => { $crate::adapter::send() } }",
        ),
    ];
    for (name, domain) in look_alikes {
        assert_eq!(found(domain, ""), [""; 0], "{name}: {domain}");
    }
}

#[test]
fn a_module_that_is_declared_twice_is_one() {
    let domain = "#[cfg(not(x))]\nmod inner { use crate::adapter::Bus; }\n#[cfg(not(y))]\nmod inner { use crate::adapter::Bus; }";
    let session = fixture::session(&workspace(domain, ""));
    let architecture = fixture::architecture(&session);
    let inner = architecture
        .modules
        .iter()
        .filter(|module| module.path == "orders::domain::inner");
    assert_eq!(inner.count(), 1);
}

#[test]
fn a_declaration_is_not_also_what_an_external_glob_may_bring() {
    let domain = "use crate::adapter::Bus;";
    let adapter = "//- orders/src/adapter.rs\npub use tracing::*;\npub struct Bus;";
    let session = fixture::session(&workspace(domain, adapter));
    let architecture = fixture::architecture(&session);
    let items: Vec<&str> = architecture
        .uses
        .iter()
        .filter(|place| architecture.module(place.from).path == "orders::domain")
        .map(|place| architecture.text(place.item))
        .collect();
    assert_eq!(items, ["orders::adapter::Bus"]);
}

#[test]
fn a_visibility_is_no_use() {
    let domain =
        "pub mod adapter { pub mod domain { pub(in crate::domain::adapter) struct Order; } }";
    assert_eq!(found(domain, ""), [""; 0]);
}
