//! The arguments of macros, as far as they are expressions.

use ra_ap_parser::SyntaxKind::*;
use ra_ap_parser::TopEntryPoint;

use super::add;
use crate::Extent;
use crate::expressions::{Expr, ExprId, ExprRow, Expressions};
use crate::tree::Tree;

/// What stands between the commas of the tokens of a macro call, brackets included; also what stands around `=`, `=>`, `;`
/// and behind a block, as in `select! { a = f() => { g() } b = … }`. What is no expression is left out.
pub(in crate::expressions) fn read(
    tree: &Tree<'_>,
    node: usize,
    found: &mut Expressions,
) -> Vec<(Option<String>, ExprId)> {
    let range = tree.nodes[node];
    let (from, to) = (range.first as usize + 1, (range.behind as usize).max(1) - 1);
    let mut arguments = Vec::new();
    for piece in pieces(tree, from, to) {
        read_piece(tree, piece, found, &mut arguments);
    }
    arguments
}

fn read_piece(
    tree: &Tree<'_>,
    (from, to): (usize, usize),
    found: &mut Expressions,
    arguments: &mut Vec<(Option<String>, ExprId)>,
) {
    let tokens = &tree.lexed.tokens;
    let kind = |at: usize| tokens[at].kind;
    let is_named = to > from + 2
        && (kind(from), kind(from + 1)) == (IDENT, EQ)
        && !matches!(kind(from + 2), EQ | R_ANGLE);
    if is_named && let Some(value) = expression(tree, from + 2, to, found) {
        let name = tree.lexed.text_of(tokens[from]).to_owned();
        arguments.push((Some(name), value));
        return;
    }
    if let Some(value) = expression(tree, from, to, found) {
        arguments.push((None, value));
        return;
    }
    // Something around `=`, `=>` or a block.
    let inner = cuts(tree, from, to);
    if inner.len() > 1 {
        for (from, to) in inner {
            if let Some(value) = expression(tree, from, to, found) {
                arguments.push((None, value));
            }
        }
    }
}

/// An expression that the tokens are as a whole.
fn expression(tree: &Tree<'_>, from: usize, to: usize, found: &mut Expressions) -> Option<ExprId> {
    if from >= to {
        return None;
    }
    let parsed = Tree::parse_clean(tree.lexed, from, to, TopEntryPoint::Expr)?;
    let root = parsed.nodes.first()?;
    if root.kind == ERROR || root.behind as usize != to {
        return None;
    }
    let roots = add(&parsed, found);
    match roots[..] {
        [one] => Some(one),
        _ => {
            let extent = Extent::new(tree.lexed.tokens[from].start, tree.lexed.tokens[to - 1].end);
            let id = ExprId(found.rows.len() as u32);
            for root in &roots {
                found.rows[root.index()].parent = Some(id);
            }
            found.rows.push(ExprRow {
                expr: Expr::Other(roots),
                extent,
                parent: None,
            });
            Some(id)
        }
    }
}

/// The pieces between commas and semicolons.
fn pieces(tree: &Tree<'_>, from: usize, to: usize) -> Vec<(usize, usize)> {
    split(tree, from, to, &|at| {
        matches!(tree.lexed.tokens[at].kind, COMMA | SEMICOLON).then_some(1)
    })
}

/// The pieces around `=`, `=>` and behind blocks.
fn cuts(tree: &Tree<'_>, from: usize, to: usize) -> Vec<(usize, usize)> {
    let tokens = &tree.lexed.tokens;
    let joint = |at: usize| at + 1 < to && tokens[at + 1].start == tokens[at].end;
    let mut cut = Vec::new();
    for (from, to) in split(tree, from, to, &|at| match tokens[at].kind {
        EQ if joint(at) && tokens[at + 1].kind == R_ANGLE => Some(2),
        EQ if joint(at) && tokens[at + 1].kind == EQ => None,
        EQ if at > from
            && tokens[at - 1].end == tokens[at].start
            && matches!(
                tokens[at - 1].kind,
                EQ | BANG | L_ANGLE | R_ANGLE | PLUS | MINUS
            ) =>
        {
            None
        }
        EQ => Some(1),
        _ => None,
    }) {
        // `{ … } pattern`: what stands behind a block is the next pattern.
        match (tokens.get(from).map(|it| it.kind), closing(tree, from, to)) {
            (Some(L_CURLY), Some(end)) if end + 1 < to => {
                cut.push((from, end + 1));
                cut.push((end + 1, to));
            }
            _ => cut.push((from, to)),
        }
    }
    cut
}

fn split(
    tree: &Tree<'_>,
    from: usize,
    to: usize,
    separator: &dyn Fn(usize) -> Option<usize>,
) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let (mut start, mut at, mut depth) = (from, from, 0usize);
    while at < to {
        match tree.lexed.tokens[at].kind {
            L_PAREN | L_BRACK | L_CURLY => depth += 1,
            R_PAREN | R_BRACK | R_CURLY => depth = depth.saturating_sub(1),
            _ if depth == 0 => {
                if let Some(length) = separator(at) {
                    pieces.push((start, at));
                    at += length;
                    start = at;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    if start < to {
        pieces.push((start, to));
    }
    pieces
}

/// The bracket that closes the one at `open`.
fn closing(tree: &Tree<'_>, open: usize, to: usize) -> Option<usize> {
    let mut depth = 0usize;
    for at in open..to {
        match tree.lexed.tokens[at].kind {
            L_PAREN | L_BRACK | L_CURLY => depth += 1,
            R_PAREN | R_BRACK | R_CURLY => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}
