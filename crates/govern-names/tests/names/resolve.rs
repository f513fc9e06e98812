//! What names mean.

use govern_diagnostics::FileId;
use govern_facts::PathKind;

use crate::fixture::{Fixture, check, macros, references, unresolved};

/// A crate with an adapter, and a domain that uses it in some way.
fn domain(body: &str) -> Vec<String> {
    references(&format!(
        "
        //- a/lib.rs
        pub mod adapter;
        pub mod domain;
        pub mod facade {{ pub use crate::adapter::*; pub use crate::adapter::Bus as Renamed; }}
        pub use adapter as outside;
        #[macro_export] macro_rules! pass {{ ($($item:item)*) => {{ $($item)* }} }}
        //- a/adapter.rs
        pub struct Bus;
        pub struct Event {{ pub id: u8 }}
        pub enum Kind {{ A, B(u8), C {{ x: u8 }} }}
        pub trait Port {{ const N: u8; fn go(&self); }}
        pub fn send() {{}}
        pub const LIMIT: u8 = 1;
        pub mod inner {{ pub struct Deep; }}
        //- a/domain.rs
        {body}
        "
    ))
    .into_iter()
    .filter(|line| line.starts_with("a::domain"))
    .collect()
}

#[test]
fn every_disguise_of_an_import_is_an_edge() {
    let edge = ["a::domain -> a::adapter"];
    for body in [
        "use crate::adapter::Bus;",
        "use crate::{adapter::{Bus, Event}};",
        "use super::adapter::Bus as B;",
        "use crate::adapter::*;",
        "use crate::adapter;",
        "use crate::adapter::{self as x};",
        "use crate::adapter::Port as _;",
        "use crate::adapter::Kind::A;",
        "use crate::adapter::Kind::*; fn f() -> Kind2 { A } type Kind2 = u8;",
        "fn f() { use crate::adapter::send; send() }",
        "fn f(x: crate::adapter::Bus) {}",
        "fn f() -> Vec<Option<super::adapter::Bus>> { todo!() }",
        "struct S { x: Box<dyn crate::adapter::Port> }",
        "struct S<T: crate::adapter::Port>(T);",
        "fn f<T>() where T: crate::adapter::Port {}",
        "trait T: crate::adapter::Port {}",
        "impl crate::adapter::Port for u8 { const N: u8 = 0; fn go(&self) {} }",
        "impl crate::adapter::Bus {}",
        "fn f() { crate::adapter::send(); }",
        "fn f() { let x = crate::adapter::Event { id: 1 }; }",
        "fn f(k: u8) { match k { crate::adapter::LIMIT => {} _ => {} } }",
        "fn f(k: K) { if let crate::adapter::Kind::B(x) = k {} } type K = u8;",
        "fn f(k: K) { let crate::adapter::Kind::C { x } = k else { return }; } type K = u8;",
        "fn f() { let n = <u8 as crate::adapter::Port>::N; }",
        "fn f() { g::<crate::adapter::Bus>(); } fn g<T>() {}",
        "fn f() { let x: crate::adapter::Bus; }",
        "fn f() { let x = 1 as crate::adapter::N; } ",
        "const X: [u8; crate::adapter::LIMIT as usize] = [0];",
        "static S: crate::adapter::Bus = crate::adapter::Bus;",
        "type T = crate::adapter::Bus;",
        "#[crate::adapter::mark] fn f() {}",
        "#[derive(crate::adapter::Derived)] struct S;",
        "#[serde(with = \"crate::adapter::send\")] struct S;",
        "fn f() { vec![crate::adapter::Bus]; }",
        "fn f() { tracing::info!(a = crate::adapter::send()); }",
        "fn f() { format!(\"{}\", crate::adapter::LIMIT); }",
        "fn f() { select! { x = crate::adapter::send() => { vec![x] } } }",
        "pass! { mod x { use crate::adapter::Bus; } }",
        "crate::pass! { use crate::adapter::Bus; }",
        "#[cfg(unix)] use crate::adapter::Bus;",
        "#[cfg(feature = \"on\")] mod x { use crate::adapter::Bus; }",
        "#[path = \"elsewhere.rs\"] mod x; use crate::adapter::Bus;",
        "const _: () = { use crate::adapter::Bus; };",
        "enum E { V(crate::adapter::Bus) }",
        "macro_rules! local { () => {} } fn f() { local!(crate::adapter::send()) }",
        "fn f() { |x: crate::adapter::Bus| (); }",
        "extern \"C\" { fn z(x: crate::adapter::Bus); }",
        "use r#crate_less as q; use crate::adapter::r#Bus; mod crate_less {}",
    ] {
        let found: Vec<String> = domain(body)
            .into_iter()
            .filter(|line| {
                line.contains("a::adapter") && !line.contains("serde") && !line.contains("tracing")
            })
            .map(|line| line.replace("a::domain::x ", "a::domain "))
            .collect();
        let expected: &[&str] = match body {
            // What is not there is an edge to the module as written only if it is found.
            _ if body.contains("mark")
                || body.contains("Derived")
                || body.contains("adapter::N;") =>
            {
                &[]
            }
            _ => &edge,
        };
        assert_eq!(found, expected, "{body}");
    }
}

#[test]
fn look_alikes_are_no_edges() {
    for body in [
        "/// [`crate::adapter::Bus`]\nfn f() { let s = \"crate::adapter::Bus\"; }",
        "pub(in crate::domain) fn f() {} // crate::adapter::Bus",
        "fn f(adapter: S) { adapter.send(); let x = adapter; } struct S; impl S { fn send(&self) {} }",
        "struct S { adapter: u8 } fn f(s: S) -> u8 { s.adapter }",
        "mod adapter { pub struct Bus; } use adapter::Bus; fn f() { adapter::Bus; }",
        "#[cfg(feature = \"off\")] use crate::adapter::Bus;",
        "#[cfg(windows)] fn f() { crate::adapter::send() }",
        "fn f() { #[cfg(windows)] crate::adapter::send(); }",
        "fn f() { match 1 { #[cfg(windows)] crate::adapter::LIMIT => {} _ => {} } }",
        "struct S { #[cfg(windows)] x: crate::adapter::Bus }",
        "fn send() {} fn f() { send(); }",
        "macro_rules! m { () => { $crate::adapter::send() } }",
        "fn f<Bus>(x: Bus) {}",
        "fn f() { 'adapter: loop { break 'adapter } }",
        "fn f() { info!(adapter = 1, \"adapter::send()\"); } macro_rules! info { ($($t:tt)*) => {} }",
    ] {
        let found: Vec<String> = domain(body)
            .into_iter()
            .filter(|line| line.contains("a::adapter"))
            .collect();
        assert_eq!(found, [""; 0], "{body}");
    }
}

#[test]
fn test_code_is_marked() {
    assert_eq!(
        domain("#[cfg(test)] mod tests { use crate::adapter::Bus; }"),
        ["a::domain::tests -> a::adapter (test)"]
    );
    assert_eq!(
        domain(
            "#[cfg(not(test))] use crate::adapter::Bus as X; #[cfg(test)] use crate::facade::Bus as X; fn f(x: X) {}"
        ),
        [
            "a::domain -> a::adapter",
            "a::domain -> a::adapter via a::facade (test)"
        ]
    );
}

#[test]
fn what_only_dev_dependencies_switch_on_is_test_code_that_examples_see() {
    let library = "
        //- a/lib.rs
        #[cfg(feature = \"dev\")] pub mod mock { use crate::real::Bus; pub struct Clock; }
        #[cfg(not(feature = \"dev\"))] pub mod quick { use crate::real::Bus; }
        pub mod real { pub struct Bus; pub struct Clock; }
        #[cfg(test)] pub mod stub { pub struct Clock; }
        #[cfg(test)] pub use stub::Clock;
        #[cfg(not(test))] pub use real::Clock;
        #[cfg(test)] mod tests { use crate::mock::Clock; }
    ";
    let edges = [
        "a -> a::real",
        "a -> a::stub (test)",
        "a::mock -> a::real (test)",
        "a::quick -> a::real",
        "a::tests -> a::mock (test)",
    ];
    check(library, &edges);
    let example = "
        //- b: a
        //- b/example.rs
        use a::mock::Clock as Mock;
        use a::Clock;
    ";
    let own = ["b -> a::mock", "b -> a::real via a"];
    check(&format!("{library}{example}"), &[&edges[..], &own].concat());
}

#[test]
fn re_exports_are_followed_and_the_written_module_is_kept() {
    assert_eq!(
        domain("use crate::facade::Bus;"),
        ["a::domain -> a::adapter via a::facade"]
    );
    assert_eq!(
        domain("use crate::facade::Renamed;"),
        ["a::domain -> a::adapter via a::facade"]
    );
    assert_eq!(
        domain("fn f(x: crate::facade::Bus) {}"),
        ["a::domain -> a::adapter via a::facade"]
    );
    assert_eq!(
        domain("use crate::outside::Bus; use crate::outside::inner::Deep;"),
        ["a::domain -> a::adapter", "a::domain -> a::adapter::inner"]
    );
    assert_eq!(
        domain("use crate::facade::*; fn f(x: Bus) {}"),
        ["a::domain -> a::adapter", "a::domain -> a::facade"]
    );
}

#[test]
fn external_crates_are_leaves_also_behind_re_exports() {
    check(
        "
        //- shared: nats = async_nats, serde
        //- shared/lib.rs
        pub use nats as bus;
        pub mod time { pub use std::time::SystemTime; }
        pub use serde::*;
        //- user: shared, renamed = shared
        //- user/lib.rs
        use shared::bus::Client;
        fn f() -> shared::bus::jetstream::Context { shared::bus::connect() }
        use renamed::time::SystemTime as Clock;
        fn g(c: Clock) { Clock::now(); std::fs::read(\"x\"); ::std::env::var(\"y\"); }
        mod inner { fn h() { super::Client::new(); } }
        ",
        &[
            "shared -> async_nats",
            "shared -> serde",
            "shared::time -> std::time::SystemTime",
            "user -> async_nats::Client via shared",
            "user -> async_nats::connect via shared",
            "user -> async_nats::jetstream::Context via shared",
            "user -> std::env::var",
            "user -> std::fs::read",
            "user -> std::time::SystemTime",
            "user -> std::time::SystemTime via shared::time",
            "user -> std::time::SystemTime::now",
            "user::inner -> async_nats::Client::new via user",
        ],
    );
}

#[test]
fn names_out_of_an_external_glob_belong_to_it() {
    check(
        "
        //- shared: serde
        //- shared/lib.rs
        pub use serde::*;
        //- user: shared
        //- user/lib.rs
        use shared::Serialize;
        mod a { use shared::*; fn f<T: Deserialize>() {} }
        ",
        &[
            "shared -> serde",
            "user -> serde::Serialize via shared",
            "user::a -> serde::Deserialize",
            "user::a -> shared",
        ],
    );
}

#[test]
fn macros_are_resolved_by_name_and_scope() {
    assert_eq!(
        macros(
            "
            //- a: tracing
            //- a/lib.rs
            use std::dbg as d;
            use tracing::info as log;
            macro_rules! todo { () => {} }
            fn f() { d!(1); dbg!(2); todo!(); log!(); vec![dbg!(x), unreachable!()]; tracing::warn!(); nothing!(); }
            mod inner { fn g() { todo!(); unimplemented!(); } }
            "
        ),
        [
            "d = std::dbg",
            "dbg = std::dbg",
            "todo = workspace",
            "log = tracing::info",
            "vec = std::vec",
            "dbg = std::dbg",
            "unreachable = std::unreachable",
            "tracing::warn = tracing::warn",
            "nothing = Unresolved",
            "todo = workspace",
            "unimplemented = std::unimplemented",
        ]
    );
}

#[test]
fn macros_of_other_modules_and_crates_are_edges() {
    check(
        "
        //- a/lib.rs
        #[macro_use] mod macros;
        mod user { fn f() { own!(); } }
        #[macro_export] macro_rules! exported { () => {} }
        //- a/macros.rs
        macro_rules! own { () => {} }
        //- b: a
        //- b/lib.rs
        mod c { fn f() { a::exported!(); } }
        use a::exported;
        ",
        &["a::user -> a::macros", "b -> a", "b::c -> a"],
    );
}

#[test]
fn scopes_shadow_each_other_as_in_the_language() {
    // A block's import, a local variable, a generic parameter and a local item hide what the module imports.
    check(
        "
        //- a/lib.rs
        mod one { pub fn f() {} pub struct T; pub const C: u8 = 0; }
        mod two { pub fn f() {} pub struct T; }
        mod user {
            use crate::one::{f, T};
            fn a() { use crate::two::f; f() }
            fn b() { let f = || (); f() }
            fn c<T>(x: T) {}
            fn d() { struct T; let x = T; }
            mod nested { use super::*; fn e(x: T) { f() } }
        }
        ",
        &[
            "a::user -> a::one",
            "a::user -> a::two",
            "a::user::nested -> a::one",
            "a::user::nested -> a::user",
        ],
    );
}

#[test]
fn a_local_module_hides_an_external_crate_of_the_same_name() {
    check(
        "
        //- a: serde
        //- a/lib.rs
        mod serde { pub struct Value; }
        mod b { use crate::serde::Value; use ::serde::Serialize; fn f(x: serde::Deserializer) {} }
        fn g(x: serde::Value) {}
        ",
        &[
            "a -> a::serde",
            "a::b -> a::serde",
            "a::b -> serde::Deserializer",
            "a::b -> serde::Serialize",
        ],
    );
}

#[test]
fn what_an_external_glob_may_bring_in_gives_way_to_what_is_there() {
    check(
        "
        //- a: ext
        //- a/lib.rs
        pub mod m { pub fn helper() -> u8 { 1 } pub struct Plain { pub n: u8 } }
        #[cfg(test)] use m::helper;
        #[cfg(test)] mod user {
            use super::*;
            fn f() { log!(helper()); }
        }
        pub use ext::prelude::*;
        ",
        &[
            "a -> a::m (test)",
            "a -> ext::prelude",
            "a::user -> a (test)",
            "a::user -> a::m (test)",
            "a::user -> ext::prelude::log (test)",
        ],
    );
}

#[test]
fn modules_inside_macro_arguments_are_modules() {
    check(
        "
        //- a/lib.rs
        macro_rules! cfg_rt { ($($item:item)*) => { $($item)* } }
        cfg_rt! { pub mod runtime; use crate::runtime::Handle; }
        cfg_if::cfg_if! {
            if #[cfg(unix)] { mod imp; } else { mod other; pub use other::Missing; }
        }
        mod last { use crate::imp::Unix; }
        //- a/runtime.rs
        pub struct Handle;
        use crate::imp::Unix;
        //- a/imp.rs
        pub struct Unix;
        ",
        &[
            "a -> a::runtime",
            "a::last -> a::imp",
            "a::runtime -> a::imp",
        ],
    );
}

#[test]
fn cyclic_globs_and_imports_end() {
    check(
        "
        //- a/lib.rs
        pub mod x { pub use super::y::*; pub struct X; }
        pub mod y { pub use super::x::*; pub struct Y; use crate::y::Nothing as Nothing; }
        mod z { use crate::y::{X, Y}; }
        ",
        &[
            "a::x -> a::y",
            "a::y -> a::x",
            "a::z -> a::x via a::y",
            "a::z -> a::y",
        ],
    );
}

#[test]
fn test_targets_are_test_code_and_use_the_library() {
    check(
        "
        //- a/lib.rs
        pub mod m { pub fn f() {} }
        //- t: a
        //- t/test.rs
        mod common;
        use a::m::f;
        //- t/common.rs
        use a::m;
        ",
        &["t -> a::m (test)", "t::common -> a::m (test)"],
    );
}

#[test]
fn what_is_not_found_is_said_with_the_likely_cause() {
    assert_eq!(
        unresolved(
            "
            //- a/lib.rs
            use crate::missing::Thing;
            mod made { build_types! { Alpha, Beta } }
            fn f(x: made::Alpha, y: Nothing) {}
            fn g() { assert!(unknown::call()); let z = missing_function(); }
            "
        ),
        [
            "Nothing: NotFound",
            "build_types: MacroGenerated",
            "crate::missing::Thing: NotFound",
            "made::Alpha: MacroGenerated",
            "missing_function: NotFound",
            "unknown::call: MacroArgument",
        ]
    );
}

#[test]
fn test_code_is_known_by_condition_attribute_and_target() {
    let source = "
        //- a: tokio
        //- a/lib.rs
        use tokio::test as check;
        fn production() { one(); }
        #[test] fn plain() { two(); }
        #[check] async fn renamed() { three(); }
        #[cfg(test)] mod tests { fn helper() { four(); } }
        #[cfg(not(test))] fn no() { five(); }
        #[inline] fn other() { six(); }
    ";
    let found = Fixture::new(source).with(|names, fixture| {
        let facts = &fixture.facts[0];
        let calls = facts
            .paths
            .iter()
            .filter(|path| path.kind == PathKind::Call);
        calls
            .filter(|call| names.is_test(facts, FileId(0), call.scope))
            .map(|call| facts.path_text(call))
            .collect::<Vec<_>>()
    });
    assert_eq!(found, ["two", "three", "four"]);
}

#[test]
fn what_a_build_script_may_set_is_looked_at_both_ways() {
    check(
        "
        //- a/lib.rs
        mod wide { pub struct Limb; pub fn f() {} }
        mod narrow { pub struct Limb; pub fn f() {} }
        mod limb {
            #[cfg(either = \"64\")] pub use crate::wide::*;
            #[cfg(not(either = \"64\"))] pub use crate::narrow::*;
        }
        mod named {
            #[cfg(either)] pub use crate::wide::f;
            #[cfg(not(either))] pub use crate::narrow::f;
        }
        mod fixed { #[cfg(unix)] pub use crate::wide::f; #[cfg(not(unix))] pub use crate::narrow::f; }
        mod user { use crate::limb::Limb; fn g(_: Limb) { crate::named::f(); crate::fixed::f(); } }
        ",
        &[
            "a::fixed -> a::wide",
            "a::limb -> a::narrow",
            "a::limb -> a::wide",
            "a::named -> a::narrow",
            "a::named -> a::wide",
            "a::user -> a::narrow",
            "a::user -> a::narrow via a::limb",
            "a::user -> a::narrow via a::named",
            "a::user -> a::wide",
            "a::user -> a::wide via a::fixed",
            "a::user -> a::wide via a::limb",
            "a::user -> a::wide via a::named",
        ],
    );
}

#[test]
fn what_is_quoted_is_no_use_and_its_look_alikes_are() {
    let quoting = |call: &str| {
        format!(
            "
            //- a: q = quote, syn, kit
            //- a/lib.rs
            mod user {{ use q::quote as tokens; fn f() {{ {call} }} }}
            mod again {{ pub use q::*; pub use syn::parse_quote as parse; }}
            mod own {{ macro_rules! quote {{ ($($t:tt)*) => {{}} }} pub(crate) use quote; }}
            mod store {{ pub struct Row; pub fn span() {{}} }}
            "
        )
    };
    let uses = |call: &str| {
        references(&quoting(call))
            .iter()
            .any(|line| line.starts_with("a::user -> a::store"))
    };
    for call in [
        "tokens! { crate::store::Row }",
        "q::quote!(#name crate::store::Row missing::thing)",
        "vec![tokens!(outer!(crate::store::Row))]",
        "crate::again::quote!(crate::store::Row);",
        "crate::again::parse!(crate::store::Row);",
        "q::quote_spanned!(span => crate::store::Row => missing::thing);",
        "syn::parse_quote_spanned! { { a => b } => crate::store::Row }",
    ] {
        assert!(!uses(call), "{call}");
        assert_eq!(unresolved(&quoting(call)), [""; 0], "{call}");
    }
    for call in [
        "crate::own::quote!(crate::store::Row)",
        "kit::quote!(crate::store::Row)",
        "q::format_ident!(\"x\", crate::store::Row)",
        "q::quote_spanned!(crate::store::span() => x)",
        "q::quote_spanned!({ a => crate::store::span() } => x)",
        "tokens!(x); crate::store::span();",
        "#[cfg(unix)] use kit::quote as tokens; tokens!(crate::store::Row)",
    ] {
        assert!(uses(call), "{call}");
    }
}

#[test]
fn a_crate_is_not_hidden_by_what_it_calls_like_itself() {
    check(
        "
        //- a: quote, log
        //- a/lib.rs
        mod x { use quote::{quote, format_ident as id}; fn f() { quote::spanned(); quote!(); log::info!(); } }
        mod y { use log::log; fn f() { log::info!(); log!(); } }
        mod z { use quote::{quote, quote_spanned as spanned}; fn f() { spanned!(); } }
        ",
        &[
            "a::x -> log::info",
            "a::x -> quote::format_ident",
            "a::x -> quote::quote",
            "a::x -> quote::spanned",
            "a::y -> log::info",
            "a::y -> log::log",
            "a::z -> quote::quote",
            "a::z -> quote::quote_spanned",
        ],
    );
}

#[test]
fn macros_of_several_crates_are_of_the_namesake_or_of_the_one_that_quotes() {
    let text = "
        //- a: quote, syn, cfg_if, log
        //- a/lib.rs
        #[macro_use] extern crate quote; #[macro_use] extern crate syn;
        #[macro_use] extern crate cfg_if; #[macro_use] extern crate log;
        mod x { fn f() { quote!(missing::a); quote_spanned!(s => missing::b); parse_quote!(missing::c); } cfg_if! {} }
        mod y { fn f() { info!(); } }
    ";
    check(
        text,
        &[
            "a::x -> cfg_if::cfg_if",
            "a::x -> quote::quote",
            "a::x -> quote::quote_spanned",
            "a::x -> syn::parse_quote",
        ],
    );
    assert_eq!(unresolved(text), ["info: NotFound"]);
}

#[test]
fn an_import_means_what_is_used_of_what_has_its_name() {
    check(
        "
        //- a: core
        //- a/lib.rs
        pub mod serve; pub mod derive { macro_rules! m { () => {} } pub(crate) use m as Port; pub(crate) use m as Both; }
        pub use serve::serve;
        pub mod port { pub trait Port {} pub struct Both; pub use crate::derive::*; }
        mod b { use crate::serve; fn f() { serve(); } }
        mod c { use crate::serve; fn f() { serve::Serve; } }
        mod d { use crate::serve; }
        mod e { use crate::port::Port; fn f(x: u8) { x.go(); } }
        mod g { use crate::port::Both; fn f(_: Both) {} }
        mod h { use crate::port::Both; fn f(_: Both) { Both!() } }
        mod i { pub use crate::port::Both; fn f(_: Both) {} }
        //- a/serve.rs
        pub struct Serve; pub fn serve() {}
        //- core/lib.rs
        mod hidden { pub struct X; }
        use hidden::X;
        pub mod face { pub fn X() {} }
        pub use face::*;
        //- user: core, std2 = std2
        //- user/lib.rs
        extern crate std2 as engine;
        mod x { pub use core::X; }
        mod y { use crate::engine::vec::Vec; fn f(_: crate::engine::Box) {} }
        ",
        &[
            "a -> a::serve",
            "a::b -> a::serve",
            "a::b -> a::serve via a",
            "a::c -> a::serve",
            "a::d -> a::serve",
            "a::e -> a::port",
            "a::g -> a::port",
            "a::h -> a::derive",
            "a::h -> a::derive via a::port",
            "a::h -> a::port",
            "a::i -> a::derive via a::port",
            "a::i -> a::port",
            "a::port -> a::derive",
            "core -> core::face",
            "core -> core::hidden",
            "user::x -> core::face via core",
            "user::y -> std2::Box",
            "user::y -> std2::vec::Vec",
        ],
    );
}
