//! One side of a comparison: a workspace with its criteria, their links, and its items with what they consist of.

use std::collections::{BTreeMap, BTreeSet};

use govern_facts::{FileFacts, ItemId, ItemKind};
use govern_gate::Error;
use govern_names::Names;
use govern_workspace::Workspace;

use crate::config::Settings;
use crate::criteria::Criteria;
use crate::fingerprint;
use crate::lock::{Edge, Key};
use crate::reach::{Item, Items, name};
use crate::read::links;

/// One side of a comparison.
pub(crate) struct Side<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) names: &'a Names,
    pub(super) model: &'a Criteria,
    /// The links of criteria in force.
    pub(super) links: BTreeMap<Key, Edge>,
    /// The items by what they are called, with their fingerprints: several of one name are told apart by these.
    items: BTreeMap<String, Vec<(u64, Item)>>,
}

impl<'a> Side<'a> {
    pub(super) fn new(
        workspace: &'a Workspace,
        names: &'a Names,
        model: &'a Criteria,
        settings: &Settings,
    ) -> Result<Side<'a>, Error> {
        let links = links(workspace, model, settings);
        let mut side = Side {
            workspace,
            names,
            model,
            links,
            items: BTreeMap::new(),
        };
        for &file in workspace.files() {
            let Some(facts) = workspace.facts(file) else {
                continue;
            };
            let text = workspace.text(file)?;
            for id in Items::new(facts).all() {
                let item = facts.item(id);
                // Of these only what stands in them does something.
                if matches!(item.kind, ItemKind::Impl { .. }) {
                    continue;
                }
                let range = std::ops::Range::from(item.extent.range());
                let text = text.get(range).unwrap_or_default();
                let print = fingerprint::test(text, &settings.words.links).hash;
                let key = side.key(facts, (file, id));
                side.items.entry(key).or_default().push((print, (file, id)));
            }
        }
        Ok(side)
    }

    /// What an item is called in its crate, whichever file it is in.
    pub(crate) fn key(&self, facts: &FileFacts, (file, id): Item) -> String {
        let item = facts.item(id);
        let module = self.names.module_of(file, item.scope);
        let module = module.map_or(String::new(), |module| self.names.module_path(module));
        format!("{} {module}::{}", kind(&item.kind), name(facts, id))
    }

    /// The items that the other side does not have as they are here.
    pub(crate) fn differing(&self, other: &Side<'_>) -> BTreeSet<Item> {
        let mut found = BTreeSet::new();
        for (key, items) in &self.items {
            let mut known: Vec<u64> = other.items.get(key).map_or_else(Vec::new, |items| {
                items.iter().map(|(print, _)| *print).collect()
            });
            for (print, item) in items {
                match known.iter().position(|known| known == print) {
                    Some(at) => drop(known.swap_remove(at)),
                    None => drop(found.insert(*item)),
                }
            }
        }
        found
    }

    /// Whether the other side has an item of that name.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.items.contains_key(key)
    }

    /// The items at which a link stands: it, what is in it, or all of its file.
    pub(super) fn linked(&self, link: &crate::rust::Link) -> Vec<Item> {
        let file = link.span.file;
        let Some(facts) = self.workspace.facts(file) else {
            return Vec::new();
        };
        let items = Items::new(facts);
        let within = |id: &ItemId| {
            link.item.is_none_or(|around| {
                let around = facts.item(around).extent;
                around.contains(facts.item(*id).extent)
            })
        };
        items.all().filter(within).map(|id| (file, id)).collect()
    }
}

fn kind(kind: &ItemKind) -> &'static str {
    match kind {
        ItemKind::Fn { .. } => "fn",
        ItemKind::Struct { .. } | ItemKind::Union { .. } | ItemKind::Enum => "type",
        ItemKind::Trait { .. } => "trait",
        ItemKind::Const { .. } | ItemKind::Static { .. } => "value",
        ItemKind::MacroRules { .. } | ItemKind::MacroDef => "macro",
        _ => "item",
    }
}
