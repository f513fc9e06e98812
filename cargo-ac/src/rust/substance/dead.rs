//! What is never reached in a function, by its tokens.

use text_size::{TextRange, TextSize};

use crate::rust::lex::{Kind, Lexer, Token};

/// A part of a text that is never reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dead {
    /// Where it stands.
    pub range: TextRange,
    /// What stands before it, and never goes on: `return`, `break`, `continue` or `exit`.
    pub behind: &'static str,
}

/// Keywords that items begin with: what is declared is there, wherever in a block it stands.
const ITEMS: [&str; 11] = [
    "const", "enum", "extern", "fn", "impl", "mod", "static", "struct", "trait", "type", "use",
];

/// An open bracket.
#[derive(Clone, Copy, Default)]
struct Open {
    /// Where its dead part begins, and behind what.
    dead: Option<(TextSize, &'static str)>,
    /// Whether whoever comes to it goes in: `{ … }`, `unsafe { … }`, `if true { … }`.
    in_any_case: bool,
}

/// What is never reached in a text that stands at `start` of its file: behind a `return`, `break`, `continue` or `std::process::exit(0)`
/// that is a statement of its own, to the end of its block.
pub fn dead(text: &str, start: TextSize) -> Vec<Dead> {
    if !["return", "break", "continue", "exit"]
        .iter()
        .any(|word| text.contains(word))
    {
        return Vec::new();
    }
    let tokens: Vec<Token<'_>> = Lexer::new(text, start)
        .filter(|token| token.kind != Kind::Comment)
        .collect();
    let texts: Vec<&str> = tokens
        .iter()
        .map(|token| match token.kind {
            Kind::Sign | Kind::Word => token.text,
            _ => "",
        })
        .collect();
    let mut dead = Vec::new();
    let mut open = vec![Open::default()];
    // A statement that leaves: how deep it stands, and what it is.
    let mut leaving: Option<(usize, &'static str)> = None;
    let add = |dead: &mut Vec<Dead>, from: (TextSize, &'static str), end: TextSize| {
        dead.push(Dead {
            range: TextRange::new(from.0, end),
            behind: from.1,
        });
    };
    for (at, token) in tokens.iter().enumerate() {
        let begins = at > 0 && matches!(texts[at - 1], "{" | "}" | ";");
        if begins && leaving.is_none() {
            if let Some(from) = open.last_mut().and_then(|it| {
                let is_item = declares(&texts[at..]);
                it.dead.take_if(|_| is_item)
            }) {
                add(&mut dead, from, token.range.start());
            }
            leaving = leaves(&texts[at..]).map(|what| (open.len(), what));
        }
        match texts[at] {
            "{" | "(" | "[" => open.push(Open {
                dead: None,
                in_any_case: texts[at] == "{" && is_entered(&texts[..at]),
            }),
            "}" | ")" | "]" => {
                let closed = open.pop().unwrap_or_default();
                if let Some(from) = closed.dead {
                    add(&mut dead, from, token.range.start());
                    if let (Some(around), true) = (open.last_mut(), closed.in_any_case) {
                        around.dead.get_or_insert((token.range.end(), from.1));
                    }
                }
                leaving = leaving.filter(|(depth, _)| *depth <= open.len());
            }
            ";" => {
                if let Some((_, what)) = leaving.take_if(|(depth, _)| *depth == open.len())
                    && let Some(block) = open.last_mut()
                {
                    block.dead.get_or_insert((token.range.end(), what));
                }
            }
            _ => {}
        }
    }
    dead
}

/// Whether an item begins here.
fn declares(texts: &[&str]) -> bool {
    match texts {
        ["pub" | "async" | "unsafe", rest @ ..] => rest.first() != Some(&"{") && declares(rest),
        [first, ..] => ITEMS.contains(first),
        [] => false,
    }
}

/// Whether a block that opens behind these is gone into by all who come to it.
fn is_entered(before: &[&str]) -> bool {
    let begins = |before: &[&str]| matches!(before.last(), Some(&("{" | ";")));
    match before {
        [rest @ .., "if", "true"] => rest.is_empty() || begins(rest) || rest.last() == Some(&"}"),
        [rest @ .., "unsafe"] => begins(rest),
        before => begins(before),
    }
}

/// What a statement that begins here leaves with.
fn leaves(texts: &[&str]) -> Option<&'static str> {
    let texts = match texts {
        ["std", ":", ":", rest @ ..] => rest,
        texts => texts,
    };
    match texts {
        ["return", ..] => Some("return"),
        ["break", ..] => Some("break"),
        ["continue", ..] => Some("continue"),
        // Another status fails.
        ["process", ":", ":", "exit", "(", "0", ")", ..] => Some("exit"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<&str> {
        let found = dead(text, TextSize::new(0)).into_iter();
        found.map(|it| text[it.range].trim()).collect()
    }

    #[test]
    fn behind_a_return_nothing_is_reached() {
        assert_eq!(of("{ a(); return; assert!(b); }"), ["assert!(b);"]);
        assert_eq!(of("{ return Ok({ x; y }); assert!(b); }"), ["assert!(b);"]);
        assert_eq!(of("{ if a { return; } assert!(b); }"), [""]);
        assert_eq!(
            of("{ match a { A => return, B => {} } assert!(b); }"),
            [""; 0]
        );
        assert_eq!(of("{ let f = || return 1; assert!(b); }"), [""; 0]);
        assert_eq!(of("{ let f = || { return; }; assert!(b); }"), [""]);
        assert_eq!(of("{ if a {} return; }"), [""]);
        assert_eq!(
            of("{ let Some(x) = y else { return; }; assert!(x); }"),
            [""]
        );
        assert_eq!(of("{ #[cfg(miri)] return; assert!(b); }"), [""; 0]);
    }

    #[test]
    fn nor_behind_others_that_never_go_on() {
        assert_eq!(
            of("{ for a in b { continue; assert!(a); } c(); }"),
            ["assert!(a);"]
        );
        assert_eq!(
            of("{ std::process::exit(0); assert!(b); }"),
            ["assert!(b);"]
        );
        assert_eq!(of("{ process::exit(0); assert!(b); }"), ["assert!(b);"]);
        assert_eq!(of("{ std::process::exit(1); assert!(b); }"), [""; 0]);
        assert_eq!(of("{ exits(0); assert!(b); }"), [""; 0]);
        assert_eq!(
            of("{ if true { return; } assert!(b); }"),
            ["", "assert!(b);"]
        );
        assert_eq!(of("{ { return; } assert!(b); }"), ["", "assert!(b);"]);
        assert_eq!(of("{ x(async { return; }); assert!(b); }"), [""]);
    }

    #[test]
    fn what_is_declared_there_is_there() {
        assert_eq!(
            of("{ a(); return; fn f() { assert!(b); } }"),
            [""],
            "a function"
        );
        assert_eq!(of("{ return; b(); use c; d(); }"), ["b();"]);
    }
}
