//! The arguments of a call, taken apart.

use std::ops::Range;

use ra_ap_parser::SyntaxKind::{self, *};

use crate::Edition;
use crate::nesting::Nesting;
use crate::token::Token;
use crate::tokens::Lexed;

/// The arguments of a call, delimiters included.
pub(super) struct Input<'a> {
    pub(super) lexed: &'a Lexed<'a>,
    /// For each bracket that opens, the one that closes it.
    closings: Vec<u32>,
}

impl Input<'_> {
    /// Takes arguments apart; does nothing if they are no token tree, or nest too deeply for a parser.
    pub(super) fn with(args: &str, edition: Edition, work: impl FnOnce(&Input<'_>)) {
        let (lexed, errors) = Lexed::new(args, edition);
        let whole = closing(&lexed.tokens, 0).is_some_and(|close| close + 1 == lexed.tokens.len());
        if !errors.is_empty() || !whole || lexed.nesting() != Nesting::Shallow {
            return;
        }
        let mut closings = vec![0; lexed.tokens.len()];
        let mut open = Vec::new();
        for (at, token) in lexed.tokens.iter().enumerate() {
            if closing_kind(token.kind).is_some() {
                open.push(at);
            } else if matches!(token.kind, R_PAREN | R_BRACK | R_CURLY)
                && let Some(opened) = open.pop()
            {
                closings[opened] = at as u32;
            }
        }
        work(&Input {
            lexed: &lexed,
            closings,
        });
    }

    pub(super) fn kind(&self, at: usize) -> SyntaxKind {
        self.lexed.tokens[at].kind
    }

    /// The bracket that closes the one at `open`.
    pub(super) fn closing(&self, open: usize) -> usize {
        self.closings[open] as usize
    }

    /// The text of some tokens, as it stands in the arguments.
    pub(super) fn text(&self, range: &Range<usize>) -> &str {
        let tokens = &self.lexed.tokens[range.clone()];
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => &self.lexed.text[first.start as usize..last.end as usize],
            _ => "",
        }
    }

    /// Whether this punctuation begins at a token.
    pub(super) fn is_glued(&self, at: usize, text: &str) -> bool {
        let tokens = &self.lexed.tokens;
        tokens.len() >= at + text.len()
            && self.text(&(at..at + text.len())) == text
            && tokens[at].end - tokens[at].start == 1
    }
}

/// The bracket that closes one of this kind.
pub(super) fn closing_kind(open: SyntaxKind) -> Option<SyntaxKind> {
    match open {
        L_PAREN => Some(R_PAREN),
        L_BRACK => Some(R_BRACK),
        L_CURLY => Some(R_CURLY),
        _ => None,
    }
}

/// The bracket that closes the one at `open`.
pub(super) fn closing(rows: &[Token], open: usize) -> Option<usize> {
    let mut expected = Vec::new();
    for (at, token) in rows.iter().enumerate().skip(open) {
        if let Some(close) = closing_kind(token.kind) {
            expected.push(close);
        } else if matches!(token.kind, R_PAREN | R_BRACK | R_CURLY) {
            if expected.pop() != Some(token.kind) {
                return None;
            }
            if expected.is_empty() {
                return Some(at);
            }
        }
    }
    None
}
