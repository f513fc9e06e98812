//! The part of the model about what stands in code besides uses of names: statics that can change, variables of the build,
//! conditions, adapters that are made. Only code of the program is looked at, no tests.

use govern_diagnostics::{FileId, Span};
use govern_facts::{CfgId, Extent, FileFacts, ScopeId};
use govern_names::{InstanceId, ModuleId, Names};
use govern_workspace::{CodeKind, Conditions, DependencyKind, Workspace};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::architecture::{Architecture, ModuleRow, Site};

mod build_variables;
mod conditions;
mod constructions;
mod functions;
mod mains;
mod statics;
mod switched_off;

/// Adds the sites, once the modules have their layers.
pub(crate) fn add(
    workspace: &Workspace,
    names: &Names,
    rows: &FxHashMap<ModuleId, ModuleRow>,
    architecture: &mut Architecture,
) {
    let known: &Architecture = architecture;
    let of_files = workspace.files().par_iter().map(|&file| {
        let mut sites = Vec::new();
        let Some(facts) = workspace.facts(file) else {
            return sites;
        };
        for &instance in names.instances_of(file) {
            let package = &names.krate(names.instance(instance).krate).package;
            let Some(package) = workspace.package_named(package) else {
                continue;
            };
            let ground = Ground {
                workspace,
                names,
                rows,
                architecture: known,
                file,
                instance,
                facts,
                conditions: workspace.conditions(package.id, CodeKind::Production),
            };
            mains::find(&ground, &mut sites);
            functions::find(&ground, &mut sites);
            statics::find(&ground, &mut sites);
            build_variables::find(&ground, &mut sites);
            conditions::find(&ground, &mut sites);
            switched_off::find(&ground, package, &mut sites);
        }
        sites
    });
    let mut sites: Vec<Site> = of_files.flatten_iter().collect();
    constructions::find(workspace, names, rows, architecture, &mut sites);
    sites.sort_by(|a, b| a.key().cmp(&b.key()));
    sites.dedup();
    architecture.sites = sites;
}

/// A file as part of a crate.
struct Ground<'w, 'a> {
    workspace: &'w Workspace,
    names: &'w Names,
    rows: &'a FxHashMap<ModuleId, ModuleRow>,
    architecture: &'a Architecture,
    file: FileId,
    instance: InstanceId,
    facts: &'w FileFacts,
    conditions: Conditions<'w>,
}

impl Ground<'_, '_> {
    /// The module of a scope, whether or not the scope exists; none in code that is for tests or for the build script.
    fn module(&self, scope: ScopeId) -> Option<ModuleRow> {
        let module = self.names.module_in(self.instance, scope)?;
        let row = *self.rows.get(&module)?;
        let kind = self.architecture.module(row).kind;
        let is_test = || self.names.is_test(self.facts, self.file, scope);
        (kind == DependencyKind::Normal && !is_test()).then_some(row)
    }

    /// Whether the module of a scope exists.
    fn is_in_module(&self, scope: ScopeId) -> bool {
        let module = self.names.module_in(self.instance, scope);
        module.is_some_and(|module| self.rows.contains_key(&module))
    }

    /// The module of a scope that exists in the program.
    fn present(&self, scope: ScopeId) -> Option<ModuleRow> {
        let presence = self.names.presence_in(self.instance, scope)?;
        presence.normal.then(|| self.module(scope)).flatten()
    }

    /// Whether a condition can hold in the program.
    fn holds(&self, cfg: Option<CfgId>) -> bool {
        let holds = |flag: &str, value: Option<&str>| self.conditions.holds(flag, value);
        cfg.is_none_or(|cfg| self.facts.evaluate(cfg, &holds) != Some(false))
    }

    /// The innermost scope around a place.
    fn scope_at(&self, extent: Extent) -> ScopeId {
        let scopes = self.facts.scopes.iter().enumerate();
        let around = scopes.filter(|(_, scope)| scope.extent.contains(extent));
        let innermost = around.min_by_key(|(row, scope)| {
            let length = scope.extent.end - scope.extent.start;
            (length, std::cmp::Reverse(*row))
        });
        innermost.map_or(ScopeId(0), |(row, _)| ScopeId(row as u32))
    }

    fn span(&self, extent: Extent) -> Span {
        Span::new(self.file, extent.range())
    }
}

/// The path of an external name, if a path means one, under the name that the standard library has for it.
fn external(
    names: &Names,
    facts: &FileFacts,
    instance: InstanceId,
    path: govern_facts::PathId,
) -> Option<String> {
    match names.meaning_in(facts, instance, path) {
        govern_names::Meaning::External(path) => Some(match path.split_once("::") {
            Some(("core" | "alloc", rest)) => format!("std::{rest}"),
            _ => path,
        }),
        _ => None,
    }
}
