//! What types for tests do when others use them: `Drop`, and the traits through which the code under test calls them back.

use govern_facts::{FileFacts, Item, ItemId, ItemKind, Type};
use govern_names::{ItemDef, Meaning};

use super::weigh::Scales;
use super::{Function, Implemented};

impl Scales<'_, '_> {
    /// The functions of the traits that a type implements, or that the type of a variant does.
    pub(super) fn of_type(&mut self, def: ItemDef) -> Vec<Function> {
        let file = self.input.names.instance(def.instance).file;
        let Some(facts) = (self.input.facts)(file) else {
            return Vec::new();
        };
        let (id, item) = type_of(facts, def.item);
        let is_type = matches!(
            item.kind,
            ItemKind::Struct { .. } | ItemKind::Enum | ItemKind::Union { .. }
        );
        if !is_type {
            return Vec::new();
        }
        if self.implemented.is_none() {
            self.implemented = Some(self.implemented());
        }
        let known = self.implemented.as_ref();
        known
            .and_then(|known| known.get(&(file, id)))
            .cloned()
            .unwrap_or_default()
    }

    fn implemented(&self) -> Implemented {
        let mut found = Implemented::new();
        for &file in self.all {
            let Some(facts) = (self.input.facts)(file) else {
                continue;
            };
            for (row, item) in (0..).zip(&facts.items) {
                let home = facts.scope(item.scope).item;
                let (ItemKind::Fn { .. }, Some(home)) = (&item.kind, home) else {
                    continue;
                };
                let ItemKind::Impl {
                    of_trait: Some(_),
                    self_ty,
                    ..
                } = facts.item(home).kind
                else {
                    continue;
                };
                let Type::Path { path, .. } = facts.ty(self_ty) else {
                    continue;
                };
                let Meaning::Item(def, 0) = self.input.names.meaning(facts, file, *path) else {
                    continue;
                };
                let place = (self.input.names.instance(def.instance).file, def.item);
                found.entry(place).or_default().push((file, ItemId(row)));
            }
        }
        found
    }
}

/// The enum of a variant; what else is given is the type itself.
pub(super) fn type_of(facts: &FileFacts, id: ItemId) -> (ItemId, &Item) {
    let item = facts.item(id);
    let home = match item.kind {
        ItemKind::Variant { .. } => facts.scope(item.scope).item,
        _ => None,
    };
    let id = home.unwrap_or(id);
    (id, facts.item(id))
}
