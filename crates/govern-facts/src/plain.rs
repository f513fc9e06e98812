//! The tokens of a piece of text, for what only those can tell: what the arguments of a macro say.

use ra_ap_parser::SyntaxKind;

use crate::tokens::Lexed;
use crate::{Edition, Extent};

/// A token that is neither whitespace nor a comment. Punctuation is split: `::` is two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainToken<'t> {
    /// What it is.
    pub kind: PlainKind,
    /// Its text; a raw identifier without `r#`.
    pub text: &'t str,
    /// Where it stands in the text.
    pub extent: Extent,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlainKind {
    /// An identifier, or a keyword.
    Word,
    /// A text, with its quotes.
    Text,
    /// Another literal.
    Literal,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// All else.
    Sign,
}

/// The tokens of a text.
pub fn plain_tokens(text: &str, edition: Edition) -> Vec<PlainToken<'_>> {
    if u32::try_from(text.len()).is_err() {
        return Vec::new();
    }
    let (lexed, _) = Lexed::new(text, edition);
    let tokens = lexed.tokens.iter().map(|&token| {
        let text = lexed.text_of(token);
        let kind = match token.kind {
            SyntaxKind::STRING => PlainKind::Text,
            kind if kind.is_literal() => PlainKind::Literal,
            SyntaxKind::L_PAREN | SyntaxKind::L_BRACK | SyntaxKind::L_CURLY => PlainKind::Open,
            SyntaxKind::R_PAREN | SyntaxKind::R_BRACK | SyntaxKind::R_CURLY => PlainKind::Close,
            _ if text.starts_with(|c: char| c.is_alphabetic() || c == '_') => PlainKind::Word,
            _ => PlainKind::Sign,
        };
        PlainToken {
            kind,
            text: text
                .strip_prefix("r#")
                .filter(|_| kind == PlainKind::Word)
                .unwrap_or(text),
            extent: Extent::new(token.start, token.end),
        }
    });
    tokens.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_told_apart() {
        use PlainKind::*;
        let tokens = plain_tokens("r#a(\"b\", 1) // c\n::match", Edition::E2024);
        let told: Vec<(PlainKind, &str)> = tokens.iter().map(|it| (it.kind, it.text)).collect();
        assert_eq!(
            told,
            [
                (Word, "a"),
                (Open, "("),
                (Text, "\"b\""),
                (Sign, ","),
                (Literal, "1"),
                (Close, ")"),
                (Sign, ":"),
                (Sign, ":"),
                (Word, "match"),
            ]
        );
    }
}
