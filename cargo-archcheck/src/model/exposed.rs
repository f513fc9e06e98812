//! The part of the model about what libraries that are not published show of their adapters, although nobody needs it.
//!
//! Names are compared, not meanings: an item whose name stands in any path or import of another crate counts as used there,
//! also in code that is switched off. What is left is used nowhere else, whatever is called like it.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{FileId, Span};
use govern_facts::{
    Extent, FileFacts, Import, Item, ItemKind, PathKind, ScopeId, ScopeKind, Type, TypeId,
    Visibility,
};
use govern_names::{CrateId, CrateKind, InstanceId, ModuleId, Names, Origin, UnresolvedReason};
use govern_workspace::{DependencyKind, Workspace};
use rustc_hash::{FxHashMap, FxHashSet};

use self::plain::is_plain;
use crate::{
    model::architecture::{Architecture, Exposed, Exposure, ModuleRow, Unseen},
    policy::Role,
};

mod doc_tests;
mod members;
mod plain;

/// Why a crate is not looked at where names come from it that are not written.
const GLOB: &str = "another crate imports from it by a glob, or all of it under another name";

/// A public item by its crate and name: what is called alike is one.
type Key<'w> = (CrateId, &'w str);

struct File<'w> {
    facts: &'w FileFacts,
    instance: InstanceId,
    krate: CrateId,
    span: Box<dyn Fn(Extent) -> Span>,
}

/// Adds what is exposed, once the modules have their layers.
pub(crate) fn add(
    workspace: &Workspace,
    names: &Names,
    rows: &FxHashMap<ModuleId, ModuleRow>,
    architecture: &mut Architecture,
) {
    let layers = &architecture.policy.layers;
    if layers.iter().all(|layer| layer.role != Some(Role::Adapter)) {
        return;
    }
    let mut files = Vec::new();
    let mut loose = Vec::new();
    for &file in workspace.files() {
        let Some(facts) = workspace.facts(file) else {
            continue;
        };
        if names.instances_of(file).is_empty() {
            loose.push((file, facts));
        }
        for &instance in names.instances_of(file) {
            files.push(File {
                facts,
                instance,
                krate: names.instance(instance).krate,
                span: Box::new(move |extent| Span::new(file, extent.range())),
            });
        }
    }
    let search = Search {
        workspace,
        names,
        rows,
        architecture,
        files: &files,
        loose: &loose,
    };
    architecture.exposure = search.exposure();
}

struct Search<'w, 'a> {
    workspace: &'w Workspace,
    names: &'w Names,
    rows: &'a FxHashMap<ModuleId, ModuleRow>,
    architecture: &'a Architecture,
    files: &'a [File<'w>],
    /// Files that are part of no crate, because what declares them is switched off: they may be part of any.
    loose: &'a [(FileId, &'w FileFacts)],
}

impl<'w> Search<'w, '_> {
    fn exposure(&self) -> Exposure {
        let mut candidates: BTreeMap<Key<'w>, Vec<(ModuleRow, Span)>> = BTreeMap::new();
        for file in self.files.iter().filter(|file| self.is_internal(file)) {
            for item in &file.facts.items {
                if let Some(module) = self.candidate(file, item) {
                    let name = file.facts.text(item.name);
                    let found = candidates.entry((file.krate, name)).or_default();
                    found.push((module, (file.span)(item.name_extent)));
                }
            }
        }
        let crates: BTreeSet<CrateId> = candidates.keys().map(|key| key.0).collect();
        let unseen: BTreeMap<CrateId, Unseen> = crates
            .into_iter()
            .filter_map(|krate| Some((krate, self.unseen(krate)?)))
            .collect();
        candidates.retain(|key, _| !unseen.contains_key(&key.0));
        let mut looked_at = candidates.values().map(Vec::len).sum();
        let mut types: BTreeSet<Key<'w>> = candidates.keys().copied().collect();
        for file in self.files {
            self.drop_mentioned(file, &mut candidates);
        }
        for (_, facts) in self.loose {
            let segments = facts.segments.iter().map(|&name| facts.text(name));
            let named: FxHashSet<&str> = segments.collect();
            candidates.retain(|key, _| !named.contains(key.1));
        }
        self.drop_shown(&mut candidates);
        doc_tests::drop_named(self.workspace, self.names, &mut candidates);
        // Of what should not be public itself, that is enough.
        types.retain(|key| !candidates.contains_key(key));
        let (members, mut items) = members::exposed(self, &types);
        looked_at += members;
        for ((krate, name), found) in candidates {
            let exports = self.exports(krate, name);
            items.extend(found.into_iter().map(|(module, span)| Exposed {
                module,
                name: name.to_owned(),
                span,
                exports: exports.clone(),
            }));
        }
        items.sort_by_key(|item| (item.span.file, item.span.range.start()));
        Exposure {
            looked_at,
            items,
            unseen: unseen.into_values().collect(),
        }
    }

    /// Whether a file belongs to a library that is not published, and to nothing else.
    fn is_internal(&self, file: &File<'w>) -> bool {
        let krate = self.names.krate(file.krate);
        let package = self.workspace.package_named(&krate.package);
        let alone = self
            .names
            .instances_of(self.names.instance(file.instance).file);
        krate.kind == CrateKind::Lib
            && package.is_some_and(|package| !package.published)
            && alone.len() == 1
    }

    /// The module of an item, if it is one that could be said to be exposed.
    fn candidate(&self, file: &File<'w>, item: &Item) -> Option<ModuleRow> {
        let facts = file.facts;
        let is_kind = matches!(
            item.kind,
            ItemKind::Struct { .. }
                | ItemKind::Enum
                | ItemKind::Union { .. }
                | ItemKind::Trait { .. }
                | ItemKind::Fn { .. }
                | ItemKind::TypeAlias { .. }
                | ItemKind::Const { .. }
                | ItemKind::Static { .. }
        );
        let is_written = item.in_macro.is_none() && !item.expanded;
        let is_item = facts.scope(item.scope).kind == ScopeKind::Module;
        if !is_kind
            || !is_written
            || !is_item
            || item.visibility != Visibility::Public
            || !is_plain(facts, item.attrs)
        {
            return None;
        }
        let row = self.module_of(file, item)?;
        let module = self.names.module_in(file.instance, item.scope)?;
        let name = facts.text(item.name);
        self.is_seen(file.krate, module, name).then_some(row)
    }

    /// The module of an item, if it is an adapter's, in view, and the item is part of the program.
    fn module_of(&self, file: &File<'w>, item: &Item) -> Option<ModuleRow> {
        let inside = item.body.unwrap_or(item.scope);
        let presence = self.names.presence_in(file.instance, inside)?;
        let module = self.names.module_in(file.instance, item.scope)?;
        let row = *self.rows.get(&module)?;
        let counts = presence.normal
            && self.architecture.module(row).kind == DependencyKind::Normal
            && self.architecture.is_in_view(row)
            && self.architecture.role_of(row) == Some(Role::Adapter);
        counts.then_some(row)
    }

    /// Whether others can name an item of a module: all modules around it are public, or a re-export leads to it.
    fn is_seen(&self, krate: CrateId, module: ModuleId, name: &str) -> bool {
        let mut at = Some(module);
        let public = std::iter::from_fn(|| {
            let module = self.names.module(at?);
            at = module.parent;
            Some(module)
        });
        let mut public = public.filter(|module| module.parent.is_some());
        let is_public = public.all(|module| {
            let declaration = module.declaration.and_then(|(instance, item)| {
                let facts = self.workspace.facts(self.names.instance(instance).file)?;
                Some(facts.item(item).visibility)
            });
            declaration == Some(Visibility::Public)
        });
        is_public || !self.exports(krate, name).is_empty()
    }

    /// The public re-exports in a crate that name something.
    fn exports(&self, krate: CrateId, name: &str) -> Vec<Span> {
        let mut spans = Vec::new();
        for file in self.files.iter().filter(|file| file.krate == krate) {
            let imports = file.facts.imports.iter();
            let named = imports.filter(|import| {
                import.visibility == Visibility::Public && last(file.facts, import) == Some(name)
            });
            spans.extend(named.map(|import| (file.span)(import.extent)));
        }
        spans
    }

    /// Why not all uses of a crate can be seen, if that is so.
    fn unseen(&self, krate: CrateId) -> Option<Unseen> {
        let module = *self.rows.get(&self.names.krate(krate).root)?;
        let found = |why, span| Some(Unseen { module, why, span });
        let mut unresolved = self.names.unresolved().iter();
        let of_macro = unresolved.find(|it| {
            let is_open = matches!(
                it.reason,
                UnresolvedReason::MacroGenerated | UnresolvedReason::OutsideGlob
            );
            is_open && self.names.instance(it.instance).krate == krate
        });
        if let Some(unresolved) = of_macro {
            let instance = self.names.instance(unresolved.instance);
            let facts = self.workspace.facts(instance.file)?;
            let extent = match unresolved.origin {
                Origin::Import(row) => facts.imports[row as usize].extent,
                Origin::Path(path) => facts.path(path).extent,
            };
            let span = Span::new(instance.file, extent.range());
            let why = match unresolved.reason {
                UnresolvedReason::OutsideGlob => {
                    "a `use …::*` of some external crate brings what it names"
                }
                _ => "only a macro can have defined what it names",
            };
            return found(why, span);
        }
        let own = self.names.krate(krate);
        let packages = self.workspace.packages().iter();
        let dependencies = packages.flat_map(|package| &package.dependencies);
        let called = dependencies.filter(|it| it.package == own.package);
        let mut called: BTreeSet<&str> = called.map(|it| it.name.as_str()).collect();
        called.insert(&own.name);
        let others = self.files.iter().filter(|file| file.krate != krate);
        let others = others.map(|file| (self.names.instance(file.instance).file, file.facts));
        for (file, facts) in others.chain(self.loose.iter().copied()) {
            let span = |extent: Extent| Span::new(file, extent.range());
            let mut imports = facts.imports.iter();
            let import = imports.find(|import| {
                let mut path = facts.segments(import.segments);
                let whole = import.segments.len() == 1 && facts.text(import.name) != own.name;
                (import.glob || whole) && path.any(|segment| called.contains(segment))
            });
            if let Some(import) = import {
                return found(GLOB, span(import.extent));
            }
            let mut items = facts.items.iter();
            let renamed = items.find(|item| match item.kind {
                ItemKind::ExternCrate { krate } => called.contains(facts.text(krate)),
                _ => false,
            });
            if let Some(item) = renamed {
                return found(GLOB, span(item.name_extent));
            }
        }
        None
    }

    /// Drops what a file of another crate names, or a macro of any.
    fn drop_mentioned<V>(&self, file: &File<'w>, candidates: &mut BTreeMap<Key<'w>, V>) {
        let facts = file.facts;
        let known: FxHashSet<&str> = candidates.keys().map(|key| key.1).collect();
        if known.is_empty() {
            return;
        }
        let segments = facts.segments.iter().map(|&name| facts.text(name));
        let named: FxHashSet<&str> = segments.filter(|name| known.contains(name)).collect();
        let bodies = facts.paths.iter();
        let bodies = bodies.filter(|path| path.kind == PathKind::MacroBody);
        let of_macros: FxHashSet<&str> = bodies
            .flat_map(|path| facts.segments(path.segments))
            .collect();
        candidates.retain(|&(krate, name), _| match krate == file.krate {
            true => !of_macros.contains(name),
            false => !named.contains(name),
        });
    }

    /// Drops what the items show that stay: in signatures, fields, bounds, `impl` headers, by other names.
    fn drop_shown<V>(&self, candidates: &mut BTreeMap<Key<'w>, V>) {
        while !candidates.is_empty() {
            let crates: BTreeSet<CrateId> = candidates.keys().map(|key| key.0).collect();
            let mut shown: BTreeSet<Key<'w>> = BTreeSet::new();
            for file in self
                .files
                .iter()
                .filter(|file| crates.contains(&file.krate))
            {
                let facts = file.facts;
                for path in &facts.paths {
                    if stays(file, path.scope, path.extent, candidates) {
                        let segments = facts.segments(path.segments);
                        shown.extend(segments.map(|name| (file.krate, name)));
                    }
                }
                let renamed = facts.imports.iter().filter(|import| {
                    import.visibility == Visibility::Public
                        && last(facts, import) != Some(facts.text(import.name))
                });
                let renamed = renamed.filter_map(|import| last(facts, import));
                shown.extend(renamed.map(|name| (file.krate, name)));
            }
            let before = candidates.len();
            candidates.retain(|key, _| !shown.contains(key));
            if candidates.len() == before {
                return;
            }
        }
    }
}

/// Whether what stands at a place is shown by something that is no candidate.
fn stays<V>(
    file: &File<'_>,
    scope: ScopeId,
    extent: Extent,
    candidates: &BTreeMap<Key<'_>, V>,
) -> bool {
    let facts = file.facts;
    let mut outermost = None;
    for (_, item) in facts.items_around(scope) {
        match item.kind {
            ItemKind::Module { .. } => break,
            // What a body does, nobody sees.
            ItemKind::Fn { signature } => {
                let body = facts.signatures[signature as usize].body;
                if body.contains(extent) {
                    return false;
                }
            }
            _ => {}
        }
        outermost = Some(item);
    }
    let is_candidate = |name: &str| candidates.contains_key(&(file.krate, name));
    match outermost {
        None => true,
        Some(item) => match item.kind {
            ItemKind::Impl { self_ty, .. } => {
                type_name(facts, self_ty).is_none_or(|name| !is_candidate(name))
            }
            _ => item.visibility == Visibility::Public && !is_candidate(facts.text(item.name)),
        },
    }
}

/// The name of a type that is a path.
fn type_name(facts: &FileFacts, ty: TypeId) -> Option<&str> {
    match facts.ty(ty) {
        Type::Path { path, .. } => facts.segments(facts.path(*path).segments).next_back(),
        _ => None,
    }
}

/// The last name of the path of an import.
fn last<'f>(facts: &'f FileFacts, import: &Import) -> Option<&'f str> {
    facts.segments(import.segments).next_back()
}
