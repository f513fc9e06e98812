//! Which names stand in signatures, fields and types, and what they stand for.

use std::collections::BTreeSet;

use govern_diagnostics::Span;
use govern_facts::{Extent, FileFacts, GenericArg, Item, ItemKind, PathId, Type, TypeId};
use govern_names::Meaning;
use rustc_hash::FxHashMap;

use super::{File, item_path};
use crate::model::declarations::{Alias, Means, Mention};

/// How many aliases of aliases are followed; only broken code has more.
const MAX_ALIASES: usize = 8;

/// Takes what a name means, and the aliases on the way there.
type AddMeaning<'a> = dyn FnMut(Means, &[Alias]) + 'a;

/// Something that names types. What a macro made has no place but that of the call, where all names of all that it made
/// stand: there it is those in its types.
pub(super) struct Declared<'a> {
    pub(super) extent: Extent,
    pub(super) expanded: bool,
    pub(super) types: &'a [TypeId],
}

impl<'a> Declared<'a> {
    pub(super) fn item(item: &Item, types: &'a [TypeId]) -> Self {
        Declared {
            extent: item.extent,
            expanded: item.expanded,
            types,
        }
    }
}

impl File<'_> {
    /// The paths of types and bounds in an extent, without those in some parts of it.
    pub(super) fn paths_within<'a>(
        &'a self,
        extent: Extent,
        without: &'a [Extent],
    ) -> impl Iterator<Item = PathId> + 'a {
        let first = self
            .paths
            .partition_point(|(start, _)| *start < extent.start);
        self.paths[first..]
            .iter()
            .take_while(move |(start, _)| *start < extent.end)
            .map(|(_, path)| *path)
            .filter(move |&path| {
                let own = self.facts.path(path);
                !without.iter().any(|part| part.contains(own.extent)) && self.is_normal(own.scope)
            })
    }

    /// The paths of types and bounds in something, without those in some parts of it.
    pub(super) fn paths_of(&self, declared: &Declared<'_>, without: &[Extent]) -> Vec<PathId> {
        if !declared.expanded {
            return self.paths_within(declared.extent, without).collect();
        }
        let mut paths = BTreeSet::new();
        for &ty in declared.types {
            self.paths_in(ty, &mut paths);
        }
        paths.into_iter().collect()
    }

    pub(super) fn mentions(
        &self,
        declared: &Declared<'_>,
        without: &[Extent],
        returned: &BTreeSet<PathId>,
    ) -> Vec<Mention> {
        let mut mentions = Vec::new();
        for path in self.paths_of(declared, without) {
            self.mention(path, returned.contains(&path), &mut mentions);
        }
        mentions
    }

    /// Adds what a path names; with what it stands for, if it is an alias.
    pub(super) fn mention(&self, path: PathId, returned: bool, mentions: &mut Vec<Mention>) {
        let span = self.span(self.facts.path(path).extent);
        let around = std::iter::successors(Some(path), |path| self.around.get(path).copied());
        let inside: Vec<Span> = around
            .skip(1)
            .map(|path| self.span(self.facts.path(path).extent))
            // What a macro made all stands in one place, which tells nothing apart.
            .filter(|around| *around != span)
            .collect();
        self.expand(path, &mut Vec::new(), &mut |means, aliases| {
            mentions.push(Mention {
                span,
                means,
                returned,
                inside: inside.clone(),
                aliases: aliases.to_vec(),
            });
        });
    }

    pub(super) fn expand(&self, path: PathId, aliases: &mut Vec<Alias>, add: &mut AddMeaning<'_>) {
        let def = match self.meaning(path) {
            Meaning::External(path) => return add(Means::External(path), aliases),
            Meaning::Item(def, _) => def,
            Meaning::Module(_) | Meaning::Builtin | Meaning::Unresolved => {
                return add(Means::Other, aliases);
            }
        };
        let Some(name) = item_path(self.workspace, self.names, def) else {
            return add(Means::Other, aliases);
        };
        let file = self.names.instance(def.instance).file;
        if let Some(facts) = self.workspace.facts(file)
            && let item = facts.item(def.item)
            && let ItemKind::TypeAlias { ty: Some(ty) } = item.kind
            && aliases.len() < MAX_ALIASES
        {
            let inside = File {
                instance: def.instance,
                facts,
                paths: Vec::new(),
                around: FxHashMap::default(),
                ..*self
            };
            aliases.push(Alias {
                module: inside.module(def.item),
                path: name.clone(),
                span: inside.span(item.name_extent),
            });
            let mut paths = BTreeSet::new();
            inside.paths_in(ty, &mut paths);
            for path in paths {
                inside.expand(path, aliases, add);
            }
            aliases.pop();
        }
        add(Means::Item(name), aliases);
    }

    /// Adds the paths in a type.
    pub(super) fn paths_in(&self, ty: TypeId, paths: &mut BTreeSet<PathId>) {
        if let Type::Path { path, .. } = self.facts.ty(ty) {
            paths.insert(*path);
        }
        each_part(self.facts.ty(ty), &mut |part| self.paths_in(part, paths));
    }

    /// Whether a type or one inside it is of a kind.
    pub(super) fn any(&self, ty: TypeId, is: &dyn Fn(&Type) -> bool) -> bool {
        let mut found = is(self.facts.ty(ty));
        each_part(self.facts.ty(ty), &mut |part| {
            found = found || self.any(part, is);
        });
        found
    }
}

/// For each path in generic arguments the one that these are of.
pub(super) fn arguments(facts: &FileFacts) -> FxHashMap<PathId, PathId> {
    let mut around = FxHashMap::default();
    for ty in &facts.types {
        if let Type::Path { path, args } = ty {
            for arg in args {
                if let GenericArg::Type(ty) | GenericArg::Binding(_, ty) = arg {
                    add_heads(facts, *ty, *path, &mut around);
                }
            }
        }
    }
    around
}

/// Adds the paths of a type that are no arguments of others in it; reading bounds how deep that goes.
fn add_heads(facts: &FileFacts, ty: TypeId, of: PathId, around: &mut FxHashMap<PathId, PathId>) {
    match facts.ty(ty) {
        Type::Path { path, .. } => {
            around.insert(*path, of);
        }
        other => each_part(other, &mut |part| add_heads(facts, part, of, around)),
    }
}

/// Looks at the types that a type is directly made of.
fn each_part(ty: &Type, look: &mut dyn FnMut(TypeId)) {
    match ty {
        Type::Path { args, .. } => {
            for arg in args {
                if let GenericArg::Type(ty) | GenericArg::Binding(_, ty) = arg {
                    look(*ty);
                }
            }
        }
        Type::Qualified {
            self_ty, of_trait, ..
        } => {
            look(*self_ty);
            of_trait.iter().copied().for_each(look);
        }
        Type::Ref { target, .. }
        | Type::Pointer(target)
        | Type::Slice(target)
        | Type::Array(target, _) => look(*target),
        Type::Tuple(types) | Type::FnPointer(types) | Type::Dyn(types) | Type::Impl(types) => {
            types.iter().copied().for_each(look);
        }
        Type::Param { .. }
        | Type::SelfType { .. }
        | Type::Never
        | Type::Infer
        | Type::Macro
        | Type::Error => {}
    }
}
