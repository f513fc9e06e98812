//! How much stands in bodies.

use super::{facts, sound};
use crate::{BodySize, ItemKind};

/// Statements, `if`s, arms and loops of the functions of a source.
fn sizes(source: &str) -> Vec<(String, [u32; 4])> {
    let facts = facts(source);
    sound::assert_sound(source, &facts);
    let rows = facts.items.iter().filter_map(|item| match item.kind {
        ItemKind::Fn { signature } => Some((item, facts.signatures[signature as usize].size)),
        _ => None,
    });
    rows.map(|(item, size)| {
        let BodySize {
            statements,
            ifs,
            arms,
            loops,
        } = size;
        (
            facts.text(item.name).to_owned(),
            [statements, ifs, arms, loops],
        )
    })
    .collect()
}

#[track_caller]
fn check(body: &str, expected: [u32; 4]) {
    let found = sizes(&format!("fn f() {{ {body} }}"));
    assert_eq!(found, [("f".to_owned(), expected)], "{body}");
}

#[test]
fn statements_of_all_blocks_and_the_values_at_their_ends() {
    check("", [0, 0, 0, 0]);
    check(";", [0, 0, 0, 0]);
    check("a", [1, 0, 0, 0]);
    check("a; let b = c; #[x] d(); e", [4, 0, 0, 0]);
    check("#![x] a()?.b().await", [1, 0, 0, 0]);
    check("{ a; b } c!(); d! {} return e;", [6, 0, 0, 0]);
    check("async move { a; unsafe { b } }", [4, 0, 0, 0]);
    check("a.map(|x| { let y = x; y }); a.map(|x| x)", [4, 0, 0, 0]);
    check("a!({ b; c; if d { e } })", [1, 0, 0, 0]);
}

#[test]
fn branches() {
    check(
        "if a { b } else if let C = d { e } else { f }",
        [4, 2, 0, 0],
    );
    check("let Some(a) = b else { return };", [2, 1, 0, 0]);
    check("match a { B if c => d, E | F => {} _ => g }", [1, 1, 2, 0]);
    check("match a {}", [1, 0, 0, 0]);
    check("match a { _ => match b { C => 1, D => 2 } }", [1, 0, 1, 0]);
    check("for a in b { while c { loop { d } } }", [4, 0, 0, 3]);
    check("a && b || c?", [1, 0, 0, 0]);
}

#[test]
fn items_inside_have_bodies_of_their_own() {
    let inside = "fn f() { use a::b; const C: u8 = { if d { 1 } else { 2 } }; fn g() { if x { y } } impl H { fn i() { j; k } } g(); }";
    let sized = |name: &str, size| (name.to_owned(), size);
    assert_eq!(
        sizes(inside),
        [
            sized("f", [1, 0, 0, 0]),
            sized("g", [2, 1, 0, 0]),
            sized("i", [2, 0, 0, 0]),
        ]
    );
    assert_eq!(
        sizes("trait T { fn a(); fn b() { c } } m! { fn d() { e; } }"),
        [
            sized("a", [0, 0, 0, 0]),
            sized("b", [1, 0, 0, 0]),
            sized("d", [1, 0, 0, 0]),
        ]
    );
}
