//! A tree with its tokens, be it of a pattern or of a file.

use ra_ap_parser::SyntaxKind;

use crate::token::Token;
use crate::tree::{Node, is_token};

/// A tree with its tokens.
#[derive(Clone, Copy)]
pub(super) struct View<'v> {
    pub(super) text: &'v str,
    pub(super) tokens: &'v [Token],
    pub(super) nodes: &'v [Node],
}

impl<'v> View<'v> {
    pub(super) fn kind(self, at: usize) -> SyntaxKind {
        self.nodes[at].kind
    }

    pub(super) fn is_token(self, at: usize) -> bool {
        is_token(self.kind(at))
    }

    pub(super) fn after(self, at: usize) -> usize {
        self.nodes[at].next as usize
    }

    /// The tokens of a node, as rows.
    pub(super) fn range(self, at: usize) -> (usize, usize) {
        let node = self.nodes[at];
        (node.first as usize, node.behind as usize)
    }

    pub(super) fn children(self, at: usize) -> impl Iterator<Item = usize> + use<'v> {
        let end = self.after(at);
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let current = (next < end).then_some(next)?;
            next = self.after(current);
            Some(current)
        })
    }

    pub(super) fn child(self, at: usize, kind: SyntaxKind) -> Option<usize> {
        self.children(at).find(|&child| self.kind(child) == kind)
    }

    /// The text of a token, without `r#`.
    pub(super) fn token(self, row: usize) -> &'v str {
        let token = self.tokens[row];
        let text = &self.text[token.start as usize..token.end as usize];
        if token.kind == SyntaxKind::IDENT {
            text.strip_prefix("r#").unwrap_or(text)
        } else {
            text
        }
    }

    /// The row of the bracket that closes the one at `open`, before `end`; `end - 1` if there is none.
    pub(super) fn closing(self, open: usize, end: usize) -> usize {
        let mut depth = 0usize;
        for row in open..end {
            match self.tokens[row].kind {
                SyntaxKind::L_PAREN | SyntaxKind::L_BRACK | SyntaxKind::L_CURLY => depth += 1,
                SyntaxKind::R_PAREN | SyntaxKind::R_BRACK | SyntaxKind::R_CURLY => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return row;
                    }
                }
                _ => {}
            }
        }
        end.saturating_sub(1)
    }

    pub(super) fn opens(self, row: usize) -> bool {
        matches!(
            self.tokens[row].kind,
            SyntaxKind::L_PAREN | SyntaxKind::L_BRACK | SyntaxKind::L_CURLY
        )
    }

    /// The names of a path, and where the lists of generic arguments in it are; none if it has a part that is no name.
    pub(super) fn path(self, path: usize) -> Option<PathParts<'v>> {
        let mut parts = PathParts::default();
        let mut at = path;
        loop {
            let mut qualifier = None;
            for child in self.children(at) {
                match self.kind(child) {
                    SyntaxKind::PATH => qualifier = Some(child),
                    SyntaxKind::PATH_SEGMENT => {
                        for part in self.children(child) {
                            match self.kind(part) {
                                SyntaxKind::COLON2 => parts.global = true,
                                SyntaxKind::NAME_REF => {
                                    parts.names.push(self.token(self.range(part).0));
                                }
                                SyntaxKind::GENERIC_ARG_LIST => parts.generics.push(part),
                                _ => return None,
                            }
                        }
                    }
                    _ => {}
                }
            }
            match qualifier {
                Some(qualifier) => at = qualifier,
                None => break,
            }
        }
        parts.names.reverse();
        Some(parts).filter(|parts| !parts.names.is_empty())
    }
}

/// What a path consists of.
#[derive(Default)]
pub(super) struct PathParts<'v> {
    pub(super) names: Vec<&'v str>,
    pub(super) global: bool,
    /// The last ones first.
    pub(super) generics: Vec<usize>,
}
