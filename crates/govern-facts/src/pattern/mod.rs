//! Patterns of code: Rust with metavariables, looked for in the syntax of a file.
//!
//! A [`Pattern`] is parsed by the same grammar as the files. A metavariable is an identifier that no file has, so it can
//! stand wherever an expression, type, pattern, statement or name can. What names are bound to is not known here: whoever
//! searches answers for the paths that a pattern spells out.

mod compare;
mod parse;
mod search;
#[cfg(test)]
mod tests;
mod view;

use crate::Extent;
use crate::token::Token;
use crate::tree::Node;

pub use search::Source;

/// A pattern that was parsed.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// The text with identifiers for metavariables.
    text: String,
    tokens: Vec<Token>,
    /// Of each token, the metavariable that it belongs to.
    marks: Vec<Option<u32>>,
    nodes: Vec<Node>,
    root: Root,
    variables: Vec<Variable>,
    paths: Vec<LiteralPath>,
    words: Vec<Word>,
    kind: PatternKind,
    /// The text with its metavariables.
    written: String,
}

/// What of the tree is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Root {
    /// A node like this one.
    Node(usize),
    /// Statements of a block that follow each other.
    Statements(Vec<usize>),
}

/// A metavariable.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Variable {
    /// Its name; none for `$_` and a bare `$$$`.
    name: Option<String>,
    /// Whether it stands for any number of things.
    many: bool,
}

/// A path that a pattern spells out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiteralPath {
    /// Its segments, without generic arguments.
    pub segments: Vec<String>,
    /// Whether it begins with `::`.
    pub global: bool,
    /// Whether it is the name of a macro.
    pub is_macro: bool,
    node: usize,
}

/// A word that every match contains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// Whether it is the last one of a path that the pattern spells out: code may call that by another name.
    pub renamable: bool,
}

/// What a pattern is parsed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PatternKind {
    /// An expression, or a call of a macro.
    Expression,
    /// A statement, or several.
    Statement,
    /// An item.
    Item,
    /// A type.
    Type,
    /// What `let` and `match` take apart.
    Pattern,
    /// `#[…]`; also `#![…]`.
    Attribute,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    /// What is wrong.
    pub message: String,
    /// Where in the text.
    pub extent: Extent,
}

/// A place that a pattern matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// All of it.
    pub extent: Extent,
    /// From the first token that the pattern spells out to the end.
    pub literal: Extent,
    /// What the named metavariables stand for, in the order of the pattern.
    pub captures: Vec<Capture>,
}

/// What a metavariable stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The metavariable, without `$`.
    pub name: String,
    /// Where; empty if it stands for nothing.
    pub extent: Extent,
    /// The tokens, separated by blanks: two captures with the same code have the same.
    pub code: String,
}

/// A path in the code that stands where a pattern spells one out.
#[derive(Debug, Clone, Copy)]
pub struct PathQuestion<'q> {
    /// The row of [`Pattern::paths`].
    pub row: usize,
    /// Where the path in the code begins.
    pub start: u32,
    /// Its segments as written, without generic arguments.
    pub written: &'q [&'q str],
}

/// Whether a path in the code is the one that a pattern spells out.
pub type IsPath<'r> = dyn Fn(PathQuestion<'_>) -> bool + 'r;

impl PatternKind {
    /// All of them, in the order in which they are tried.
    pub const ALL: [PatternKind; 6] = [
        PatternKind::Attribute,
        PatternKind::Expression,
        PatternKind::Statement,
        PatternKind::Item,
        PatternKind::Type,
        PatternKind::Pattern,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            PatternKind::Expression => "expression",
            PatternKind::Statement => "statement",
            PatternKind::Item => "item",
            PatternKind::Type => "type",
            PatternKind::Pattern => "pattern",
            PatternKind::Attribute => "attribute",
        }
    }
}

impl Pattern {
    /// What it was parsed as.
    pub fn kind(&self) -> PatternKind {
        self.kind
    }

    /// Its text.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The paths that it spells out.
    pub fn paths(&self) -> &[LiteralPath] {
        &self.paths
    }

    /// Words that every match contains, the longest first.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The names of its metavariables, without `$`, each once.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.variables
            .iter()
            .filter_map(|variable| variable.name.as_deref())
    }

    /// Whether a match can lie in the body of a function only, or be a whole function.
    pub fn is_local(&self) -> bool {
        use ra_ap_parser::SyntaxKind::*;
        match &self.root {
            Root::Statements(_) => true,
            Root::Node(root) => !matches!(
                self.nodes[*root].kind,
                IMPL | TRAIT | MODULE | EXTERN_BLOCK | ATTR
            ),
        }
    }
}
