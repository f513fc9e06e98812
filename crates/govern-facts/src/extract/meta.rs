//! The insides of attributes as meta items, read from their tokens.

use ra_ap_parser::SyntaxKind::{self, *};

use super::Extractor;
use crate::literal::unquote;
use crate::token::Token;
use crate::tokens::Lexed;
use crate::{Extent, Meta, MetaValue, Name, Run};

/// Reads the tokens of one attribute from left to right.
struct Cursor<'a> {
    lexed: &'a Lexed<'a>,
    tokens: &'a [Token],
    at: usize,
}

impl Extractor {
    /// Reads the meta item that some tokens begin with.
    pub(super) fn meta_in(&mut self, lexed: &Lexed<'_>, tokens: &[Token]) -> Option<Meta> {
        self.meta(&mut Cursor {
            lexed,
            tokens,
            at: 0,
        })
    }

    /// Reads one meta item; stops at a comma or the end.
    fn meta(&mut self, cursor: &mut Cursor<'_>) -> Option<Meta> {
        let first = cursor.peek()?;
        let start = first.start;
        if !cursor.begins_path() {
            let value = self.value(cursor);
            return Some(Meta {
                path: Name::EMPTY,
                value,
                extent: cursor.extent(start),
            });
        }
        let path = self.meta_path(cursor);
        let value = match cursor.peek().map(|token| token.kind) {
            None | Some(COMMA | R_PAREN) => MetaValue::Word,
            Some(L_PAREN) if cursor.group_ends_meta() => {
                cursor.at += 1;
                let list = self.meta_list(cursor);
                cursor.at += 1;
                MetaValue::List(list)
            }
            Some(EQ) if !cursor.is_comparison() => {
                cursor.at += 1;
                self.value(cursor)
            }
            // An expression that begins with a path.
            Some(_) => {
                cursor.take_until_comma();
                let text = self.interner.intern(cursor.slice(start));
                return Some(Meta {
                    path: Name::EMPTY,
                    value: MetaValue::Expr(text),
                    extent: cursor.extent(start),
                });
            }
        };
        Some(Meta {
            path,
            value,
            extent: cursor.extent(start),
        })
    }

    /// Takes `a::b`, joined without blanks.
    fn meta_path(&mut self, cursor: &mut Cursor<'_>) -> Name {
        let from = cursor.at;
        loop {
            if cursor.is_colons() {
                cursor.at += 2;
            }
            if !cursor.at_name() {
                break;
            }
            cursor.at += 1;
            if !cursor.is_colons() {
                break;
            }
        }
        match &cursor.tokens[from..cursor.at] {
            [only] => self.intern(plain(cursor.lexed.text_of(*only))),
            tokens => {
                let path: String = tokens
                    .iter()
                    .map(|&token| plain(cursor.lexed.text_of(token)))
                    .collect();
                self.intern(&path)
            }
        }
    }

    /// Reads meta items up to the closing parenthesis, which is left.
    fn meta_list(&mut self, cursor: &mut Cursor<'_>) -> Run {
        let mut rows = Vec::new();
        while let Some(token) = cursor.peek() {
            match token.kind {
                R_PAREN => break,
                COMMA => cursor.at += 1,
                _ => {
                    let before = cursor.at;
                    rows.extend(self.meta(cursor));
                    if cursor.at == before {
                        cursor.at += 1;
                    }
                }
            }
        }
        Self::append(&mut self.facts.metas, rows)
    }

    /// Takes a value up to a comma of this level.
    fn value(&mut self, cursor: &mut Cursor<'_>) -> MetaValue {
        let from = cursor.at;
        let Some(first) = cursor.peek() else {
            return MetaValue::Expr(Name::EMPTY);
        };
        cursor.take_until_comma();
        let text = cursor.slice(first.start);
        if first.kind == STRING
            && cursor.at == from + 1
            && let Some(content) = unquote(text)
        {
            return MetaValue::Str(self.intern(&content));
        }
        MetaValue::Expr(self.intern(text))
    }
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    fn kind(&self, at: usize) -> SyntaxKind {
        self.tokens.get(at).map_or(EOF, |token| token.kind)
    }

    /// Whether `::` comes next.
    fn is_colons(&self) -> bool {
        matches!(
            self.tokens.get(self.at..),
            Some([one, two, ..]) if one.kind == COLON && two.kind == COLON && one.end == two.start
        )
    }

    /// Whether an identifier or keyword comes next.
    fn at_name(&self) -> bool {
        let kind = self.kind(self.at);
        kind == IDENT || (kind as u16 >= SELF_TYPE_KW as u16 && (kind as u16) < BYTE as u16)
    }

    fn begins_path(&self) -> bool {
        self.at_name() || self.is_colons()
    }

    /// The text from `start` to the last token taken.
    fn slice(&self, start: u32) -> &'a str {
        let extent = self.extent(start);
        &self.lexed.text[extent.start as usize..extent.end as usize]
    }

    fn extent(&self, start: u32) -> Extent {
        let end = self
            .at
            .min(self.tokens.len())
            .checked_sub(1)
            .map_or(start, |last| self.tokens[last].end);
        Extent::new(start, end.max(start))
    }

    /// Takes tokens up to a comma, or a closing bracket, of this level.
    fn take_until_comma(&mut self) {
        let mut depth = 0usize;
        while let Some(token) = self.peek() {
            match token.kind {
                L_PAREN | L_BRACK | L_CURLY => depth += 1,
                R_PAREN | R_BRACK | R_CURLY if depth == 0 => break,
                R_PAREN | R_BRACK | R_CURLY => depth -= 1,
                COMMA if depth == 0 => break,
                _ => {}
            }
            self.at += 1;
        }
    }

    /// Whether the group that begins here is the end of the meta item (and not part of `f(x).y`).
    fn group_ends_meta(&self) -> bool {
        let mut depth = 0usize;
        for at in self.at..self.tokens.len() {
            match self.kind(at) {
                L_PAREN | L_BRACK | L_CURLY => depth += 1,
                R_PAREN | R_BRACK | R_CURLY => {
                    depth -= 1;
                    if depth == 0 {
                        return matches!(self.kind(at + 1), EOF | COMMA | R_PAREN);
                    }
                }
                _ => {}
            }
        }
        false
    }

    /// Whether the `=` here is part of `==` or `=>`.
    fn is_comparison(&self) -> bool {
        let end = self.tokens[self.at].end;
        matches!(self.tokens.get(self.at + 1), Some(next) if next.start == end && matches!(next.kind, EQ | R_ANGLE))
    }
}

pub(crate) fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}
