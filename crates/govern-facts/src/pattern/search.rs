//! Looks for patterns in a file, or in a piece of one: its tree, and what the arguments of macros parse as.

use ra_ap_parser::SyntaxKind::{self, *};
use ra_ap_parser::TopEntryPoint;

use super::compare::Comparison;
use super::view::View;
use super::{Capture, IsPath, Match, Pattern, Root};
use crate::nesting::Nesting;
use crate::tokens::Lexed;
use crate::tree::{Node, Tree};
use crate::{Edition, Extent};

/// How deep calls of macros in the arguments of macros are followed: each level is parsed again.
const MAX_MACROS: usize = 32;

/// A file, or a piece of one, with its trees.
pub struct Source<'t> {
    lexed: Lexed<'t>,
    base: u32,
    /// That of the text, and those of arguments of macros that parse.
    trees: Vec<Vec<Node>>,
}

impl std::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

impl<'t> Source<'t> {
    /// Reads a piece of a file: whole items. None if it nests too deeply to be parsed.
    pub fn new(file: &'t str, piece: Extent, edition: Edition) -> Option<Source<'t>> {
        let text = file.get(piece.start as usize..piece.end as usize)?;
        u32::try_from(text.len()).ok()?;
        let (lexed, _) = Lexed::new(text, edition);
        let trees = match lexed.nesting() {
            Nesting::Shallow => trees(&lexed),
            Nesting::Deep => crate::extract::with_large_stack(|| trees(&lexed))?,
            Nesting::TooDeep(_) => return None,
        };
        Some(Source {
            lexed,
            base: piece.start,
            trees,
        })
    }

    /// The places that a pattern matches, in the order of the text. `is_path` is asked about each path that stands where
    /// the pattern spells one out.
    pub fn search(&self, pattern: &Pattern, is_path: &IsPath<'_>) -> Vec<Match> {
        let mut found = Vec::new();
        for nodes in &self.trees {
            let view = View {
                text: self.lexed.text,
                tokens: &self.lexed.tokens,
                nodes,
            };
            match &pattern.root {
                Root::Node(root) => self.nodes(
                    pattern,
                    view,
                    pattern.nodes[*root].kind,
                    is_path,
                    &mut found,
                ),
                Root::Statements(_) => self.statements(pattern, view, is_path, &mut found),
            }
        }
        found.sort_by_key(|found| (found.extent.start, u32::MAX - found.extent.end));
        found
    }

    fn nodes(
        &self,
        pattern: &Pattern,
        view: View<'_>,
        kind: SyntaxKind,
        is_path: &IsPath<'_>,
        found: &mut Vec<Match>,
    ) {
        let mut at = 0;
        // The qualifier of the path before: it is no path of its own.
        let mut qualifier = None;
        while at < view.nodes.len() {
            let here = view.kind(at);
            if kind == PATH && matches!(here, USE | VISIBILITY) {
                at = view.after(at);
                continue;
            }
            if here == kind && qualifier != Some(at) {
                let mut comparison = Comparison::new(pattern, view, self.base, is_path);
                if comparison.root(at, &[]) {
                    let (from, to) = view.range(at);
                    found.extend(self.matched(pattern, view, &comparison, from, to));
                }
            }
            if here == PATH {
                qualifier = view.child(at, PATH);
            }
            at += 1;
        }
    }

    fn statements(
        &self,
        pattern: &Pattern,
        view: View<'_>,
        is_path: &IsPath<'_>,
        found: &mut Vec<Match>,
    ) {
        for at in 0..view.nodes.len() {
            if !matches!(view.kind(at), STMT_LIST | MACRO_STMTS) {
                continue;
            }
            let children: Vec<usize> = view
                .children(at)
                .filter(|&child| !view.is_token(child) && view.kind(child) != ATTR)
                .collect();
            for first in 0..children.len() {
                let mut comparison = Comparison::new(pattern, view, self.base, is_path);
                if comparison.root(at, &children[first..]) {
                    let from = view.range(children[first]).0;
                    let to = comparison.state.end;
                    found.extend(self.matched(pattern, view, &comparison, from, to));
                }
            }
        }
    }

    fn matched(
        &self,
        pattern: &Pattern,
        view: View<'_>,
        comparison: &Comparison<'_>,
        from: usize,
        to: usize,
    ) -> Option<Match> {
        let literal = comparison.state.literal.unwrap_or(from);
        let captures = pattern.variables.iter().zip(&comparison.state.bound);
        let captures = captures.filter_map(|(variable, bound)| {
            let (from, to) = (*bound)?;
            Some(Capture {
                name: variable.name.clone()?,
                extent: self.extent(from, to),
                code: (from..to)
                    .map(|row| view.token(row))
                    .collect::<Vec<_>>()
                    .join(" "),
            })
        });
        (from < to).then(|| Match {
            extent: self.extent(from, to),
            literal: self.extent(literal, to),
            captures: captures.collect(),
        })
    }

    fn extent(&self, from: usize, to: usize) -> Extent {
        let tokens = &self.lexed.tokens;
        if from < to {
            let (first, last) = (tokens[from], tokens[to - 1]);
            return Extent::new(self.base + first.start, self.base + last.end);
        }
        let at = from.checked_sub(1).map_or(0, |before| tokens[before].end);
        Extent::new(self.base + at, self.base + at)
    }
}

/// The tree of a text, and those of the arguments of macros in it.
fn trees(lexed: &Lexed<'_>) -> Vec<Vec<Node>> {
    let mut errors = Vec::new();
    let to = lexed.tokens.len();
    let tree = Tree::parse(lexed, 0, to, TopEntryPoint::SourceFile, &mut errors);
    let mut trees = Vec::new();
    let mut pending = arguments(&tree, 1);
    trees.push(tree.nodes);
    while let Some((from, to, depth)) = pending.pop() {
        let inside = Piece {
            lexed,
            from,
            to,
            depth,
        };
        inside.read(&mut trees, &mut pending);
    }
    trees
}

/// The tokens between the delimiters of each call of a macro in a tree.
fn arguments(tree: &Tree<'_>, depth: usize) -> Vec<(usize, usize, usize)> {
    let mut found = Vec::new();
    if depth > MAX_MACROS {
        return found;
    }
    for at in 0..tree.nodes.len() {
        if tree.kind(at) != MACRO_CALL {
            continue;
        }
        if let Some(arguments) = tree.child(at, TOKEN_TREE) {
            let node = tree.nodes[arguments];
            if node.behind > node.first + 2 {
                found.push((node.first as usize + 1, node.behind as usize - 1, depth));
            }
        }
    }
    found
}

/// Some tokens among the arguments of a macro.
struct Piece<'p, 't> {
    lexed: &'p Lexed<'t>,
    from: usize,
    to: usize,
    depth: usize,
}

impl Piece<'_, '_> {
    /// Reads the tokens as what they parse as: all of them, or piece by piece.
    fn read(&self, trees: &mut Vec<Vec<Node>>, pending: &mut Vec<(usize, usize, usize)>) {
        if self.from >= self.to {
            return;
        }
        // An expression is a statement, too.
        for entry in [TopEntryPoint::MacroStmts, TopEntryPoint::MacroItems] {
            let tree = Tree::parse_clean(self.lexed, self.from, self.to, entry);
            let Some(tree) = tree.filter(|it| it.nodes.iter().all(|node| node.kind != ERROR))
            else {
                continue;
            };
            pending.extend(arguments(&tree, self.depth + 1));
            trees.push(tree.nodes);
            return;
        }
        let mut pieces = self.split();
        if let [(from, to)] = pieces[..] {
            let behind = self.behind_name(from, to);
            if behind == from {
                return self.groups(from, to, pending);
            }
            pieces = vec![(behind, to)];
        }
        pending.extend(pieces.into_iter().map(|(from, to)| (from, to, self.depth)));
    }

    fn kind(&self, at: usize) -> SyntaxKind {
        self.lexed
            .tokens
            .get(at)
            .filter(|_| at < self.to)
            .map_or(EOF, |token| token.kind)
    }

    /// Whether `=>` stands here.
    fn is_arrow(&self, at: usize) -> bool {
        self.kind(at) == EQ
            && self.kind(at + 1) == R_ANGLE
            && self.lexed.tokens[at].end == self.lexed.tokens[at + 1].start
    }

    /// The pieces between `,`, `;` and `=>` outside of brackets.
    fn split(&self) -> Vec<(usize, usize)> {
        let mut pieces = Vec::new();
        let (mut start, mut at) = (self.from, self.from);
        while at < self.to {
            let length = match self.kind(at) {
                COMMA | SEMICOLON => 1,
                EQ if self.is_arrow(at) => 2,
                _ => 0,
            };
            if length > 0 {
                pieces.push((start, at));
                at += length;
                start = at;
            } else {
                at = self.behind(at);
            }
        }
        pieces.push((start, self.to));
        pieces
    }

    /// The token behind this one, or behind the brackets that open here.
    fn behind(&self, at: usize) -> usize {
        let view = View {
            text: self.lexed.text,
            tokens: &self.lexed.tokens,
            nodes: &[],
        };
        if view.opens(at) {
            view.closing(at, self.to) + 1
        } else {
            at + 1
        }
    }

    /// Where the value begins in `name = value`, `name: value`, `%value` and `?value`.
    fn behind_name(&self, from: usize, to: usize) -> usize {
        if matches!(self.kind(from), PERCENT | QUESTION) {
            return from + 1;
        }
        for at in from..to {
            match self.kind(at) {
                EQ if at > from && self.kind(at + 1) != EQ => return at + 1,
                COLON if at > from && self.kind(at + 1) != COLON && self.kind(at - 1) != COLON => {
                    return at + 1;
                }
                IDENT | DOT | STRING | COLON | LET_KW => {}
                _ => return from,
            }
        }
        from
    }

    /// Takes what stands in brackets, where the whole does not parse.
    fn groups(&self, from: usize, to: usize, pending: &mut Vec<(usize, usize, usize)>) {
        if self.depth > MAX_MACROS {
            return;
        }
        let mut at = from;
        while at < to {
            let behind = self.behind(at);
            let attribute = at > from && matches!(self.kind(at - 1), POUND)
                || at > from + 1 && self.kind(at - 1) == BANG && self.kind(at - 2) == POUND;
            if behind > at + 2 && !attribute {
                pending.push((at + 1, behind - 1, self.depth + 1));
            }
            at = behind;
        }
    }
}
