//! Adapters that are made: associated functions that give back their type, and literals of structs.

use govern_diagnostics::Span;
use govern_facts::{FileFacts, GenericArg, ItemKind, PathKind, Type, TypeId};
use govern_names::{Def, InstanceId, ItemDef, Meaning, ModuleId, Names, Origin};
use govern_workspace::{DependencyKind, Workspace};
use rustc_hash::FxHashMap;

use crate::{
    model::architecture::{Architecture, ModuleRow, Site, What},
    policy::Role,
};

pub(super) fn find(
    workspace: &Workspace,
    names: &Names,
    rows: &FxHashMap<ModuleId, ModuleRow>,
    architecture: &Architecture,
    sites: &mut Vec<Site>,
) {
    let layers = &architecture.policy.layers;
    if !layers.iter().any(|layer| layer.role == Some(Role::Adapter)) {
        return;
    }
    let mut makers = None;
    for reference in names.references() {
        let (Origin::Path(path), Def::Item(def)) = (reference.origin, reference.def) else {
            continue;
        };
        let (Some(&module), Some(of)) = (
            rows.get(&reference.from),
            reference.def_module.and_then(|of| rows.get(&of)),
        ) else {
            continue;
        };
        let outside = !matches!(
            architecture.role_of(module),
            Some(Role::Adapter | Role::Entrypoint)
        );
        if !outside || architecture.role_of(*of) != Some(Role::Adapter) {
            continue;
        }
        let (Some(facts), Some(target)) = (
            workspace.facts(names.instance(reference.instance).file),
            workspace.facts(names.instance(def.instance).file),
        ) else {
            continue;
        };
        let path = facts.path(path);
        let file = names.instance(reference.instance).file;
        let for_tests = reference.test
            || architecture.module(module).kind != DependencyKind::Normal
            || names.is_test(facts, file, path.scope);
        let is_type = matches!(
            target.item(def.item).kind,
            ItemKind::Struct { .. } | ItemKind::Enum | ItemKind::Union { .. }
        );
        if for_tests || !is_type {
            continue;
        }
        let function = facts
            .segments(path.segments)
            .next_back()
            .unwrap_or_default();
        let function = match (path.kind, reference.rest) {
            (PathKind::StructLiteral | PathKind::Call, 0) => None,
            (PathKind::Call | PathKind::Value, 1) => {
                let makers = makers.get_or_insert_with(|| Makers::new(workspace, names));
                if !makers.make(def, function) {
                    continue;
                }
                Some(function.to_owned())
            }
            _ => continue,
        };
        let name = target.text(target.item(def.item).name);
        sites.push(Site {
            module,
            span: Span::new(file, path.extent.range()),
            what: What::Construction {
                item: format!("{}::{name}", architecture.module(*of).path),
                function,
                of: *of,
            },
        });
    }
}

/// The associated functions of the types of the workspace, and whether they give back their type.
struct Makers<'w> {
    known: FxHashMap<(ItemDef, &'w str), bool>,
}

impl<'w> Makers<'w> {
    fn new(workspace: &'w Workspace, names: &'w Names) -> Makers<'w> {
        let mut known = FxHashMap::default();
        for &file in workspace.files() {
            let Some(facts) = workspace.facts(file) else {
                continue;
            };
            for &instance in names.instances_of(file) {
                for item in &facts.items {
                    let ItemKind::Fn { signature } = item.kind else {
                        continue;
                    };
                    let around = facts
                        .scope(item.scope)
                        .item
                        .map(|around| facts.item(around));
                    let Some(ItemKind::Impl { self_ty, .. }) = around.map(|around| &around.kind)
                    else {
                        continue;
                    };
                    let Some(def) = item_of(names, facts, instance, *self_ty) else {
                        continue;
                    };
                    let ret = facts.signatures[signature as usize].ret;
                    let makes = ret.is_some_and(|ret| gives(names, facts, instance, ret, def, 0));
                    let known = known.entry((def, facts.text(item.name))).or_default();
                    *known |= makes;
                }
            }
        }
        Makers { known }
    }

    /// Whether an associated function gives back its type, alone or in something. One that is not written is derived.
    fn make(&self, def: ItemDef, function: &str) -> bool {
        let known = self.known.get(&(def, function)).copied();
        known.unwrap_or(function == "default")
    }
}

/// The item of the workspace that a type is, by its path.
fn item_of(names: &Names, facts: &FileFacts, instance: InstanceId, ty: TypeId) -> Option<ItemDef> {
    match facts.ty(ty) {
        Type::Path { path, .. } => match names.meaning_in(facts, instance, *path) {
            Meaning::Item(def, 0) => Some(def),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a type is one, or contains it: `Self`, `Result<Self, Error>`, `Arc<Store>`.
fn gives(
    names: &Names,
    facts: &FileFacts,
    instance: InstanceId,
    ty: TypeId,
    def: ItemDef,
    depth: usize,
) -> bool {
    /// Types nested deeper say nothing that matters here.
    const DEEPEST: usize = 16;
    let inside = |ty: TypeId| depth < DEEPEST && gives(names, facts, instance, ty, def, depth + 1);
    match facts.ty(ty) {
        Type::SelfType { rest } => rest.is_empty(),
        Type::Path { args, .. } => {
            item_of(names, facts, instance, ty) == Some(def)
                || args.iter().any(|arg| match arg {
                    GenericArg::Type(ty) | GenericArg::Binding(_, ty) => inside(*ty),
                    GenericArg::Const(_) => false,
                })
        }
        Type::Tuple(parts) | Type::Impl(parts) | Type::Dyn(parts) => {
            parts.iter().any(|&ty| inside(ty))
        }
        _ => false,
    }
}
