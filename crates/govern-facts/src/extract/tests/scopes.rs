//! Scopes, and the conditions that paths are under.

use super::{cfg, check, paths};
use crate::{FileFacts, ScopeKind};

/// Kind, the item that opens it, its own condition; indented by depth.
fn scopes(facts: &FileFacts) -> Vec<String> {
    let rows = facts.scopes.iter();
    rows.map(|scope| {
        let depth = scope
            .parent
            .map_or(0, |parent| facts.scopes_around(parent).count());
        let kind = match scope.kind {
            ScopeKind::Module => "module",
            ScopeKind::Item => "item",
            ScopeKind::Block => "block",
        };
        let item = scope.item.map_or(String::new(), |id| {
            format!(" {}", facts.text(facts.item(id).name))
        });
        let cfg = scope
            .cfg
            .map_or(String::new(), |id| format!(" if {}", cfg(facts, id)));
        format!("{}{kind}{item}{cfg}", "  ".repeat(depth))
    })
    .collect()
}

#[test]
fn nesting() {
    check(
        scopes,
        "mod a { fn b() { x; { use c; { y } } } } mod d; struct E(u8); enum F { G } const H: u8 = { fn i() {} 1 };",
        &[
            "module",
            "  module a",
            "    item b",
            "      block",
            "  item E",
            "  item F",
            "    item G",
            "  item H",
            "    block",
            "      item i",
        ],
    );
}

#[test]
fn conditions_of_statements_and_expressions() {
    check(
        paths,
        "fn f() { #[cfg(a)] b::c(); #[cfg(d)] let x = e::f; #[cfg(g)] { h::i } match j { #[cfg(k)] L::M => n::o, _ => p::q } S { #[cfg(r)] t: u::v, w: x::y }; #[cfg(z)] aa::bb!(cc::dd); [#[cfg(ee)] ff::gg]; hh::ii(#[cfg(jj)] kk::ll); mm::nn }",
        &[
            "Call b::c in f if a",
            "Value e::f in f if d",
            "Value h::i in f if g",
            "Value j in f",
            "Pattern L::M in f if k",
            "Value n::o in f if k",
            "Value p::q in f",
            "StructLiteral S in f",
            "Value u::v in f if r",
            "Value x::y in f",
            "Macro aa::bb in f if z",
            "MacroArgument cc::dd in f if z",
            "Value ff::gg in f if ee",
            "Call hh::ii in f",
            "Value kk::ll in f if jj",
            "Value mm::nn in f",
        ],
    );
}

#[test]
fn conditions_of_parts_of_items() {
    check(
        paths,
        "struct S { #[cfg(a)] b: c::D, e: f::G } enum E { #[cfg(h)] I(j::K) } fn l(#[cfg(m)] n: o::P, q: r::S) {} impl T { #[cfg(u)] fn v() { w::x } } #[cfg(y)] impl z::A for B {} extern \"C\" { #[cfg(c)] fn d(e: f::G); }",
        &[
            "Type c::D in S if a",
            "Type f::G in S",
            "Type j::K in E/I if h",
            "Type o::P in l if m",
            "Type r::S in l",
            "Type T in impl",
            "Value w::x in impl/v if u",
            "Bound z::A in impl if y",
            "Type B in impl if y",
            "Type f::G in d if c",
        ],
    );
}

#[test]
fn conditions_of_attributes() {
    check(
        paths,
        "#[cfg(a)] #[derive(b::C)] #[d::e(f::g)] struct S; #[cfg_attr(h, derive(i::J), k::l)] #[m::n] struct T { #[cfg(o)] #[serde(with = \"p::q\")] r: u8 } #[cfg(s)] #[t::u] v! { w::x }",
        &[
            "Derive b::C if a",
            "Attribute d::e if a",
            "AttributeArgument f::g if a",
            "Derive i::J if h",
            "Attribute k::l if h",
            "Attribute m::n",
            "Attribute serde in T if o",
            "AttributeArgument p::q in T if o",
            "Type u8 in T if o",
            "Attribute t::u if s",
            "Macro v if s",
            "MacroArgument w::x if s",
        ],
    );
}
