//! Where something stands, what it means, and from where it can be seen.

use govern_diagnostics::Span;
use govern_facts::{Extent, Item, ItemId, ItemKind, PathId, ScopeId, Type, TypeId, Visibility};
use govern_names::{ItemDef, Meaning};
use govern_workspace::DependencyKind;
use rustc_hash::FxHashMap;

use super::{File, item_path};
use crate::model::architecture::ModuleRow;

impl File<'_> {
    /// The module an item is declared in.
    pub(super) fn module(&self, id: ItemId) -> Option<ModuleRow> {
        let def = ItemDef {
            instance: self.instance,
            item: id,
        };
        let module = self.names.module_of_item(def, self.facts);
        self.rows.get(&module).copied()
    }

    /// Whether a scope belongs to the program, not to tests or to what does not exist.
    pub(super) fn counts(&self, module: ModuleRow, scope: ScopeId) -> bool {
        let file = self.names.instance(self.instance).file;
        let module = self.architecture.module(module);
        module.kind == DependencyKind::Normal
            && !self.names.presence(file, scope).is_absent()
            && !self.names.is_test(self.facts, file, scope)
    }

    pub(super) fn path(&self, id: ItemId) -> String {
        let def = ItemDef {
            instance: self.instance,
            item: id,
        };
        item_path(self.workspace, self.names, def).unwrap_or_default()
    }

    pub(super) fn span(&self, extent: Extent) -> Span {
        Span::new(self.names.instance(self.instance).file, extent.range())
    }

    pub(super) fn meaning(&self, path: PathId) -> Meaning {
        self.names.meaning_in(self.facts, self.instance, path)
    }

    /// The items declared directly in an item, those of tests left out.
    pub(super) fn items_in(&self, around: ItemId) -> impl Iterator<Item = &Item> {
        let outer = self.facts.item(around);
        // They follow it.
        self.facts.items[around.index() + 1..]
            .iter()
            .take_while(|item| item.extent.start < outer.extent.end)
            .filter(|item| Some(item.scope) == outer.body)
            .filter(|item| self.is_normal(item.body.unwrap_or(item.scope)))
    }

    /// Whether an item can be seen from outside of its layer.
    pub(super) fn is_shown(&self, id: ItemId) -> bool {
        let item = self.facts.item(id);
        let around = self.facts.items_around(item.scope).next();
        let is_local = matches!(
            around,
            Some((
                _,
                Item {
                    kind: ItemKind::Fn { .. },
                    ..
                }
            ))
        );
        !is_local && self.leaves_layer(id, item.visibility)
    }

    /// Whether what an item declares with this visibility can be seen from outside of its layer. What is private to its
    /// module is not, though modules inside that one see it.
    pub(super) fn leaves_layer(&self, id: ItemId, visibility: Visibility) -> bool {
        let def = ItemDef {
            instance: self.instance,
            item: id,
        };
        let module = self.names.module_of_item(def, self.facts);
        match self.names.seen_within(self.facts, visibility, module) {
            None => true,
            Some(within) => {
                within != self.names.real_module(module) && self.shared.contains(&within)
            }
        }
    }

    /// Whether a type can be seen from outside of its layer; types from elsewhere can.
    pub(super) fn is_type_shown(&self, ty: TypeId) -> bool {
        let Type::Path { path, .. } = self.facts.ty(ty) else {
            return true;
        };
        let Meaning::Item(def, _) = self.meaning(*path) else {
            return true;
        };
        let file = self.names.instance(def.instance).file;
        self.workspace.facts(file).is_none_or(|facts| {
            let inside = File {
                instance: def.instance,
                facts,
                paths: Vec::new(),
                around: FxHashMap::default(),
                ..*self
            };
            inside.is_shown(def.item)
        })
    }

    /// Whether a scope exists outside of tests.
    pub(super) fn is_normal(&self, scope: ScopeId) -> bool {
        let file = self.names.instance(self.instance).file;
        self.names.presence(file, scope).normal
    }
}
