//! A run of tokens: what macro calls are given.

use ra_ap_parser::SyntaxKind::{self, *};

use crate::Extent;
use crate::token::Token;
use crate::tokens::Lexed;

/// Some tokens of a file, brackets and their contents included.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'a> {
    pub(super) lexed: &'a Lexed<'a>,
    pub(super) rows: &'a [Token],
}

impl<'a> Tokens<'a> {
    /// The tokens between the delimiters, if both are there.
    pub(super) fn inside(self) -> Option<Tokens<'a>> {
        match self.rows {
            [open, inside @ .., close] if closes(open.kind, close.kind) => Some(Tokens {
                rows: inside,
                ..self
            }),
            _ => None,
        }
    }

    pub(super) fn slice(self, from: usize, to: usize) -> Tokens<'a> {
        Tokens {
            rows: &self.rows[from..to],
            ..self
        }
    }

    pub(super) fn kind(&self, at: usize) -> SyntaxKind {
        self.rows.get(at).map_or(EOF, |token| token.kind)
    }

    pub(super) fn text(&self, at: usize) -> &'a str {
        self.rows
            .get(at)
            .map_or("", |&token| self.lexed.text_of(token))
    }

    pub(super) fn extent(&self, from: usize, to: usize) -> Extent {
        let Some(last) = self.rows.len().checked_sub(1) else {
            return Extent::default();
        };
        let start = self.rows[from.min(last)].start;
        let end = self.rows[(to.max(1) - 1).min(last)].end;
        Extent::new(start, end.max(start))
    }

    /// Whether the token at `at` is of this kind and touches the next.
    pub(super) fn adjoin(&self, at: usize, kind: SyntaxKind) -> bool {
        self.kind(at) == kind
            && self
                .rows
                .get(at + 1)
                .is_some_and(|next| next.start == self.rows[at].end)
    }

    /// Whether `::` stands here.
    pub(super) fn is_colons(&self, at: usize) -> bool {
        self.adjoin(at, COLON) && self.kind(at + 1) == COLON
    }

    /// Whether `=>` stands here.
    pub(super) fn is_arrow(&self, at: usize) -> bool {
        self.adjoin(at, EQ) && self.kind(at + 1) == R_ANGLE
    }

    pub(super) fn opens(&self, at: usize) -> bool {
        matches!(self.kind(at), L_PAREN | L_BRACK | L_CURLY)
    }

    /// The index of the bracket that closes the one at `open`; the last token if there is none.
    pub(super) fn closing(&self, open: usize) -> usize {
        let mut depth = 0usize;
        for at in open..self.rows.len() {
            match self.kind(at) {
                L_PAREN | L_BRACK | L_CURLY => depth += 1,
                R_PAREN | R_BRACK | R_CURLY => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return at;
                    }
                }
                _ => {}
            }
        }
        self.rows.len().saturating_sub(1)
    }

    /// Whether the bracket at `close` ends an attribute.
    pub(super) fn closes_attribute(&self, close: usize) -> bool {
        let mut depth = 0usize;
        for at in (0..=close).rev() {
            match self.kind(at) {
                R_PAREN | R_BRACK | R_CURLY => depth += 1,
                L_PAREN | L_BRACK | L_CURLY => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return at > 0
                            && (self.kind(at - 1) == POUND
                                || self.kind(at - 1) == BANG
                                    && at > 1
                                    && self.kind(at - 2) == POUND);
                    }
                }
                _ => {}
            }
        }
        false
    }

    /// The tokens behind the `#![…]` at the beginning.
    pub(super) fn behind_inner_attributes(self) -> Tokens<'a> {
        let mut at = 0;
        while self.kind(at) == POUND && self.kind(at + 1) == BANG && self.kind(at + 2) == L_BRACK {
            at = self.closing(at + 2) + 1;
        }
        self.slice(at, self.rows.len())
    }

    /// Where the first `=>` outside of brackets ends.
    pub(super) fn behind_arrow(self) -> Option<u32> {
        let mut at = 0;
        while at < self.rows.len() {
            if self.is_arrow(at) {
                return Some(self.rows[at + 1].end);
            }
            at = if self.opens(at) { self.closing(at) } else { at } + 1;
        }
        None
    }

    /// Whether some rule of a definition has a fragment of kind `item`, or repeated `tt`, and its expansion contains it.
    pub(super) fn gives_back_items(&self) -> bool {
        let mut passed = Vec::new();
        for at in 0..self.rows.len() {
            if self.kind(at) != DOLLAR || self.kind(at + 1) != IDENT {
                continue;
            }
            let name = self.text(at + 1);
            if self.kind(at + 2) == COLON && !self.is_colons(at + 2) {
                if matches!(self.text(at + 3), "item" | "tt") {
                    passed.push(name);
                }
            } else if passed.contains(&name) {
                return true;
            }
        }
        false
    }

    /// Whether some rule may declare a module that is a file: there is a `mod`, a name and a `;`.
    pub(super) fn declares_files(&self) -> bool {
        (0..self.rows.len()).any(|at| {
            let name = match self.kind(at + 1) {
                DOLLAR => at + 2,
                _ => at + 1,
            };
            // A variable may be called like a keyword.
            self.kind(at) == MOD_KW
                && (self.kind(name) == IDENT || name > at + 1)
                && self.kind(name + 1) == SEMICOLON
        })
    }
}

fn closes(open: SyntaxKind, close: SyntaxKind) -> bool {
    matches!(
        (open, close),
        (L_PAREN, R_PAREN) | (L_BRACK, R_BRACK) | (L_CURLY, R_CURLY)
    )
}
