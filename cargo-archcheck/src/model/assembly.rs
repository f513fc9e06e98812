//! Makes the model from the loaded workspace and its linked names.

use std::collections::BTreeMap;

use govern_diagnostics::{Diagnostic, Span};
use govern_facts::{FileFacts, ItemKind, MacroBody, ScopeId, ScopeKind};
use govern_gate::{Error, Session};
use govern_names::{CrateId, InstanceId, Module as NamesModule, ModuleId, Names};
use govern_workspace::{DependencyKind, Workspace};
use rustc_hash::FxHashMap;

use crate::{
    config::{Config, SECTION},
    model::{
        architecture::{Architecture, Content, Declares, Module, ModuleRow, PackageRow, kind_of},
        declared, exposed, guest, items,
        layering::{self, Layering},
        opaque, orphans, packages, required, sites, uses,
    },
    policy::{Policy, interpret::interpret, selector::Selector},
};

/// The model, and what was noticed while it was made.
#[derive(Debug)]
pub struct Assembly {
    /// The model.
    pub architecture: Architecture,
    /// Selectors that contradict each other.
    pub mistakes: Vec<Diagnostic>,
    /// The selectors of the project, with how many modules each selects.
    pub selectors: Vec<(Selector, usize)>,
}

impl Assembly {
    /// Makes the model of a session; the other half are the mistakes in its configuration.
    pub fn load(session: &Session) -> Result<(Assembly, Vec<Diagnostic>), Error> {
        let config: Config = session.config(SECTION)?;
        let (policy, mut mistakes) = interpret(&config, &|range| session.config_span(range));
        // Guests come first: what is linked for them is gone before the rest is there.
        let assemble = |workspace: &Workspace, names: &Names| {
            with_uses(workspace, names, policy.clone()).0.architecture
        };
        let guests = guest::guests(session, &policy, &assemble, &mut mistakes)?;
        let workspace = session.workspace();
        // One core links, the other one finds out what is asked for next; what is wrong with that is said then.
        let others = || (drop(workspace.graph()), drop(workspace.orphans()));
        let (names, _) = rayon::join(|| session.names(), others);
        let mut assembly = Assembly::new(workspace, names, policy)?;
        assembly.architecture.guests = guests;
        mistakes.extend(assembly.mistakes.iter().cloned());
        Ok((assembly, mistakes))
    }

    /// What is left when the model is not needed any more.
    pub(crate) fn into_policy(self) -> Policy {
        self.architecture.policy
    }

    /// Makes the model of a workspace, with what files there are besides those of its targets.
    pub fn new(workspace: &Workspace, names: &Names, policy: Policy) -> Result<Assembly, Error> {
        let mut assembly = assemble(workspace, names, policy);
        orphans::add(workspace, &mut assembly.architecture)?;
        required::add(workspace, &mut assembly.architecture)?;
        Ok(assembly)
    }
}

/// Makes the model.
pub fn assemble(workspace: &Workspace, names: &Names, policy: Policy) -> Assembly {
    let (mut assembly, rows) = with_uses(workspace, names, policy);
    let architecture = &mut assembly.architecture;
    opaque::add(workspace, names, &rows, architecture);
    sites::add(workspace, names, &rows, architecture);
    items::add(workspace, names, &rows, architecture);
    exposed::add(workspace, names, &rows, architecture);
    architecture.declarations = declared::declarations(workspace, names, &rows, architecture);
    assembly
}

/// Makes the part of the model that knows packages, modules and uses, and gives the rows of the modules.
fn with_uses(
    workspace: &Workspace,
    names: &Names,
    policy: Policy,
) -> (Assembly, FxHashMap<ModuleId, ModuleRow>) {
    let mut architecture = Architecture {
        policy,
        ..Architecture::default()
    };
    packages::add(workspace, &mut architecture);
    let modules = Modules { workspace, names };
    let rows = modules.add(&mut architecture);
    let Layering {
        mistakes,
        selectors,
    } = layering::assign(workspace, &mut architecture);
    packages::assign_layers(&mut architecture);
    uses::add(workspace, names, &rows, &mut architecture);
    let assembly = Assembly {
        architecture,
        mistakes,
        selectors,
    };
    (assembly, rows)
}

#[derive(Clone, Copy)]
struct Modules<'w> {
    workspace: &'w Workspace,
    names: &'w Names,
}

impl<'w> Modules<'w> {
    /// Adds the modules, and gives their rows.
    fn add(self, architecture: &mut Architecture) -> FxHashMap<ModuleId, ModuleRow> {
        let members = architecture
            .packages
            .iter()
            .enumerate()
            .filter(|(_, package)| package.member);
        let packages: BTreeMap<&str, PackageRow> = members
            .map(|(row, package)| (package.name.as_str(), PackageRow(row as u32)))
            .collect();
        let mut rows: FxHashMap<ModuleId, ModuleRow> = FxHashMap::default();
        let mut found: Vec<(String, CrateId, ModuleId, InstanceId)> = self
            .names
            .modules()
            .filter_map(|(id, module)| {
                Some((
                    self.names.module_path(id),
                    module.krate,
                    id,
                    module.instance?,
                ))
            })
            .collect();
        found.sort_unstable();
        let mut contents = FxHashMap::default();
        let mut modules: Vec<Module> = Vec::with_capacity(found.len());
        let mut last = None;
        for (path, krate, id, instance) in found {
            let module = self.names.module(id);
            let target = self.names.krate(krate);
            let Some(&package) = packages.get(target.package.as_str()) else {
                continue;
            };
            let (content, declares) = self.content(instance, module.scope, &mut contents);
            let kind = match module.presence.is_test_only() {
                true => DependencyKind::Development,
                false => kind_of(target.kind),
            };
            // `mod x` twice, under conditions that exclude each other: one component.
            if let Some(twin) = modules
                .last_mut()
                .filter(|twin| last == Some(krate) && twin.path == path)
            {
                twin.content = twin.content.max(content);
                twin.declares.traits = twin.declares.traits.max(declares.traits);
                twin.declares.types = twin.declares.types.max(declares.types);
                twin.kind = twin.kind.min(kind);
                rows.insert(id, ModuleRow(modules.len() as u32 - 1));
                continue;
            }
            last = Some(krate);
            rows.insert(id, ModuleRow(modules.len() as u32));
            // Parents come first: their path is a prefix.
            let parent = module
                .parent
                .and_then(|parent| rows.get(&self.names.real_module(parent)).copied());
            modules.push(Module {
                path,
                package,
                target: target.kind,
                parent,
                kind,
                layer: None,
                excluded: false,
                content,
                declares,
                file: self.names.instance(instance).file,
                file_path: self
                    .workspace
                    .path(self.names.instance(instance).file)
                    .to_owned(),
                span: self.declaration(module, instance),
            });
        }
        self.count_included(&rows, &mut modules, &mut contents);
        architecture.modules = modules;
        rows
    }

    /// Adds what stands in modules by `include!`.
    fn count_included(
        self,
        rows: &FxHashMap<ModuleId, ModuleRow>,
        modules: &mut [Module],
        contents: &mut FxHashMap<InstanceId, Vec<(Content, Declares)>>,
    ) {
        let root = ScopeId(0);
        for (instance, _) in self.names.instances() {
            let module = self.names.module_in(instance, root);
            let included = module.filter(|&id| self.names.module(id).instance != Some(instance));
            let Some(row) = included.and_then(|id| rows.get(&id)) else {
                continue;
            };
            let (content, declares) = self.content(instance, root, contents);
            let module = &mut modules[row.index()];
            module.content = module.content.max(content);
            module.declares.traits += declares.traits;
            module.declares.types += declares.types;
        }
    }

    fn facts(self, instance: InstanceId) -> Option<&'w FileFacts> {
        self.workspace.facts(self.names.instance(instance).file)
    }

    /// Where a module is declared.
    fn declaration(self, module: &NamesModule, contents: InstanceId) -> Span {
        let start = Span::start_of(self.names.instance(contents).file);
        let Some((instance, item)) = module.declaration else {
            return start;
        };
        self.facts(instance).map_or(start, |facts| {
            Span::new(
                self.names.instance(instance).file,
                facts.item(item).name_extent.range(),
            )
        })
    }

    /// What a module declares; found for all modules of its file at once.
    fn content(
        self,
        instance: InstanceId,
        scope: ScopeId,
        files: &mut FxHashMap<InstanceId, Vec<(Content, Declares)>>,
    ) -> (Content, Declares) {
        let Some(facts) = self.facts(instance) else {
            return (Content::Nothing, Declares::default());
        };
        let contents = files.entry(instance).or_insert_with(|| contents(facts));
        contents[scope.index()]
    }
}

/// For each scope what is declared in it; only those of modules mean something.
fn contents(facts: &FileFacts) -> Vec<(Content, Declares)> {
    let items = facts
        .items
        .iter()
        .filter(|item| !matches!(item.kind, ItemKind::Module { .. }));
    let items = items.map(|item| (item.scope, Content::Items, declared(&item.kind)));
    let calls = facts
        .macro_calls
        .iter()
        .filter(|call| matches!(call.body, MacroBody::Tokens | MacroBody::File(_)));
    let calls = calls.map(|call| (call.scope, Content::Items, Declares::default()));
    let imports = facts
        .imports
        .iter()
        .map(|import| (import.scope, Content::Imports, Declares::default()));
    let mut contents = vec![(Content::Nothing, Declares::default()); facts.scopes.len()];
    for (scope, content, declares) in items.chain(calls).chain(imports) {
        let mut around = facts.scopes_around(scope);
        if let Some((module, _)) = around.find(|(_, scope)| scope.kind == ScopeKind::Module) {
            let (known, sum) = &mut contents[module.index()];
            *known = content.max(*known);
            sum.traits += declares.traits;
            sum.types += declares.types;
        }
    }
    contents
}

fn declared(kind: &ItemKind) -> Declares {
    let (traits, types) = match kind {
        ItemKind::Trait { .. } => (1, 0),
        ItemKind::Struct { .. } | ItemKind::Enum | ItemKind::Union { .. } => (0, 1),
        _ => (0, 0),
    };
    Declares { traits, types }
}

#[cfg(test)]
mod tests {
    use govern_gate::{Date, Options, Session};
    use govern_workspace::Workspace;

    #[test]
    fn a_target_without_its_file_has_no_modules() {
        let text = |text: &str| text.to_owned();
        let manifest = "[package]\nname = \"a\"\n[lib]\npath = \"gone.rs\"\n[[bin]]\nname = \"b\"\npath = \"b.rs\"\n";
        let files = [
            (text("Cargo.toml"), text(manifest)),
            (text("b.rs"), text("use a::X; fn main() {}")),
        ];
        let workspace = Workspace::from_memory(files.into()).unwrap();
        let options = Options::new(Date::new(2026, 1, 1).unwrap());
        let architecture = crate::fixture::architecture(&Session::new(workspace, options));
        let paths: Vec<&str> = architecture
            .modules
            .iter()
            .map(|module| module.path.as_str())
            .collect();
        assert_eq!(paths, ["b"]);
    }
}
