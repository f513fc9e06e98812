//! What types are made from: facts, names, and the texts behind them.

use std::collections::BTreeSet;
use std::sync::Arc;

use govern_diagnostics::FileId;
use govern_facts::{
    CfgId, Extent, FileFacts, Item, ItemId, ItemKind, PathId, PathRef, Run, ScopeId, ScopeKind,
    TypeId,
};
use govern_names::{Def, InstanceId, ItemDef, Meaning, Names, Origin};

use super::attrs::Quoted;
use super::ty::{Env, Ty};

/// How many globs may lead on to each other.
const GLOBS: u32 = 8;

/// Whether a `cfg` flag or pair holds in a crate.
pub type Holds<'a> = dyn Fn(govern_names::CrateId, &str, Option<&str>) -> Option<bool> + Sync + 'a;

/// One version of the code.
pub struct Program<'p, 'w> {
    /// What names mean.
    pub names: &'p Names,
    /// The facts of a file.
    pub facts: &'p (dyn Fn(FileId) -> Option<&'w FileFacts> + Sync),
    /// The text of a file.
    pub text: &'p (dyn Fn(FileId) -> Option<Arc<str>> + Sync),
    /// Whether a `cfg` flag or pair holds in a crate; none if that is not decided.
    pub holds: &'p Holds<'p>,
}

/// An implementation of a trait for a type.
#[derive(Debug, Clone)]
pub(super) struct Implementation {
    pub(super) def: ItemDef,
    /// The trait: its path if it is external, its name if it is one of the workspace.
    pub(super) of_trait: String,
    /// The type, with generic parameters as [`Ty::Unknown`].
    pub(super) self_ty: Ty,
}

impl<'w> Program<'_, 'w> {
    /// The facts of the file that an item stands in.
    pub(super) fn facts_of(&self, instance: InstanceId) -> &'w FileFacts {
        let file = self.names.instance(instance).file;
        (self.facts)(file).expect("an instance is made only of files that have facts")
    }

    pub(super) fn item(&self, def: ItemDef) -> &'w Item {
        self.facts_of(def.instance).item(def.item)
    }

    /// The name of an item.
    pub(super) fn name(&self, def: ItemDef) -> &'w str {
        self.facts_of(def.instance).text(self.item(def).name)
    }

    /// The text of a place in the file of an instance.
    pub(super) fn source(&self, instance: InstanceId, extent: Extent) -> String {
        let file = self.names.instance(instance).file;
        let text = (self.text)(file);
        text.and_then(|text| {
            text.get(extent.start as usize..extent.end as usize)
                .map(str::to_owned)
        })
        .unwrap_or_default()
    }

    /// Whether a condition holds; what is not decided is taken to hold.
    pub(super) fn holds(&self, instance: InstanceId, cfg: CfgId) -> bool {
        let krate = self.names.instance(instance).krate;
        self.facts_of(instance)
            .evaluate(cfg, &|key, value| (self.holds)(krate, key, value))
            .unwrap_or(true)
    }

    /// What a path means.
    pub(super) fn meaning(&self, instance: InstanceId, path: PathId) -> Meaning {
        self.names
            .meaning_in(self.facts_of(instance), instance, path)
    }

    /// The path that stands in a place, the longest of them.
    pub(super) fn path_in(
        &self,
        instance: InstanceId,
        extent: Extent,
    ) -> Option<(PathId, &'w PathRef)> {
        let facts = self.facts_of(instance);
        let inside = facts
            .paths
            .iter()
            .enumerate()
            .filter(|(_, path)| extent.contains(path.extent) && !path.expanded);
        // An attribute's own name is a path too.
        let (row, path) = inside
            .filter(|(_, path)| path.kind != govern_facts::PathKind::Attribute)
            .max_by_key(|(row, path)| {
                (path.extent.end - path.extent.start, std::cmp::Reverse(*row))
            })?;
        Some((PathId(row as u32), path))
    }

    /// The items declared directly in a scope.
    pub(super) fn items_in(
        &self,
        instance: InstanceId,
        scope: ScopeId,
    ) -> impl Iterator<Item = (ItemDef, &'w Item)> {
        let facts = self.facts_of(instance);
        facts
            .items
            .iter()
            .enumerate()
            .filter(move |(_, item)| item.scope == scope)
            .map(move |(row, item)| {
                (
                    ItemDef {
                        instance,
                        item: ItemId(row as u32),
                    },
                    item,
                )
            })
            .filter(move |(_, item)| item.cfg.is_none_or(|cfg| self.holds(instance, cfg)))
    }

    /// The variants of an enum.
    pub(super) fn variants(&self, def: ItemDef) -> Vec<(ItemDef, &'w Item)> {
        let Some(body) = self.item(def).body else {
            return Vec::new();
        };
        self.items_in(def.instance, body)
            .filter(|(_, item)| matches!(item.kind, ItemKind::Variant { .. }))
            .collect()
    }

    /// All implementations of traits in the workspace.
    pub(super) fn implementations(&self) -> Vec<Implementation> {
        let mut found = Vec::new();
        for (instance, facts) in self.instances() {
            for (row, item) in facts.items.iter().enumerate() {
                let ItemKind::Impl {
                    of_trait: Some(of_trait),
                    self_ty,
                    negative: false,
                } = item.kind
                else {
                    continue;
                };
                let def = ItemDef {
                    instance,
                    item: ItemId(row as u32),
                };
                let Some(of_trait) = self.trait_path(instance, of_trait) else {
                    continue;
                };
                let self_ty = self.resolve(instance, self_ty, &Env::open());
                found.push(Implementation {
                    def,
                    of_trait,
                    self_ty,
                });
            }
        }
        found
    }

    fn trait_path(&self, instance: InstanceId, of_trait: TypeId) -> Option<String> {
        let facts = self.facts_of(instance);
        let govern_facts::Type::Path { path, .. } = facts.ty(of_trait) else {
            return None;
        };
        Some(match self.meaning(instance, *path) {
            Meaning::External(path) => path,
            Meaning::Item(def, _) => format!("{}#{}", self.name(def), def.item.0),
            _ => facts.path_text(facts.path(*path)),
        })
    }

    /// All files of all crates.
    pub(super) fn instances(&self) -> impl Iterator<Item = (InstanceId, &'w FileFacts)> {
        let instances: BTreeSet<InstanceId> = self
            .names
            .modules()
            .filter_map(|(_, module)| module.instance)
            .collect();
        let with_facts =
            move |instance| Some((instance, (self.facts)(self.names.instance(instance).file)?));
        instances.into_iter().filter_map(with_facts)
    }

    /// What a path in an attribute's string means, looked up from a scope. Paths of several segments are facts; a single
    /// name is looked up here, among the items and imports around.
    pub(super) fn quoted_meaning(
        &self,
        instance: InstanceId,
        scope: ScopeId,
        quoted: &Quoted,
    ) -> Meaning {
        let text = quoted.text.trim();
        if text.contains("::") {
            return match self.path_in(instance, quoted.extent) {
                Some((path, _)) => self.meaning(instance, path),
                None => Meaning::Unresolved,
            };
        }
        self.name_meaning(instance, scope, text)
    }

    /// What a single name means, looked up from a scope.
    pub(super) fn name_meaning(&self, instance: InstanceId, scope: ScopeId, name: &str) -> Meaning {
        self.name_meaning_within(instance, scope, name, GLOBS)
    }

    fn name_meaning_within(
        &self,
        instance: InstanceId,
        scope: ScopeId,
        name: &str,
        steps: u32,
    ) -> Meaning {
        let facts = self.facts_of(instance);
        for (around, row) in facts.scopes_around(scope) {
            let declared = self.items_in(instance, around).find(|(_, item)| {
                facts.text(item.name) == name
                    && !matches!(item.kind, ItemKind::Impl { .. } | ItemKind::Variant { .. })
            });
            if let Some((def, item)) = declared {
                let is_module = matches!(item.kind, ItemKind::Module { .. });
                let declares =
                    |declaration: Option<_>| declaration == Some((def.instance, def.item));
                let module = || {
                    self.names
                        .modules()
                        .find(|(_, module)| declares(module.declaration))
                };
                return match module().filter(|_| is_module) {
                    Some((id, _)) => Meaning::Module(id),
                    None => Meaning::Item(def, 0),
                };
            }
            let imported = facts
                .imports
                .iter()
                .position(|import| import.scope == around && facts.text(import.name) == name);
            if let Some(import) = imported {
                return self.imported(instance, import as u32);
            }
            if let Some(meaning) = self.by_glob(instance, around, name, steps) {
                return meaning;
            }
            if row.kind == ScopeKind::Module {
                break;
            }
        }
        if is_primitive(name) {
            Meaning::Builtin
        } else {
            Meaning::Unresolved
        }
    }

    /// What a glob of a scope brings under a name, if one and only one does.
    fn by_glob(
        &self,
        instance: InstanceId,
        scope: ScopeId,
        name: &str,
        steps: u32,
    ) -> Option<Meaning> {
        let steps = steps.checked_sub(1)?;
        let imports = self.facts_of(instance).imports.iter().enumerate();
        let globs = imports.filter(|(_, import)| import.glob && import.scope == scope);
        let mut found = globs.filter_map(|(row, _)| {
            let Meaning::Module(module) = self.imported(instance, row as u32) else {
                return None;
            };
            let row = self.names.module(module);
            let inside = row.instance?;
            let meaning = self.name_meaning_within(inside, row.scope, name, steps);
            let is_seen = match &meaning {
                Meaning::Unresolved | Meaning::Builtin => false,
                // What is private is seen from the modules inside.
                Meaning::Item(def, _) => {
                    self.item(*def).visibility != govern_facts::Visibility::Inherited
                        || self
                            .names
                            .module_in(instance, scope)
                            .is_some_and(|own| self.names.is_within(own, module))
                }
                Meaning::Module(_) | Meaning::External(_) => true,
            };
            is_seen.then_some(meaning)
        });
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    /// What the imports of a file outside of tests bring, and whether each is a glob.
    pub(super) fn imported_by(&self, instance: InstanceId) -> impl Iterator<Item = (bool, Def)> {
        let facts = self.facts_of(instance);
        let all = self.names.references();
        let first = all.partition_point(|reference| reference.instance < instance);
        let own = all[first..]
            .iter()
            .take_while(move |reference| reference.instance == instance);
        own.filter_map(move |reference| match reference.origin {
            Origin::Import(row) => {
                let import = &facts.imports[row as usize];
                let presence = self.names.presence_in(instance, import.scope);
                let is_there = presence.is_none_or(|it| !it.is_test_only() && !it.is_absent());
                is_there.then_some((import.glob, reference.def))
            }
            _ => None,
        })
    }

    fn imported(&self, instance: InstanceId, row: u32) -> Meaning {
        let origin = Origin::Import(row);
        // References stand in the order of instances.
        let all = self.names.references();
        let first = all.partition_point(|reference| reference.instance < instance);
        let mut own = all[first..]
            .iter()
            .take_while(|reference| reference.instance == instance);
        let reference = own.find(|reference| reference.origin == origin);
        let Some(reference) = reference else {
            return Meaning::Unresolved;
        };
        match reference.def {
            Def::Module(module) => Meaning::Module(module),
            Def::Item(def) => Meaning::Item(def, reference.rest.into()),
            Def::Builtin => Meaning::Builtin,
            Def::Extern(_) => match self.names.target(self.facts_of(instance), reference) {
                Some(govern_names::Target::External(path)) => Meaning::External(path),
                _ => Meaning::Unresolved,
            },
        }
    }

    /// Whether one of the attributes is this word, such as `non_exhaustive`.
    pub(super) fn has_attr(&self, instance: InstanceId, attrs: Run, word: &str) -> bool {
        let facts = self.facts_of(instance);
        facts
            .attrs_of(attrs)
            .any(|attr| facts.attr_path(attr) == word)
    }
}

/// Whether a name is that of a primitive type.
pub(crate) fn is_primitive(name: &str) -> bool {
    matches!(name, "bool" | "char" | "str" | "f32" | "f64")
        || crate::wire::IntType::parse(name).is_some()
}
