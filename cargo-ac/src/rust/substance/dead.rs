//! What is never reached in a function, by its tokens.

use text_size::{TextRange, TextSize};

use crate::rust::lex::{Kind, Lexer};

/// What is never reached in a text: behind a `return` that is a statement of its own, to the end of its block.
pub(super) fn dead(text: &str, start: TextSize) -> Vec<TextRange> {
    let mut dead = Vec::new();
    // For each open block where its dead part begins.
    let mut blocks: Vec<Option<TextSize>> = vec![None];
    let mut leaving: Option<usize> = None;
    let mut before = "{";
    for token in Lexer::new(text, start).filter(|token| token.kind != Kind::Comment) {
        let text = match token.kind {
            Kind::Sign | Kind::Word => token.text,
            _ => "",
        };
        match text {
            "{" | "(" | "[" => blocks.push(None),
            "}" | ")" | "]" => {
                if let Some(Some(from)) = blocks.pop() {
                    dead.push(TextRange::new(from, token.range.start()));
                }
                leaving = leaving.filter(|depth| *depth <= blocks.len());
            }
            "return" if matches!(before, "{" | "}" | ";") => {
                leaving = leaving.or(Some(blocks.len()))
            }
            ";" if leaving == Some(blocks.len()) => {
                if let Some(block) = blocks.last_mut() {
                    block.get_or_insert(token.range.end());
                }
                leaving = None;
            }
            _ => {}
        }
        before = if text.is_empty() { "literal" } else { text };
    }
    dead
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behind_a_return_nothing_is_reached() {
        let dead = |text: &str| -> Vec<String> {
            dead(text, TextSize::new(0))
                .into_iter()
                .map(|range| text[range].trim().to_owned())
                .collect()
        };
        assert_eq!(dead("{ a(); return; assert!(b); }"), ["assert!(b);"]);
        assert_eq!(
            dead("{ return Ok({ x; y }); assert!(b); }"),
            ["assert!(b);"]
        );
        assert_eq!(dead("{ if a { return; } assert!(b); }"), [""]);
        assert_eq!(
            dead("{ match a { A => return, B => {} } assert!(b); }"),
            [""; 0]
        );
        assert_eq!(dead("{ let f = || return 1; assert!(b); }"), [""; 0]);
        assert_eq!(dead("{ if a {} return; }"), [""]);
        assert_eq!(
            dead("{ let Some(x) = y else { return; }; assert!(x); }"),
            [""]
        );
    }
}
