//! Collects what modules declare from facts and names.

mod data;
mod mentions;
mod places;
mod traits;

use std::collections::BTreeSet;

use govern_diagnostics::Span;
use govern_facts::{Extent, FileFacts, ItemId, ItemKind, PathId, PathKind, Visibility};
use govern_names::{Def, InstanceId, ItemDef, Meaning, ModuleId, Names, Origin};
use govern_workspace::Workspace;
use rustc_hash::FxHashMap;

use crate::{
    model::{
        architecture::{Architecture, ModuleRow},
        declarations::{DataType, Declarations, Function, Hint, Implementation, Static, Trait},
    },
    policy::Role,
};

/// What the program declares. Nothing if no layer has a role.
pub(crate) fn declarations(
    workspace: &Workspace,
    names: &Names,
    rows: &FxHashMap<ModuleId, ModuleRow>,
    architecture: &Architecture,
) -> Declarations {
    let mut declarations = Declarations::default();
    if !architecture.policy.has_roles() {
        return declarations;
    }
    let mut exported = BTreeSet::new();
    let shared = shared(names, rows, architecture);
    for (instance, row) in names.instances() {
        let Some(facts) = workspace.facts(row.file) else {
            continue;
        };
        let file = File {
            workspace,
            names,
            rows,
            architecture,
            shared: &shared,
            instance,
            facts,
            paths: type_paths(facts),
            around: mentions::arguments(facts),
        };
        for row in 0..facts.items.len() as u32 {
            file.item(ItemId(row), &mut declarations);
        }
        file.hints(&mut declarations);
    }
    for reference in names.references() {
        export(
            workspace,
            names,
            rows,
            architecture,
            reference,
            &mut exported,
        );
    }
    declarations.exported_by_ports = exported.into_iter().collect();
    sort(&mut declarations);
    declarations
}

fn sort(declarations: &mut Declarations) {
    macro_rules! sorted {
        ($($table:ident: $span:expr;)*) => {$(
            declarations.$table.sort_by_key(|one| {
                let span: Span = $span(one);
                (one.module, span.file, span.range.start())
            });
        )*};
    }
    sorted! {
        traits: |one: &Trait| one.span;
        implementations: |one: &Implementation| one.span;
        types: |one: &DataType| one.span;
        functions: |one: &Function| one.method.span;
        statics: |one: &Static| one.span;
        hints: |one: &Hint| one.span;
    }
}

/// The modules with others inside that are not in the same layer: what can be seen in all of one leaves its layer.
fn shared(
    names: &Names,
    rows: &FxHashMap<ModuleId, ModuleRow>,
    architecture: &Architecture,
) -> BTreeSet<ModuleId> {
    let mut layers = FxHashMap::default();
    let mut shared = BTreeSet::new();
    for (id, module) in names.modules() {
        let Some(&row) = rows.get(&id) else {
            continue;
        };
        let row = architecture.module(row);
        if row.excluded || !module.presence.normal {
            continue;
        }
        let around = std::iter::successors(Some(id), |&id| names.module(id).parent);
        for around in around {
            if *layers.entry(around).or_insert(row.layer) != row.layer {
                shared.insert(around);
            }
        }
    }
    shared
}

/// Remembers what a re-export in a layer of ports exports.
fn export(
    workspace: &Workspace,
    names: &Names,
    rows: &FxHashMap<ModuleId, ModuleRow>,
    architecture: &Architecture,
    reference: &govern_names::Reference,
    exported: &mut BTreeSet<String>,
) {
    let (Origin::Import(row), Some(&from)) = (reference.origin, rows.get(&reference.from)) else {
        return;
    };
    if architecture.role_of(from) != Some(Role::Port) {
        return;
    }
    let Some(facts) = workspace.facts(names.instance(reference.instance).file) else {
        return;
    };
    if facts.imports[row as usize].visibility == Visibility::Inherited {
        return;
    }
    exported.extend(match reference.def {
        Def::Item(item) => item_path(workspace, names, item),
        Def::Module(module) => Some(names.module_path(module)),
        Def::Extern(_) | Def::Builtin => None,
    });
}

/// The full path of an item of a module.
fn item_path(workspace: &Workspace, names: &Names, def: ItemDef) -> Option<String> {
    let facts = workspace.facts(names.instance(def.instance).file)?;
    let mut path = names.module_path(names.module_of_item(def, facts));
    path.push_str("::");
    path.push_str(facts.text(facts.item(def.item).name));
    Some(path)
}

/// The paths in types and bounds, by where they begin.
fn type_paths(facts: &FileFacts) -> Vec<(u32, PathId)> {
    let mut paths: Vec<(u32, PathId)> = facts
        .paths
        .iter()
        .enumerate()
        .filter(|(_, path)| matches!(path.kind, PathKind::Type | PathKind::Bound))
        .map(|(row, path)| (path.extent.start, PathId(row as u32)))
        .collect();
    paths.sort_unstable();
    paths
}

/// A file as part of a crate.
struct File<'a> {
    workspace: &'a Workspace,
    names: &'a Names,
    rows: &'a FxHashMap<ModuleId, ModuleRow>,
    architecture: &'a Architecture,
    /// The modules that several layers share.
    shared: &'a BTreeSet<ModuleId>,
    instance: InstanceId,
    facts: &'a FileFacts,
    paths: Vec<(u32, PathId)>,
    /// For each path in generic arguments the one that these are of.
    around: FxHashMap<PathId, PathId>,
}

impl File<'_> {
    fn item(&self, id: ItemId, declarations: &mut Declarations) {
        let item = self.facts.item(id);
        let is_implementation = matches!(
            item.kind,
            ItemKind::Impl {
                of_trait: Some(_),
                negative: false,
                ..
            }
        );
        let Some(module) = self.module(id) else {
            return;
        };
        let role = self.architecture.role_of(module);
        let excluded = self.architecture.module(module).excluded;
        let is_trait = matches!(item.kind, ItemKind::Trait { .. });
        // What stands behind a port does so wherever it is; a port may ask for traits from anywhere.
        if (!is_implementation && (excluded || (role.is_none() && !is_trait)))
            || !self.counts(module, item.body.unwrap_or(item.scope))
        {
            return;
        }
        match &item.kind {
            ItemKind::Trait { .. } => declarations.traits.push(self.trait_of(item, id, module)),
            ItemKind::Impl {
                of_trait: Some(of_trait),
                self_ty,
                negative: false,
            } => match self.implementation((item, id), module, *of_trait, *self_ty) {
                Ok(implementation) => declarations.implementations.push(implementation),
                Err(hint) => declarations.hints.push(hint),
            },
            ItemKind::Struct { .. } | ItemKind::Union { .. } | ItemKind::Enum => {
                declarations.types.push(self.data_type(item, id, module));
            }
            ItemKind::Fn { .. } => declarations
                .functions
                .extend(self.function(item, id, module)),
            ItemKind::Static { .. } => declarations.statics.push(Static {
                module,
                path: self.path(id),
                span: self.span(item.name_extent),
            }),
            _ => {}
        }
    }

    /// Where macros may implement traits in a way that is not known.
    fn hints(&self, declarations: &mut Declarations) {
        let calls: Vec<Extent> = self
            .facts
            .macro_calls
            .iter()
            .filter(|call| call.is_opaque())
            .map(|call| call.args)
            .collect();
        for (row, path) in self.facts.paths.iter().enumerate() {
            let may_implement = match path.kind {
                PathKind::MacroBody | PathKind::Derive => true,
                PathKind::MacroArgument => calls.iter().any(|args| args.contains(path.extent)),
                _ => false,
            };
            if !may_implement {
                continue;
            }
            let Some(module) = self
                .names
                .module_of(self.names.instance(self.instance).file, path.scope)
            else {
                continue;
            };
            let Some(&module) = self.rows.get(&module) else {
                continue;
            };
            if !self.counts(module, path.scope) {
                continue;
            }
            let name = self.facts.segments(path.segments).next_back();
            let name = name.unwrap_or_default();
            let known = match self.meaning(PathId(row as u32)) {
                Meaning::Item(def, 0) => {
                    let facts = self.workspace.facts(self.names.instance(def.instance).file);
                    let is_trait = facts.is_some_and(|facts| {
                        matches!(facts.item(def.item).kind, ItemKind::Trait { .. })
                    });
                    match is_trait {
                        true => item_path(self.workspace, self.names, def),
                        false => continue,
                    }
                }
                // A derive that is called like a trait may be of it.
                _ if path.kind == PathKind::Derive => None,
                Meaning::Unresolved => None,
                _ => continue,
            };
            declarations.hints.push(Hint {
                module,
                path: known,
                name: name.to_owned(),
                span: self.span(path.extent),
            });
        }
    }
}
