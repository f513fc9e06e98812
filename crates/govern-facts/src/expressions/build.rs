//! From a tree to rows: in one pass from the end, so that what is inside is there before what is around it.

mod arguments;

use ra_ap_parser::SyntaxKind::*;

use super::patterns::{inside, path_of};
use super::{Arm, Expr, ExprId, ExprRow, Expressions, Function, Pat, Statement};
use crate::extract::{declares, plain};
use crate::tree::Tree;

/// Adds the expressions of a tree; those that stand in no other one are given back.
pub(super) fn add(tree: &Tree<'_>, found: &mut Expressions) -> Vec<ExprId> {
    let mut builder = Builder {
        tree,
        found,
        built: vec![None; tree.nodes.len()],
    };
    for node in (0..tree.nodes.len()).rev() {
        builder.node(node);
    }
    // From the root: a node that is an expression itself is the only one.
    match builder.built.first() {
        Some(Some(root)) => vec![*root],
        _ if tree.nodes.is_empty() => Vec::new(),
        _ => builder.below(0),
    }
}

struct Builder<'b, 't> {
    tree: &'b Tree<'t>,
    found: &'b mut Expressions,
    /// The row of each node.
    built: Vec<Option<ExprId>>,
}

impl Builder<'_, '_> {
    fn node(&mut self, node: usize) {
        let tree = self.tree;
        let kind = tree.kind(node);
        match kind {
            FN => return self.function(node),
            CONST | STATIC => return self.value(node),
            _ => {}
        }
        let direct = || self.direct(node);
        let expr = match kind {
            PATH_EXPR => Expr::Path(path_of(tree, node)),
            LITERAL => Expr::Literal(tree.text_of(node).to_owned()),
            CALL_EXPR => match direct().first() {
                Some(&callee) => Expr::Call {
                    callee,
                    args: self.args(node),
                },
                None => return,
            },
            METHOD_CALL_EXPR => {
                let (Some(&receiver), Some(name)) = (direct().first(), tree.child(node, NAME_REF))
                else {
                    return;
                };
                Expr::Method {
                    receiver,
                    name: plain(tree.text_of(name)).to_owned(),
                    place: tree.extent(name),
                    args: self.args(node),
                }
            }
            FIELD_EXPR => {
                let name = tree.child(node, NAME_REF).map(|it| tree.text_of(it));
                match (direct().first(), name) {
                    (Some(&base), Some(name)) => Expr::Field {
                        base,
                        name: plain(name).to_owned(),
                    },
                    _ => Expr::Other(direct()),
                }
            }
            MACRO_CALL => self.macro_call(node),
            MACRO_EXPR => {
                self.built[node] = direct().first().copied();
                return;
            }
            RECORD_EXPR => self.record(node),
            ARRAY_EXPR => match (&direct()[..], tree.child(node, SEMICOLON)) {
                ([item, ..], Some(_)) => Expr::Repeat(*item),
                (items, _) => Expr::Array(items.to_vec()),
            },
            TUPLE_EXPR => Expr::Tuple(direct()),
            PAREN_EXPR | REF_EXPR => match direct()[..] {
                [inner] => Expr::Same(inner),
                _ => Expr::Other(direct()),
            },
            PREFIX_EXPR => match (direct().first(), tree.child(node, STAR)) {
                (Some(&inner), Some(_)) => Expr::Same(inner),
                (Some(&inner), None) => Expr::Prefix(inner),
                _ => return,
            },
            AWAIT_EXPR | TRY_EXPR | CAST_EXPR => match (direct().first(), kind) {
                (Some(&inner), AWAIT_EXPR) => Expr::Await(inner),
                (Some(&inner), TRY_EXPR) => Expr::Try(inner),
                (Some(&inner), _) => Expr::Cast(inner),
                _ => return,
            },
            BIN_EXPR => match direct()[..] {
                [one, other] => Expr::Binary(one, self.operator(node), other),
                _ => Expr::Other(direct()),
            },
            INDEX_EXPR => match direct()[..] {
                [base, index] => Expr::Index(base, index),
                _ => Expr::Other(direct()),
            },
            BLOCK_EXPR => self.block(node),
            IF_EXPR => self.branches(node),
            LET_EXPR => match (inside(tree, node), direct().first()) {
                (Some(pattern), Some(&value)) => Expr::Let { pattern, value },
                _ => return,
            },
            MATCH_EXPR => match direct().first() {
                Some(&value) => Expr::Match {
                    value,
                    arms: self.arms(node),
                },
                None => return,
            },
            FOR_EXPR => match (inside(tree, node), &direct()[..]) {
                (Some(pattern), &[over, body]) => Expr::For {
                    pattern,
                    over,
                    body,
                },
                _ => Expr::Other(direct()),
            },
            WHILE_EXPR | LOOP_EXPR => match direct()[..] {
                [body] => Expr::While {
                    condition: None,
                    body,
                },
                [condition, body] => Expr::While {
                    condition: Some(condition),
                    body,
                },
                _ => Expr::Other(direct()),
            },
            CLOSURE_EXPR => match direct().first() {
                Some(&body) => Expr::Closure {
                    params: self.params(node),
                    body,
                },
                None => return,
            },
            RETURN_EXPR => Expr::Return(direct().first().copied()),
            BREAK_EXPR | CONTINUE_EXPR | RANGE_EXPR | UNDERSCORE_EXPR | YIELD_EXPR
            | BECOME_EXPR => Expr::Other(direct()),
            _ => return,
        };
        self.built[node] = Some(self.push(node, expr));
    }

    fn push(&mut self, node: usize, expr: Expr) -> ExprId {
        let id = ExprId(self.found.rows.len() as u32);
        for child in children(&expr) {
            self.found.rows[child.index()].parent = Some(id);
        }
        self.found.rows.push(ExprRow {
            expr,
            extent: self.tree.extent(node),
            parent: None,
        });
        id
    }

    /// The expressions right inside a node.
    fn direct(&self, node: usize) -> Vec<ExprId> {
        let children = self.tree.children(node);
        children.filter_map(|child| self.built[child]).collect()
    }

    /// The outermost expressions inside a node, without those of items.
    fn below(&self, node: usize) -> Vec<ExprId> {
        let mut found = Vec::new();
        let end = self.tree.after(node);
        let mut at = node + 1;
        while at < end {
            match self.built[at] {
                Some(id) => found.push(id),
                None if !declares(self.tree.kind(at)) => {
                    at += 1;
                    continue;
                }
                None => {}
            }
            at = self.tree.after(at);
        }
        found
    }

    fn args(&self, node: usize) -> Vec<ExprId> {
        let list = self.tree.child(node, ARG_LIST);
        list.map(|list| self.direct(list)).unwrap_or_default()
    }

    fn params(&self, node: usize) -> Vec<Pat> {
        let tree = self.tree;
        let Some(list) = tree.child(node, PARAM_LIST) else {
            return Vec::new();
        };
        let params = tree.children(list).filter(|&it| tree.kind(it) == PARAM);
        let pattern = |it| inside(tree, it).unwrap_or(Pat::Other("_".to_owned()));
        params.map(pattern).collect()
    }

    fn function(&mut self, node: usize) {
        let tree = self.tree;
        let body = tree.child(node, BLOCK_EXPR).and_then(|it| self.built[it]);
        if let (Some(name), Some(body)) = (tree.child(node, NAME), body) {
            self.found.functions.push(Function {
                name: tree.extent(name),
                params: self.params(node),
                body,
            });
        }
    }

    fn value(&mut self, node: usize) {
        let tree = self.tree;
        let name = tree.child(node, NAME);
        if let (Some(name), Some(&value)) = (name, self.direct(node).last()) {
            self.found.values.push((tree.extent(name), value));
        }
    }

    fn macro_call(&mut self, node: usize) -> Expr {
        let tree = self.tree;
        let name = path_of(tree, node).pop().unwrap_or_default();
        let tokens = tree.child(node, TOKEN_TREE);
        let args = tokens.map(|tokens| arguments::read(tree, tokens, self.found));
        Expr::Macro {
            name,
            args: args.unwrap_or_default(),
        }
    }

    fn record(&self, node: usize) -> Expr {
        let tree = self.tree;
        let mut fields = Vec::new();
        let mut rest = None;
        if let Some(list) = tree.child(node, RECORD_EXPR_FIELD_LIST) {
            for child in tree.children(list) {
                match tree.kind(child) {
                    RECORD_EXPR_FIELD => {
                        let Some(&value) = self.direct(child).last() else {
                            continue;
                        };
                        let name = tree.child(child, NAME_REF).map_or_else(
                            || tree.text_of(child).to_owned(),
                            |name| tree.text_of(name).to_owned(),
                        );
                        fields.push((plain(&name).to_owned(), value));
                    }
                    _ => rest = rest.or(self.built[child]),
                }
            }
        }
        Expr::Record {
            path: path_of(tree, node),
            fields,
            rest,
        }
    }

    /// The operator of two operands.
    fn operator(&self, node: usize) -> String {
        let mut parts = self.tree.children(node);
        let token = parts.find(|&it| self.tree.is_token(it));
        token.map_or_else(String::new, |it| self.tree.text_of(it).to_owned())
    }

    fn block(&self, node: usize) -> Expr {
        let tree = self.tree;
        let mut statements = Vec::new();
        let mut value = None;
        if let Some(list) = tree.child(node, STMT_LIST) {
            for child in tree.children(list) {
                match tree.kind(child) {
                    LET_STMT => statements.push(self.binding(child)),
                    EXPR_STMT => {
                        let inner = self.direct(child);
                        statements.extend(inner.into_iter().map(Statement::Expr));
                    }
                    _ => {
                        if let Some(id) = self.built[child] {
                            statements.push(Statement::Expr(id));
                            value = Some(id);
                            continue;
                        }
                    }
                }
                if !tree.is_token(child) {
                    value = None;
                }
            }
        }
        Expr::Block { statements, value }
    }

    fn binding(&self, node: usize) -> Statement {
        let tree = self.tree;
        let otherwise = tree.child(node, LET_ELSE);
        let ty = tree.child(node, COLON).map(|colon| tree.after(colon));
        let ty = ty.filter(|&it| it < tree.after(node) && !tree.is_token(it));
        Statement::Let {
            pattern: inside(tree, node).unwrap_or(Pat::Other("_".to_owned())),
            ty: ty.map(|it| tree.extent(it)),
            value: self.direct(node).first().copied(),
            otherwise: otherwise.and_then(|it| self.direct(it).first().copied()),
        }
    }

    fn branches(&self, node: usize) -> Expr {
        let mut parts = self.direct(node).into_iter();
        Expr::If {
            condition: parts.next(),
            then: parts.next(),
            otherwise: parts.next(),
        }
    }

    fn arms(&self, node: usize) -> Vec<Arm> {
        let tree = self.tree;
        let Some(list) = tree.child(node, MATCH_ARM_LIST) else {
            return Vec::new();
        };
        let arms = tree.children(list).filter(|&it| tree.kind(it) == MATCH_ARM);
        arms.filter_map(|arm| {
            let guard = tree.child(arm, MATCH_GUARD);
            Some(Arm {
                pattern: inside(tree, arm)?,
                guard: guard.and_then(|it| self.direct(it).first().copied()),
                value: self.direct(arm).last().copied()?,
            })
        })
        .collect()
    }
}

/// What stands right inside an expression.
fn children(expr: &Expr) -> Vec<ExprId> {
    let some = |ids: &[Option<ExprId>]| ids.iter().flatten().copied().collect();
    match expr {
        Expr::Path(_) | Expr::Literal(_) => Vec::new(),
        Expr::Call { callee, args } => [&[*callee], &args[..]].concat(),
        Expr::Method { receiver, args, .. } => [&[*receiver], &args[..]].concat(),
        Expr::Field { base, .. } => vec![*base],
        Expr::Macro { args, .. } => args.iter().map(|(_, id)| *id).collect(),
        Expr::Record { fields, rest, .. } => {
            let fields = fields.iter().map(|(_, id)| *id);
            fields.chain(*rest).collect()
        }
        Expr::Array(items) | Expr::Tuple(items) | Expr::Other(items) => items.clone(),
        Expr::Repeat(inner)
        | Expr::Same(inner)
        | Expr::Prefix(inner)
        | Expr::Await(inner)
        | Expr::Try(inner)
        | Expr::Cast(inner) => vec![*inner],
        Expr::Binary(one, _, other) | Expr::Index(one, other) => vec![*one, *other],
        Expr::Block { statements, .. } => {
            let mut found = Vec::new();
            for statement in statements {
                match statement {
                    Statement::Let {
                        value, otherwise, ..
                    } => found.extend([value, otherwise].into_iter().flatten()),
                    Statement::Expr(id) => found.push(*id),
                }
            }
            found
        }
        Expr::If {
            condition,
            then,
            otherwise,
        } => some(&[*condition, *then, *otherwise]),
        Expr::Let { value, .. } => vec![*value],
        Expr::Match { value, arms } => {
            let arms = arms.iter().flat_map(|arm| some_of(arm.guard, arm.value));
            [*value].into_iter().chain(arms).collect()
        }
        Expr::For { over, body, .. } => vec![*over, *body],
        Expr::While { condition, body } => some(&[*condition, Some(*body)]),
        Expr::Closure { body, .. } => vec![*body],
        Expr::Return(value) => some(&[*value]),
    }
}

fn some_of(guard: Option<ExprId>, value: ExprId) -> impl Iterator<Item = ExprId> {
    guard.into_iter().chain([value])
}
