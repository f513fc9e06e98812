//! Macro calls and what is in their arguments.

use super::{check, facts, imports, items, paths};
use crate::FileFacts;

/// Name, position, how it was read.
fn calls(facts: &FileFacts) -> Vec<String> {
    let rows = facts.macro_calls.iter();
    rows.map(|row| {
        format!(
            "{} {:?} {:?}",
            facts.path_text(facts.path(row.path)),
            row.position,
            row.body
        )
    })
    .collect()
}

#[test]
fn positions() {
    check(
        calls,
        "a! {} b::c!(fn d() {}); t! { #![unix] #![any(x)] mod u; } impl E { f! { fn g() {} } } fn h() { i!(j![k! {}]); let l!() = m!() else { n! {} }; let _: o!() = p; q!{} } type R = s!();",
        &[
            "a Item Tokens",
            "b::c Item Items",
            "t Item Items",
            "f Item Items",
            "i Expr Tokens",
            "j Nested Tokens",
            "k Nested Tokens",
            "l Pattern Tokens",
            "m Expr Tokens",
            "n Expr Tokens",
            "o Type Tokens",
            "q Expr Tokens",
            "s Type Tokens",
        ],
    );
}

#[test]
fn arguments() {
    check(
        paths,
        "fn f() { vec![dbg!(x)]; tracing::info!(a = crate::b::c(), d.e = %f, g = g::H, \"{}\", i == j); assert!(k.unwrap()); format!(\"{}\", crate::l::m()); json!({ \"n\": o::p(q), r: s::T }); select! { t = u::v() => w::x(t), _ = y => {} } z!(::aa::bb, <cc::dd as ee>::ff, Vec::<gg::hh>::ii(), jj .. kk, ll != mm, $, r#try::r#in, Box<dyn nn::oo>, &mut pp, 'qq, *rr) }",
        &[
            "Macro vec in f",
            "Macro dbg in f",
            "MacroArgument x in f",
            "Macro tracing::info in f",
            "MacroArgument crate::b::c in f",
            "MacroArgument d in f",
            "MacroArgument f in f",
            "MacroArgument g::H in f",
            "MacroArgument i in f",
            "MacroArgument j in f",
            "Macro assert in f",
            "MacroArgument k in f",
            "Macro format in f",
            "MacroArgument crate::l::m in f",
            "Macro json in f",
            "MacroArgument o::p in f",
            "MacroArgument q in f",
            "MacroArgument s::T in f",
            "Macro select in f",
            "MacroArgument u::v in f",
            "MacroArgument w::x in f",
            "MacroArgument t in f",
            "MacroArgument y in f",
            "Macro z in f",
            "MacroArgument ::aa::bb in f",
            "MacroArgument cc::dd in f",
            "MacroArgument ee in f",
            "MacroArgument Vec in f",
            "MacroArgument gg::hh in f",
            "MacroArgument jj in f",
            "MacroArgument kk in f",
            "MacroArgument ll in f",
            "MacroArgument mm in f",
            "MacroArgument try::in in f",
            "MacroArgument Box in f",
            "MacroArgument nn::oo in f",
            "MacroArgument rr in f",
        ],
    );
}

#[test]
fn declarations_in_arguments() {
    check(
        paths,
        "fn f() { a! { let b = c; let mut d; fn e() {} macro_rules! g { ($h:expr) => { i::j } } struct K; x: y, if let Some(z) = w {} } }",
        &[
            "Macro a in f",
            "MacroArgument c in f",
            "MacroArgument i::j in f",
            "MacroArgument y in f",
            "MacroArgument Some in f",
            "MacroArgument z in f",
            "MacroArgument w in f",
        ],
    );
}

#[test]
fn items_in_arguments() {
    check(
        items,
        "cfg_rt! { pub mod a; use b::c; fn d() { e::f() } } #[cfg(g)] h! { mod i; } thread_local! { static J: K = L; } bitflags! { struct M: u8 { const N = 1; } } o! { p! { mod q; } } r!(mod s;); t!(u, mod v;); w! { #[cfg(x)] mod y { fn z() {} } }",
        &[
            "pub mod a; in macro",
            "fn d() {} in macro",
            "mod i; in macro if g",
            "static J: K in macro",
            "struct M() in macro",
            "mod q; in macro",
            "mod s; in macro",
            "mod y {} in macro if x",
            "fn z() {} in macro in y if x",
        ],
    );
}

#[test]
fn branches_of_items() {
    let source = "cfg_if::cfg_if! { if #[cfg(a)] { mod b; use c::d; } else if #[cfg(any(e, f))] { #[cfg(g)] mod h { i::j!(); } k! { mod l; } m::n!(o::p); } else { mod q { fn r() { s::t() } } } }";
    check(
        items,
        source,
        &[
            "mod b; in macro if a",
            "mod h {} in macro if all(all(not(a), any(e, f)), g)",
            "mod l; in macro if all(not(a), any(e, f))",
            "mod q {} in macro if all(not(a), not(any(e, f)))",
            "fn r() {} in macro in q if all(not(a), not(any(e, f)))",
        ],
    );
    check(imports, source, &["c::d as d in macro if a"]);
    check(
        paths,
        source,
        &[
            "Macro cfg_if::cfg_if",
            "Macro i::j in h if all(all(not(a), any(e, f)), g)",
            "Macro k if all(not(a), any(e, f))",
            "Macro m::n if all(not(a), any(e, f))",
            "MacroArgument o::p if all(not(a), any(e, f))",
            "Call s::t in q/r if all(not(a), not(any(e, f)))",
        ],
    );
}

#[test]
fn branches_of_statements() {
    check(
        paths,
        "fn f() { cfg_if! { if #[cfg(a)] { b::c(); d!(e::f) } else { g::h() } } } cfg_select! { unix => { fn i() { j::k() } } all(l, not(m)) => { mod n; } _ => { o::p!(); } }",
        &[
            "Macro cfg_if in f",
            "MacroArgument b::c in f if a",
            "Macro d in f if a",
            "MacroArgument e::f in f if a",
            "MacroArgument g::h in f if not(a)",
            "Macro cfg_select",
            "Call j::k in i if unix",
            "Macro o::p if all(not(unix), not(all(l, not(m))))",
        ],
    );
}

#[test]
fn definitions() {
    check(
        paths,
        "macro_rules! a { ($b:ident, $c::d) => { $crate::e::f($b, g, h::i); $crate::j!(k::l!()); crate::m::n; $b::o } }",
        &[
            "MacroBody $crate::e::f in a",
            "MacroBody h::i in a",
            "MacroBody $crate::j in a",
            "MacroBody k::l in a",
            "MacroBody crate::m::n in a",
        ],
    );
}

#[test]
fn a_call_in_a_macro_has_its_extent() {
    let source = "a!(b::c!(1, [2]) + d![])";
    let facts = facts(&format!("fn f() {{ {source} }}"));
    let texts: Vec<&str> = facts
        .macro_calls
        .iter()
        .map(|call| &source[call.extent.start as usize - 9..call.extent.end as usize - 9])
        .collect();
    assert_eq!(texts, [source, "b::c!(1, [2])", "d![]"]);
    let args: Vec<&str> = facts
        .macro_calls
        .iter()
        .map(|call| &source[call.args.start as usize - 9..call.args.end as usize - 9])
        .collect();
    assert_eq!(args, [&source[2..], "(1, [2])", "[]"]);
}

#[test]
fn names_that_arguments_declare_without_being_items() {
    check(
        items,
        "lazy_static! { static ref CACHE: Map = Map::new(); pub static LAST: u8 = 1 } \
         builder! { #[repr(u16)] pub enum Kind { A => 1, #[x] B(u8) => 2, C { d: u8 } } pub(crate) struct S<T>; unsafe fn f() -> u8 => g; } \
         other! { a, b(struct), let c = 1 }",
        &[
            "static CACHE in macro",
            "pub static LAST in macro",
            "pub enum Kind in macro",
            "variant A in macro in Kind",
            "variant B() in macro in Kind",
            "variant C {  } in macro in Kind",
            "pub(crate) struct S in macro",
            "fn f(); in macro",
        ],
    );
}

#[test]
fn an_inner_attribute_in_arguments_is_the_condition_of_all() {
    check(
        items,
        "feature! { #![any(feature = \"a\", unix)] pub struct S; mod m; }",
        &[
            "pub struct S in macro if any(feature=a, unix)",
            "mod m; in macro if any(feature=a, unix)",
        ],
    );
}
