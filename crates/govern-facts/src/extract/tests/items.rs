//! Items of every kind, wherever they stand.

use super::{check, items};

#[test]
fn kinds() {
    check(
        items,
        "pub mod a; mod b { pub(super) mod c; } pub(in crate::b) const unsafe fn d<'a, T, const N: usize>(self: &Self, x: T) -> ! { loop {} } pub struct E; struct F(pub u8, T); struct G<T = u8> { pub(crate) h: T, r#type: u8 } union H { a: u8 } pub(self) trait I: J + K {} type L<T> = Vec<T>; const M: u8 = 1; const _: () = f(); static mut N: &str = \"x\"; pub async fn o() {} unsafe trait P {}",
        &[
            "pub mod a;",
            "mod b {}",
            "pub(in super) mod c; in b",
            "pub(in crate::b) const unsafe fn d<'a, T, const N>(self, #T) -> ! {}",
            "pub struct E",
            "struct F(pub 0: u8, 1: T)",
            "struct G<T = u8> { pub(crate) h: #T, type: u8 }",
            "union H { a: u8 }",
            "pub(in self) trait I: J + K",
            "type L<T> = Vec<#T>",
            "const M: u8 = 1",
            "const _: ()",
            "static mut N: &str",
            "pub async fn o() {}",
            "trait P",
        ],
    );
}

#[test]
fn enums() {
    check(
        items,
        "enum A<T> { B, C(T, u8) = 2, #[cfg(x)] D { e: u8 } } enum F {}",
        &[
            "enum A<T>",
            "variant B in A",
            "variant C(0: #T, 1: u8) = 2 in A",
            "variant D { e: u8 } in A if x",
            "enum F",
        ],
    );
}

#[test]
fn associated() {
    check(
        items,
        "trait A { fn b(&self); type C: D; const E: u8 = 1; } impl<T> A for F<T> { type C = u8; fn b(&self) {} } impl !Send for G {} impl H { pub fn i() {} } unsafe impl Sync for &mut J {}",
        &[
            "trait A",
            "fn b(self); in A",
            "type C in A",
            "const E: u8 = 1 in A",
            "impl<T> A for F<#T>",
            "type C = u8 in impl",
            "fn b(self) {} in impl",
            "impl !Send for G",
            "impl H",
            "pub fn i() {} in impl",
            "impl Sync for &mut J",
        ],
    );
}

#[test]
fn foreign() {
    check(
        items,
        "extern crate a; extern crate b as r#c; pub extern crate self as d; extern crate e as _; #[cfg(unix)] unsafe extern \"C\" { pub safe fn f(x: u8, ...); static G: u8; type H; #[cfg(x)] fn i(); }  extern \"C\" fn j() {}",
        &[
            "extern crate a as a",
            "extern crate b as c",
            "pub extern crate self as d",
            "extern crate e as _",
            "extern if unix",
            "pub fn f(u8, error); if unix",
            "static G: u8 if unix",
            "type H if unix",
            "fn i(); if all(unix, x)",
            "fn j() {}",
        ],
    );
}

#[test]
fn nested_in_bodies() {
    check(
        items,
        "fn a() { struct B; impl C for B { fn d() { const E: u8 = { fn f() {} 1 }; } } || { enum G { H } }; if x { mod i { fn j() {} } } } const K: () = { impl L for M {} };",
        &[
            "fn a() {}",
            "struct B in a",
            "impl C for B in a",
            "fn d() {} in a/impl",
            "const E: u8 in a/impl/d",
            "fn f() {} in a/impl/d/E",
            "enum G in a",
            "variant H in a/G",
            "mod i {} in a",
            "fn j() {} in a/i",
            "const K: ()",
            "impl L for M in K",
        ],
    );
}

#[test]
fn macros() {
    check(
        items,
        "macro_rules! a { () => {} } #[macro_export] macro_rules! b { ($($i:item)*) => { $(#[cfg(x)] $i)* } } macro_rules! c { ($($t:tt)*) => { $($t)* } } macro_rules! d { ($e:expr) => { $e } } macro_rules! f { ($(mod $m:ident;)*) => { $(pub mod $m;)* } } macro_rules! g { (mod $m:ident;) => { mod $m {} } } macro_rules! h { () => { mod own; } } pub macro e($x:ident) { $x }",
        &[
            "macro_rules a",
            "macro_rules b exported passes through",
            "macro_rules c passes through",
            "macro_rules d",
            "macro_rules f files",
            "macro_rules g",
            "macro_rules h files",
            "pub macro e",
        ],
    );
}

#[test]
fn conditions() {
    check(
        items,
        "#![cfg(a)] #[cfg(all(b, not(feature = \"c\")))] mod d { #![cfg(e)] #[cfg(f)] #[cfg(any(g, h))] fn i() {} #[cfg_attr(j, cfg(k))] fn l() {} } #[cfg(true)] struct M { #[cfg(n)] o: u8 } #[cfg(not())] struct P(#[cfg(q)] u8);",
        &[
            "mod d {} if all(b, not(feature=c)) & a",
            "fn i() {} in d if all(f, any(g, h)) & all(all(b, not(feature=c)), e) & a",
            "fn l() {} in d if any(not(j), k) & all(all(b, not(feature=c)), e) & a",
            "struct M { o: u8 if n } if true & a",
            "struct P(0: u8 if q) if ? & a",
        ],
    );
}
