//! Types and functions of the workspace by their paths, and which type is made from which: what manifests may name.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::Span;
use govern_facts::{FileFacts, GenericArg, ItemId, ItemKind, Type, TypeId};
use govern_names::{CrateKind, InstanceId, ItemDef, Meaning};

use crate::collect::Side;

/// Types and functions of production code.
#[derive(Debug, Default)]
pub(crate) struct Items {
    types: BTreeMap<String, Item>,
    functions: BTreeMap<String, Item>,
    constants: BTreeMap<String, Item>,
    /// `impl From<A> for B`, `impl TryFrom<A> for B`.
    conversions: BTreeSet<(ItemDef, ItemDef)>,
}

/// An item.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) def: ItemDef,
    /// Where its name stands.
    pub(crate) span: Span,
    pub(crate) package: String,
}

impl Items {
    /// Looks at all items.
    pub(crate) fn new(side: &Side<'_>) -> Items {
        let mut items = Items::default();
        let names = side.names;
        for &file in side.workspace.files() {
            let Some(facts) = side.workspace.facts(file) else {
                continue;
            };
            let of_production = |instance: &&InstanceId| {
                let krate = names.krate(names.instance(**instance).krate);
                matches!(krate.kind, CrateKind::Lib | CrateKind::Bin)
            };
            for &instance in names.instances_of(file).iter().filter(of_production) {
                items.add(side, facts, instance);
            }
        }
        items
    }

    fn add(&mut self, side: &Side<'_>, facts: &FileFacts, instance: InstanceId) {
        let names = side.names;
        let file = names.instance(instance).file;
        let krate = names.krate(names.instance(instance).krate);
        for (row, item) in facts.items.iter().enumerate() {
            let def = ItemDef {
                instance,
                item: ItemId(row as u32),
            };
            if item.expanded || !names.presence(file, item.scope).normal {
                continue;
            }
            let table = match item.kind {
                ItemKind::Struct { .. }
                | ItemKind::Enum
                | ItemKind::Union { .. }
                | ItemKind::TypeAlias { .. } => &mut self.types,
                ItemKind::Fn { .. } => &mut self.functions,
                ItemKind::Const { .. } => &mut self.constants,
                ItemKind::Impl {
                    of_trait: Some(of_trait),
                    self_ty,
                    negative: false,
                } => {
                    self.conversions
                        .extend(conversion(side, facts, instance, of_trait, self_ty));
                    continue;
                }
                _ => continue,
            };
            let module = names.module_path(names.module_of_item(def, facts));
            let name = facts.text(item.name);
            let path = match around(facts, item) {
                Some(of) => format!("{module}::{of}::{name}"),
                None => format!("{module}::{name}"),
            };
            table.entry(path).or_insert_with(|| Item {
                def,
                span: Span::new(file, item.name_extent.range()),
                package: krate.package.clone(),
            });
        }
    }

    /// The type at a path; generic arguments do not matter.
    pub(crate) fn ty(&self, path: &str) -> Option<&Item> {
        let path = path.split('<').next().unwrap_or_default();
        self.types.get(path.trim())
    }

    /// The function at a path.
    pub(crate) fn function(&self, path: &str) -> Option<&Item> {
        self.functions.get(path)
    }

    /// Whether there is a function or type at a path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.functions.contains_key(path) || self.types.contains_key(path)
    }

    /// The constants right in a module or of a type, by their names.
    pub(crate) fn constants_in(&self, path: &str) -> impl Iterator<Item = (&str, &Item)> {
        let path = format!("{path}::");
        let names = self.constants.iter();
        names.filter_map(move |(constant, item)| {
            let name = constant.strip_prefix(path.as_str())?;
            (!name.contains("::") && name != "_").then_some((name, item))
        })
    }

    /// The paths that there are, for suggestions.
    pub(crate) fn type_paths(&self) -> impl Iterator<Item = &str> {
        self.types.keys().map(String::as_str)
    }

    /// Whether one type is made from another.
    pub(crate) fn converts(&self, from: ItemDef, into: ItemDef) -> bool {
        self.conversions.contains(&(from, into))
    }
}

/// The type that an associated item belongs to, by its last name.
fn around<'f>(facts: &'f FileFacts, item: &govern_facts::Item) -> Option<&'f str> {
    let opener = facts.item(facts.scope(item.scope).item?);
    match opener.kind {
        ItemKind::Impl { self_ty, .. } => {
            let Type::Path { path, .. } = facts.ty(self_ty) else {
                return None;
            };
            let segments = facts.path(*path).segments;
            facts.segments[segments.rows()]
                .last()
                .map(|&name| facts.text(name))
        }
        ItemKind::Trait { .. } => Some(facts.text(opener.name)),
        _ => None,
    }
}

/// From which type an implementation makes which.
fn conversion(
    side: &Side<'_>,
    facts: &FileFacts,
    instance: InstanceId,
    of_trait: TypeId,
    self_ty: TypeId,
) -> Option<(ItemDef, ItemDef)> {
    let Type::Path { path, args } = facts.ty(of_trait) else {
        return None;
    };
    let Meaning::External(name) = side.names.meaning_in(facts, instance, *path) else {
        return None;
    };
    if !matches!(
        name.as_str(),
        "std::convert::From"
            | "std::convert::TryFrom"
            | "core::convert::From"
            | "core::convert::TryFrom"
    ) {
        return None;
    }
    let Some(GenericArg::Type(from)) = args.first() else {
        return None;
    };
    let item = |ty: TypeId| {
        let Type::Path { path, .. } = facts.ty(ty) else {
            return None;
        };
        match side.names.meaning_in(facts, instance, *path) {
            Meaning::Item(def, _) => Some(def),
            _ => None,
        }
    };
    Some((item(*from)?, item(self_ty)?))
}
