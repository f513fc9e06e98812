//! Comments that carry a marker, and the safety comments of `unsafe`.

use ra_ap_parser::SyntaxKind::*;

use super::Extractor;
use crate::tokens::Lexed;
use crate::{Comment, CommentKind, Extent, ItemId, ScopeId};

/// How many tokens back from an `unsafe` its comment is looked for: the length of a long statement.
const STATEMENT: usize = 256;

impl Extractor {
    /// Records the comments of the file that carry a marker.
    pub(super) fn comments(&mut self, lexed: &Lexed<'_>) {
        let mut scopes = Vec::new();
        for comment in &lexed.comments {
            let text = &lexed.text[comment.start as usize..comment.end as usize];
            if !has_marker(text) {
                continue;
            }
            if scopes.is_empty() {
                scopes = self.scopes_by_start();
            }
            let kind = kind_of(text);
            let extent = Extent::new(comment.start, comment.end);
            let scope = self.scope_at(&scopes, extent.start);
            let behind = lexed
                .tokens
                .get(comment.before as usize)
                .map(|token| token.start);
            let item = self.item_of_comment(behind, kind, scope);
            let text = self.intern(text);
            self.facts.comments.push(Comment {
                kind,
                text,
                extent,
                scope,
                item,
            });
        }
    }

    /// The scopes in the order of their starts, outer ones before inner ones.
    fn scopes_by_start(&self) -> Vec<(u32, ScopeId)> {
        let mut scopes: Vec<(u32, ScopeId)> = self
            .facts
            .scopes
            .iter()
            .enumerate()
            .map(|(id, scope)| (scope.extent.start, ScopeId(id as u32)))
            .filter(|(_, id)| self.detached.binary_search(id).is_err())
            .collect();
        // The file comes first, whatever its first token is.
        scopes.sort_unstable();
        scopes
    }

    /// The innermost scope around an offset.
    fn scope_at(&self, by_start: &[(u32, ScopeId)], offset: u32) -> ScopeId {
        let before = by_start.partition_point(|&(start, _)| start <= offset);
        let mut at = by_start[before.saturating_sub(1)].1;
        loop {
            let scope = &self.facts.scopes[at.index()];
            match scope.parent {
                Some(parent) if offset >= scope.extent.end => at = parent,
                _ => return at,
            }
        }
    }

    /// The item a comment belongs to: for `//!` the one around it, else the one that begins right behind it.
    fn item_of_comment(
        &self,
        behind: Option<u32>,
        kind: CommentKind,
        scope: ScopeId,
    ) -> Option<ItemId> {
        if kind == CommentKind::InnerDoc {
            return self.facts.scopes[scope.index()].item;
        }
        // An item and the first item in it cannot begin at the same place, so there is one at most.
        let found = self
            .facts
            .items
            .binary_search_by_key(&behind?, |item| item.extent.start)
            .ok()?;
        Some(ItemId(found as u32))
    }
}

/// Whether the `unsafe` that is this token is justified by a comment: before it in the same statement, right above that
/// statement (or item, then also in its documentation), or first thing in its block.
pub(super) fn is_justified(lexed: &Lexed<'_>, keyword: usize) -> bool {
    let says_safety = |token: usize| {
        let mut comments = lexed.comments_before(token).iter();
        comments.any(|comment| is_safety(&lexed.text[comment.start as usize..comment.end as usize]))
    };
    if lexed
        .tokens
        .get(keyword + 1)
        .is_some_and(|next| next.kind == L_CURLY)
        && says_safety(keyword + 2)
    {
        return true;
    }
    // Comments before a comma of the same level belong to another arm, field or argument.
    let mut behind_comma = false;
    let mut depth = 0usize;
    for token in (keyword.saturating_sub(STATEMENT)..=keyword).rev() {
        if token < keyword {
            match lexed.tokens[token].kind {
                R_PAREN | R_BRACK => depth += 1,
                L_PAREN | L_BRACK if depth == 0 => behind_comma = false,
                L_PAREN | L_BRACK => depth -= 1,
                COMMA if depth == 0 => behind_comma = true,
                SEMICOLON | L_CURLY | R_CURLY => return false,
                _ => {}
            }
        }
        if !behind_comma && says_safety(token) {
            return true;
        }
    }
    false
}

fn is_safety(comment: &str) -> bool {
    comment.lines().any(|line| {
        let text = line.trim_start_matches(['/', '*', '!', ' ', '\t']);
        let title = text.trim_start_matches('#');
        let word = text
            .split(|c: char| !c.is_alphabetic())
            .next()
            .unwrap_or_default();
        (word.eq_ignore_ascii_case("safety") && text[word.len()..].trim_start().starts_with(':'))
            || (title.len() < text.len() && title.trim().eq_ignore_ascii_case("safety"))
    })
}

fn kind_of(text: &str) -> CommentKind {
    match text.as_bytes() {
        [b'/', b'/', b'/', b'/', ..] | [b'/', b'*', b'*', b'*', ..] | [b'/', b'*', b'*', b'/'] => {
            if text.starts_with("//") {
                CommentKind::Line
            } else {
                CommentKind::Block
            }
        }
        [b'/', b'/', b'/', ..] | [b'/', b'*', b'*', ..] => CommentKind::OuterDoc,
        [b'/', b'/', b'!', ..] | [b'/', b'*', b'!', ..] => CommentKind::InnerDoc,
        [b'/', b'*', ..] => CommentKind::Block,
        _ => CommentKind::Line,
    }
}

/// Whether some rule may want to read this comment: words that mark work to do, justifications, waivers, and anything
/// of the form of an identifier of a criterion (`AC-CORE-001`).
fn has_marker(text: &str) -> bool {
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let rest = &bytes[at..];
        let found = match byte {
            b'T' => rest.starts_with(b"TODO"),
            b'F' => rest.starts_with(b"FIXME"),
            b'X' => rest.starts_with(b"XXX"),
            b'H' => rest.starts_with(b"HACK"),
            b'S' | b's' => rest.len() >= 6 && rest[..6].eq_ignore_ascii_case(b"safety"),
            b'g' => rest.starts_with(b"govern:"),
            b'-' => {
                at >= 2
                    && bytes[at - 1].is_ascii_uppercase()
                    && bytes[at - 2].is_ascii_uppercase()
                    && rest
                        .get(1)
                        .is_some_and(|next| next.is_ascii_uppercase() || next.is_ascii_digit())
            }
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}
