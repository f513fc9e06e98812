//! What of a file declares something: all but the bodies of functions that declare nothing.

use std::hash::Hasher;

use crate::{Edition, Extent, FileFacts, ItemKind, MacroPosition, plain_tokens};

/// Stands for a body, and for whitespace and comments between two tokens: no token holds these bytes.
const BODY: u8 = 0xff;
const SPACE: u8 = 0xfe;

/// Puts the tokens of a text into a hash that stand outside of the bodies of functions; those bodies are among them in which
/// something is declared: items, imports, calls of macros among items. Comments and the width of spaces do not count.
///
/// Texts with the same hash declare the same, in tables with the same rows; what differs is what bodies say. The facts have to
/// be those of the text, which must be Rust throughout.
pub fn outside_bodies(text: &str, edition: Edition, facts: &FileFacts, state: &mut impl Hasher) {
    let bodies = silent_bodies(facts);
    let mut bodies = bodies.iter().peekable();
    let mut end = 0;
    for token in plain_tokens(text, edition) {
        while bodies
            .next_if(|body| body.end <= token.extent.start)
            .is_some()
        {
            state.write_u8(BODY);
        }
        if bodies
            .peek()
            .is_some_and(|body| body.start <= token.extent.start)
        {
            continue;
        }
        if token.extent.start != end {
            state.write_u8(SPACE);
        }
        end = token.extent.end;
        // With the sign of a raw identifier: `r#fn` is none of `fn`.
        state.write(text[token.extent.range()].as_bytes());
    }
    for _ in bodies {
        state.write_u8(BODY);
    }
}

/// Where the bodies of functions stand in which nothing is declared, in the order of the text; none is in another one.
fn silent_bodies(facts: &FileFacts) -> Vec<Extent> {
    let items = facts.items.iter().map(|item| item.extent.start);
    let imports = facts.imports.iter().map(|import| import.item_extent.start);
    let calls = facts.macro_calls.iter();
    let calls = calls.filter(|call| call.position == MacroPosition::Item);
    let calls = calls.map(|call| call.extent.start);
    let mut declared: Vec<u32> = items.chain(imports).chain(calls).collect();
    declared.sort_unstable();
    let is_silent = |body: &Extent| {
        let from = declared.partition_point(|&at| at < body.start);
        declared.get(from).is_none_or(|&at| at >= body.end)
    };
    let mut bodies: Vec<Extent> = facts
        .items
        .iter()
        .filter(|item| item.in_macro.is_none() && !item.expanded)
        .filter_map(|item| match item.kind {
            ItemKind::Fn { signature } => Some(&facts.signatures[signature as usize]),
            _ => None,
        })
        .filter(|signature| signature.has_body)
        .map(|signature| signature.body)
        .filter(is_silent)
        .collect();
    bodies.sort_unstable();
    bodies
}

#[cfg(test)]
mod tests {
    use std::hash::DefaultHasher;

    use super::*;
    use crate::extract;

    fn hash(text: &str) -> u64 {
        let (facts, errors) = extract(text, Edition::E2024);
        assert!(errors.is_empty(), "{text}: {errors:?}");
        let mut state = DefaultHasher::new();
        outside_bodies(text, Edition::E2024, &facts, &mut state);
        state.finish()
    }

    const TEXT: &str = "use a::b; fn f(x: u8) -> u8 { g(x) }\nstruct S; impl S { fn m(&self) {} } m!(fn k() { 1 });\n\
                        fn o() { fn i() { 1 } use c::d; i() }";

    #[test]
    fn what_bodies_say_does_not_count() {
        let changes = [
            ("g(x)", "if h! { x } { g(x) } else { let y = |z| z; y(x) }"),
            ("&self) {}", "&self) { todo!() }"),
            ("{ 1 } use", "{ 2 } use"),
            ("struct S", "// more\n\n/// S.\nstruct   S"),
            ("i() }", "i() }\n// end"),
        ];
        for (from, to) in changes {
            assert!(TEXT.contains(from), "{from}");
            assert_eq!(hash(&TEXT.replace(from, to)), hash(TEXT), "{to}");
        }
    }

    #[test]
    fn what_declares_something_counts() {
        let changes = [
            ("a::b", "a::c"),
            ("use a::b", "pub use a::b"),
            ("fn f", "fn h"),
            ("-> u8", "-> u16"),
            ("x: u8", "x: u8, y: u8"),
            ("g(x) }", "g(x) } fn g() {}"),
            ("g(x)", "fn g() {} g(x)"),
            ("g(x)", "use b::g; g(x)"),
            ("g(x)", "macro_rules! g { () => {} } g(x)"),
            ("{ g(x) }", ";"),
            ("&self", "self"),
            ("{ 1 });", "{ 2 });"),
            ("i() }", "j() }"),
            ("c::d", "c::{d, e}"),
            ("struct S", "#[cfg(test)] struct S"),
            ("struct S;", "struct S(u8);"),
            ("m!(", "m !("),
            ("fn f", "fn r#f"),
            ("fn m(&self) {}", "fn m(&self);"),
        ];
        for (from, to) in changes {
            assert!(TEXT.contains(from), "{from}");
            assert_ne!(hash(&TEXT.replace(from, to)), hash(TEXT), "{to}");
        }
    }
}
