//! Local variables: names that are no paths.

use super::{check, paths};

/// What is left of `f()`, after what `source` declares, are the single names given.
#[track_caller]
fn seen(body: &str, expected: &[&str]) {
    let source = format!("fn f(p: (), (q, r): ()) {{ {body} }}");
    check(
        paths,
        &source,
        &expected
            .iter()
            .map(|path| format!("{path} in f"))
            .collect::<Vec<_>>()
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>(),
    );
}

#[test]
fn parameters() {
    seen("p; q(); r.x(); s", &["Value s"]);
}

#[test]
fn let_reaches_from_its_end_to_the_end_of_the_block() {
    seen("{ x; let x = x; x } x", &["Value x", "Value x", "Value x"]);
    seen("let x = { let y = z; y }; x; y", &["Value z", "Value y"]);
    seen(
        "let Some(x) = y else { x }; x",
        &["Pattern Some", "Value y", "Value x"],
    );
    seen(
        "let S { a, b: c, ref d, .. } = e; a; b; c; d",
        &["Pattern S", "Value e", "Value b"],
    );
}

#[test]
fn conditions() {
    seen(
        "if let Some(x) = y { x } else { x }",
        &["Pattern Some", "Value y", "Value x"],
    );
    seen(
        "if let A(x) = b && let C(y) = x && y { x; y } else { y } x",
        &["Pattern A", "Value b", "Pattern C", "Value y", "Value x"],
    );
    seen("while let Some(x) = y { x }", &["Pattern Some", "Value y"]);
    seen(
        "'a: while let Some(x) = y { x } x",
        &["Pattern Some", "Value y", "Value x"],
    );
    seen(
        "if a {} else if let B(x) = c { x } else { x }",
        &["Value a", "Pattern B", "Value c", "Value x"],
    );
    seen("if { let x = 1; x } { x }", &["Value x"]);
    seen(
        "if a { match b { x if let C(y) = x => y, _ => y } }",
        &["Value a", "Value b", "Pattern C", "Value y"],
    );
}

#[test]
fn arms() {
    seen(
        "match a { x if x > b => x, C(y) => { y } _ => y } x",
        &["Value a", "Value b", "Pattern C", "Value y", "Value x"],
    );
    seen(
        "match a { (x, 1) | (1, x) => x, n @ 1..=2 => n, _ => n }",
        &["Value a", "Value n"],
    );
}

#[test]
fn closures_and_loops() {
    seen(
        "|x, (y, z): (a::B, u8)| x + y + z; x",
        &["Type a::B", "Type u8", "Value x"],
    );
    seen("for x in x { x } x", &["Value x", "Value x"]);
    seen("a(|x| b(|y| x + y), y)", &["Call a", "Call b", "Value y"]);
}

#[test]
fn items_inside_do_not_see_them() {
    check(
        paths,
        "fn f() { let x = 1; fn g() { x } const C: u8 = x; x; mod m { const D: u8 = x; } || x }",
        &[
            "Value x in f/g",
            "Type u8 in f/C",
            "Value x in f/C",
            "Type u8 in f/m/D",
            "Value x in f/m/D",
        ],
    );
}

#[test]
fn macro_arguments_see_them() {
    seen(
        "let x = 1; g!(x, y, x.z(), x::y, S { x: 1, p })",
        &[
            "Macro g",
            "MacroArgument y",
            "MacroArgument x::y",
            "MacroArgument S",
        ],
    );
}

#[test]
fn types_are_not_shadowed() {
    seen(
        "let x: x = x::<x>(); x {}",
        &["Type x", "Call x", "Type x", "StructLiteral x"],
    );
}
