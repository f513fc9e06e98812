//! A token, and a comment, as they stand in a file.

use ra_ap_parser::SyntaxKind;

/// A token that is neither whitespace nor a comment. Punctuation is split: `::` is two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: SyntaxKind,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// A comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CommentToken {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Index of the token that follows it.
    pub(crate) before: u32,
}
