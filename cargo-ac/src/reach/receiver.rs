//! What methods are called on, as far as the source says: types that are written, what functions give back, fields.
//!
//! Only what is sure counts: what generic parameters stand for, what closures give back and what patterns take apart is
//! not known.

use std::collections::BTreeMap;

use govern_diagnostics::FileId;
use govern_facts::{Expr, ExprId, Expressions, Pat, Statement};
use govern_facts::{FileFacts, GenericArg, ItemId, ItemKind, PathId, Type, TypeId};
use govern_names::{ItemDef, Meaning, Names};
use govern_workspace::Workspace;

use super::declared::Declared;
use super::{Item, whole};

/// How deep an expression is followed.
const DEPTH: usize = 24;
/// What stands for what it points to.
const POINTERS: &[&str] = &[
    "Box",
    "Rc",
    "Arc",
    "Ref",
    "RefMut",
    "MutexGuard",
    "Pin",
    "Cow",
];
/// What has methods of its own, and none of those of what is in it.
const CONTAINERS: &[&str] = &[
    "Option",
    "Result",
    "Vec",
    "VecDeque",
    "HashMap",
    "HashSet",
    "BTreeMap",
    "BTreeSet",
    "Mutex",
    "RwLock",
    "RefCell",
    "Cell",
    "OnceLock",
    "OnceCell",
    "PhantomData",
];
/// Macros of the standard library whose value is of no type of the workspace.
const PLAIN_MACROS: &[&str] = &[
    "format",
    "vec",
    "concat",
    "stringify",
    "env",
    "include_str",
    "include_bytes",
    "line",
    "column",
    "file",
    "module_path",
    "matches",
];
/// Methods that give back what they are called on, if it has none of that name.
const SAME: &[&str] = &[
    "clone",
    "to_owned",
    "as_ref",
    "as_mut",
    "borrow",
    "borrow_mut",
    "by_ref",
];
/// Methods of an option or a result that give back what is in it.
const INNER: &[&str] = &[
    "unwrap",
    "expect",
    "unwrap_or",
    "unwrap_or_else",
    "unwrap_or_default",
];
/// Methods of the standard library that give back a number, a text or the like.
const PLAIN: &[&str] = &[
    "len",
    "is_empty",
    "to_string",
    "trim",
    "trim_start",
    "trim_end",
    "as_str",
    "as_bytes",
    "chars",
    "bytes",
    "lines",
    "split",
    "split_whitespace",
    "starts_with",
    "ends_with",
    "contains",
    "contains_key",
    "to_lowercase",
    "to_uppercase",
    "count",
    "is_some",
    "is_none",
    "is_ok",
    "is_err",
    "to_vec",
    "to_string_lossy",
    "display",
    "is_dir",
    "is_file",
    "exists",
];

/// What a method is called on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Receiver {
    /// A type or a trait of the workspace.
    Of(Item),
    /// No such type: only traits of the workspace can give it methods of the workspace.
    Plain,
    /// Nobody knows.
    Unknown,
}

/// What is known of the type of an expression.
#[derive(Debug, Clone, Copy)]
enum Known {
    Item(Item),
    Written(Written),
    /// What has to be awaited for it.
    Async(Written),
    Plain,
    Unknown,
}

/// A type as it is written in a file.
#[derive(Debug, Clone, Copy)]
struct Written {
    file: FileId,
    ty: TypeId,
    /// What `Self` is there.
    this: Option<Item>,
    /// Whether generic parameters in it stand for something that the place of use knows.
    open: bool,
}

/// What the methods of a file are called on.
pub(super) struct Receivers<'a> {
    workspace: &'a Workspace,
    names: &'a Names,
    declared: &'a Declared<'a>,
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
        workspace: &'a Workspace,
        names: &'a Names,
        declared: &'a Declared<'a>,
        (file, facts): (FileId, &'a FileFacts),
        text: &'a str,
    ) -> Receivers<'a> {
        let edition = workspace.edition(file).unwrap_or_default();
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
            workspace,
            names,
            declared,
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
            Some(&receiver) => self.settle(self.known(receiver, DEPTH), DEPTH),
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
                Some(Meaning::Item(def, 0)) => self.named(def),
                Some(Meaning::External(_)) => Known::Plain,
                _ => Known::Unknown,
            },
            Expr::Call { callee, args } => self.call(id, *callee, args, depth),
            Expr::Method { receiver, name, .. } => self.method(*receiver, name, depth),
            Expr::Field { base, name } => match self.settle(self.known(*base, depth), depth) {
                Receiver::Of(item) => self.field(item, name),
                Receiver::Plain | Receiver::Unknown => Known::Unknown,
            },
            Expr::Await(inner) => match self.known(*inner, depth) {
                Known::Async(written) => Known::Written(written),
                _ => Known::Unknown,
            },
            Expr::Try(inner) => self.inner(self.known(*inner, depth)),
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
        self.declared.home((self.file, function))
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
                this: self.declared.home((self.file, item)),
                open: false,
            }),
            _ => Known::Unknown,
        })
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
            Some(Meaning::Item(def, 0)) => self.named(def),
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
        let file = self.names.instance(def.instance).file;
        let Some(facts) = self.workspace.facts(file) else {
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
                self.item(def).map_or(Known::Unknown, Known::Item)
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
            return this.map_or(Known::Unknown, |this| self.associated(this, last));
        }
        match self.meaning(self.code.row(callee).extent.start) {
            Some(Meaning::Item(def, 0)) => {
                let Some(item) = self.item(def) else {
                    return Known::Unknown;
                };
                match self.kind(item) {
                    Some(ItemKind::Fn { .. }) => self.returned(item, None),
                    Some(ItemKind::Struct { .. } | ItemKind::Enum) => Known::Item(item),
                    _ => Known::Unknown,
                }
            }
            Some(Meaning::Item(def, 1)) => match self.item(def) {
                Some(item) => self.associated(item, last),
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
        match self.settle(known, depth) {
            Receiver::Of(item) => match self.declared.associated(item, name).0 {
                [] if SAME.contains(&name) => Known::Item(item),
                [] => Known::Unknown,
                _ => self.associated(item, name),
            },
            Receiver::Plain if INNER.contains(&name) => self.inner(known),
            Receiver::Plain if SAME.contains(&name) || name == "take" || name == "lock" => known,
            Receiver::Plain if PLAIN.contains(&name) => Known::Plain,
            Receiver::Plain | Receiver::Unknown => Known::Unknown,
        }
    }

    /// What a function of a type gives back.
    fn associated(&self, of: Item, name: &str) -> Known {
        match self.declared.associated(of, name).0 {
            [function] => self.returned(*function, Some(of)),
            _ => Known::Unknown,
        }
    }

    fn returned(&self, (file, function): Item, this: Option<Item>) -> Known {
        let Some(facts) = self.workspace.facts(file) else {
            return Known::Unknown;
        };
        let ItemKind::Fn { signature } = facts.item(function).kind else {
            return Known::Unknown;
        };
        let signature = &facts.signatures[signature as usize];
        let Some(ty) = signature.ret else {
            return Known::Plain;
        };
        let written = Written {
            file,
            ty,
            this,
            open: true,
        };
        if signature.is_async {
            Known::Async(written)
        } else {
            Known::Written(written)
        }
    }

    fn field(&self, (file, item): Item, name: &str) -> Known {
        let Some(facts) = self.workspace.facts(file) else {
            return Known::Unknown;
        };
        let ItemKind::Struct { fields, .. } = facts.item(item).kind else {
            return Known::Unknown;
        };
        let mut fields = facts.fields[fields.rows()].iter();
        let field = fields.find(|field| facts.text(field.name) == name);
        field.map_or(Known::Unknown, |field| {
            Known::Written(Written {
                file,
                ty: field.ty,
                this: Some((file, item)),
                open: true,
            })
        })
    }

    /// What is in an option, a result, or behind a lock.
    fn inner(&self, known: Known) -> Known {
        let Known::Written(written) = known else {
            return Known::Unknown;
        };
        let Some(facts) = self.workspace.facts(written.file) else {
            return Known::Unknown;
        };
        let Type::Path { path, args } = facts.ty(written.ty) else {
            return Known::Unknown;
        };
        let last = facts.segments(facts.path(*path).segments).next_back();
        let first = args.iter().find_map(|arg| match arg {
            GenericArg::Type(ty) => Some(*ty),
            _ => None,
        });
        match (last, first) {
            (Some("Option" | "Result" | "Mutex"), Some(ty)) => {
                Known::Written(Written { ty, ..written })
            }
            _ => Known::Unknown,
        }
    }

    /// Whose methods something has.
    fn settle(&self, known: Known, depth: usize) -> Receiver {
        let written = match known {
            Known::Item(item) => return Receiver::Of(item),
            Known::Plain | Known::Async(_) => return Receiver::Plain,
            Known::Unknown => return Receiver::Unknown,
            Known::Written(written) => written,
        };
        let (Some(depth), Some(facts)) = (depth.checked_sub(1), self.workspace.facts(written.file))
        else {
            return Receiver::Unknown;
        };
        let same = |ty: TypeId| self.settle(Known::Written(Written { ty, ..written }), depth);
        match facts.ty(written.ty) {
            Type::Ref { target, .. } => same(*target),
            Type::SelfType { rest } if rest.rows().is_empty() => {
                written.this.map_or(Receiver::Unknown, Receiver::Of)
            }
            Type::Dyn(bounds) | Type::Impl(bounds) => match bounds.first() {
                Some(&bound) => same(bound),
                None => Receiver::Plain,
            },
            Type::Param { rest, .. } if !written.open && rest.rows().is_empty() => Receiver::Plain,
            Type::Slice(_) | Type::Array(..) | Type::Tuple(_) | Type::FnPointer(_) => {
                Receiver::Plain
            }
            Type::Pointer(_) | Type::Never => Receiver::Plain,
            Type::Path { path, args } => {
                let last = facts.segments(facts.path(*path).segments).next_back();
                let mut types = args.iter().filter_map(|arg| match arg {
                    GenericArg::Type(ty) => Some(*ty),
                    _ => None,
                });
                match self.names.meaning(facts, written.file, *path) {
                    Meaning::Item(def, 0) => self.settle(self.named(def), depth),
                    Meaning::Builtin => Receiver::Plain,
                    Meaning::External(_) => match (last, types.next()) {
                        (Some(last), Some(ty)) if POINTERS.contains(&last) => same(ty),
                        (Some(last), _) if CONTAINERS.contains(&last) => Receiver::Plain,
                        (_, None) => Receiver::Plain,
                        // What points to something of the workspace may have its methods.
                        (_, Some(_)) => Receiver::Unknown,
                    },
                    _ => Receiver::Unknown,
                }
            }
            _ => Receiver::Unknown,
        }
    }

    /// The type that a definition is, or stands for.
    fn named(&self, def: ItemDef) -> Known {
        let Some(item) = self.item(def) else {
            return Known::Unknown;
        };
        match self.kind(item) {
            Some(
                ItemKind::Struct { .. }
                | ItemKind::Union { .. }
                | ItemKind::Enum
                | ItemKind::Trait { .. },
            ) => Known::Item(item),
            Some(ItemKind::TypeAlias { ty: Some(ty) }) => Known::Written(Written {
                file: item.0,
                ty: *ty,
                this: None,
                open: true,
            }),
            _ => Known::Unknown,
        }
    }

    fn meaning(&self, start: u32) -> Option<Meaning> {
        let path = *self.paths.get(&start)?;
        Some(self.names.meaning(self.facts, self.file, path))
    }

    fn item(&self, def: ItemDef) -> Option<Item> {
        let file = self.names.instance(def.instance).file;
        Some((file, whole(self.workspace.facts(file)?, def.item)))
    }

    fn kind(&self, (file, item): Item) -> Option<&'a ItemKind> {
        Some(&self.workspace.facts(file)?.item(item).kind)
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
