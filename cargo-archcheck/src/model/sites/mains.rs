//! Functions that are called `main`, and stand in a module.

use govern_facts::{ItemKind, ScopeKind};

use super::Ground;
use crate::model::architecture::{Site, What};

pub(super) fn find(ground: &Ground<'_, '_>, sites: &mut Vec<Site>) {
    let facts = ground.facts;
    for item in &facts.items {
        let is_main = matches!(item.kind, ItemKind::Fn { .. }) && facts.text(item.name) == "main";
        let in_module = facts.scopes[item.scope.index()].kind == ScopeKind::Module;
        if !is_main || !in_module || !ground.holds(item.cfg) {
            continue;
        }
        if let Some(module) = ground.present(item.scope) {
            sites.push(Site {
                module,
                span: ground.span(item.name_extent),
                what: What::Main,
            });
        }
    }
}
