//! What nobody would write must not harm: no panic, no overflow, no quadratic time, sound facts.

use proptest::prelude::*;

use super::sound::{assert_located, assert_same_input, assert_sound};
use crate::{Edition, FileFacts, SyntaxError, extract};

/// Little sources that hold about everything.
const SOURCES: [&str; 4] = [
    "#!/usr/bin/env x\n#![a(b = \"c\\u{41}\")]\n//! d\nuse {::e::{self as f, g::*}, r#h}; /* i /* j */ */\n#[cfg_attr(k, derive(L), path = r#\"m\"#)] pub(in n::o) mod p { #![q] #[cfg(not(all(r, s = \"t\")))] extern \"C\" { fn u(v: w, ...); } }\nmacro_rules! x { ($($y:tt)*) => { $crate::z!($($y)*) } }\n",
    "cfg_if! { if #[cfg(a)] { mod b; } else if #[cfg(c)] { d!{} } else { use e::f; } }\nimpl<'a, T: ?Sized + for<'b> G<'b>, const N: usize> !h::I<{ N }> for [&'a mut dyn Fn(T) -> <T as J>::K; 3] where T::L: M {}\nenum N { O = 1, P(#[q] u8), R { s: T } }\nunsafe trait U: V {} union W { x: u8 }",
    "async unsafe fn a<T>(&mut self, (b, C { d, .. }): e::F) -> impl G { 'h: while let Some(i) = j.k::<l::M>(1., 2.0.3, 0x4u8) && n { if let O(p) | Q(p) = r { break 'h } else if s {} else { return } }\n let t @ [1..=2, ..] = u? else { v!() }; // SAFETY: w\n unsafe { x |= y << z as *const aa::B }; |c, d: e| move || { f = g = -h; }; match i { J::K if l => m, n!() => &&o, _ => {} } S { p, ..q }.r().await }",
    "fn f() { a![b::c!(x => { .d(1), ..e, $f:expr, \"\\x41\", 'g', b'h', c\"i\", br#\"j\"#, 1.. }), |k: L| k::<M>(), #[cfg(n)] o: p == q, <R as S>::t] ; json!({\"u\": v}) }\n#[w = x!()] static mut Y: fn(z) -> ! = 0; const _: () = {}; type A<B = C>: D = E; pub macro f { () => {} } extern crate g as _; union! {}\n\"",
];

#[track_caller]
fn survives(text: &str) -> (FileFacts, Vec<SyntaxError>) {
    let (facts, errors) = extract(text, Edition::E2024);
    assert_sound(text, &facts);
    assert_located(text, &errors);
    (facts, errors)
}

#[test]
fn every_prefix_and_every_suffix() {
    for source in SOURCES {
        assert_same_input(source);
        for (at, _) in source.char_indices() {
            survives(&source[..at]);
            survives(&source[at..]);
        }
    }
}

#[test]
fn every_token_left_out() {
    for source in SOURCES {
        let (lexed, _) = crate::tokens::Lexed::new(source, Edition::E2024);
        for token in &lexed.tokens {
            survives(&format!(
                "{}{}",
                &source[..token.start as usize],
                &source[token.end as usize..]
            ));
        }
    }
}

/// The sources of this crate, and those under the directory that `GOVERN_CORPUS` names, if any.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads sources")]
fn real_sources() {
    let mut directories = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src"
    ))];
    directories.extend(std::env::var_os("GOVERN_CORPUS").map(Into::into));
    let mut files = 0;
    while let Some(directory) = directories.pop() {
        for entry in std::fs::read_dir(&directory).unwrap() {
            let entry = entry.unwrap();
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            if kind.is_dir() {
                directories.push(path);
            } else if kind.is_file() && path.extension().is_some_and(|extension| extension == "rs")
            {
                let Ok(text) = std::fs::read_to_string(&path) else {
                    continue;
                };
                let (_, errors) = survives(&text);
                let refused = errors
                    .iter()
                    .any(|error| error.message.starts_with("nested too deeply"));
                assert!(!refused, "{}", path.display());
                assert_same_input(text.trim_start_matches('\u{feff}'));
                files += 1;
            }
        }
    }
    assert!(files > 20, "only {files} sources found");
}

fn token() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "b::c",
        "r#fn",
        "self",
        "Self",
        "super",
        "crate",
        "$crate",
        "_",
        "'a",
        "'a'",
        "1",
        "1.0",
        "1.",
        "\"s\"",
        "r\"",
        "b'",
        "fn",
        "struct",
        "enum",
        "union",
        "trait",
        "impl",
        "mod",
        "use",
        "const",
        "static",
        "type",
        "extern",
        "unsafe",
        "async",
        "pub",
        "pub(in a)",
        "let",
        "if",
        "else",
        "match",
        "while",
        "for",
        "in",
        "loop",
        "return",
        "move",
        "ref",
        "mut",
        "dyn",
        "where",
        "as",
        "macro_rules!",
        "cfg_if!",
        "a!",
        "vec!",
        "#",
        "#!",
        "#[cfg(a)]",
        "#[derive(A)]",
        "cfg_attr",
        "cfg",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "<",
        ">",
        "<<",
        ">>",
        "::",
        ":",
        ";",
        ",",
        ".",
        "..",
        "..=",
        "...",
        "=",
        "==",
        "=>",
        "->",
        "!",
        "&",
        "&&",
        "|",
        "||",
        "+",
        "-",
        "*",
        "/",
        "?",
        "@",
        "$",
        "~",
        "//",
        "/*",
        "*/",
        "// SAFETY:\n",
        "/// # Safety\n",
        "\n",
        "é",
        "\u{feff}",
        "\u{1F600}",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1024) })]

    #[test]
    fn any_text(text in any::<String>()) {
        survives(&text);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        survives(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn token_soup(tokens in prop::collection::vec(token(), 0..60), joined in any::<bool>()) {
        let text = tokens.join(if joined { "" } else { " " });
        survives(&text);
        if !text.starts_with('\u{feff}') {
            assert_same_input(&text);
        }
    }

    #[test]
    fn token_soup_in_a_body(tokens in prop::collection::vec(token(), 0..40)) {
        survives(&format!("fn f() {{ {} }}", tokens.join(" ")));
        survives(&format!("a! {{ {} }}", tokens.join(" ")));
        survives(&format!("#[a({})] struct S;", tokens.join(" ")));
    }
}

/// Reads `before`, `open` and `close` many times over, `behind`, on a stack of 8 MiB.
#[track_caller]
fn nested(
    before: &str,
    open: &str,
    middle: &str,
    close: &str,
    behind: &str,
    depth: usize,
) -> Vec<SyntaxError> {
    let text = format!(
        "{before}{}{middle}{}{behind}",
        open.repeat(depth),
        close.repeat(depth)
    );
    let reader = std::thread::Builder::new().stack_size(8 << 20);
    reader
        .spawn(move || survives(&text).1)
        .unwrap()
        .join()
        .unwrap()
}

/// Things that nest: what stands before, what opens, the innermost, what closes, what stands behind.
const NESTS: [(&str, &str, &str, &str, &str); 41] = [
    ("fn f() { ", "(", "x", ")", " }"),
    ("fn f() { ", "[", "x", "]", " }"),
    ("fn f() { ", "{", "x", "}", " }"),
    ("fn f() { ", "&", "x", "", " }"),
    ("fn f() { ", "& ", "x", "", " }"),
    ("fn f() { ", "!", "x", "", " }"),
    ("fn f() { ", "-", "x", "", " }"),
    ("fn f() { ", "*", "x", "", " }"),
    ("fn f() { ", "|a| ", "x", "", " }"),
    ("fn f() { ", "|a, b| ", "x", "", " }"),
    ("fn f() { ", "move || ", "x", "", " }"),
    ("fn f() { ", "x = ", "x", "", "; }"),
    ("fn f() { ", "x += ", "x", "", "; }"),
    ("fn f() { ", "if x {} else ", "{}", "", " }"),
    ("fn f() { ", "if ", "x", " {}", " }"),
    ("fn f() { ", "match ", "x", " {}", " }"),
    ("fn f() { ", "return ", "x", "", " }"),
    ("fn f() { ", "..", "x", "", " }"),
    ("fn f() { ", "f(", "x", ")", " }"),
    ("fn f() { ", "x[", "x", "]", " }"),
    ("fn f() { ", "if let x = ", "x", " {}", " }"),
    ("fn f() { ", "loop { ", "x", "}", " }"),
    ("fn f() { ", "S { x: ", "x", "}", " }"),
    ("fn f() { ", "unsafe { ", "x", "}", " }"),
    ("fn f() { let ", "&", "x", "", " = x; }"),
    ("fn f() { let ", "x @ ", "x", "", " = x; }"),
    ("fn f() { let ", "A(", "x", ")", " = x; }"),
    ("type A = ", "&", "B", "", ";"),
    ("type A = ", "A<", "B", ">", ";"),
    ("type A = ", "A<B, ", "B", ">", ";"),
    ("type A = ", "*const ", "B", "", ";"),
    ("type A = ", "fn() -> ", "B", "", ";"),
    ("type A = ", "Box<dyn Fn(B) -> ", "B", ">", ";"),
    ("type A = ", "impl A<", "B", ">", ";"),
    ("type A = ", "<", "A", " as B>::C", ";"),
    ("", "mod m { ", "", "}", ""),
    ("", "fn f() { ", "", "}", ""),
    ("", "a! { ", "", "}", ""),
    ("use ", "a::{", "b", "}", ";"),
    ("#[a", "(a", "b", ")", "] struct S;"),
    ("#[cfg(", "not(", "b", ")", ")] struct S;"),
];

#[test]
fn a_little_nesting_is_read() {
    for (before, open, middle, close, behind) in NESTS {
        assert_eq!(
            nested(before, open, middle, close, behind, 50),
            [],
            "{before}{open}"
        );
    }
}

#[test]
fn deep_nesting_is_refused_or_read() {
    for (before, open, middle, close, behind) in NESTS {
        for depth in [200, 500, 2_000, 10_000] {
            nested(before, open, middle, close, behind, depth);
            // What is never closed, never begun, or in the arguments of a macro.
            nested(before, open, middle, "", "", depth);
            nested("", open, "", close, "", depth);
            nested("fn f() { m!(", open, middle, close, ") }", depth);
            nested("fn f() { m!(", open, middle, "] ]", ") }", depth);
        }
    }
}

#[test]
fn mismatched_brackets() {
    for open in [
        "( ]", "[ )", "( }", "{ )", "{ ]", "m!( ]", "m!{ )", "<", ">", "| ,", "& ;", "(;", "{,",
        "}", ")",
    ] {
        nested("fn f() { ", open, "", "", "", 20_000);
        nested("m! { ", open, "", "", "", 20_000);
        nested("type A = ", open, "", "", "", 20_000);
    }
}

/// Reads something long that does not nest, and that people or generators do write.
#[track_caller]
fn long(before: &str, part: &str, behind: &str, count: usize) {
    assert_eq!(
        nested(before, part, "", "", behind, count),
        [],
        "{before}{part}"
    );
}

#[test]
fn long_is_not_deep() {
    const MANY: usize = 100_000;
    long("const A: [u32; 3] = [", "1 << 2, ", "];", MANY);
    long("const A: [i32; 3] = [", "-1, ", "];", MANY);
    long("const A: &[&str] = &[", "&\"a\", ", "];", MANY);
    long(
        "const A: &[A] = &[",
        "A { b: !0, c: &[B::D | E, f::<G>()] }, ",
        "];",
        MANY / 10,
    );
    long("fn f() { x", ".g(|a| &a)", " }", MANY / 10);
    long("fn f() { x", " + x.y::<Z>()", " }", MANY / 10);
    long("fn f() { x", " | a::B", " }", MANY);
    long("fn f() { x", " && a == b", " }", MANY);
    long("fn f() { x", "?", " }", MANY);
    long("fn f() { x", " as u8", " }", 2_000);
    long("fn f() { ", "x = y; ", " }", MANY);
    long("fn f() { ", "if a < b { -c } ", " }", MANY);
    long(
        "fn f() { match x { ",
        "'a'..='b' | 'c' if x < y => -1, ",
        " } }",
        MANY / 10,
    );
    long(
        "fn f() { match x { ",
        "A::B => { return &1 } ",
        " } }",
        MANY / 10,
    );
    long("fn f() { if a {} ", "else if a == b { c } ", " }", 2_000);
    long(
        "",
        "fn f<'a, T>(x: &'a T) -> Vec<T> { &*x } ",
        "",
        MANY / 10,
    );
    long("", "struct A<T>(Vec<T>); impl<T> A<T> {} ", "", MANY / 10);
    long("enum E { ", "A(Vec<u8>), B = -1, ", " }", MANY / 10);
    long("use a::{", "b::c, ", " };", MANY);
    long("m! { ", "a::b(&!c) < { d } ", "}", MANY / 10);
    long("", "m! { a } ", "", MANY / 10);
    long("m! { ", "mod a { n! { x } } ", "}", MANY / 10);
    long("fn f() { ", "let x = x; ", "x }", MANY / 10);
    long("/* ", "/* */ ", " */", MANY);
    long("#[a(", "b = \"c::d\", ", ")] struct S;", MANY / 10);
    long("", "#[a] ", "struct S;", MANY / 10);
    long("fn f() { ", "/* SAFETY: x */ unsafe {}", " }", MANY / 10);
    long("type A = (", "B<C>, ", ");", MANY / 10);
    long("type A = dyn B", " + C<D>", ";", 2_000);
}
