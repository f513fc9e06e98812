//! The part of the model about items of modules: what they are, what they implement, which attributes they bear.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{FileId, Span};
use govern_facts::{FileFacts, Item as Fact, ItemId, ItemKind, ScopeKind, Type, TypeId};
use govern_names::{InstanceId, ItemDef, Meaning, ModuleId, Names};
use govern_workspace::{DependencyKind, Workspace};
use rustc_hash::FxHashMap;

use crate::{
    model::architecture::{Architecture, Item, ModuleRow},
    policy::project::ItemWord,
};

/// Adds the items, if some rule asks for them.
pub(crate) fn add(
    workspace: &Workspace,
    names: &Names,
    rows: &FxHashMap<ModuleId, ModuleRow>,
    architecture: &mut Architecture,
) {
    if architecture.policy.placements.is_empty() {
        return;
    }
    let collector = Collector { workspace, names };
    let mut implemented: BTreeMap<ItemDef, BTreeSet<String>> = BTreeMap::new();
    let mut found: Vec<(ItemDef, Item)> = Vec::new();
    for &file in workspace.files() {
        let (Some(facts), Some(&instance)) =
            (workspace.facts(file), names.instances_of(file).first())
        else {
            continue;
        };
        for (number, fact) in facts.items.iter().enumerate() {
            let of_trait = collector.trait_of(facts, instance, fact);
            // Blocks in functions may implement, too.
            if let (ItemKind::Impl { self_ty, .. }, Some(of_trait)) = (&fact.kind, &of_trait)
                && let Some(def) = collector.item_of(facts, instance, *self_ty)
            {
                implemented.entry(def).or_default().insert(of_trait.clone());
            }
            let def = ItemDef {
                instance,
                item: ItemId(number as u32),
            };
            if facts.scope(fact.scope).kind == ScopeKind::Module
                && let Some(item) = collector.item(facts, file, rows, architecture, fact)
            {
                let implements = of_trait.into_iter().collect();
                found.push((def, Item { implements, ..item }));
            }
        }
    }
    for (def, item) in &mut found {
        item.implements
            .extend(implemented.remove(def).unwrap_or_default());
    }
    architecture.items = found.into_iter().map(|(_, item)| item).collect();
    architecture
        .items
        .sort_by_key(|item| (item.module, item.span.file, item.span.range.start()));
}

struct Collector<'w> {
    workspace: &'w Workspace,
    names: &'w Names,
}

impl Collector<'_> {
    fn item(
        &self,
        facts: &FileFacts,
        file: FileId,
        rows: &FxHashMap<ModuleId, ModuleRow>,
        architecture: &Architecture,
        fact: &Fact,
    ) -> Option<Item> {
        let word = word_of(&fact.kind)?;
        let module = *rows.get(&self.names.module_of(file, fact.scope)?)?;
        let inside = fact.body.unwrap_or(fact.scope);
        if self.names.presence(file, inside).is_absent() {
            return None;
        }
        let kind = match architecture.module(module).kind {
            DependencyKind::Normal if self.names.is_test(facts, file, inside) => {
                DependencyKind::Development
            }
            kind => kind,
        };
        let name = match &fact.kind {
            ItemKind::Impl { self_ty, .. } => match facts.ty(*self_ty) {
                Type::Path { path, .. } => facts.path_text(facts.path(*path)),
                _ => "_".to_owned(),
            },
            _ => facts.text(fact.name).to_owned(),
        };
        let mut attributes = BTreeSet::new();
        for attr in facts.attrs_of(fact.attrs) {
            match facts.attr_list(attr, "derive") {
                Some(derived) => {
                    let derived = derived.iter().map(|meta| facts.text(meta.path).to_owned());
                    attributes.extend(derived);
                }
                None => _ = attributes.insert(facts.attr_path(attr).to_owned()),
            }
        }
        Some(Item {
            word,
            name,
            module,
            span: Span::new(file, fact.name_extent.range()),
            kind,
            implements: BTreeSet::new(),
            attributes,
        })
    }

    /// The full path of the trait of an `impl`.
    fn trait_of(&self, facts: &FileFacts, instance: InstanceId, fact: &Fact) -> Option<String> {
        let ItemKind::Impl {
            of_trait: Some(of_trait),
            negative: false,
            ..
        } = &fact.kind
        else {
            return None;
        };
        let Type::Path { path, .. } = facts.ty(*of_trait) else {
            return None;
        };
        match self.names.meaning_in(facts, instance, *path) {
            Meaning::External(path) => Some(path),
            Meaning::Item(def, 0) => {
                let file = self.names.instance(def.instance).file;
                let facts = self.workspace.facts(file)?;
                let module = self.names.module_of_item(def, facts);
                let name = facts.text(facts.item(def.item).name);
                Some(format!("{}::{name}", self.names.module_path(module)))
            }
            _ => None,
        }
    }

    /// The item of the workspace that a type is.
    fn item_of(&self, facts: &FileFacts, instance: InstanceId, ty: TypeId) -> Option<ItemDef> {
        let Type::Path { path, .. } = facts.ty(ty) else {
            return None;
        };
        match self.names.meaning_in(facts, instance, *path) {
            Meaning::Item(def, 0) => Some(def),
            _ => None,
        }
    }
}

/// What an item is; none if it has no word of its own here.
fn word_of(kind: &ItemKind) -> Option<ItemWord> {
    Some(match kind {
        ItemKind::Struct { .. } => ItemWord::Struct,
        ItemKind::Enum => ItemWord::Enum,
        ItemKind::Union { .. } => ItemWord::Union,
        ItemKind::Trait { .. } => ItemWord::Trait,
        ItemKind::Fn { .. } => ItemWord::Fn,
        ItemKind::TypeAlias { .. } => ItemWord::Type,
        ItemKind::Const { .. } => ItemWord::Const,
        ItemKind::Static { .. } => ItemWord::Static,
        ItemKind::Impl { .. } => ItemWord::Impl,
        _ => return None,
    })
}
