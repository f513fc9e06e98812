//! What stands in which function of a file.

use std::collections::BTreeMap;
use std::sync::Arc;

use govern_facts::{FileFacts, ItemId, ItemKind, MacroCallId, PathId, ScopeId};

/// The rows of the facts of a file by the innermost function around them.
#[derive(Debug, Default)]
pub(super) struct FileIndex {
    pub(super) functions: BTreeMap<ItemId, Inside>,
    /// The text, once somebody has asked for it.
    pub(super) text: Option<Option<Arc<str>>>,
}

/// What stands in a function.
#[derive(Debug, Default, Clone)]
pub(super) struct Inside {
    pub(super) macros: Vec<MacroCallId>,
    pub(super) paths: Vec<PathId>,
    /// Rows of the method calls.
    pub(super) methods: Vec<usize>,
}

impl FileIndex {
    pub(super) fn new(facts: &FileFacts) -> FileIndex {
        let mut index = FileIndex::default();
        for (row, call) in (0..).zip(&facts.macro_calls) {
            if let Some(inside) = index.around(facts, call.scope) {
                inside.macros.push(MacroCallId(row));
            }
        }
        for (row, path) in (0..).zip(&facts.paths) {
            if let Some(inside) = index.around(facts, path.scope) {
                inside.paths.push(PathId(row));
            }
        }
        for (row, call) in facts.method_calls.iter().enumerate() {
            if let Some(inside) = index.around(facts, call.scope) {
                inside.methods.push(row);
            }
        }
        index
    }

    fn around(&mut self, facts: &FileFacts, scope: ScopeId) -> Option<&mut Inside> {
        let (id, _) = facts
            .items_around(scope)
            .find(|(_, item)| matches!(item.kind, ItemKind::Fn { .. }))?;
        Some(self.functions.entry(id).or_default())
    }
}
