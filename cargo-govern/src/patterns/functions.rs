//! The functions of a workspace, by what they belong to, and what they give.

use std::borrow::Cow;

use bitcode::{Decode, Encode};
use govern_diagnostics::FileId;
use govern_facts::{Extent, FileFacts, Item, ItemId, ItemKind, PathId, ScopeId, Type, TypeId};
use govern_gate::Session;
use govern_names::{ItemDef, Meaning, Names};
use govern_workspace::Workspace;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// How many aliases are followed from one to the next.
const MAX_ALIASES: usize = 8;

/// An item of the workspace, however many crates have its file.
pub(super) type Declared = (FileId, ItemId);

/// The methods and associated functions of the workspace.
#[derive(Default)]
pub(super) struct Functions<'w> {
    /// By the type or trait that they belong to, and their name.
    of_holder: FxHashMap<Declared, FxHashMap<Cow<'w, str>, Vec<Declared>>>,
    /// Methods by name.
    methods: FxHashMap<Cow<'w, str>, Vec<Declared>>,
}

/// A method or associated function.
struct Function<'w> {
    name: Cow<'w, str>,
    holder: Option<Declared>,
    has_self: bool,
    declared: Declared,
}

/// Whether what a function gives is a `Result`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gives {
    Result,
    SomethingElse,
    Unknown,
}

/// The functions of a workspace; those of a run may be known from another one.
pub(super) fn of_workspace<'w>(
    workspace: &'w Workspace,
    names: &Names,
    session: Option<&Session>,
) -> Functions<'w> {
    // Only then they are kept.
    let Some(session) = session.filter(|it| it.looked_at().is_some()) else {
        let functions = functions(workspace, names);
        return Functions::from_all(functions.into_iter());
    };
    let kept: Vec<KeptFunction> = session.followed("functions of patterns", || {
        let functions = functions(workspace, names).into_iter();
        functions
            .filter_map(|function| KeptFunction::of(&function, workspace))
            .collect()
    });
    Functions::from_all(kept.into_iter().filter_map(|it| it.function(workspace)))
}

/// A function, with files as rows of [`Workspace::files`].
#[derive(Encode, Decode)]
struct KeptFunction {
    name: String,
    holder: Option<(u32, u32)>,
    has_self: bool,
    declared: (u32, u32),
}

impl KeptFunction {
    fn of(function: &Function<'_>, workspace: &Workspace) -> Option<KeptFunction> {
        let row = |(file, item): Declared| Some((workspace.row_of(file)?, item.0));
        Some(KeptFunction {
            name: function.name.clone().into_owned(),
            holder: match function.holder {
                Some(holder) => Some(row(holder)?),
                None => None,
            },
            has_self: function.has_self,
            declared: row(function.declared)?,
        })
    }

    fn function(self, workspace: &Workspace) -> Option<Function<'static>> {
        let declared = |(row, item)| Some((workspace.file_of_row(row)?, ItemId(item)));
        Some(Function {
            name: self.name.into(),
            holder: self.holder.and_then(declared),
            has_self: self.has_self,
            declared: declared(self.declared)?,
        })
    }
}

fn functions<'w>(workspace: &'w Workspace, names: &Names) -> Vec<Function<'w>> {
    let of_files: Vec<Vec<Function<'w>>> = workspace
        .files()
        .par_iter()
        .map(|&file| {
            let facts = workspace.facts(file);
            facts.map_or_else(Vec::new, |facts| of_file(names, facts, file))
        })
        .collect();
    of_files.into_iter().flatten().collect()
}

impl<'w> Functions<'w> {
    fn from_all(all: impl Iterator<Item = Function<'w>>) -> Functions<'w> {
        let mut functions = Functions::default();
        for function in all {
            let Function {
                name,
                holder,
                has_self,
                declared,
            } = function;
            if has_self {
                let methods = functions.methods.entry(name.clone()).or_default();
                methods.push(declared);
            }
            if let Some(holder) = holder {
                let of_holder = functions.of_holder.entry(holder).or_default();
                of_holder.entry(name).or_default().push(declared);
            }
        }
        functions
    }

    /// The functions of this name that belong to a type or trait.
    pub(super) fn of(&self, holder: Declared, name: &str) -> &[Declared] {
        let of_holder = self.of_holder.get(&holder);
        let named = of_holder.and_then(|functions| functions.get(name));
        named.map_or(&[], Vec::as_slice)
    }

    /// The methods of this name.
    pub(super) fn methods(&self, name: &str) -> &[Declared] {
        self.methods.get(name).map_or(&[], Vec::as_slice)
    }

    /// What `self.name` and `Self::name` are in a scope.
    pub(super) fn on_self(
        &self,
        names: &Names,
        facts: &FileFacts,
        file: FileId,
        scope: ScopeId,
        name: &str,
    ) -> &[Declared] {
        let mut around = facts.items_around(scope).map(|(id, _)| id);
        let holder = around.find_map(|id| holder_of(names, facts, file, id));
        holder.map_or(&[], |holder| self.of(holder, name))
    }

    /// The functions that a path is bound to.
    pub(super) fn at_path(
        &self,
        workspace: &Workspace,
        names: &Names,
        facts: &FileFacts,
        file: FileId,
        path: PathId,
    ) -> Vec<Declared> {
        let Meaning::Item(def, rest) = names.meaning(facts, file, path) else {
            return Vec::new();
        };
        let declared = declared(names, def);
        match rest {
            0 => {
                let facts = workspace.facts(declared.0);
                let is_function = facts.is_some_and(|facts| is_function(facts.item(declared.1)));
                if is_function {
                    vec![declared]
                } else {
                    Vec::new()
                }
            }
            1 => {
                let name = facts.segments(facts.path(path).segments).next_back();
                self.of(declared, name.unwrap_or_default()).to_vec()
            }
            _ => Vec::new(),
        }
    }
}

fn of_file<'w>(names: &Names, facts: &'w FileFacts, file: FileId) -> Vec<Function<'w>> {
    let mut functions = Vec::new();
    // The functions of an `impl` follow each other.
    let mut last: Option<(ItemId, Option<Declared>)> = None;
    for (row, item) in facts.items.iter().enumerate() {
        let ItemKind::Fn { signature } = item.kind else {
            continue;
        };
        let Some(around) = facts.scope(item.scope).item else {
            continue;
        };
        let holder = match last {
            Some((known, holder)) if known == around => holder,
            _ => holder_of(names, facts, file, around),
        };
        last = Some((around, holder));
        functions.push(Function {
            name: facts.text(item.name).into(),
            holder,
            has_self: facts.signatures[signature as usize].has_self,
            declared: (file, ItemId(row as u32)),
        });
    }
    functions
}

/// The functions of a file that are in no other, in the order of the text.
pub(super) fn outermost(facts: &FileFacts) -> Vec<Extent> {
    let mut functions: Vec<Extent> = facts
        .items
        .iter()
        .filter(|item| match item.kind {
            ItemKind::Fn { signature } => facts.signatures[signature as usize].has_body,
            _ => false,
        })
        .filter(|item| !item.expanded)
        .map(|item| item.extent)
        .collect();
    functions.sort_by_key(|it| (it.start, u32::MAX - it.end));
    let mut behind = 0;
    functions.retain(|it| {
        let is_outermost = it.start >= behind;
        behind = behind.max(it.end);
        is_outermost
    });
    functions
}

pub(super) fn declared(names: &Names, def: ItemDef) -> Declared {
    (names.instance(def.instance).file, def.item)
}

fn is_function(item: &Item) -> bool {
    matches!(item.kind, ItemKind::Fn { .. })
}

/// The type that an `impl` is for, or the trait itself.
fn holder_of(names: &Names, facts: &FileFacts, file: FileId, holder: ItemId) -> Option<Declared> {
    match facts.item(holder).kind {
        ItemKind::Trait { .. } => Some((file, holder)),
        ItemKind::Impl { self_ty, .. } => {
            let Type::Path { path, .. } = facts.ty(self_ty) else {
                return None;
            };
            match names.meaning(facts, file, *path) {
                Meaning::Item(def, 0) => Some(declared(names, def)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a function of the workspace gives a `Result`.
pub(super) fn gives(workspace: &Workspace, names: &Names, (file, item): Declared) -> Gives {
    let Some(facts) = workspace.facts(file) else {
        return Gives::Unknown;
    };
    let ItemKind::Fn { signature } = facts.item(item).kind else {
        return Gives::Unknown;
    };
    match facts.signatures[signature as usize].ret {
        Some(ty) => is_result(workspace, names, (file, facts, ty)),
        None => Gives::SomethingElse,
    }
}

fn is_result(workspace: &Workspace, names: &Names, start: (FileId, &FileFacts, TypeId)) -> Gives {
    let mut at = start.0;
    let mut ty = start.2;
    for _ in 0..MAX_ALIASES {
        let Some(facts) = workspace.facts(at) else {
            return Gives::Unknown;
        };
        let path = match facts.ty(ty) {
            Type::Path { path, .. } => *path,
            Type::Ref { .. } | Type::Tuple(_) | Type::Never | Type::Slice(_) | Type::Array(..) => {
                return Gives::SomethingElse;
            }
            _ => return Gives::Unknown,
        };
        match names.meaning(facts, at, path) {
            // `std::io::Result`, `anyhow::Result` are aliases of it.
            Meaning::External(path) if path.rsplit("::").next() == Some("Result") => {
                return Gives::Result;
            }
            Meaning::External(path) if path.starts_with("std::") => return Gives::SomethingElse,
            Meaning::Item(def, 0) => {
                let (file, item) = declared(names, def);
                let Some(of_alias) = workspace.facts(file) else {
                    return Gives::Unknown;
                };
                match of_alias.item(item).kind {
                    ItemKind::TypeAlias { ty: Some(next) } => (at, ty) = (file, next),
                    ItemKind::Struct { .. } | ItemKind::Enum => return Gives::SomethingElse,
                    _ => return Gives::Unknown,
                }
            }
            Meaning::Builtin => return Gives::SomethingElse,
            _ => return Gives::Unknown,
        }
    }
    Gives::Unknown
}

/// How many arguments a method takes, without `self`.
pub(super) fn arity(workspace: &Workspace, (file, item): Declared) -> Option<usize> {
    let facts = workspace.facts(file)?;
    match facts.item(item).kind {
        ItemKind::Fn { signature } => Some(facts.signatures[signature as usize].params.len()),
        _ => None,
    }
}
