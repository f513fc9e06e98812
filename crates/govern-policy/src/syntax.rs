//! What stands in the syntax trees of the engine: paths, calls, places.

use regorus::unstable::{Expr, Literal, LiteralStmt, Module, Query, Rule, RuleHead, Span};
use text_size::{TextRange, TextSize};

/// The functions that something calls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Calls(pub(crate) Vec<(Vec<String>, TextRange)>);

/// Something that has things below it.
enum Part<'a> {
    Expr(&'a Expr),
    Query(&'a Query),
}

/// Where something stands.
pub(crate) fn range(span: &Span) -> TextRange {
    let (start, end) = (TextSize::new(span.start), TextSize::new(span.end));
    TextRange::new(start, end.max(start))
}

/// The variable that a reference begins with.
pub(crate) fn root(mut expr: &Expr) -> Option<&Span> {
    loop {
        expr = match expr {
            Expr::Var { span, .. } => return Some(span),
            Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => refr,
            _ => return None,
        };
    }
}

/// The names in a reference, all of which must be written out.
pub(crate) fn path_of(expr: &Expr) -> Option<Vec<String>> {
    let (path, is_whole) = beginning(expr)?;
    is_whole.then_some(path)
}

/// The names at the beginning of a reference, and whether that is all of it.
fn beginning(mut expr: &Expr) -> Option<(Vec<String>, bool)> {
    // From the end; none where it is not written out.
    let mut names: Vec<Option<String>> = Vec::new();
    loop {
        expr = match expr {
            Expr::Var { span, .. } => {
                names.push(Some(span.text().to_owned()));
                break;
            }
            Expr::RefDot { refr, field, .. } => {
                names.push(Some(field.0.text().to_owned()));
                refr
            }
            Expr::RefBrack { refr, index, .. } => {
                names.push(match &**index {
                    Expr::String { value, .. } | Expr::RawString { value, .. } => {
                        value.as_string().ok().map(|name| name.to_string())
                    }
                    _ => None,
                });
                refr
            }
            _ => return None,
        };
    }
    let count = names.len();
    let path: Vec<String> = names.into_iter().rev().map_while(|name| name).collect();
    let is_whole = path.len() == count;
    Some((path, is_whole))
}

/// What names are imported, and as what.
pub(crate) fn imports(module: &Module) -> Vec<(String, Vec<String>)> {
    let imports = module.imports.iter().filter_map(|import| {
        let path = path_of(&import.refr)?;
        let name = match &import.r#as {
            Some(span) => span.text().to_owned(),
            None => path.last()?.clone(),
        };
        Some((name, path))
    });
    imports.collect()
}

/// A path with what its first name is imported from.
fn resolved(mut path: Vec<String>, imports: &[(String, Vec<String>)]) -> Vec<String> {
    let imported = path
        .first()
        .and_then(|first| imports.iter().find(|(name, _)| name == first));
    if let Some((_, from)) = imported {
        path.splice(..1, from.iter().cloned());
    }
    path
}

/// The paths below `data` that a module asks for.
pub(crate) fn asked(module: &Module, imports: &[(String, Vec<String>)]) -> Vec<Vec<String>> {
    let mut asked: Vec<Vec<String>> = imports.iter().map(|(_, path)| path.clone()).collect();
    for rule in &module.policy {
        walk(parts(rule), &mut |expr| {
            if let Some((path, _)) = beginning(expr) {
                asked.push(resolved(path, imports));
            }
        });
    }
    asked.retain(|path| path.first().is_some_and(|first| first == "data"));
    for path in &mut asked {
        path.remove(0);
    }
    asked.sort();
    asked.dedup();
    asked
}

impl Calls {
    /// Those in a rule.
    pub(crate) fn of(rule: &Rule, imports: &[(String, Vec<String>)]) -> Calls {
        let mut calls = Vec::new();
        walk(parts(rule), &mut |expr| {
            if let Expr::Call { fcn, .. } = expr
                && let Some(path) = path_of(fcn)
            {
                calls.push((resolved(path, imports), range(fcn.span())));
            }
        });
        Calls(calls)
    }
}

fn parts(rule: &Rule) -> Vec<Part<'_>> {
    match rule {
        Rule::Default { args, value, .. } => {
            let args = args.iter().map(|arg| Part::Expr(arg));
            args.chain([Part::Expr(value)]).collect()
        }
        Rule::Spec { head, bodies, .. } => {
            let (refr, more, assign) = match head {
                RuleHead::Compr { refr, assign, .. } => (refr, Vec::new(), assign.as_ref()),
                RuleHead::Set { refr, key, .. } => (refr, key.iter().collect(), None),
                RuleHead::Func {
                    refr, args, assign, ..
                } => (refr, args.iter().collect(), assign.as_ref()),
            };
            let mut parts = vec![Part::Expr(refr)];
            parts.extend(more.into_iter().map(|expr| Part::Expr(expr)));
            parts.extend(assign.map(|assign| Part::Expr(&assign.value)));
            for body in bodies {
                parts.extend(body.assign.as_ref().map(|assign| Part::Expr(&assign.value)));
                parts.push(Part::Query(&body.query));
            }
            parts
        }
    }
}

/// Visits each expression; of a chain of references only the whole, and what is in its brackets.
fn walk<'a>(mut open: Vec<Part<'a>>, visit: &mut dyn FnMut(&'a Expr)) {
    while let Some(part) = open.pop() {
        match part {
            Part::Query(query) => query.stmts.iter().for_each(|it| statement(it, &mut open)),
            Part::Expr(expr) => {
                visit(expr);
                below(expr, &mut open);
            }
        }
    }
}

fn statement<'a>(statement: &'a LiteralStmt, open: &mut Vec<Part<'a>>) {
    let mut push = |expr: &'a Expr| open.push(Part::Expr(expr));
    for with in &statement.with_mods {
        push(&with.refr);
        push(&with.r#as);
    }
    match &statement.literal {
        Literal::SomeVars { .. } => {}
        Literal::SomeIn {
            key,
            value,
            collection,
            ..
        } => {
            key.iter().for_each(|key| push(key));
            push(value);
            push(collection);
        }
        Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => push(expr),
        Literal::Every { domain, query, .. } => {
            push(domain);
            open.push(Part::Query(query));
        }
    }
}

fn below<'a>(expr: &'a Expr, open: &mut Vec<Part<'a>>) {
    let mut push = |expr: &'a Expr| open.push(Part::Expr(expr));
    match expr {
        Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. }
        | Expr::Var { .. } => {}
        Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().for_each(|it| push(it)),
        Expr::Object { fields, .. } => {
            for (_, key, value) in fields {
                push(key);
                push(value);
            }
        }
        Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
            push(term);
            open.push(Part::Query(query));
        }
        Expr::ObjectCompr {
            key, value, query, ..
        } => {
            push(key);
            push(value);
            open.push(Part::Query(query));
        }
        Expr::Call { fcn, params, .. } => {
            push(fcn);
            params.iter().for_each(|it| push(it));
        }
        Expr::UnaryExpr { expr, .. } => push(expr),
        Expr::RefDot { .. } | Expr::RefBrack { .. } => chain(expr, open),
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => {
            push(lhs);
            push(rhs);
        }
        Expr::Membership {
            key,
            value,
            collection,
            ..
        } => {
            key.iter().for_each(|key| push(key));
            push(value);
            push(collection);
        }
    }
}

/// What is in the brackets of a chain of references, and what it begins with, if that is no variable.
fn chain<'a>(mut expr: &'a Expr, open: &mut Vec<Part<'a>>) {
    loop {
        expr = match expr {
            Expr::RefDot { refr, .. } => refr,
            Expr::RefBrack { refr, index, .. } => {
                open.push(Part::Expr(index));
                refr
            }
            Expr::Var { .. } => return,
            other => return open.push(Part::Expr(other)),
        };
    }
}
