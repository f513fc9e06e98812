//! The serde types of one version of a workspace.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{FileId, Span};
use govern_facts::{FileFacts, Item, ItemId, ItemKind, PathId, PathKind, Type};
use govern_names::{CrateId, CrateKind, InstanceId, ItemDef, Meaning, Names};
use govern_workspace::{CodeKind, Workspace};

/// One version of a workspace.
pub(crate) struct Side<'w> {
    pub(crate) workspace: &'w Workspace,
    pub(crate) names: &'w Names,
}

/// A type that derives or implements a trait of serde.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Its full path, `orders_wire::v1::Placed`.
    pub(crate) path: String,
    /// Its name.
    pub(crate) name: String,
    /// Its package.
    pub(crate) package: String,
    pub(crate) def: ItemDef,
    /// Where its name stands.
    pub(crate) span: Span,
    /// Whether it is written and read.
    pub(crate) sides: Sides,
}

/// The traits that a type has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sides {
    pub(crate) writes: bool,
    pub(crate) reads: bool,
}

impl Sides {
    /// The side of one trait; none if it is not one of serde's.
    fn of(path: &str) -> Option<Self> {
        is_serde_trait(path).then(|| Sides {
            writes: path.ends_with("::Serialize"),
            reads: path.ends_with("::Deserialize"),
        })
    }

    fn and(self, other: Sides) -> Sides {
        Sides {
            writes: self.writes || other.writes,
            reads: self.reads || other.reads,
        }
    }
}

impl Side<'_> {
    /// Whether a condition holds in a crate, outside of tests.
    pub(crate) fn holds(&self, krate: CrateId, key: &str, value: Option<&str>) -> Option<bool> {
        let package = self
            .workspace
            .package_named(&self.names.krate(krate).package)?;
        let conditions = self.workspace.conditions(package.id, CodeKind::Production);
        conditions.holds(key, value)
    }

    /// The facts of the file of an instance.
    pub(crate) fn facts(&self, instance: InstanceId) -> Option<&FileFacts> {
        self.workspace.facts(self.names.instance(instance).file)
    }

    /// All types of production code that derive or implement `Serialize` or `Deserialize`, by path.
    pub(crate) fn types(&self) -> Vec<Found> {
        let mut found = Vec::new();
        let implemented = self.implemented();
        for &file in self.workspace.files() {
            let Some(facts) = self.workspace.facts(file) else {
                continue;
            };
            let instance = self
                .names
                .instances_of(file)
                .iter()
                .copied()
                .find(|&instance| {
                    let krate = self.names.instance(instance).krate;
                    matches!(
                        self.names.krate(krate).kind,
                        CrateKind::Lib | CrateKind::Bin
                    )
                });
            if let Some(instance) = instance {
                self.types_of(file, facts, instance, &implemented, &mut found);
            }
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
    }

    fn types_of(
        &self,
        file: FileId,
        facts: &FileFacts,
        instance: InstanceId,
        implemented: &BTreeMap<ItemDef, Sides>,
        found: &mut Vec<Found>,
    ) {
        let derives: Vec<PathId> = (0..facts.paths.len() as u32)
            .map(PathId)
            .filter(|&path| {
                let path = facts.path(path);
                path.kind == PathKind::Derive && !path.expanded
            })
            .collect();
        let krate = self.names.instance(instance).krate;
        for (row, item) in facts.items.iter().enumerate() {
            let is_type = matches!(item.kind, ItemKind::Struct { .. } | ItemKind::Enum);
            // What an expansion says has no places of its own, by which attributes are told apart.
            if !is_type || item.expanded || !self.names.presence(file, item.scope).normal {
                continue;
            }
            let inactive = |cfg| {
                facts.evaluate(cfg, &|key, value| self.holds(krate, key, value)) == Some(false)
            };
            let def = ItemDef {
                instance,
                item: ItemId(row as u32),
            };
            if item.cfg.is_some_and(inactive) {
                continue;
            }
            let derived = self.derives_serde(facts, instance, item, &derives, &inactive);
            let sides = derived.and(implemented.get(&def).copied().unwrap_or_default());
            if sides == Sides::default() {
                continue;
            }
            let module = self
                .names
                .module_path(self.names.module_of_item(def, facts));
            let name = facts.text(item.name).to_owned();
            found.push(Found {
                path: format!("{module}::{name}"),
                name,
                package: self.names.krate(krate).package.clone(),
                def,
                span: Span::new(file, item.name_extent.range()),
                sides,
            });
        }
    }

    /// The paths of types and modules that are written down, and not part of the program: only in tests, or switched off.
    pub(crate) fn dormant(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (instance, row) in self.names.instances() {
            let Some(facts) = self.workspace.facts(row.file) else {
                continue;
            };
            for (at, item) in facts.items.iter().enumerate() {
                let is_named = matches!(
                    item.kind,
                    ItemKind::Struct { .. } | ItemKind::Enum | ItemKind::Module { .. }
                );
                if !is_named || item.expanded {
                    continue;
                }
                let holds = |key: &str, value: Option<&str>| self.holds(row.krate, key, value);
                let is_off = item
                    .cfg
                    .is_some_and(|cfg| facts.evaluate(cfg, &holds) == Some(false));
                let presence = self.names.presence_in(instance, item.scope);
                if !is_off && presence.is_some_and(|presence| presence.normal) {
                    continue;
                }
                let def = ItemDef {
                    instance,
                    item: ItemId(at as u32),
                };
                let module = self
                    .names
                    .module_path(self.names.module_of_item(def, facts));
                found.insert(format!("{module}::{}", facts.text(item.name)));
            }
        }
        found
    }

    /// The types of the workspace that have an implementation of `Serialize` or `Deserialize` by hand.
    fn implemented(&self) -> BTreeMap<ItemDef, Sides> {
        let mut found: BTreeMap<ItemDef, Sides> = BTreeMap::new();
        for (instance, row) in self.names.instances() {
            let Some(facts) = self.workspace.facts(row.file) else {
                continue;
            };
            for item in &facts.items {
                let ItemKind::Impl {
                    of_trait: Some(of_trait),
                    self_ty,
                    negative: false,
                } = item.kind
                else {
                    continue;
                };
                let meaning = |ty| match facts.ty(ty) {
                    Type::Path { path, .. } => self.names.meaning_in(facts, instance, *path),
                    _ => Meaning::Unresolved,
                };
                let sides = match meaning(of_trait) {
                    Meaning::External(path) => Sides::of(&path),
                    _ => None,
                };
                let presence = self.names.presence_in(instance, item.scope);
                if let Some(sides) = sides
                    && presence.is_some_and(|it| !it.is_test_only() && !it.is_absent())
                    && let Meaning::Item(def, 0) = meaning(self_ty)
                {
                    let known = found.entry(def).or_default();
                    *known = known.and(sides);
                }
            }
        }
        found
    }

    /// The paths of the external derives of an item.
    pub(crate) fn derived(
        &self,
        facts: &FileFacts,
        instance: InstanceId,
        item: &Item,
    ) -> Vec<String> {
        let attrs: Vec<_> = facts.attrs_of(item.attrs).map(|attr| attr.extent).collect();
        let derives = facts.paths.iter().enumerate().filter(|(_, path)| {
            path.kind == PathKind::Derive
                && !path.expanded
                && attrs.iter().any(|extent| extent.contains(path.extent))
        });
        let meanings = derives.map(|(row, _)| {
            let path = PathId(row as u32);
            self.names.meaning_in(facts, instance, path)
        });
        let external = meanings.filter_map(|meaning| match meaning {
            Meaning::External(path) => Some(path),
            _ => None,
        });
        external.collect()
    }

    /// Which derives of the item are serde's, by the names they are bound to.
    fn derives_serde(
        &self,
        facts: &FileFacts,
        instance: InstanceId,
        item: &Item,
        derives: &[PathId],
        inactive: &dyn Fn(govern_facts::CfgId) -> bool,
    ) -> Sides {
        facts
            .attrs_of(item.attrs)
            .filter(|attr| !attr.cfg.is_some_and(inactive))
            .flat_map(|attr| {
                let from = derives
                    .partition_point(|&path| facts.path(path).extent.start < attr.extent.start);
                derives[from..]
                    .iter()
                    .take_while(move |&&path| facts.path(path).extent.end <= attr.extent.end)
            })
            .filter_map(|&path| match self.names.meaning_in(facts, instance, path) {
                Meaning::External(path) => Sides::of(&path),
                _ => None,
            })
            .fold(Sides::default(), Sides::and)
    }
}

/// Whether a path is that of a trait of serde, or of its derive.
fn is_serde_trait(path: &str) -> bool {
    let krate = path.split("::").next().unwrap_or_default();
    matches!(krate, "serde" | "serde_core" | "serde_derive")
        && (path.ends_with("::Serialize") || path.ends_with("::Deserialize"))
}
