//! Types as far as they matter here: which type of NATS, or of the workspace, something is.
//!
//! What only wraps (`Arc`, `Result`, `&`, futures) is looked through: what can be called on the inside is what is asked.

use std::collections::BTreeMap;

use govern_facts::{Extent, GenericArg, GenericKind, ItemKind, PathKind, Type, TypeId};
use govern_names::Meaning;

use super::code::{Code, Unit};
use super::ty::{Def, Ty, last};

/// Aliases that lead on to each other.
const STEPS: u32 = 24;

/// What `Self` and generic parameters stand for.
#[derive(Debug, Clone, Default)]
pub(super) struct Env {
    pub(super) self_ty: Option<Ty>,
    pub(super) params: BTreeMap<String, Ty>,
}

impl Code<'_> {
    /// The type that is written at a place.
    pub(super) fn ty(&self, unit: &Unit<'_>, ty: TypeId, env: Option<&Env>) -> Ty {
        self.ty_within(unit, ty, env.unwrap_or(&Env::default()), STEPS)
    }

    fn ty_within(&self, unit: &Unit<'_>, ty: TypeId, env: &Env, steps: u32) -> Ty {
        let Some(steps) = steps.checked_sub(1) else {
            return Ty::Unknown;
        };
        let inner = |ty: TypeId| self.ty_within(unit, ty, env, steps);
        match unit.facts.ty(ty) {
            Type::Path { path, args } => {
                let args = args.iter().filter_map(|arg| match arg {
                    GenericArg::Type(ty) | GenericArg::Binding(_, ty) => Some(inner(*ty)),
                    GenericArg::Const(_) => None,
                });
                let args: Vec<Ty> = args.collect();
                match self.side.names.meaning_in(unit.facts, unit.instance, *path) {
                    Meaning::External(path) => external(path, args),
                    Meaning::Item(def, 0) => self.instance(self.def(def), args, steps),
                    Meaning::Builtin => {
                        let row = unit.facts.path(*path);
                        let last = unit.facts.segments(row.segments).next_back();
                        Ty::Plain(last.unwrap_or_default().to_owned())
                    }
                    Meaning::Item(..) | Meaning::Module(_) | Meaning::Unresolved => {
                        let row = unit.facts.path(*path);
                        named_alike(unit.facts.segments(row.segments).next_back(), args)
                    }
                }
            }
            Type::Param { name, rest } if rest.is_empty() => {
                let known = env.params.get(unit.facts.text(*name));
                known.cloned().unwrap_or(Ty::Open)
            }
            Type::SelfType { rest } if rest.is_empty() => env.self_ty.clone().unwrap_or(Ty::Open),
            Type::Ref { target, .. } | Type::Pointer(target) => inner(*target),
            Type::Slice(item) | Type::Array(item, _) => Ty::List(Box::new(inner(*item))),
            Type::Tuple(items) => Ty::Tuple(items.iter().map(|&it| inner(it)).collect()),
            Type::Impl(bounds) | Type::Dyn(bounds) => {
                // `impl Future<Output = T>` gives a `T`; `dyn Fn() -> T` does not matter.
                let output = bounds.iter().find_map(|&bound| match unit.facts.ty(bound) {
                    Type::Path { args, .. } => args.iter().find_map(|arg| match arg {
                        GenericArg::Binding(name, ty) if unit.facts.text(*name) == "Output" => {
                            Some(inner(*ty))
                        }
                        _ => None,
                    }),
                    _ => None,
                });
                output.unwrap_or(Ty::Open)
            }
            Type::Param { .. } | Type::SelfType { .. } | Type::Qualified { .. } => Ty::Open,
            Type::FnPointer(_) => Ty::Plain("fn".to_owned()),
            Type::Never => Ty::Plain("!".to_owned()),
            Type::Infer | Type::Macro | Type::Error => Ty::Unknown,
        }
    }

    fn instance(&self, def: Def, args: Vec<Ty>, steps: u32) -> Ty {
        let Some(unit) = self.unit(def.file) else {
            return Ty::Unknown;
        };
        match unit.facts.item(def.item).kind {
            ItemKind::TypeAlias { ty: Some(ty) } => {
                let env = self.env(def, &args);
                self.ty_within(unit, ty, &env, steps)
            }
            ItemKind::Struct { .. } | ItemKind::Enum | ItemKind::Union { .. } => {
                Ty::Item(def, args)
            }
            ItemKind::Trait { .. } => Ty::Open,
            _ => Ty::Unknown,
        }
    }

    /// What the parameters of a type stand for.
    pub(super) fn env(&self, def: Def, args: &[Ty]) -> Env {
        let Some(unit) = self.unit(def.file) else {
            return Env::default();
        };
        let params = unit.facts.generics[unit.facts.item(def.item).generics.rows()].iter();
        let params = params.filter(|it| it.kind == GenericKind::Type);
        let names = params.map(|it| unit.facts.text(it.name).to_owned());
        Env {
            self_ty: Some(Ty::Item(def, args.to_vec())),
            params: names.zip(args.iter().cloned()).collect(),
        }
    }

    /// The type of a field of a struct.
    pub(super) fn field(&self, of: &Ty, name: &str) -> Ty {
        match of {
            Ty::Item(def, args) => {
                let Some(unit) = self.unit(def.file) else {
                    return Ty::Unknown;
                };
                let (ItemKind::Struct { fields, .. } | ItemKind::Variant { fields, .. }) =
                    unit.facts.item(def.item).kind
                else {
                    return Ty::Unknown;
                };
                let mut fields = unit.facts.fields[fields.rows()].iter();
                let field = fields.find(|it| unit.facts.text(it.name) == name);
                let env = self.env(*def, args);
                field.map_or(Ty::Unknown, |it| self.ty(unit, it.ty, Some(&env)))
            }
            Ty::Tuple(items) => {
                let at = name.parse::<usize>().ok();
                at.and_then(|at| items.get(at))
                    .cloned()
                    .unwrap_or(Ty::Unknown)
            }
            Ty::External(path, _) => super::api::field(path, name),
            _ => Ty::Unknown,
        }
    }

    /// The type in the annotation of a `let`: the first path there that does not only wrap.
    pub(super) fn annotated(&self, unit: &Unit<'_>, extent: Extent) -> Ty {
        let paths = unit.facts.paths.iter().filter(|path| {
            path.kind == PathKind::Type && extent.contains(path.extent) && !path.expanded
        });
        let mut paths: Vec<_> = paths.collect();
        paths.sort_by_key(|path| (path.extent.start, std::cmp::Reverse(path.extent.end)));
        for path in paths {
            let ty = match self.meaning(unit, path.extent.start) {
                Some(Meaning::External(path)) if is_wrapper(&path) => continue,
                Some(Meaning::External(path)) => Ty::External(path, Vec::new()),
                Some(Meaning::Item(def, 0)) => self.instance(self.def(def), Vec::new(), STEPS),
                _ => Ty::Unknown,
            };
            return ty;
        }
        Ty::Unknown
    }
}

/// A type of another crate; what only wraps is what is inside.
fn external(path: String, mut args: Vec<Ty>) -> Ty {
    let last = last(&path);
    if is_wrapper(&path) {
        return match args.is_empty() {
            true => Ty::Unknown,
            false => args.swap_remove(0),
        };
    }
    if matches!(last, "Vec" | "VecDeque" | "HashSet" | "BTreeSet") && args.len() == 1 {
        return Ty::List(Box::new(args.swap_remove(0)));
    }
    Ty::External(path, args)
}

/// Types of the prelude have names that may not be resolved.
fn named_alike(name: Option<&str>, args: Vec<Ty>) -> Ty {
    match name {
        Some(name @ ("Option" | "Result" | "Box" | "Vec")) => {
            external(format!("std::{name}"), args)
        }
        Some(name @ ("String" | "str")) => Ty::Plain(name.to_owned()),
        _ => Ty::Unknown,
    }
}

/// Whether a type only wraps another one.
fn is_wrapper(path: &str) -> bool {
    matches!(
        last(path),
        "Arc"
            | "ArcSwap"
            | "Box"
            | "Cow"
            | "LazyLock"
            | "Mutex"
            | "MutexGuard"
            | "OnceCell"
            | "OnceLock"
            | "Option"
            | "Pin"
            | "Rc"
            | "RefCell"
            | "Result"
            | "RwLock"
            | "RwLockReadGuard"
            | "RwLockWriteGuard"
    )
}
