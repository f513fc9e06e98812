//! Paths in every position, and their kinds.

use super::{check, facts, paths};

#[test]
fn signatures() {
    check(
        paths,
        "fn f<'a, T: a::B<c::D> + ?Sized>(x: &'a [e::F; g::N], (y, _): (h::I, T)) -> Result<T, j::K> where T::L: for<'b> m::N<&'b o::P> {}",
        &[
            "Bound a::B in f",
            "Type c::D in f",
            "Bound Sized in f",
            "Type e::F in f",
            "Value g::N in f",
            "Type h::I in f",
            "Type Result in f",
            "Type j::K in f",
            "Bound m::N in f",
            "Type o::P in f",
        ],
    );
}

#[test]
fn expressions() {
    check(
        paths,
        "fn f() { let x: a::T = b::f(c::V); d::S { g: e::h(), ..i::D }; x.m::<j::K>(l::Z) as n::O; p::Q::<r::R>::s(); (t::u)(); v::w!(); async { y::z().await }; [aa::A; bb::B]; return cc::C }",
        &[
            "Type a::T in f",
            "Call b::f in f",
            "Value c::V in f",
            "StructLiteral d::S in f",
            "Call e::h in f",
            "Value i::D in f",
            "Type j::K in f",
            "Value l::Z in f",
            "Type n::O in f",
            "Call p::Q::s in f",
            "Type r::R in f",
            "Value t::u in f",
            "Macro v::w in f",
            "Call y::z in f",
            "Value aa::A in f",
            "Value bb::B in f",
            "Value cc::C in f",
        ],
    );
}

#[test]
fn patterns() {
    check(
        paths,
        "fn f() { match g { a::B => 1, c::D(e::F | E) | Self::G { h: i::J, .. } => 2, CONST => 3, None => 4, k::L..=M => 5, x @ n::O => 6, &q::R | ref y => 7, s::t!() => 8, -1 | 'a' => 9, [u::U, ..] => 10, _ => 11 } }",
        &[
            "Value g in f",
            "Pattern a::B in f",
            "Pattern c::D in f",
            "Pattern e::F in f",
            "PatternName E in f",
            "Pattern i::J in f",
            "PatternName CONST in f",
            "PatternName None in f",
            "Pattern k::L in f",
            "PatternName M in f",
            "Pattern n::O in f",
            "Pattern q::R in f",
            "Macro s::t in f",
            "Pattern u::U in f",
        ],
    );
}

#[test]
fn variables_in_capitals() {
    check(
        paths,
        "fn f(R: a::T) { let N = R + M; S { R, n: N.max(1) }; |K| K; g(N); N }",
        &[
            "PatternName R in f",
            "Type a::T in f",
            "PatternName N in f",
            "PatternName R in f",
            "Value M in f",
            "StructLiteral S in f",
            "PatternName R in f",
            "PatternName N in f",
            "PatternName K in f",
            "PatternName K in f",
            "Call g in f",
            "PatternName N in f",
            "PatternName N in f",
        ],
    );
}

#[test]
fn items() {
    check(
        paths,
        "struct S<T = a::B>(c::D, T) where e::F: g::H; enum E { V { w: i::J } = k::L as isize } trait T: m::N { type A: o::P = q::R; const C: s::T = u::V; } impl<'a> w::X<y::Z> for &'a aa::B {} type Y = cc::D; static Z: ee::F = gg::H(); union U { a: ii::J }",
        &[
            "Type a::B in S",
            "Type c::D in S",
            "Type e::F in S",
            "Bound g::H in S",
            "Type i::J in E/V",
            "Value k::L in E/V",
            "Type isize in E/V",
            "Bound m::N in T",
            "Bound o::P in T/A",
            "Type q::R in T/A",
            "Type s::T in T/C",
            "Value u::V in T/C",
            "Bound w::X in impl",
            "Type y::Z in impl",
            "Type aa::B in impl",
            "Type cc::D in Y",
            "Type ee::F in Z",
            "Call gg::H in Z",
            "Type ii::J in U",
        ],
    );
}

#[test]
fn roots() {
    check(
        paths,
        "fn f() { crate::a(); self::b(); super::super::c(); ::d::e(); r#try::r#fn(); Self::g(); self.h(); i(); <j::K as l::M>::n(); <o::P>::q(); <Self as r::S>::t(); }",
        &[
            "Call crate::a in f",
            "Call self::b in f",
            "Call super::super::c in f",
            "Call ::d::e in f",
            "Call try::fn in f",
            "Call i in f",
            "Type j::K in f",
            "Type l::M in f",
            "Type o::P in f",
            "Type r::S in f",
        ],
    );
}

#[test]
fn types_and_traits() {
    check(
        paths,
        "type A = Box<dyn Fn(a::B) -> c::D + Send>; type B = impl Iterator<Item = e::F>; type C = fn(g::H, ...) -> *const i::J; type D = <k::L as m::N<o::P>>::Q; type E = r::S::<t::T>::U; type F = v::w!(); type G = [x::Y; { z::Z }]; type H = impl for<'a> aa::B<'a, Item: cc::D>;",
        &[
            "Type Box in A",
            "Bound Fn in A",
            "Type a::B in A",
            "Type c::D in A",
            "Bound Send in A",
            "Bound Iterator in B",
            "Type e::F in B",
            "Type g::H in C",
            "Type i::J in C",
            "Type k::L in D",
            "Bound m::N in D",
            "Type o::P in D",
            "Type r::S::U in E",
            "Type t::T in E",
            "Macro v::w in F",
            "Type x::Y in G",
            "Value z::Z in G",
            "Bound aa::B in H",
            "Bound cc::D in H",
        ],
    );
}

#[test]
fn generic_parameters_are_no_paths() {
    check(
        paths,
        "fn f<T: A, const N: usize>(t: T) -> [T::B; N] { T::new(N); Vec::<T>::x() } impl<T> S<T> { fn g(&self) -> T { fn h(t: T) {} loop {} } } trait U<T> { fn i(t: T); } enum E<T> { V(T) }",
        &[
            "Bound A in f",
            "Type usize in f",
            "Call Vec::x in f",
            "Type S in impl",
            // A function inside another does not see its parameters: `T` is something else.
            "Type T in impl/g/h",
        ],
    );
}

#[test]
fn visibilities_are_no_paths() {
    check(
        paths,
        "pub(in crate::a::b) struct S { pub(in super::c) d: u8 } pub(crate) fn f() {}",
        &["Type u8 in S"],
    );
}

#[test]
fn a_path_ends_with_its_last_name() {
    let source = "fn f(x: a::B<c::D>) { e::f::<G>() }";
    let facts = facts(source);
    let texts: Vec<&str> = facts
        .paths
        .iter()
        .map(|path| &source[path.extent.range()])
        .collect();
    assert_eq!(texts, ["a::B", "c::D", "e::f", "G"]);
}

#[test]
fn method_calls() {
    let facts = facts(
        "fn f() { a.b(1, x.c()).d::<T>()?.e.f; g!(h.i(1, (2, 3),), j . k :: <T> (), ..l(), m.n); }",
    );
    let calls: Vec<(&str, u8, bool)> = facts
        .method_calls
        .iter()
        .map(|call| (facts.text(call.name), call.args, call.in_macro))
        .collect();
    assert_eq!(
        calls,
        [
            ("d", 0, false),
            ("b", 2, false),
            ("c", 0, false),
            ("i", 2, true),
            ("k", 0, true)
        ]
    );
}
