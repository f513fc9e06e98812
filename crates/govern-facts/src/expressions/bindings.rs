//! What a local name is bound to: by the innermost `let`, arm, loop, closure or parameter around its use.

use super::{Expr, ExprId, Expressions, Pat, Statement};
use crate::Extent;

/// What a local name is bound to, or a part of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// What.
    pub source: Source,
    /// Which part of it.
    pub route: Vec<Step>,
    /// Whether it may be something else later.
    pub is_mut: bool,
}

/// Where a local name comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// `let`; where its type stands, if one is written.
    Let(Option<ExprId>, Option<Extent>),
    /// One of what is gone through.
    Each(ExprId),
    /// What is looked at by `match`, `if let`, `while let`.
    Matched(ExprId),
    /// The parameter of a closure: which closure, and which parameter.
    Closure(ExprId, usize),
    /// The parameter of the function.
    Param(usize),
}

/// A step into something that a pattern takes apart.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// A field of a struct.
    Field(String),
    /// A part of a tuple.
    Part(usize),
    /// A part of a variant or tuple struct, by the last name of its path.
    Variant(String, usize),
    /// Something that is not told apart.
    Lost,
}

/// What a name is bound to where an expression stands.
pub fn lookup(code: &Expressions, at: ExprId, name: &str) -> Option<Bound> {
    let mut inner = at;
    for id in code.around(at) {
        let found = match code.expr(id) {
            Expr::Block { statements, .. } => before(code, statements, inner, name),
            Expr::For {
                pattern,
                over,
                body,
            } if inner == *body => bound(pattern, name).map(|it| it.from(Source::Each(*over))),
            Expr::Closure { params, body } if inner == *body => {
                let mut params = params.iter().enumerate();
                params.find_map(|(at, pattern)| {
                    Some(bound(pattern, name)?.from(Source::Closure(id, at)))
                })
            }
            Expr::Match { value, arms } => arms
                .iter()
                .find(|arm| arm.value == inner || arm.guard == Some(inner))
                .and_then(|arm| bound(&arm.pattern, name))
                .map(|it| it.from(Source::Matched(*value))),
            Expr::If {
                condition: Some(condition),
                then,
                ..
            } if Some(inner) == *then => in_condition(code, *condition, name),
            Expr::While {
                condition: Some(condition),
                body,
            } if inner == *body => in_condition(code, *condition, name),
            Expr::Binary(left, operator, right) if inner == *right && operator == "&&" => {
                in_condition(code, *left, name)
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        inner = id;
    }
    let function = code.functions.iter().find(|it| it.body == inner)?;
    let mut params = function.params.iter().enumerate();
    params.find_map(|(at, pattern)| Some(bound(pattern, name)?.from(Source::Param(at))))
}

/// The last `let` of a name before a statement.
fn before(
    code: &Expressions,
    statements: &[Statement],
    inner: ExprId,
    name: &str,
) -> Option<Bound> {
    let start = code.row(inner).extent.start;
    statements
        .iter()
        .filter_map(|statement| match statement {
            Statement::Let {
                pattern,
                ty,
                value,
                otherwise,
            } => {
                // Only what is bound before: not in its own value, nor where that does not fit.
                let end = value.map(|value| code.row(value).extent.end)?;
                let is_before = end <= start && *otherwise != Some(inner);
                let found = bound(pattern, name).filter(|_| is_before)?;
                Some(found.from(Source::Let(*value, *ty)))
            }
            Statement::Expr(_) => None,
        })
        .next_back()
}

/// What `let` in a condition binds; several are joined by `&&`.
fn in_condition(code: &Expressions, condition: ExprId, name: &str) -> Option<Bound> {
    match code.expr(condition) {
        Expr::Let { pattern, value } => {
            bound(pattern, name).map(|it| it.from(Source::Matched(*value)))
        }
        Expr::Same(inner) => in_condition(code, *inner, name),
        Expr::Binary(left, operator, right) if operator == "&&" => {
            in_condition(code, *right, name).or_else(|| in_condition(code, *left, name))
        }
        _ => None,
    }
}

struct Route {
    steps: Vec<Step>,
    is_mut: bool,
}

impl Route {
    fn from(self, source: Source) -> Bound {
        Bound {
            source,
            route: self.steps,
            is_mut: self.is_mut,
        }
    }

    fn behind(mut self, step: Step) -> Route {
        self.steps.insert(0, step);
        self
    }
}

/// How a pattern leads to a name.
fn bound(pattern: &Pat, name: &str) -> Option<Route> {
    match pattern {
        Pat::Name {
            name: own,
            is_mut,
            inner,
        } => {
            if own == name {
                return Some(Route {
                    steps: Vec::new(),
                    is_mut: *is_mut,
                });
            }
            inner.as_ref().and_then(|inner| bound(inner, name))
        }
        Pat::Tuple(parts) => parts.iter().enumerate().find_map(|(at, part)| {
            // `..` before it moves the others.
            let moved = parts[..at]
                .iter()
                .any(|it| *it == Pat::Other("..".to_owned()));
            let step = if moved { Step::Lost } else { Step::Part(at) };
            Some(bound(part, name)?.behind(step))
        }),
        Pat::TupleStruct(path, parts) => parts.iter().enumerate().find_map(|(at, part)| {
            let variant = path.last().cloned().unwrap_or_default();
            Some(bound(part, name)?.behind(Step::Variant(variant, at)))
        }),
        Pat::Record(_, fields) => fields
            .iter()
            .find_map(|(field, part)| Some(bound(part, name)?.behind(Step::Field(field.clone())))),
        Pat::Several(parts) => parts
            .iter()
            .find_map(|part| Some(bound(part, name)?.behind(Step::Lost))),
        Pat::Other(_) => None,
    }
}

/// Whether a variable is changed somewhere in its function: then its first value says little.
pub fn is_changed(code: &Expressions, at: ExprId, name: &str) -> bool {
    let Some(body) = code.around(at).last() else {
        return false;
    };
    let extent = code.row(body).extent;
    let is_it = |id: ExprId| match code.expr(id) {
        Expr::Path(path) => path.len() == 1 && path[0] == name,
        _ => false,
    };
    let plain = |id: ExprId| match code.expr(id) {
        Expr::Same(inner) => *inner,
        _ => id,
    };
    code.rows.iter().any(|row| {
        extent.contains(row.extent)
            && match &row.expr {
                Expr::Binary(left, operator, _) => {
                    let assigns = operator == "=" || operator.len() > 1 && operator.ends_with('=');
                    let compares = matches!(operator.as_str(), "==" | "!=" | "<=" | ">=");
                    assigns && !compares && is_it(plain(*left))
                }
                Expr::Method { receiver, name, .. } => {
                    let changes = matches!(
                        name.as_str(),
                        "append"
                            | "clear"
                            | "drain"
                            | "extend"
                            | "insert"
                            | "insert_str"
                            | "pop"
                            | "push"
                            | "push_str"
                            | "remove"
                            | "replace_range"
                            | "retain"
                            | "truncate"
                            | "make_ascii_lowercase"
                            | "make_ascii_uppercase"
                    );
                    changes && is_it(plain(*receiver))
                }
                Expr::Macro { name, args } => {
                    matches!(name.as_str(), "write" | "writeln")
                        && args.first().is_some_and(|(_, id)| is_it(plain(*id)))
                }
                _ => false,
            }
    })
}

#[cfg(test)]
mod tests {
    use super::{Source, Step, is_changed, lookup};
    use crate::{Edition, Expr, Expressions};

    /// What `x` in `use(x)` is bound to.
    fn of(body: &str) -> String {
        let text = format!("fn f(p: P, (q, x0): Q) {{ {body} }}");
        let code = Expressions::read(&text, Edition::E2024);
        let (at, _) = code
            .iter()
            .find(|(id, row)| {
                row.expr == Expr::Path(vec!["x".to_owned()])
                    && code.row(*id).parent.is_some_and(|it| matches!(code.expr(it), Expr::Call { callee, .. } if *code.expr(*callee) == Expr::Path(vec!["use_it".to_owned()])))
            })
            .unwrap();
        let Some(found) = lookup(&code, at, "x") else {
            return "nothing".to_owned();
        };
        let at = |id| text[code.row(id).extent.range()].to_owned();
        let source = match found.source {
            Source::Let(value, _) => format!("let {}", value.map_or(String::new(), at)),
            Source::Each(over) => format!("each {}", at(over)),
            Source::Matched(value) => format!("matched {}", at(value)),
            Source::Closure(_, index) => format!("closure {index}"),
            Source::Param(index) => format!("param {index}"),
        };
        let steps = found.route.iter().map(|step| match step {
            Step::Field(name) => format!(".{name}"),
            Step::Part(at) => format!(".{at}"),
            Step::Variant(name, at) => format!("::{name}.{at}"),
            Step::Lost => "?".to_owned(),
        });
        source + &steps.collect::<String>()
    }

    #[test]
    fn the_innermost_binding_before_the_use_counts() {
        for (body, bound) in [
            ("let x = a; let x = b; use_it(x); let x = c;", "let b"),
            ("let x = a; { let x = b; } use_it(x)", "let a"),
            (
                "let x = a; let y = { let x = x.f(); use_it(x) };",
                "let x.f()",
            ),
            ("let C { d: (x, _), .. } = e; use_it(x)", "let e.d.0"),
            ("for (i, x) in xs { use_it(x) }", "each xs.1"),
            (
                "if let Some(x) = y && z { use_it(x) } else {}",
                "matched y::Some.0",
            ),
            ("if let Some(x) = y {} else { use_it(x) }", "nothing"),
            (
                "while let Some(x) = s.next().await { use_it(x) }",
                "matched s.next().await::Some.0",
            ),
            (
                "match y { A(x) if x.ok() => use_it(x), _ => {} }",
                "matched y::A.0",
            ),
            ("y.map(|(_, x)| use_it(x))", "closure 0.1"),
            (
                "tokio::spawn(async move { let x = a; use_it(x) });",
                "let a",
            ),
            ("let x = a else { use_it(x) };", "nothing"),
        ] {
            assert_eq!(of(body), bound, "{body}");
        }
        let code = Expressions::read("fn f(p: P, (q, x): Q) { use_it(x) }", Edition::E2024);
        let (at, _) = code
            .iter()
            .find(|(_, row)| row.expr == Expr::Path(vec!["x".to_owned()]))
            .unwrap();
        assert_eq!(lookup(&code, at, "x").unwrap().source, Source::Param(1));
    }

    #[test]
    fn what_changes_a_variable_is_seen() {
        for (body, changed) in [
            ("let mut x = a; x.push_str(b); use_it(x)", true),
            ("let mut x = a; x += b; use_it(x)", true),
            ("let mut x = a; write!(x, \"b\"); use_it(x)", true),
            ("let mut x = a; y == x; x.len(); use_it(x)", false),
        ] {
            let text = format!("fn f() {{ {body} }}");
            let code = Expressions::read(&text, Edition::E2024);
            let (at, _) = code
                .iter()
                .find(|(_, row)| row.expr == Expr::Path(vec!["x".to_owned()]))
                .unwrap();
            assert_eq!(is_changed(&code, at, "x"), changed, "{body}");
        }
    }
}
