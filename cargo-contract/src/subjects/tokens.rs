//! Types whose values are written without dots, because the project says so.

use govern_facts::{ItemId, ItemKind};

use super::code::{Code, Unit};
use super::ty::Def;
use crate::config::matches;

impl Code<'_> {
    /// Whether the project says that a type is written without dots.
    pub(super) fn is_token(&self, def: Def) -> bool {
        self.tokens.contains(&def)
    }

    /// Finds the types that fit one of the patterns.
    pub(super) fn index_tokens(&mut self, patterns: &[String]) {
        if patterns.is_empty() {
            return;
        }
        let units = std::mem::take(&mut self.units);
        for unit in units.values() {
            for (def, path) in self.types_of(unit) {
                for pattern in patterns.iter().filter(|it| matches(it, &path)) {
                    self.tokens.insert(def);
                    self.idle_tokens.remove(pattern);
                }
            }
        }
        // That a pattern fits a type is so wherever the type is.
        let mut files = self.side.workspace.files().iter();
        while !self.idle_tokens.is_empty()
            && let Some(&file) = files.next()
        {
            let other = match units.contains_key(&file) {
                true => None,
                false => Unit::new(self.side, file),
            };
            let types = other.map(|unit| self.types_of(&unit)).unwrap_or_default();
            for (_, path) in types {
                self.idle_tokens.retain(|pattern| !matches(pattern, &path));
            }
        }
        self.units = units;
    }

    /// The structs and enums of a file, and how they are called.
    fn types_of(&self, unit: &Unit<'_>) -> Vec<(Def, String)> {
        let items = unit.facts.items.iter().zip(0..);
        let types =
            items.filter(|(it, _)| matches!(it.kind, ItemKind::Struct { .. } | ItemKind::Enum));
        types
            .map(|(_, row)| {
                let def = Def {
                    file: unit.file,
                    item: ItemId(row),
                };
                (def, self.path_in(unit, def))
            })
            .collect()
    }
}
