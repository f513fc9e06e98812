//! A syntax tree as one flat array in preorder, made from the parser's events and dropped with its file.

use ra_ap_parser::{Step, SyntaxKind, TopEntryPoint};

use crate::token::Token;
use crate::tokens::Lexed;
use crate::{Extent, SyntaxError};

/// How many errors of a file are listed: it is no Rust, or the others follow from these.
const MAX_ERRORS: usize = 64;

/// A node or token. Its children are the entries after it up to `next`, its next sibling is at `next`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub(crate) kind: SyntaxKind,
    /// Its first token.
    pub(crate) first: u32,
    /// The token behind its last one.
    pub(crate) behind: u32,
    /// Index behind its subtree.
    pub(crate) next: u32,
}

/// The tree of one file, or of the arguments of one macro.
pub(crate) struct Tree<'t> {
    pub(crate) lexed: &'t Lexed<'t>,
    pub(crate) nodes: Vec<Node>,
}

impl<'t> Tree<'t> {
    /// Parses some tokens. The tree is whole even if there are errors.
    pub(crate) fn parse(
        lexed: &'t Lexed<'t>,
        from: usize,
        to: usize,
        entry: TopEntryPoint,
        errors: &mut Vec<SyntaxError>,
    ) -> Tree<'t> {
        let output = entry.parse(&lexed.input(from, to));
        let nodes = flatten(lexed, output.iter(), from, to, errors);
        Tree { lexed, nodes }
    }

    /// Parses some tokens that may well be something else: a tree only if there are no errors. Attributes of an expression
    /// are no part of it.
    pub(crate) fn parse_clean(
        lexed: &'t Lexed<'t>,
        from: usize,
        to: usize,
        entry: TopEntryPoint,
    ) -> Option<Tree<'t>> {
        let from = match entry {
            TopEntryPoint::Expr => behind_attributes(lexed, from, to)?,
            _ => from,
        };
        let output = entry.parse(&lexed.input(from, to));
        if output.iter().any(|step| matches!(step, Step::Error { .. })) {
            return None;
        }
        let nodes = flatten(lexed, output.iter(), from, to, &mut Vec::new());
        Some(Tree { lexed, nodes })
    }

    /// The text of a node, from its first to its last token.
    pub(crate) fn text_of(&self, index: usize) -> &'t str {
        let extent = self.extent(index);
        &self.lexed.text[extent.start as usize..extent.end as usize]
    }

    /// Where a node stands; if it is empty, where it would stand.
    pub(crate) fn extent(&self, index: usize) -> Extent {
        let node = self.nodes[index];
        let tokens = &self.lexed.tokens;
        if node.first < node.behind {
            return Extent::new(
                tokens[node.first as usize].start,
                tokens[node.behind as usize - 1].end,
            );
        }
        let at = (node.first as usize)
            .checked_sub(1)
            .map_or(0, |before| tokens[before].end);
        Extent::new(at, at)
    }

    /// The tokens of a node.
    pub(crate) fn tokens(&self, index: usize) -> &'t [Token] {
        let node = self.nodes[index];
        &self.lexed.tokens[node.first as usize..node.behind as usize]
    }

    pub(crate) fn kind(&self, index: usize) -> SyntaxKind {
        self.nodes[index].kind
    }

    /// Index behind the subtree of a node.
    pub(crate) fn after(&self, index: usize) -> usize {
        self.nodes[index].next as usize
    }

    /// The children of a node, tokens included.
    pub(crate) fn children(&self, index: usize) -> impl Iterator<Item = usize> + use<'_, 't> {
        let end = self.after(index);
        let mut at = index + 1;
        std::iter::from_fn(move || {
            let current = (at < end).then_some(at)?;
            at = self.after(current);
            Some(current)
        })
    }

    /// The first child of some kind.
    pub(crate) fn child(&self, index: usize, kind: SyntaxKind) -> Option<usize> {
        self.children(index).find(|&child| self.kind(child) == kind)
    }

    /// Whether an entry is a token.
    pub(crate) fn is_token(&self, index: usize) -> bool {
        is_token(self.kind(index))
    }
}

pub(crate) fn is_token(kind: SyntaxKind) -> bool {
    (kind as u16) < SyntaxKind::ABI as u16
}

fn flatten<'e>(
    lexed: &Lexed<'_>,
    steps: impl Iterator<Item = Step<'e>>,
    from: usize,
    to: usize,
    errors: &mut Vec<SyntaxError>,
) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::with_capacity((to - from) * 5 / 2 + 8);
    let mut open: Vec<u32> = Vec::new();
    let mut at = from as u32;
    for step in steps {
        match step {
            Step::Enter { kind } => {
                open.push(nodes.len() as u32);
                nodes.push(Node {
                    kind,
                    first: at,
                    behind: at,
                    next: 0,
                });
            }
            Step::Exit => close(&mut nodes, &mut open, at),
            Step::Token {
                kind,
                n_input_tokens,
            } => {
                let first = at;
                at += u32::from(n_input_tokens);
                push_token(&mut nodes, kind, first, at);
            }
            Step::FloatSplit { ends_in_dot } => {
                // `x.0.1`: the lexer sees the float `0.1`, the grammar two field names. No fact needs them apart.
                let first = at;
                at += 1;
                push_token(&mut nodes, SyntaxKind::FLOAT_NUMBER, first, at);
                close(&mut nodes, &mut open, at);
                if !ends_in_dot {
                    close(&mut nodes, &mut open, at);
                }
            }
            Step::Error { msg } => {
                let extent = error_extent(lexed, at as usize, to);
                // The parser often says several things about one place, of which the first is the best.
                if errors.last().is_none_or(|last| last.extent != extent) {
                    add_error(errors, msg, extent);
                }
            }
        }
    }
    nodes
}

fn add_error(errors: &mut Vec<SyntaxError>, message: &str, extent: Extent) {
    match errors.len() {
        ..MAX_ERRORS => errors.push(SyntaxError::new(message, extent)),
        MAX_ERRORS => errors.push(SyntaxError::new(
            "more errors from here on, too many to list",
            extent,
        )),
        _ => {}
    }
}

/// The token at which something is wrong; behind the last one, if the text ends too early.
fn error_extent(lexed: &Lexed<'_>, at: usize, to: usize) -> Extent {
    if at < to {
        let token = lexed.tokens[at];
        return Extent::new(token.start, token.end);
    }
    let end = lexed.tokens[..to].last().map_or(0, |token| token.end);
    Extent::new(end, end)
}

fn push_token(nodes: &mut Vec<Node>, kind: SyntaxKind, first: u32, behind: u32) {
    let next = nodes.len() as u32 + 1;
    nodes.push(Node {
        kind,
        first,
        behind,
        next,
    });
}

fn close(nodes: &mut [Node], open: &mut Vec<u32>, behind: u32) {
    let Some(index) = open.pop() else { return };
    let next = nodes.len() as u32;
    let node = &mut nodes[index as usize];
    node.behind = behind;
    node.next = next;
}
/// Where something stands behind attributes; none if nothing does. The parser gives attributes without an expression no root.
fn behind_attributes(lexed: &Lexed<'_>, from: usize, to: usize) -> Option<usize> {
    let kind = |at: usize| lexed.tokens[at].kind;
    let mut at = from;
    while at + 1 < to && kind(at) == SyntaxKind::POUND && kind(at + 1) == SyntaxKind::L_BRACK {
        let mut depth = 0usize;
        loop {
            at += 1;
            if at >= to {
                return None;
            }
            match kind(at) {
                SyntaxKind::L_BRACK => depth += 1,
                SyntaxKind::R_BRACK => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        at += 1;
    }
    (at < to).then_some(at)
}
