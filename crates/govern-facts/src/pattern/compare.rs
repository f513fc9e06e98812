//! Compares the tree of a pattern with that of a file, node by node.
//!
//! What a pattern does not write need not be asked for: attributes, visibility, generic arguments, and the qualifiers and
//! return type of a function may be there. All else has to be as written, commas at the end of a list left out.

use ra_ap_parser::SyntaxKind::{self, *};

use super::view::View;
use super::{IsPath, PathQuestion, Pattern, Root};

/// A comparison, with what the metavariables stand for so far.
pub(super) struct Comparison<'c> {
    pattern: &'c Pattern,
    shape: View<'c>,
    code: View<'c>,
    /// Where the text of the code begins in its file.
    base: u32,
    is_path: &'c IsPath<'c>,
    pub(super) state: State,
}

/// What is known of a match.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    /// The tokens that each metavariable stands for.
    pub(super) bound: Vec<Option<(usize, usize)>>,
    /// The first token that the pattern spells out.
    pub(super) literal: Option<usize>,
    /// The token behind the last one that was compared.
    pub(super) end: usize,
}

impl<'c> Comparison<'c> {
    pub(super) fn new(
        pattern: &'c Pattern,
        code: View<'c>,
        base: u32,
        is_path: &'c IsPath<'c>,
    ) -> Self {
        Comparison {
            pattern,
            shape: pattern.view(),
            code,
            base,
            is_path,
            state: State {
                bound: vec![None; pattern.variables.len()],
                ..State::default()
            },
        }
    }

    /// Whether the pattern matches at a node: is it, or statements in it from this child on.
    pub(super) fn root(&mut self, code: usize, behind: &[usize]) -> bool {
        match &self.pattern.root {
            Root::Node(shape) => self.node(*shape, code),
            Root::Statements(parts) => self.list(parts, behind, true),
        }
    }

    fn node(&mut self, shape: usize, code: usize) -> bool {
        if let Some(variable) = self.variable(shape) {
            let (from, to) = self.code.range(code);
            return self.bind(variable, from, to);
        }
        let kind = self.shape.kind(shape);
        if kind != self.code.kind(code) {
            return false;
        }
        if self.shape.is_token(shape) {
            let (own, other) = (self.shape.range(shape).0, self.code.range(code).0);
            return self.token(own, other);
        }
        match kind {
            PATH => self.path(shape, code),
            TOKEN_TREE => {
                let (from, to) = self.shape.range(shape);
                let (code_from, code_to) = self.code.range(code);
                // `vec![…]` and `vec!(…)` are the same.
                self.spell(code_from);
                let same = self.tokens(from + 1, to - 1, code_from + 1, code_to - 1);
                self.state.end = code_to;
                same
            }
            _ => self.children(shape, code),
        }
    }

    fn children(&mut self, shape: usize, code: usize) -> bool {
        let kind = self.shape.kind(shape);
        let own: Vec<usize> = self.shape.children(shape).collect();
        let own: Vec<usize> = own
            .into_iter()
            .filter(|&child| !is_separator(kind, self.shape.kind(child)))
            .collect();
        let written = |wanted: SyntaxKind| own.iter().any(|&it| self.shape.kind(it) == wanted);
        let other: Vec<usize> = self
            .code
            .children(code)
            .filter(|&child| {
                let child = self.code.kind(child);
                !is_separator(kind, child) && (!may_be_left_out(kind, child) || written(child))
            })
            .collect();
        let same = self.list(&own, &other, false);
        self.state.end = self.code.range(code).1;
        same
    }

    /// Compares siblings; with `open`, more of them may follow.
    fn list(&mut self, shape: &[usize], code: &[usize], open: bool) -> bool {
        let (mut shape, mut code) = (shape, code);
        while let Some((&first, rest)) = shape.split_first() {
            if let Some(variable) = self.variable(first)
                && self.pattern.variables[variable as usize].many
            {
                let start = self.state.clone();
                return (0..=code.len()).any(|count| {
                    self.state = start.clone();
                    self.bind_all(variable, &code[..count]) && self.list(rest, &code[count..], open)
                });
            }
            let Some((&next, behind)) = code.split_first() else {
                return false;
            };
            if !self.node(first, next) {
                return false;
            }
            (shape, code) = (rest, behind);
        }
        open || code.is_empty()
    }

    /// A path, by what it is bound to; with a metavariable in it, as it is written.
    fn path(&mut self, shape: usize, code: usize) -> bool {
        let row = self.pattern.paths.iter().position(|it| it.node == shape);
        let (Some(row), Some(parts)) = (row, self.code.path(code)) else {
            return self.children(shape, code);
        };
        let (from, to) = self.code.range(code);
        let question = PathQuestion {
            row,
            start: self.base + self.code.tokens[from].start,
            written: &parts.names,
        };
        if !(self.is_path)(question) {
            return false;
        }
        self.spell(from);
        let own = self.shape.path(shape).map(|it| it.generics);
        let own = own.unwrap_or_default();
        let same = own.is_empty()
            || own.len() == parts.generics.len()
                && own
                    .iter()
                    .zip(&parts.generics)
                    .all(|(&own, &other)| self.node(own, other));
        self.state.end = to;
        same
    }

    /// Compares the arguments of macros: a metavariable stands for an argument, `$$$` for any tokens.
    fn tokens(&mut self, shape: usize, shape_end: usize, code: usize, code_end: usize) -> bool {
        let code_end = self.without_comma(self.code, code, code_end);
        let shape_end = self.without_comma(self.shape, shape, shape_end);
        self.token_run(shape, shape_end, code, code_end)
    }

    fn token_run(
        &mut self,
        mut shape: usize,
        shape_end: usize,
        mut code: usize,
        code_end: usize,
    ) -> bool {
        while shape < shape_end {
            if let Some(variable) = self.pattern.marks[shape] {
                let many = self.pattern.variables[variable as usize].many;
                let mut behind = shape + 1;
                // How `$$$` is spelled does not matter among tokens.
                while many && behind < shape_end && self.pattern.marks[behind] == Some(variable) {
                    behind += 1;
                }
                let start = self.state.clone();
                let ends = self.ends(code, code_end, many);
                // Most ends can be told from what has to come next.
                let spelled = behind < shape_end
                    && self.pattern.marks[behind].is_none()
                    && self.shape.tokens[behind].kind != COMMA;
                let next = spelled.then(|| self.shape.token(behind));
                let (view, fits) = (self.code, |end: usize| end < code_end);
                let can_end = move |end: &usize| {
                    next.is_none_or(|next| fits(*end) && view.token(*end) == next)
                };
                return ends.into_iter().filter(can_end).any(|end| {
                    self.state = start.clone();
                    self.bind(variable, code, end)
                        && (self.token_run(behind, shape_end, end, code_end)
                            // Without arguments there is no comma behind them.
                            || many
                                && end == code
                                && behind < shape_end
                                && self.shape.tokens[behind].kind == COMMA
                                && self.token_run(behind + 1, shape_end, end, code_end))
                });
            }
            // `, $$$` at the end: nor is there one before them.
            let last = self.shape.tokens[shape].kind == COMMA && code == code_end;
            if last
                && let Some(Some(variable)) = self.pattern.marks.get(shape + 1).copied()
                && shape + 1 < shape_end
                && self.pattern.variables[variable as usize].many
            {
                shape += 1;
                continue;
            }
            if code >= code_end || !self.token(shape, code) {
                return false;
            }
            if self.shape.opens(shape) {
                let (close, code_close) = (
                    self.shape.closing(shape, shape_end),
                    self.code.closing(code, code_end),
                );
                if !self.tokens(shape + 1, close, code + 1, code_close)
                    || !self.token(close, code_close)
                {
                    return false;
                }
                (shape, code) = (close + 1, code_close + 1);
            } else {
                (shape, code) = (shape + 1, code + 1);
            }
        }
        code == code_end
    }

    /// Where what a metavariable stands for can end.
    fn ends(&self, code: usize, code_end: usize, many: bool) -> Vec<usize> {
        let mut ends = if many { vec![code] } else { Vec::new() };
        let mut at = code;
        while at < code_end {
            if !many && matches!(self.code.tokens[at].kind, COMMA | SEMICOLON) {
                break;
            }
            at = if self.code.opens(at) {
                self.code.closing(at, code_end) + 1
            } else {
                at + 1
            };
            ends.push(at);
        }
        ends
    }

    fn without_comma(&self, view: View<'_>, from: usize, to: usize) -> usize {
        if to > from && view.tokens[to - 1].kind == COMMA {
            to - 1
        } else {
            to
        }
    }

    fn token(&mut self, shape: usize, code: usize) -> bool {
        if self.shape.token(shape) != self.code.token(code) {
            return false;
        }
        self.spell(code);
        true
    }

    fn spell(&mut self, code: usize) {
        let literal = self.state.literal.map_or(code, |known| known.min(code));
        self.state.literal = Some(literal);
        self.state.end = self.state.end.max(code + 1);
    }

    /// The metavariable that all tokens of a node belong to; what ends the node is not counted behind `$$$`.
    fn variable(&self, shape: usize) -> Option<u32> {
        let (from, mut to) = self.shape.range(shape);
        let variable = (*self.pattern.marks.get(from)?)?;
        let many = self.pattern.variables[variable as usize].many;
        while many && matches!(self.shape.tokens[to - 1].kind, SEMICOLON | COMMA) && to > from + 1 {
            to -= 1;
        }
        let rest = &self.pattern.marks[from..to];
        rest.iter()
            .all(|mark| *mark == Some(variable))
            .then_some(variable)
    }

    fn bind_all(&mut self, variable: u32, nodes: &[usize]) -> bool {
        match (nodes.first(), nodes.last()) {
            (Some(&first), Some(&last)) => {
                self.bind(variable, self.code.range(first).0, self.code.range(last).1)
            }
            _ => self.bind(variable, self.state.end, self.state.end),
        }
    }

    fn bind(&mut self, variable: u32, from: usize, to: usize) -> bool {
        self.state.end = self.state.end.max(to);
        let row = variable as usize;
        if self.pattern.variables[row].name.is_none() {
            return true;
        }
        match self.state.bound[row] {
            None => {
                self.state.bound[row] = Some((from, to));
                true
            }
            Some((known_from, known_to)) => {
                let known = (known_from..known_to).map(|row| self.code.token(row));
                known.eq((from..to).map(|row| self.code.token(row)))
            }
        }
    }
}

/// Whether a child only separates or ends others.
fn is_separator(parent: SyntaxKind, child: SyntaxKind) -> bool {
    match child {
        COMMA => true,
        SEMICOLON => matches!(parent, LET_STMT | EXPR_STMT | MACRO_CALL),
        // `#![…]` is an attribute, too.
        BANG => parent == ATTR,
        _ => false,
    }
}

/// Whether a child may be there although the pattern has none like it.
fn may_be_left_out(parent: SyntaxKind, child: SyntaxKind) -> bool {
    match child {
        ATTR | VISIBILITY | GENERIC_PARAM_LIST | WHERE_CLAUSE => true,
        GENERIC_ARG_LIST => matches!(parent, PATH_SEGMENT | METHOD_CALL_EXPR),
        RET_TYPE => parent == FN,
        ASYNC_KW | CONST_KW | UNSAFE_KW | DEFAULT_KW | ABI => {
            matches!(parent, FN | IMPL | TRAIT)
        }
        _ => false,
    }
}
