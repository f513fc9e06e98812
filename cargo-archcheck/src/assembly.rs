//! Makes the model from the loaded workspace and its linked names.

use std::collections::BTreeMap;

use govern_diagnostics::{Diagnostic, Span};
use govern_facts::{FileFacts, ItemKind, MacroBody, PathKind, ScopeId, ScopeKind};
use govern_names::{
    CrateId, CrateKind, Def, InstanceId, Module as NamesModule, ModuleId, Names, Origin, Target,
};
use govern_workspace::{DependencyKind, Workspace};
use rustc_hash::FxHashMap;

use crate::{
    architecture::{Architecture, Content, Import, ImportRow, Module, ModuleRow, PackageRow, Use},
    packages,
    policy::{Decision, LayerId, Policy},
    selector::{Candidate, Selector},
    texts::TextId,
};

/// The model, and what was noticed while it was made.
#[derive(Debug)]
pub struct Assembly {
    /// The model.
    pub architecture: Architecture,
    /// Selectors that contradict each other.
    pub mistakes: Vec<Diagnostic>,
    /// How many modules each selector of the project selects.
    pub selectors: Vec<(Selector, usize)>,
}

/// Makes the model.
pub fn assemble(workspace: &Workspace, names: &Names, policy: Policy) -> Assembly {
    let mut assembler = Assembler {
        workspace,
        names,
        rows: FxHashMap::default(),
        architecture: Architecture {
            policy,
            ..Architecture::default()
        },
    };
    packages::add(workspace, &mut assembler.architecture);
    assembler.add_modules();
    let (mistakes, selectors) = assembler.assign_layers();
    assembler.add_uses();
    packages::assign_layers(&mut assembler.architecture);
    Assembly {
        architecture: assembler.architecture,
        mistakes,
        selectors,
    }
}

struct Assembler<'w> {
    workspace: &'w Workspace,
    names: &'w Names,
    rows: FxHashMap<ModuleId, ModuleRow>,
    architecture: Architecture,
}

/// An import as a fact: the file as part of a crate, and the row.
type ImportSite = (InstanceId, u32);

impl<'w> Assembler<'w> {
    fn add_modules(&mut self) {
        let packages: BTreeMap<&str, PackageRow> = self
            .architecture
            .packages
            .iter()
            .enumerate()
            .filter(|(_, package)| package.member)
            .map(|(row, package)| (package.name.as_str(), PackageRow(row as u32)))
            .collect();
        let mut found: Vec<(String, CrateId, ModuleId)> = self
            .names
            .modules()
            .map(|(id, module)| (self.names.module_path(id), module.krate, id))
            .collect();
        found.sort_unstable();
        let mut contents = FxHashMap::default();
        let mut modules = Vec::with_capacity(found.len());
        for (path, krate, id) in found {
            let module = self.names.module(id);
            let krate = self.names.krate(krate);
            let Some(&package) = packages.get(krate.package.as_str()) else {
                continue;
            };
            self.rows.insert(id, ModuleRow(modules.len() as u32));
            modules.push(Module {
                path,
                package,
                target: krate.kind,
                // Parents come first: their path is a prefix.
                parent: module
                    .parent
                    .and_then(|parent| self.rows.get(&self.names.real_module(parent)).copied()),
                kind: if module.presence.is_test_only() {
                    DependencyKind::Development
                } else {
                    kind_of(krate.kind)
                },
                layer: None,
                excluded: false,
                content: self.content(module, &mut contents),
                file: self.names.instance(module.instance).file,
                span: self.declaration(module),
            });
        }
        self.architecture.modules = modules;
    }

    fn facts(&self, instance: InstanceId) -> Option<&'w FileFacts> {
        self.workspace.facts(self.names.instance(instance).file)
    }

    /// Where a module is declared.
    fn declaration(&self, module: &NamesModule) -> Span {
        let start = Span::start_of(self.names.instance(module.instance).file);
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
        &self,
        module: &NamesModule,
        files: &mut FxHashMap<InstanceId, Vec<Content>>,
    ) -> Content {
        let Some(facts) = self.facts(module.instance) else {
            return Content::Nothing;
        };
        let contents = files
            .entry(module.instance)
            .or_insert_with(|| contents(facts));
        contents[module.scope.index()]
    }

    /// Decides the layer of each module, parents first.
    fn assign_layers(&mut self) -> (Vec<Diagnostic>, Vec<(Selector, usize)>) {
        let Architecture {
            policy,
            modules,
            packages,
            ..
        } = &mut self.architecture;
        let mut matched: Vec<Vec<usize>> = policy
            .layers
            .iter()
            .map(|layer| vec![0; layer.selectors.len()])
            .collect();
        let mut excluded = vec![0; policy.exclude.len()];
        let mut clashes: BTreeMap<Vec<(LayerId, usize)>, Vec<String>> = BTreeMap::new();
        for row in 0..modules.len() {
            let (before, rest) = modules.split_at_mut(row);
            let module = &mut rest[0];
            let parent = module.parent.map(|parent| &before[parent.index()]);
            let path: Vec<&str> = module.path.split("::").collect();
            let candidate = Candidate {
                package: &packages[module.package.index()].name,
                krate: path[0],
                path: &path,
                file: self.workspace.path(module.file),
                parent_file: parent.map(|parent| self.workspace.path(parent.file)),
            };
            for (count, selector) in excluded.iter_mut().zip(&policy.exclude) {
                if selector.selects(candidate) {
                    *count += 1;
                    module.excluded = true;
                }
            }
            module.excluded |= parent.is_some_and(|parent| parent.excluded);
            module.layer = match policy.decide(candidate, &mut matched) {
                Decision::Inherit => parent.and_then(|parent| parent.layer),
                Decision::Layer(layer, _) => Some(layer),
                Decision::Ambiguous(selectors) => {
                    clashes
                        .entry(selectors)
                        .or_default()
                        .push(module.path.clone());
                    None
                }
            };
        }
        let mistakes = clashes
            .into_iter()
            .map(|(selectors, paths)| clash(policy, &selectors, &paths))
            .collect();
        let layers = policy.layers.iter().zip(matched);
        let selectors =
            layers.flat_map(|(layer, counts)| layer.selectors.iter().cloned().zip(counts));
        let selectors = selectors.chain(policy.exclude.iter().cloned().zip(excluded));
        (
            mistakes,
            selectors.filter(|(selector, _)| !selector.preset).collect(),
        )
    }

    fn add_uses(&mut self) {
        let names = self.names;
        // What the imports go through themselves: an import may have a reference in each namespace.
        let mut onward: FxHashMap<ImportSite, (ModuleRow, Option<u32>)> = FxHashMap::default();
        for reference in names.references() {
            if let Origin::Import(import) = reference.origin
                && let Some(&module) = self.rows.get(&reference.from)
            {
                let known = onward
                    .entry((reference.instance, import))
                    .or_insert((module, None));
                known.1 = known.1.or(reference.import);
            }
        }
        let mut items: FxHashMap<Def, TextId> = FxHashMap::default();
        let mut tests: FxHashMap<(InstanceId, ScopeId), bool> = FxHashMap::default();
        let mut sites: FxHashMap<ImportSite, ImportRow> = FxHashMap::default();
        let mut uses = Vec::with_capacity(names.references().len());
        for reference in names.references() {
            let file = names.instance(reference.instance).file;
            let (Some(facts), Some(&from)) =
                (self.workspace.facts(file), self.rows.get(&reference.from))
            else {
                continue;
            };
            let place = match reference.origin {
                Origin::Import(row) => {
                    let import = &facts.imports[row as usize];
                    (import.extent, import.scope, import_text(facts, row))
                }
                Origin::Path(path) => {
                    let path = facts.path(path);
                    if path.kind == PathKind::MacroBody {
                        continue;
                    }
                    (path.extent, path.scope, facts.path_text(path))
                }
            };
            let (extent, scope, written) = place;
            let item = match (reference.def, reference.rest) {
                (Def::Builtin, _) => continue,
                (Def::Extern(_), _) => {
                    let Some(Target::External(mut path)) = names.target(facts, reference) else {
                        continue;
                    };
                    if matches!(reference.origin, Origin::Path(path) if facts.path(path).kind == PathKind::Macro)
                    {
                        path.push('!');
                    }
                    self.architecture.texts.add(&path)
                }
                (def, _) => match items.get(&def) {
                    Some(&text) => text,
                    None => {
                        let Some(path) = self.path_of(def) else {
                            continue;
                        };
                        let text = self.architecture.texts.add(&path);
                        items.insert(def, text);
                        text
                    }
                },
            };
            let mut kind = self.architecture.module(from).kind;
            if kind == DependencyKind::Normal {
                let test = reference.test
                    || *tests
                        .entry((reference.instance, scope))
                        .or_insert_with(|| names.is_test(facts, file, scope));
                if test {
                    kind = DependencyKind::Development;
                }
            }
            let import = match reference.origin {
                Origin::Import(row) => {
                    Some(self.import_at((reference.instance, row), &onward, &mut sites))
                }
                Origin::Path(_) => None,
            };
            let through = reference.import.map(|import| {
                let site = names.import_site(import);
                self.import_at(site, &onward, &mut sites)
            });
            uses.push(Use {
                from,
                span: Span::new(file, extent.range()),
                kind,
                via: reference.via.and_then(|via| self.rows.get(&via).copied()),
                def: reference
                    .def_module
                    .and_then(|def| self.rows.get(&def).copied()),
                item,
                written: self.architecture.texts.add(&written),
                import,
                through,
            });
        }
        uses.sort_by_key(|place| {
            (
                place.from,
                place.span.range.start(),
                place.span.range.end(),
                place.item,
            )
        });
        self.architecture.uses = uses;
    }

    /// The full path of a module or item.
    fn path_of(&self, def: Def) -> Option<String> {
        match def {
            Def::Module(module) => Some(self.names.module_path(module)),
            Def::Item(item) => {
                let facts = self.facts(item.instance)?;
                let row = facts.item(item.item);
                let mut path = self
                    .names
                    .module_path(self.names.module_of_item(item, facts));
                if let ItemKind::Variant { .. } = row.kind
                    && let Some((_, parent)) = facts.items_around(row.scope).next()
                {
                    path.push_str("::");
                    path.push_str(facts.text(parent.name));
                }
                path.push_str("::");
                path.push_str(facts.text(row.name));
                Some(path)
            }
            Def::Extern(_) | Def::Builtin => None,
        }
    }

    /// The row of an import, made with those it goes through itself.
    fn import_at(
        &mut self,
        site: ImportSite,
        onward: &FxHashMap<ImportSite, (ModuleRow, Option<u32>)>,
        sites: &mut FxHashMap<ImportSite, ImportRow>,
    ) -> ImportRow {
        let mut before: Option<ImportRow> = None;
        let mut site = site;
        let mut first = None;
        loop {
            let known = sites.get(&site).copied();
            let row = known.unwrap_or_else(|| {
                let row = ImportRow(self.architecture.imports.len() as u32);
                let import = self.import_row(site, onward);
                self.architecture.imports.push(import);
                sites.insert(site, row);
                row
            });
            if let Some(before) = before {
                self.architecture.imports[before.index()].next = Some(row);
            }
            let first = *first.get_or_insert(row);
            let next = onward.get(&site).and_then(|(_, next)| *next);
            match next {
                Some(next) if known.is_none() => {
                    before = Some(row);
                    site = self.names.import_site(next);
                }
                _ => return first,
            }
        }
    }

    fn import_row(
        &mut self,
        (instance, row): ImportSite,
        onward: &FxHashMap<ImportSite, (ModuleRow, Option<u32>)>,
    ) -> Import {
        let file = self.names.instance(instance).file;
        let facts = self
            .workspace
            .facts(file)
            .expect("names are linked from facts");
        let import = &facts.imports[row as usize];
        let own = || {
            self.names
                .module_of(file, import.scope)
                .and_then(|module| self.rows.get(&module).copied())
        };
        let module = onward
            .get(&(instance, row))
            .map(|(module, _)| *module)
            .or_else(own);
        Import {
            module: module.unwrap_or(ModuleRow(0)),
            span: Span::new(file, import.extent.range()),
            written: self.architecture.texts.add(&import_text(facts, row)),
            next: None,
        }
    }
}

/// What kind of code the target is.
fn kind_of(target: CrateKind) -> DependencyKind {
    match target {
        CrateKind::Lib | CrateKind::ProcMacro | CrateKind::Bin => DependencyKind::Normal,
        CrateKind::Test | CrateKind::Bench | CrateKind::Example => DependencyKind::Development,
        CrateKind::BuildScript => DependencyKind::Build,
    }
}

/// For each scope what is declared in it; only those of modules mean something.
fn contents(facts: &FileFacts) -> Vec<Content> {
    let items = facts
        .items
        .iter()
        .filter(|item| !matches!(item.kind, ItemKind::Module { .. }));
    let items = items.map(|item| (item.scope, Content::Items));
    let calls = facts
        .macro_calls
        .iter()
        .filter(|call| call.body == MacroBody::Tokens);
    let calls = calls.map(|call| (call.scope, Content::Items));
    let imports = facts
        .imports
        .iter()
        .map(|import| (import.scope, Content::Imports));
    let mut contents = vec![Content::Nothing; facts.scopes.len()];
    for (scope, content) in items.chain(calls).chain(imports) {
        let mut around = facts.scopes_around(scope);
        if let Some((module, _)) = around.find(|(_, scope)| scope.kind == ScopeKind::Module) {
            contents[module.index()] = contents[module.index()].max(content);
        }
    }
    contents
}

/// An import as it could be written alone.
fn import_text(facts: &FileFacts, row: u32) -> String {
    let import = &facts.imports[row as usize];
    let mut text = facts
        .segments(import.segments)
        .collect::<Vec<_>>()
        .join("::");
    if import.global {
        text.insert_str(0, "::");
    }
    if import.glob {
        text.push_str("::*");
    }
    let last = facts.segments(import.segments).next_back();
    let name = facts.text(import.name);
    if !import.glob && last != Some(name) {
        text.push_str(" as ");
        text.push_str(name);
    }
    text
}

/// Selectors of several layers that select the same modules, and none is narrower.
fn clash(policy: &Policy, selectors: &[(LayerId, usize)], paths: &[String]) -> Diagnostic {
    let selector = |(layer, row): (LayerId, usize)| &policy.layer(layer).selectors[row];
    let layers = policy.names(&selectors.iter().map(|(layer, _)| *layer).collect());
    let more = match paths.len() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    let main = selectors
        .iter()
        .map(|&at| selector(at))
        .find(|selector| selector.span.is_some());
    let mut mistake = Diagnostic::config(format!("the module `{}`{more} is in several layers: {layers}", paths[0]))
        .at(main.and_then(|selector| selector.span))
        .help("make one of the selectors narrower: the one that matches nearer to the module decides, of those the one with fewer wildcards");
    if main.is_some() {
        mistake = mistake.label("selects it");
    }
    for &(layer, row) in selectors {
        let selector = selector((layer, row));
        let name = &policy.layer(layer).name;
        match selector.span {
            Some(span) if main.and_then(|main| main.span) != Some(span) => {
                mistake =
                    mistake.related(span, format!("selects it for `{name}`, just as narrowly"));
            }
            Some(_) => {}
            None => {
                mistake = mistake.note(format!(
                    "the preset selects it for `{name}` by the {} `{}`",
                    selector.kind(),
                    selector.text
                ))
            }
        }
    }
    mistake
}
