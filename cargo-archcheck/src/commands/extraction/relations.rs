//! What the graph says that does not depend on what is planned next: who calls what, and what the orphan rule allows.

use super::{
    placement::Plan,
    things::{HeadType, Kind, Thing, Things, Usage},
};

/// Uses in the signatures of what is called through ports: the traits name it, too. Of a type these are the methods that are
/// called, by name.
pub(super) fn signatures<'t>(things: &'t Things, plan: &Plan) -> Vec<&'t Usage> {
    let mut found = Vec::new();
    let mut signature = |function: usize| {
        let uses = things.used_by(function);
        found.extend(uses.filter(|usage| usage.signature));
    };
    for &port in plan.ports.keys() {
        if !things.list[port].kind.is_type() {
            signature(port);
            continue;
        }
        let methods = things.methods.get(&port).into_iter().flatten();
        for &method in methods.filter(|&&method| is_called(things, plan, method)) {
            signature(method);
        }
    }
    found
}

/// Whether something that moves calls a method: by its path, or one of that name.
pub(super) fn is_called(things: &Things, plan: &Plan, method: usize) -> bool {
    let moves = |thing: usize| plan.moves(thing) && !things.list[thing].test;
    let name = &things.list[method].name;
    let mut users = things.users_of(method);
    users.any(|usage| moves(usage.from))
        || (0..things.list.len())
            .any(|thing| moves(thing) && things.list[thing].calls.contains_key(name))
}

/// Whether something is used in production code by what is not `among` them. Re-exports are no users, and neither are
/// imports, unless they are what brings the methods of a trait into scope.
pub(super) fn has_other_users(
    things: &Things,
    thing: usize,
    among: impl Fn(usize) -> bool,
) -> bool {
    let is_trait = things.list[thing].kind == Kind::Trait;
    let inside = things.users_of(thing).any(|usage| {
        let user = &things.list[usage.from];
        // Of what stays, the implementations of it or for it know both sides.
        let own = user.of == Some(thing) || heads(user).any(|head| head == thing);
        let counted = !user.test && !usage.reexport && (!usage.import || is_trait);
        counted && !own && !among(usage.from)
    });
    let foreign = things.foreign.get(&thing).into_iter().flatten();
    inside || foreign.into_iter().any(|user| !user.test && !user.reexport)
}

/// The things in the header of an implementation.
pub(super) fn heads(implementation: &Thing) -> impl Iterator<Item = usize> {
    let header = implementation.header.iter();
    header.flat_map(|header| {
        let types = header.types.iter().filter_map(|ty| match ty {
            HeadType::Thing(thing) => Some(*thing),
            _ => None,
        });
        types.chain(header.of_trait)
    })
}

/// Whether the orphan rule allows an implementation in a crate, by what is local there.
pub(super) fn is_legal(
    things: &Things,
    implementation: usize,
    is_local: impl Fn(usize) -> bool,
) -> bool {
    let Some(header) = &things.list[implementation].header else {
        return true;
    };
    if header.of_trait.is_some_and(&is_local) {
        return true;
    }
    let mut known = header.of_trait.is_some();
    for ty in &header.types {
        match ty {
            HeadType::Thing(thing) if is_local(*thing) => return true,
            HeadType::Thing(_) => known = true,
            HeadType::Param => return false,
            HeadType::Other => {}
        }
    }
    // Of nothing in the crate: made for something that is not known, and allowed as it was.
    !known
}
