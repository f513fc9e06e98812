//! Comments that carry a marker, and the safety comments of `unsafe`.

use ra_ap_parser::SyntaxKind::*;

use super::Extractor;
use crate::tree::Tree;
use crate::{Comment, CommentKind, Extent, ItemId, ScopeId};

/// How many tokens back from an `unsafe` its comment is looked for: the length of a long statement.
const STATEMENT: usize = 256;

impl Extractor {
    /// Records the comments of the file that carry a marker.
    pub(super) fn comments(&mut self, tree: &Tree<'_>) {
        for token in 0..tree.lexed.len() {
            if tree.lexed.kind(token) != COMMENT {
                continue;
            }
            let text = tree.lexed.text(token);
            if !has_marker(text) {
                continue;
            }
            let range = tree.lexed.text_range(token);
            let extent = Extent::new(range.start as u32, range.end as u32);
            let scope = self.scope_at(extent.start);
            let item = self.item_of_comment(tree, token, kind_of(text), scope);
            let text = self.intern(text);
            self.facts.comments.push(Comment {
                kind: kind_of(self.interner.get(text)),
                text,
                extent,
                scope,
                item,
            });
        }
    }

    /// The innermost scope around an offset. Scopes are in order of their starts.
    fn scope_at(&self, offset: u32) -> ScopeId {
        let scopes = &self.facts.scopes;
        let before = scopes.partition_point(|scope| scope.extent.start <= offset);
        let mut at = ScopeId(before.saturating_sub(1) as u32);
        loop {
            let scope = &scopes[at.index()];
            match scope.parent {
                Some(parent) if offset >= scope.extent.end => at = parent,
                _ => return at,
            }
        }
    }

    /// The item a comment belongs to: for `//!` the one around it, else the one that begins right behind it.
    fn item_of_comment(
        &self,
        tree: &Tree<'_>,
        token: usize,
        kind: CommentKind,
        scope: ScopeId,
    ) -> Option<ItemId> {
        if kind == CommentKind::InnerDoc {
            return self.facts.scopes[scope.index()].item;
        }
        let behind =
            (token + 1..tree.lexed.len()).find(|&next| !tree.lexed.kind(next).is_trivia())?;
        let offset = tree.lexed.text_start(behind) as u32;
        let found = self
            .facts
            .items
            .binary_search_by_key(&offset, |item| item.extent.start)
            .ok()?;
        // An item and the first item in it cannot begin at the same place, so there is one at most.
        Some(ItemId(found as u32))
    }
}

/// Whether an `unsafe` at `offset` is justified by a comment: before it in the same statement, right above that
/// statement (or item, then also in its documentation), or first thing in its block.
pub(super) fn is_justified(tree: &Tree<'_>, offset: u32) -> bool {
    let keyword = tree.lexed_at(offset);
    for token in (keyword.saturating_sub(STATEMENT)..keyword).rev() {
        match tree.lexed.kind(token) {
            COMMENT if is_safety(tree.lexed.text(token)) => return true,
            SEMICOLON | L_CURLY | R_CURLY => break,
            _ => {}
        }
    }
    let open = (keyword + 1..tree.lexed.len()).find(|&token| !tree.lexed.kind(token).is_trivia());
    let Some(open) = open.filter(|&open| tree.lexed.kind(open) == L_CURLY) else {
        return false;
    };
    (open + 1..tree.lexed.len())
        .take_while(|&token| tree.lexed.kind(token).is_trivia())
        .any(|token| tree.lexed.kind(token) == COMMENT && is_safety(tree.lexed.text(token)))
}

fn is_safety(comment: &str) -> bool {
    let text = comment.trim_start_matches(['/', '*', '!', ' ', '\t']);
    let word = text
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    (word.eq_ignore_ascii_case("safety") && text[word.len()..].trim_start().starts_with(':'))
        || text
            .strip_prefix("# ")
            .is_some_and(|title| title.trim().eq_ignore_ascii_case("safety"))
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
