//! Patterns on small texts.

use super::*;
use crate::Edition;

/// What a pattern matches in a text; paths are compared by their last segments.
fn found<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
    found_as(pattern, None, text)
}

fn found_as<'t>(pattern: &str, kind: Option<PatternKind>, text: &'t str) -> Vec<&'t str> {
    let pattern = Pattern::parse(pattern, kind).unwrap_or_else(|error| panic!("{error:?}"));
    matches(&pattern, text)
        .into_iter()
        .map(|found| &text[found.extent.range()])
        .collect()
}

fn matches(pattern: &Pattern, text: &str) -> Vec<Match> {
    let all = Extent::new(0, text.len() as u32);
    let source = Source::new(text, all, Edition::E2024).expect("it nests little");
    source.search(pattern, &|question: PathQuestion<'_>| {
        let path = &pattern.paths()[question.row];
        path.segments.last().map(String::as_str) == question.written.last().copied()
    })
}

fn mistake(pattern: &str) -> (String, String) {
    let error = Pattern::parse(pattern, None).expect_err("it is no pattern");
    (error.message, pattern[error.extent.range()].to_owned())
}

#[test]
fn a_metavariable_is_an_expression_a_type_a_pattern_or_a_name() {
    let text =
        "fn f(a: Vec<u8>) { a.b(1).unwrap(); let x: Rc<Vec<u8>> = y; if let Some((a, b)) = c {} }";
    assert_eq!(found("$x.unwrap()", text), ["a.b(1).unwrap()"]);
    assert_eq!(found("$x.$m()", text), ["a.b(1).unwrap()"]);
    assert_eq!(found("Rc<$t>", text), ["Rc<Vec<u8>>"]);
    assert_eq!(
        found_as("Some(($a, $b))", Some(PatternKind::Pattern), text),
        ["Some((a, b))"]
    );
    assert_eq!(found("let $x: $t = $y;", text), ["let x: Rc<Vec<u8>> = y;"]);
}

#[test]
fn three_signs_stand_for_any_number_of_things() {
    let text = "fn f() { g(); g(1); g(1, 2); h(1); match x { A => 1, _ => g(3,), } }";
    assert_eq!(found("g($$$)", text), ["g()", "g(1)", "g(1, 2)", "g(3,)"]);
    assert_eq!(found("g($x)", text), ["g(1)", "g(3,)"]);
    assert_eq!(found("g($x, $$$)", text), ["g(1)", "g(1, 2)", "g(3,)"]);
    assert_eq!(found("g($$$, 2)", text), ["g(1, 2)"]);
    assert_eq!(found("match $x { $$$ }", text).len(), 1);
    assert_eq!(found("match $x { A => 1, $$$ }", text).len(), 1);
    assert_eq!(found("match $x { B => 1, $$$ }", text).len(), 0);
    assert_eq!(found("match $x { $$$, _ => $y }", text).len(), 1);
    assert_eq!(found("fn f() { $$$ }", text).len(), 1);
    assert_eq!(found("fn f() { g(); $$$; h(1); $$$ }", text).len(), 1);
    assert_eq!(found("fn f() { $$$ h(2); $$$ }", text).len(), 0);
}

#[test]
fn statements_follow_each_other() {
    let text =
        "fn f() { a.lock(); x(); b.lock(); } fn g() { a.lock(); } fn h() { b.lock(); a.lock(); }";
    assert_eq!(
        found("$a.lock(); $$$; $b.lock();", text),
        ["a.lock(); x(); b.lock();", "b.lock(); a.lock();"]
    );
    assert_eq!(found("a.lock();", text).len(), 3);
}

#[test]
fn what_is_used_twice_is_the_same() {
    let text =
        "fn f() { a == a; a.b(1)==a . b(1); a == b; assert_eq!(x + 1, x+1); assert_eq!(x, y) }";
    assert_eq!(found("$x == $x", text), ["a == a", "a.b(1)==a . b(1)"]);
    assert_eq!(
        found("assert_eq!($x, $x)", text),
        ["assert_eq!(x + 1, x+1)"]
    );
    assert_eq!(found("$_ == $_", text).len(), 3);
}

#[test]
fn arguments_of_macros_are_code() {
    let text = r#"
        fn f() {
            println!("{}", x.unwrap());
            vec![a.unwrap(); 2];
            info!(user = %u.unwrap(), ?v.unwrap(), "x");
            select! { m = rx.recv() => { m.unwrap() } else => w.unwrap(), }
            outer!(inner!(y.unwrap()));
            maplit! { "k" => k.unwrap() }
        }
        cfg_rt! { fn g() { z.unwrap(); } }
        macro_rules! m { () => { n.unwrap() } }
        // p.unwrap()
        const C: &str = "q.unwrap()";
    "#;
    assert_eq!(
        found("$x.unwrap()", text),
        [
            "x.unwrap()",
            "a.unwrap()",
            "u.unwrap()",
            "v.unwrap()",
            "m.unwrap()",
            "w.unwrap()",
            "y.unwrap()",
            "k.unwrap()",
            "z.unwrap()"
        ]
    );
}

#[test]
fn macros_are_found_with_any_brackets() {
    let text =
        "fn f() { dbg!(1 + 2); let v = vec!(1, 2); println!(); println!(\"a\", b, c); m! { a } }";
    assert_eq!(found("dbg!($x)", text), ["dbg!(1 + 2)"]);
    assert_eq!(found("vec![$a, $b]", text), ["vec!(1, 2)"]);
    assert_eq!(found("vec![$a]", text).len(), 0);
    assert_eq!(found("println!($$$)", text).len(), 2);
    assert_eq!(found("println!($f, $$$)", text), ["println!(\"a\", b, c)"]);
    assert_eq!(found("println!($$$, c)", text), ["println!(\"a\", b, c)"]);
}

#[test]
fn paths_are_asked_for() {
    let text = "use a::sleep; fn f(x: sleep<u8>) { b::sleep::<u8>(1); sleep; c::d::<sleep>::e() }";
    assert_eq!(found("t::sleep($d)", text), ["b::sleep::<u8>(1)"]);
    assert_eq!(found("t::sleep::<u8>($d)", text).len(), 1);
    assert_eq!(found("t::sleep::<u16>($d)", text).len(), 0);
    assert_eq!(
        found("t::sleep", text),
        ["sleep<u8>", "b::sleep::<u8>", "sleep", "sleep"]
    );
    let pattern = Pattern::parse("t::sleep(crate::a::B::<C>::new(), $x::new(y))", None).unwrap();
    let paths: Vec<String> = pattern
        .paths()
        .iter()
        .map(|it| it.segments.join("::"))
        .collect();
    assert_eq!(paths, ["t::sleep", "crate::a::B::new", "C", "y"]);
    let words: Vec<(&str, bool)> = pattern
        .words()
        .iter()
        .map(|it| (it.text.as_str(), it.renamable))
        .collect();
    assert_eq!(
        words,
        [("new", false), ("sleep", true), ("C", true), ("y", true)]
    );
}

#[test]
fn what_is_not_written_may_be_there() {
    let text =
        "#[a] pub async fn f<T>(x: T) -> u8 { 1 } fn g() { #[b] x.parse::<u8>(); } pub struct S;";
    assert_eq!(found("fn $f($$$) { $$$ }", text).len(), 2);
    assert_eq!(found("async fn $f($$$) { $$$ }", text).len(), 1);
    assert_eq!(found("fn $f($$$) -> u8 { $$$ }", text).len(), 1);
    assert_eq!(found("fn $f($$$) -> u16 { $$$ }", text).len(), 0);
    assert_eq!(found("$x.parse()", text).len(), 1);
    assert_eq!(found("struct $s;", text).len(), 1);
}

#[test]
fn attributes_and_items_are_found() {
    let text = "#![allow(x)] #[allow(dead_code, y)] struct S { a: u8 } impl Default for S { fn d() {} } use a::b;";
    assert_eq!(
        found("#[allow($$$)]", text),
        ["#![allow(x)]", "#[allow(dead_code, y)]"]
    );
    assert_eq!(found("#[allow($$$, y)]", text).len(), 1);
    assert_eq!(found("#[allow($$$)] struct $s { $$$ }", text).len(), 1);
    assert_eq!(found("#[deny($$$)] struct $s { $$$ }", text).len(), 0);
    assert_eq!(found("struct $s { $$$ }", text).len(), 1);
    assert_eq!(found("impl Default for $t { $$$ }", text).len(), 1);
    assert_eq!(found("use a::$x;", text), ["use a::b;"]);
}

#[test]
fn the_place_is_what_the_pattern_spells_out() {
    let text = "fn f() { a\n.b()\n.unwrap() }";
    let pattern = Pattern::parse("$x.unwrap()", None).unwrap();
    let found = matches(&pattern, text);
    assert_eq!(&text[found[0].literal.range()], ".unwrap()");
    assert_eq!(found[0].captures[0].name, "x");
    assert_eq!(found[0].captures[0].code, "a . b ( )");
}

#[test]
fn a_piece_of_a_file_has_its_places() {
    let text = "fn a() { x.unwrap() } fn b() { y.unwrap() }";
    let piece = Extent::new(22, text.len() as u32);
    let source = Source::new(text, piece, Edition::E2024).unwrap();
    let pattern = Pattern::parse("$x.unwrap()", None).unwrap();
    let found = source.search(&pattern, &|_| true);
    assert_eq!(found.len(), 1);
    assert_eq!(&text[found[0].extent.range()], "y.unwrap()");
}

#[test]
fn mistakes_are_located() {
    for (pattern, message, place) in [
        ("", "a pattern without code", ""),
        ("$x", "metavariables alone match everything", "$x"),
        ("$$$", "metavariables alone match everything", "$$$"),
        ("$x.unwrap(", "expected `)`", ""),
        (
            "a $ b",
            "`$` is followed by the name of a metavariable, as in `$x`",
            "$",
        ),
        (
            "f($x, $$$x)",
            "the same name for one thing and for any number of things",
            "$$$x",
        ),
        (
            "\"a",
            "missing trailing `\"` symbol to terminate the string literal",
            "\"a",
        ),
        (
            "$x.unwrap() }",
            "expected expression, item or let statement",
            "}",
        ),
        (
            "super::f()",
            "a pattern is in no module: there is no `super::`",
            "super::f()",
        ),
    ] {
        assert_eq!(
            mistake(pattern),
            (message.to_owned(), place.to_owned()),
            "{pattern}"
        );
    }
}

#[test]
fn broken_and_deep_text_is_searched_as_far_as_it_goes() {
    assert_eq!(
        found("$x.unwrap()", "fn f( { a.unwrap() } fn g() { b.unwrap(); "),
        ["a.unwrap()", "b.unwrap()"]
    );
    let deep = format!(
        "fn f() {{ m!({}a.unwrap(){}) }}",
        "[".repeat(300),
        "]".repeat(300)
    );
    assert_eq!(found("$x.unwrap()", &deep), ["a.unwrap()"]);
    let odd = "fn f() { m!(#[a] b, c); m!(); m!(..); m!(a => ); m!(}); m!(0x); m!(=> =>); m!(let); m!(a b c.unwrap()) }";
    assert_eq!(found("$x.unwrap()", odd), ["c.unwrap()"]);
    let too_deep = "(".repeat(10_000);
    assert!(Source::new(&too_deep, Extent::new(0, 10_000), Edition::E2024).is_none());
}
