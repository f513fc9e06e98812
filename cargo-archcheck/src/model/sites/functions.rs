//! Functions with their bodies, where the project says how much may stand in them.

use govern_facts::ItemKind;

use super::Ground;
use crate::{
    model::architecture::{Site, What},
    policy::pattern::Captures,
};

pub(super) fn find(ground: &Ground<'_, '_>, sites: &mut Vec<Site>) {
    let Some(thinness) = &ground.architecture.policy.thinness else {
        return;
    };
    let (facts, known) = (ground.facts, Captures::default());
    for item in &facts.items {
        let ItemKind::Fn { signature } = item.kind else {
            continue;
        };
        let signature = &facts.signatures[signature as usize];
        // Of what the arguments of a macro declare only the header is known, of what an expansion does only the call.
        let is_of_macro = item.expanded || (item.in_macro.is_some() && item.body.is_none());
        if !signature.has_body && !is_of_macro {
            continue;
        }
        let scope = item.body.unwrap_or(item.scope);
        let Some(module) = ground.present(scope).filter(|_| ground.holds(item.cfg)) else {
            continue;
        };
        if !thinness.of.has_module(ground.architecture, module, &known) {
            continue;
        }
        let mut path = ground.architecture.module(module).path.clone();
        let around = facts.name_in_module(item.scope);
        for name in [around.as_str(), facts.text(item.name)] {
            if !name.is_empty() {
                path.push_str("::");
                path.push_str(name);
            }
        }
        sites.push(Site {
            module,
            span: ground.span(item.name_extent),
            what: What::Function {
                path,
                size: (!is_of_macro).then_some(signature.size),
            },
        });
    }
}
