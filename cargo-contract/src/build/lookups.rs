//! What is looked up again and again: made once for a version, and only if somebody asks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use govern_facts::{Extent, ItemId, ItemKind, PathId, PathKind, Type, TypeId};
use govern_names::{Def, InstanceId, ItemDef, Meaning};
use xxhash_rust::xxh3::xxh3_128;

use super::node::{Node, Piece};
use super::program::Program;
use super::tokens::{normalised, tokens};

/// All implementations of a version, and what was found out about its texts.
#[derive(Debug, Default)]
pub(super) struct Lookups {
    all: OnceLock<All>,
    paths: Kept<InstanceId, Arc<Vec<(Extent, PathId)>>>,
    pieces: Kept<Node, Arc<Vec<Piece>>>,
    fingerprints: Kept<Vec<Node>, String>,
    calls: OnceLock<BTreeMap<String, Vec<Node>>>,
    everything: OnceLock<String>,
    errors: Kept<ItemDef, bool>,
    traits: Kept<InstanceId, Option<BTreeSet<ItemDef>>>,
}

/// What was made for a key, once.
#[derive(Debug)]
struct Kept<K, V>(Mutex<BTreeMap<K, V>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Kept(Mutex::default())
    }
}

impl<K: Ord + Clone, V: Clone> Kept<K, V> {
    fn get(&self, key: &K, make: impl FnOnce() -> V) -> V {
        let locked = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = locked().get(key) {
            return known.clone();
        }
        // Made without the lock: making it may ask for others.
        let made = make();
        locked().entry(key.clone()).or_insert(made).clone()
    }
}

/// The trait that is implemented.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Of {
    None,
    External(String),
    Local(ItemDef),
}

/// An implementation as it is written.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) def: ItemDef,
    pub(super) of_trait: Of,
    /// The type of the workspace that it is for.
    pub(super) self_item: Option<ItemDef>,
    /// Items of the workspace that its header names.
    pub(super) mentioned: Vec<ItemDef>,
}

/// All implementations of a version.
#[derive(Debug, Default)]
pub(super) struct All {
    of_types: BTreeMap<ItemDef, Vec<Written>>,
    of_others: Vec<Written>,
}

impl All {
    pub(super) fn of_type(&self, ty: ItemDef) -> impl Iterator<Item = &Written> {
        self.of_types.get(&ty).into_iter().flatten()
    }

    /// Those for types that are not of the workspace, and for all types.
    pub(super) fn of_others(&self) -> impl Iterator<Item = &Written> {
        self.of_others.iter()
    }

    /// The types that implement one of some traits of the workspace.
    pub(super) fn implementing(&self, traits: &[Node]) -> impl Iterator<Item = Node> {
        let implements = |written: &&Written| matches!(written.of_trait, Of::Local(it) if traits.contains(&Node::Item(it)));
        let all = self.of_types.values().flatten().chain(&self.of_others);
        let found = all.filter(implements);
        found.map(|written| Node::Item(written.self_item.unwrap_or(written.def)))
    }

    fn new(program: &Program<'_, '_>, lookups: &Lookups) -> All {
        let mut all = All::default();
        for (instance, facts) in program.instances() {
            for (row, item) in facts.items.iter().enumerate() {
                let ItemKind::Impl {
                    of_trait,
                    self_ty,
                    negative: false,
                } = item.kind
                else {
                    continue;
                };
                let presence = program.names.presence_in(instance, item.scope);
                if presence.is_some_and(|it| it.is_test_only() || it.is_absent())
                    || item.cfg.is_some_and(|cfg| !program.holds(instance, cfg))
                {
                    continue;
                }
                let def = ItemDef {
                    instance,
                    item: ItemId(row as u32),
                };
                let header = program.header_extent(def);
                let paths = lookups.paths(program, instance);
                let from = paths.partition_point(|(extent, _)| extent.start < header.start);
                let named = paths[from..]
                    .iter()
                    .take_while(|(extent, _)| extent.start < header.end);
                let mentioned =
                    named.filter_map(|(_, path)| match program.meaning(instance, *path) {
                        Meaning::Item(def, 0) => Some(def),
                        _ => None,
                    });
                let written = Written {
                    def,
                    of_trait: of_trait
                        .map_or(Of::None, |it| program.implemented_trait(instance, it)),
                    self_item: program.item_of_type(instance, self_ty, 16),
                    mentioned: mentioned.collect(),
                };
                match written.self_item {
                    Some(ty) => all.of_types.entry(ty).or_default().push(written),
                    None => all.of_others.push(written),
                }
            }
        }
        all
    }
}

impl Lookups {
    pub(super) fn all(&self, program: &Program<'_, '_>) -> &All {
        self.all.get_or_init(|| All::new(program, self))
    }

    pub(super) fn pieces(&self, node: Node, make: impl FnOnce() -> Vec<Piece>) -> Arc<Vec<Piece>> {
        self.pieces.get(&node, || Arc::new(make()))
    }

    pub(super) fn fingerprint(&self, roots: &[Node], make: impl FnOnce() -> String) -> String {
        self.fingerprints.get(&roots.to_vec(), make)
    }

    /// The paths of a file by where they begin.
    pub(super) fn paths(
        &self,
        program: &Program<'_, '_>,
        instance: InstanceId,
    ) -> Arc<Vec<(Extent, PathId)>> {
        self.paths.get(&instance, || {
            let rows = program.facts_of(instance).paths.iter().enumerate();
            let mut paths: Vec<(Extent, PathId)> = rows
                .filter(|(_, path)| !path.expanded && path.kind != PathKind::Attribute)
                .map(|(row, path)| (path.extent, PathId(row as u32)))
                .collect();
            paths.sort();
            Arc::new(paths)
        })
    }

    /// The texts of all files.
    pub(super) fn everything(&self, program: &Program<'_, '_>) -> String {
        let all = || {
            let mut texts: Vec<u128> = program
                .instances()
                .map(|(instance, facts)| {
                    let text = program.source(instance, Extent::new(0, facts.len));
                    xxh3_128(normalised(&text).as_bytes())
                })
                .collect();
            texts.sort_unstable();
            let texts: Vec<String> = texts.iter().map(|text| format!("{text:032x}")).collect();
            format!("{:032x}", xxh3_128(texts.join(" ").as_bytes()))
        };
        self.everything.get_or_init(all).clone()
    }

    /// Calls of macros among items that name something, and of which nobody knows what they declare.
    pub(super) fn calls_that_name(&self, program: &Program<'_, '_>, name: &str) -> Vec<Node> {
        let all = || {
            let mut words: BTreeMap<String, Vec<Node>> = BTreeMap::new();
            for (instance, facts) in program.instances() {
                for call in facts.macro_calls.iter().filter(|call| call.is_opaque()) {
                    let node = Node::Call(instance, call.extent);
                    let mut named = tokens(&program.source(instance, call.args));
                    named.sort();
                    named.dedup();
                    for word in named {
                        words.entry(word).or_default().push(node);
                    }
                }
            }
            words
        };
        let calls = self.calls.get_or_init(all);
        calls.get(name).cloned().unwrap_or_default()
    }

    /// The traits of the workspace that a file declares or imports; none if globs lead on too far to tell.
    pub(super) fn traits_in(
        &self,
        program: &Program<'_, '_>,
        instance: InstanceId,
    ) -> Option<BTreeSet<ItemDef>> {
        self.traits.get(&instance, || {
            let mut traits = BTreeSet::new();
            let mut seen = BTreeSet::from([instance]);
            let mut open = vec![instance];
            while let Some(instance) = open.pop() {
                let facts = program.facts_of(instance);
                let is_trait =
                    |def: &ItemDef| matches!(program.item(*def).kind, ItemKind::Trait { .. });
                let own = (0..facts.items.len() as u32).map(|row| ItemDef {
                    instance,
                    item: ItemId(row),
                });
                traits.extend(own.filter(is_trait));
                for (is_glob, def) in program.imported_by(instance) {
                    match def {
                        Def::Item(def) if is_trait(&def) => {
                            traits.insert(def);
                        }
                        Def::Module(module) if is_glob => {
                            let inside = program.names.module(module).instance?;
                            if seen.insert(inside) {
                                open.push(inside);
                            }
                        }
                        _ => {}
                    }
                }
            }
            Some(traits)
        })
    }

    /// The functions of a type that have a name.
    pub(super) fn functions_of(
        &self,
        program: &Program<'_, '_>,
        ty: ItemDef,
        name: &str,
    ) -> Vec<Node> {
        let all = self.all(program);
        let mut found = Vec::new();
        for written in all.of_type(ty) {
            if let Some(body) = program.item(written.def).body {
                let items = program.items_in(written.def.instance, body);
                let named = items.filter(|(def, _)| program.name(*def) == name);
                found.extend(named.map(|(def, _)| Node::Item(def)));
            }
        }
        found
    }

    /// What stands for an item: the enum for a variant, with how many segments that leaves; nothing for errors, which
    /// no value holds.
    pub(super) fn node_of(&self, program: &Program<'_, '_>, def: ItemDef) -> Option<(Node, usize)> {
        let (def, up) = match program.item(def).kind {
            ItemKind::Variant { .. } => {
                let facts = program.facts_of(def.instance);
                let (item, _) = facts.items_around(program.item(def).scope).next()?;
                let owner = ItemDef {
                    instance: def.instance,
                    item,
                };
                (owner, 1)
            }
            _ => (def, 0),
        };
        let is_error = self.errors.get(&def, || self.is_error(program, def));
        (!is_error).then_some((Node::Item(def), up))
    }

    fn is_error(&self, program: &Program<'_, '_>, def: ItemDef) -> bool {
        if !matches!(
            program.item(def).kind,
            ItemKind::Struct { .. } | ItemKind::Enum
        ) {
            return false;
        }
        let facts = program.facts_of(def.instance);
        let attrs = facts.attrs_of(program.item(def).attrs);
        let lists = attrs.filter_map(|attr| facts.attr_list(attr, "derive"));
        let derived: Vec<&str> = lists
            .flatten()
            .map(|meta| facts.text(meta.path))
            .map(|path| path.rsplit("::").next().unwrap_or(path))
            .collect();
        let serde = ["Serialize", "Deserialize"];
        let all = self.all(program);
        let implements = |name: &str| {
            all.of_type(def).any(|written| {
                matches!(&written.of_trait, Of::External(path) if path.rsplit("::").next() == Some(name))
            })
        };
        (derived.contains(&"Error") || implements("Error"))
            && !serde
                .iter()
                .any(|name| derived.contains(name) || implements(name))
    }
}

impl Program<'_, '_> {
    fn implemented_trait(&self, instance: InstanceId, of_trait: TypeId) -> Of {
        let facts = self.facts_of(instance);
        let Type::Path { path, .. } = facts.ty(of_trait) else {
            return Of::External("?".to_owned());
        };
        match self.meaning(instance, *path) {
            Meaning::Item(def, 0) => Of::Local(def),
            Meaning::External(path) => Of::External(path),
            _ => Of::External(facts.path_text(facts.path(*path))),
        }
    }

    /// The item behind a type, through references and aliases.
    fn item_of_type(&self, instance: InstanceId, ty: TypeId, steps: u32) -> Option<ItemDef> {
        let steps = steps.checked_sub(1)?;
        match self.facts_of(instance).ty(ty) {
            Type::Path { path, .. } => match self.meaning(instance, *path) {
                Meaning::Item(def, 0) => match self.item(def).kind {
                    ItemKind::TypeAlias { ty: Some(ty) } => {
                        self.item_of_type(def.instance, ty, steps)
                    }
                    _ => Some(def),
                },
                _ => None,
            },
            Type::Ref { target, .. } => self.item_of_type(instance, *target, steps),
            _ => None,
        }
    }
}
