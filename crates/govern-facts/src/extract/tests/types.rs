//! Types of signatures, fields and aliases.

use super::{check, items};

#[test]
fn every_kind() {
    check(
        items,
        "type A = &'a mut [u8]; type B = *const [u8; 4 + N]; type C = (a::B, (), !, _); type D = fn(A, &str) -> C; type E = Box<dyn Fn(A, B) -> C + Send + 'static>; type F = impl Iterator<Item = <T as U>::V> + '_; type G = m!(); type H = Map<'a, K, 3, { N }, V = W>; type I = (((u8))); type J = for<'a> fn(&'a u8); type K = Self::L; type M = <A>::B; type O = ::a::B; type P = a::<X>::B<Y>; type Q = dyn for<'a> R<'a>; type S = T<U: V, W = X>; type Y = fn();",
        &[
            "type A = &mut [u8]",
            "type B = *[u8; 4 + N]",
            "type C = (a::B, (), !, _)",
            "type D = fn(A, &str, C)",
            "type E = Box<dyn Fn<A, B, Output = C> + Send>",
            "type F = impl Iterator<Item = <T as U>::V>",
            "type G = macro!",
            "type H = Map<K, const 3, const { N }, V = W>",
            "type I = u8",
            "type J = fn(&u8)",
            "type K = Self::L",
            "type M = <A>::B",
            "type O = ::a::B",
            "type P = a::B<Y>",
            "type Q = dyn R",
            "type S = T<W = X>",
            "type Y = fn()",
        ],
    );
}

#[test]
fn parameters() {
    check(
        items,
        "fn f<T, U: Default>(a: T, b: &U::X, c: impl Into<T>) -> Option<T::Item<u8>> {} fn g(mut self: Box<Self>, _: u8) {} fn h(&'a mut self) {}",
        &[
            "fn f<T, U>(#T, &#U::X, impl Into<#T>) -> Option<#T::Item> {}",
            "fn g(self, u8) {}",
            "fn h(self) {}",
        ],
    );
}

#[test]
fn deep_types_end_as_errors_but_their_paths_are_seen() {
    let source = format!("type A = {}b::C{};", "Vec<".repeat(300), ">".repeat(300));
    let facts = super::facts(&source);
    super::sound::assert_sound(&source, &facts);
    assert_eq!(facts.path_text(facts.paths.last().unwrap()), "b::C");
    assert_eq!(facts.paths.len(), 301);
}
