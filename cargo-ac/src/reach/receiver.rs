//! What methods are called on, as far as the source says: types that are written, what functions give back, fields.
//!
//! Only what is sure counts: what generic parameters stand for, what closures give back and what patterns take apart is
//! not known.

use std::collections::BTreeMap;

use govern_diagnostics::FileId;
use govern_facts::{Expr, ExprId, Expressions, Pat, Statement};
use govern_facts::{FileFacts, ItemId, ItemKind, PathId, Type};
use govern_names::Meaning;

use super::Item;
use super::std_names::{CONTAINERS, INNER, PLAIN, PLAIN_MACROS, POINTERS, SAME};
use super::written::{Known, Receiver, Types, Written};

/// How deep an expression is followed.
const DEPTH: usize = 24;

/// What the methods of a file are called on.
pub(super) struct Receivers<'a> {
    types: Types<'a>,
    file: FileId,
    facts: &'a FileFacts,
    text: &'a str,
    code: Expressions,
    /// Paths by where they begin.
    paths: BTreeMap<u32, PathId>,
    /// Functions by where their name stands.
    functions: BTreeMap<u32, ItemId>,
    /// Expressions that methods are called on, by where the name of the method stands.
    calls: BTreeMap<u32, ExprId>,
}

impl<'a> Receivers<'a> {
    pub(super) fn new(
        types: Types<'a>,
        (file, facts): (FileId, &'a FileFacts),
        text: &'a str,
    ) -> Receivers<'a> {
        let edition = types.workspace.edition(file).unwrap_or_default();
        let code = Expressions::read(text, edition);
        let calls = code.iter().filter_map(|(_, row)| match row.expr {
            Expr::Method {
                receiver, place, ..
            } => Some((place.start, receiver)),
            _ => None,
        });
        let calls = calls.collect();
        let paths = (0..).map(PathId).zip(&facts.paths);
        let paths = paths.map(|(id, path)| (path.extent.start, id));
        let functions = (0..).map(ItemId).zip(&facts.items);
        let functions = functions.filter(|(_, item)| matches!(item.kind, ItemKind::Fn { .. }));
        Receivers {
            types,
            file,
            facts,
            text,
            code,
            paths: paths.collect(),
            functions: functions
                .map(|(id, item)| (item.name_extent.start, id))
                .collect(),
            calls,
        }
    }

    /// What the method is called on whose name begins there.
    pub(super) fn of(&self, name: u32) -> Receiver {
        match self.calls.get(&name) {
            Some(&receiver) => self.types.settle(self.known(receiver, DEPTH), DEPTH),
            None => Receiver::Unknown,
        }
    }

    fn known(&self, id: ExprId, depth: usize) -> Known {
        let Some(depth) = depth.checked_sub(1) else {
            return Known::Unknown;
        };
        let row = self.code.row(id);
        match &row.expr {
            Expr::Literal(_) | Expr::Array(_) | Expr::Repeat(_) | Expr::Tuple(_) => Known::Plain,
            Expr::Closure { .. } => Known::Plain,
            Expr::Macro { name, .. } if PLAIN_MACROS.contains(&name.as_str()) => Known::Plain,
            Expr::Same(inner) => self.known(*inner, depth),
            Expr::Path(names) => match &names[..] {
                [name] if name == "self" => self.this(id).map_or(Known::Unknown, Known::Item),
                [name] => self
                    .variable(id, name, depth)
                    .unwrap_or_else(|| self.value(row.extent.start)),
                _ => self.value(row.extent.start),
            },
            Expr::Record { path, .. } if *path == ["Self"] => {
                self.this(id).map_or(Known::Unknown, Known::Item)
            }
            Expr::Record { .. } => match self.meaning(row.extent.start) {
                Some(Meaning::Item(def, 0)) => self.types.named(def),
                Some(Meaning::External(_)) => Known::Plain,
                _ => Known::Unknown,
            },
            Expr::Call { callee, args } => self.call(id, *callee, args, depth),
            Expr::Method { receiver, name, .. } => self.method(*receiver, name, depth),
            Expr::Field { base, name } => {
                match self.types.settle(self.known(*base, depth), depth) {
                    Receiver::Of(item) => self.types.field(item, name),
                    Receiver::Plain | Receiver::Unknown => Known::Unknown,
                }
            }
            Expr::Await(inner) => match self.known(*inner, depth) {
                Known::Async(written) => Known::Written(written),
                _ => Known::Unknown,
            },
            Expr::Try(inner) => self.types.inner(self.known(*inner, depth)),
            Expr::Binary(_, operator, _)
                if ["==", "!=", "<", ">", "<=", ">=", "&&", "||"].contains(&operator.as_str()) =>
            {
                Known::Plain
            }
            _ => Known::Unknown,
        }
    }

    /// What `self` is where an expression stands.
    fn this(&self, id: ExprId) -> Option<Item> {
        let function = self.code.function_of(id)?;
        let function = *self.functions.get(&function.name.start)?;
        self.types.declared.home((self.file, function))
    }

    /// What a variable holds; none if the name is none of a variable.
    fn variable(&self, id: ExprId, name: &str, depth: usize) -> Option<Known> {
        let mut child = id;
        for around in self.code.around(id) {
            match self.code.expr(around) {
                Expr::Block { statements, .. } => {
                    let is_in = |statement: &Statement| match statement {
                        Statement::Let {
                            value, otherwise, ..
                        } => *value == Some(child) || *otherwise == Some(child),
                        Statement::Expr(expr) => *expr == child,
                    };
                    let at = statements.iter().position(is_in);
                    let before = &statements[..at.unwrap_or(statements.len())];
                    for statement in before.iter().rev() {
                        let Statement::Let {
                            pattern, ty, value, ..
                        } = statement
                        else {
                            continue;
                        };
                        if is_bound(pattern, name) {
                            return Some(match (is_name(pattern), ty, value) {
                                (true, Some(ty), _) => self.annotated(ty.start, ty.end),
                                (true, None, Some(value)) => self.known(*value, depth),
                                (false, None, Some(value)) => {
                                    self.part(pattern, name, self.known(*value, depth))
                                }
                                _ => Known::Unknown,
                            });
                        }
                    }
                }
                Expr::If { condition, .. } | Expr::While { condition, .. }
                    if condition.is_some_and(|it| it != child && self.binds(it, name, depth)) =>
                {
                    return Some(Known::Unknown);
                }
                Expr::Binary(left, _, _) if *left != child && self.binds(*left, name, depth) => {
                    return Some(Known::Unknown);
                }
                Expr::Match { arms, .. }
                    if arms.iter().any(|arm| {
                        (arm.value == child || arm.guard == Some(child))
                            && is_bound(&arm.pattern, name)
                    }) =>
                {
                    return Some(Known::Unknown);
                }
                Expr::For { pattern, body, .. } if *body == child && is_bound(pattern, name) => {
                    return Some(Known::Unknown);
                }
                Expr::Closure { params, .. } if params.iter().any(|it| is_bound(it, name)) => {
                    return Some(Known::Unknown);
                }
                _ => {}
            }
            child = around;
        }
        let function = self.code.function_of(id)?;
        let at = function.params.iter().position(|it| is_bound(it, name))?;
        let item = *self.functions.get(&function.name.start)?;
        let ItemKind::Fn { signature } = self.facts.item(item).kind else {
            return Some(Known::Unknown);
        };
        let signature = &self.facts.signatures[signature as usize];
        Some(match signature.params.get(at) {
            Some(&ty) if is_name(&function.params[at]) => Known::Written(Written {
                file: self.file,
                ty,
                this: self.types.declared.home((self.file, item)),
                open: false,
            }),
            _ => Known::Unknown,
        })
    }

    /// What a pattern binds a name to in a tuple whose type is written.
    fn part(&self, pattern: &Pat, name: &str, value: Known) -> Known {
        let (Pat::Tuple(parts), Known::Written(written)) = (pattern, value) else {
            return Known::Unknown;
        };
        let at = parts.iter().position(|part| is_bound(part, name));
        let facts = self.types.workspace.facts(written.file);
        match (at, facts.map(|facts| facts.ty(written.ty))) {
            (Some(at), Some(Type::Tuple(types)))
                if types.len() == parts.len() && is_name(&parts[at]) =>
            {
                Known::Written(Written {
                    ty: types[at],
                    ..written
                })
            }
            _ => Known::Unknown,
        }
    }

    /// Whether a condition binds a name by `let`.
    fn binds(&self, condition: ExprId, name: &str, depth: usize) -> bool {
        match (self.code.expr(condition), depth.checked_sub(1)) {
            (Expr::Let { pattern, .. }, _) => is_bound(pattern, name),
            (Expr::Binary(left, _, right), Some(depth)) => {
                self.binds(*left, name, depth) || self.binds(*right, name, depth)
            }
            (Expr::Binary(..), None) => true,
            _ => false,
        }
    }

    /// A type that stands behind the name of a variable.
    fn annotated(&self, start: u32, end: u32) -> Known {
        let written = self.text.get(start as usize..end as usize);
        let written = written.unwrap_or_default();
        let bare = written.trim_start_matches(['&', ' ']);
        let bare = bare.strip_prefix("mut ").unwrap_or(bare);
        let at = start + u32::try_from(written.len() - bare.len()).unwrap_or(0);
        match self.meaning(at) {
            Some(Meaning::Item(def, 0)) => self.types.named(def),
            Some(Meaning::External(_)) if bare.contains('<') => Known::Unknown,
            Some(Meaning::External(_) | Meaning::Builtin) => Known::Plain,
            _ => Known::Unknown,
        }
    }

    /// What a path stands for as a value.
    fn value(&self, start: u32) -> Known {
        let Some(Meaning::Item(def, 0)) = self.meaning(start) else {
            return Known::Unknown;
        };
        let file = self.types.names.instance(def.instance).file;
        let Some(facts) = self.types.workspace.facts(file) else {
            return Known::Unknown;
        };
        match facts.item(def.item).kind {
            ItemKind::Const { ty: Some(ty), .. } | ItemKind::Static { ty: Some(ty), .. } => {
                Known::Written(Written {
                    file,
                    ty,
                    this: None,
                    open: true,
                })
            }
            ItemKind::Struct { .. } | ItemKind::Variant { .. } => {
                self.types.item(def).map_or(Known::Unknown, Known::Item)
            }
            _ => Known::Unknown,
        }
    }

    /// What a call gives back.
    fn call(&self, id: ExprId, callee: ExprId, args: &[ExprId], depth: usize) -> Known {
        let Expr::Path(path) = self.code.expr(callee) else {
            return Known::Unknown;
        };
        let last = path.last().map_or("", String::as_str);
        if let [first, _] = &path[..]
            && first == "Self"
        {
            let this = self.this(id);
            return this.map_or(Known::Unknown, |this| self.types.associated(this, last));
        }
        match self.meaning(self.code.row(callee).extent.start) {
            Some(Meaning::Item(def, 0)) => {
                let Some(item) = self.types.item(def) else {
                    return Known::Unknown;
                };
                match self.types.kind(item) {
                    Some(ItemKind::Fn { .. }) => self.types.returned(item, None),
                    Some(ItemKind::Struct { .. } | ItemKind::Enum) => Known::Item(item),
                    _ => Known::Unknown,
                }
            }
            Some(Meaning::Item(def, 1)) => match self.types.item(def) {
                Some(item) => self.types.associated(item, last),
                None => Known::Unknown,
            },
            Some(Meaning::External(_) | Meaning::Builtin) => {
                let of = path.iter().rev().nth(1).map_or("", String::as_str);
                match (of, last, args) {
                    (of, "new" | "clone", [arg]) if POINTERS.contains(&of) => {
                        self.known(*arg, depth)
                    }
                    ("String" | "PathBuf", _, _) | (_, "Some" | "Ok" | "Err", _) => Known::Plain,
                    (of, "new" | "with_capacity", _)
                        if CONTAINERS.contains(&of) && !matches!(of, "Mutex" | "RwLock") =>
                    {
                        Known::Plain
                    }
                    _ => Known::Unknown,
                }
            }
            _ => Known::Unknown,
        }
    }

    /// What a method gives back.
    fn method(&self, receiver: ExprId, name: &str, depth: usize) -> Known {
        let known = self.known(receiver, depth);
        match self.types.settle(known, depth) {
            Receiver::Of(item) => match self.types.declared.associated(item, name).0 {
                [] if SAME.contains(&name) => Known::Item(item),
                [] => Known::Unknown,
                _ => self.types.associated(item, name),
            },
            Receiver::Plain if INNER.contains(&name) => self.types.inner(known),
            Receiver::Plain if SAME.contains(&name) => known,
            Receiver::Plain if PLAIN.contains(&name) => Known::Plain,
            // No type of the workspace has a method of that name.
            Receiver::Unknown if PLAIN.contains(&name) && !self.types.declared.is_method(name) => {
                Known::Plain
            }
            Receiver::Plain | Receiver::Unknown => Known::Unknown,
        }
    }

    fn meaning(&self, start: u32) -> Option<Meaning> {
        let path = *self.paths.get(&start)?;
        Some(self.types.names.meaning(self.facts, self.file, path))
    }
}

/// Whether a pattern binds a name.
fn is_bound(pattern: &Pat, name: &str) -> bool {
    let any = |patterns: &[Pat]| patterns.iter().any(|it| is_bound(it, name));
    match pattern {
        Pat::Name {
            name: bound, inner, ..
        } => bound == name || inner.as_deref().is_some_and(|it| is_bound(it, name)),
        Pat::Tuple(inner) | Pat::TupleStruct(_, inner) | Pat::Several(inner) => any(inner),
        Pat::Record(_, fields) => fields.iter().any(|(_, it)| is_bound(it, name)),
        Pat::Other(text) => text.contains(name),
    }
}

/// Whether a pattern is nothing but a name.
fn is_name(pattern: &Pat) -> bool {
    matches!(pattern, Pat::Name { inner: None, .. })
}
