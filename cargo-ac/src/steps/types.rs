//! What types and attributes mean for steps.

use govern_facts::{FileFacts, ItemKind, Type, TypeId};
use govern_names::{InstanceId, ItemDef, Meaning};

use super::World;
use crate::rust::Input;

/// How many aliases of types are followed.
const ALIASES: usize = 8;

/// Whether a path of another crate is one of cucumber-rs.
pub(super) fn is_cucumber(path: &str) -> bool {
    matches!(
        path.split("::").next(),
        Some("cucumber" | "cucumber_codegen")
    )
}

/// What a type is when aliases are followed.
pub(super) fn type_of(
    facts: &FileFacts,
    instance: InstanceId,
    ty: TypeId,
    input: &Input<'_>,
) -> World {
    let (mut facts, mut instance, mut ty) = (facts, instance, ty);
    for _ in 0..ALIASES {
        let Type::Path { path, .. } = facts.ty(ty) else {
            return World::Unknown;
        };
        match input.names.meaning_in(facts, instance, *path) {
            Meaning::Item(def, 0) => match alias(def, input) {
                Some(Some((next, target))) => {
                    (facts, instance, ty) = (next, def.instance, target);
                }
                Some(None) => return World::Item(def),
                None => return World::Unknown,
            },
            Meaning::External(path) => return World::External(path),
            _ => return World::Unknown,
        }
    }
    World::Unknown
}

/// What an alias stands for, with the facts it is written in. `Some(None)` is a type of its own, none is no type.
type Alias<'a> = Option<Option<(&'a FileFacts, TypeId)>>;

fn alias<'a>(def: ItemDef, input: &Input<'a>) -> Alias<'a> {
    let facts = (input.facts)(input.names.instance(def.instance).file)?;
    match facts.item(def.item).kind {
        ItemKind::TypeAlias { ty } => ty.map(|ty| Some((facts, ty))),
        ItemKind::Struct { .. } | ItemKind::Enum | ItemKind::Union { .. } => Some(None),
        _ => None,
    }
}
