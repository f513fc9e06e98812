//! Statics that can change: `static mut`, and those of types that can change behind a shared reference.

use govern_facts::{GenericArg, ItemKind, Type, TypeId};

use super::{Ground, external};
use crate::model::architecture::{Site, What};
use crate::policy::effects::{Effect, table};

pub(super) fn find(ground: &Ground<'_, '_>, sites: &mut Vec<Site>) {
    let facts = ground.facts;
    for item in &facts.items {
        let ItemKind::Static { ty, mutable } = item.kind else {
            continue;
        };
        let by = match ty.and_then(|ty| changeable(ground, ty, 0)) {
            _ if mutable => "static mut".to_owned(),
            Some(by) => by,
            None => continue,
        };
        // A macro that is state itself speaks for what is inside it.
        let said = item.in_macro.and_then(|call| {
            let path = facts.macro_calls[call.index()].path;
            external(ground.names, facts, ground.instance, path)
        });
        let said = said.is_some_and(|path| {
            let mut effects = table().effects_of(&format!("{path}!")).collect::<Vec<_>>();
            effects.retain(|&effect| effect == Effect::GlobalState);
            !effects.is_empty()
        });
        if said || !ground.holds(item.cfg) {
            continue;
        }
        if let Some(module) = ground.present(item.scope) {
            let name = facts.text(item.name).to_owned();
            sites.push(Site {
                module,
                span: ground.span(item.name_extent),
                what: What::State { name, by },
            });
        }
    }
}

/// The type in a type through which it can change.
fn changeable(ground: &Ground<'_, '_>, ty: TypeId, depth: usize) -> Option<String> {
    /// Types nested deeper say nothing that matters here.
    const DEEPEST: usize = 16;
    if depth > DEEPEST {
        return None;
    }
    let inside = |ty: TypeId| changeable(ground, ty, depth + 1);
    match ground.facts.ty(ty) {
        Type::Path { path, args } => {
            let path = external(ground.names, ground.facts, ground.instance, *path);
            path.filter(|path| table().changeable.contains(path))
                .or_else(|| {
                    args.iter().find_map(|arg| match arg {
                        GenericArg::Type(ty) | GenericArg::Binding(_, ty) => inside(*ty),
                        GenericArg::Const(_) => None,
                    })
                })
        }
        Type::Ref { target, .. } | Type::Slice(target) | Type::Array(target, _) => inside(*target),
        Type::Tuple(parts) => parts.iter().find_map(|&ty| inside(ty)),
        _ => None,
    }
}
