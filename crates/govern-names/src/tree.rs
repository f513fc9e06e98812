//! Builds the module tree: which scopes are modules, what they declare, and in which builds they exist.

use std::collections::BTreeMap;
use std::sync::{OnceLock, atomic::AtomicBool};

use govern_diagnostics::FileId;
use govern_facts::{
    CfgId, FileFacts, Item, ItemId, ItemKind, MacroBody, MacroCallId, Name, Run, Scope, ScopeId,
    ScopeKind, Visibility,
};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::applied::Applied;
use crate::input::{Build, CrateInput, CrateKind, Extern, LinkInput, ModuleChoice};
use crate::model::{
    Binding, CrateId, Def, Files, Flat, Glob, ImportRow, Instance, InstanceId, ItemDef, Known,
    Krate, Module, ModuleId, ModuleKind, Names, Namespaces, Presence, Reach, namespaces,
};
use crate::prelude::{BUILTINS, PRELUDE};
use crate::reference::Unexpanded;
use crate::symbols::Symbol;

/// A linking that was begun: the module tree, whose files may have got more facts since.
#[derive(Default)]
pub struct Begun {
    pub(crate) names: Option<Names>,
    /// Whether the files are still what it was made of.
    pub(crate) complete: bool,
    /// Why calls could not be expanded.
    pub(crate) refused: FxHashMap<(FileId, u32), Unexpanded>,
    /// What was added to files, round for round, if that was noted.
    pub(crate) applied: BTreeMap<FileId, Vec<Vec<Applied>>>,
}

/// A file still to be read into the tree.
struct Pending {
    module: ModuleId,
    route: usize,
    /// For the file of an `include!`, which is no module: in which builds the call is there.
    included: Option<Presence>,
}

impl Names {
    /// Links the files of a workspace, and resolves all that they name.
    ///
    /// Macros are not expanded: what [`expand`](crate::expand) gives has to be among the facts already.
    pub fn link(input: &LinkInput<'_>) -> Names {
        let names = Names::link_begun(input, Begun::default());
        names.collect(input);
        names
    }

    /// Links the files of a workspace, with what [`expand`](crate::expand) found out about the same. What single paths mean
    /// can be asked then; for all of them at once see [`Names::collect`].
    pub fn link_begun(input: &LinkInput<'_>, begun: Begun) -> Names {
        let files = Files {
            input,
            expanded: &BTreeMap::new(),
        };
        let refused = begun.refused;
        let mut names = match begun.names {
            Some(names) if begun.complete => names,
            before => Names::tree(files, before),
        };
        names.refused = refused;
        names.applied = begun.applied;
        names
    }

    /// The module tree with its imports resolved, without references.
    ///
    /// `before` is one of the same files, to which only names may have been added since: it has their symbols.
    pub(crate) fn tree(files: Files<'_, '_>, before: Option<Names>) -> Names {
        let input = files.input;
        let mut file_rows = FxHashMap::default();
        let (mut symbols, file_symbols) = match before {
            Some(before) => {
                let rows = before.instances.iter();
                file_rows.extend(rows.map(|instance| (instance.file, instance.symbols)));
                (before.symbols, before.file_symbols)
            }
            None => Default::default(),
        };
        let known = Known {
            krate: symbols.intern("crate"),
            self_: symbols.intern("self"),
            super_: symbols.intern("super"),
            dollar_crate: symbols.intern("$crate"),
            underscore: symbols.intern("_"),
            empty: symbols.intern(""),
        };
        let mut names = Names {
            symbols,
            file_symbols,
            late_symbols: Vec::new(),
            flat: Flat::default(),
            crates: Vec::new(),
            modules: Vec::new(),
            instances: Vec::new(),
            externs: Vec::new(),
            extern_table: FxHashMap::default(),
            imports: Vec::new(),
            variants: FxHashMap::default(),
            by_file: FxHashMap::default(),
            known,
            dollar_crates: FxHashMap::default(),
            prelude: FxHashMap::default(),
            builtins: FxHashSet::default(),
            collected: OnceLock::new(),
            refused: FxHashMap::default(),
            applied: BTreeMap::new(),
            included: FxHashSet::default(),
            globs_met: AtomicBool::new(false),
        };
        names.declare_prelude();
        names.declare_crates(input);
        for (row, krate) in input.crates.iter().enumerate() {
            names.build(files, CrateId(row as u32), krate, &mut file_rows);
        }
        names.lift_macros(files);
        names.resolve_imports(files);
        names
    }

    fn declare_prelude(&mut self) {
        for path in PRELUDE {
            let mut node = None;
            let mut last = None;
            for segment in *path {
                let symbol = self.symbols.intern(segment);
                let id = self.extern_node(node, symbol);
                node = Some(id);
                last = Some((symbol, id));
            }
            self.prelude.extend(last);
        }
        for name in BUILTINS {
            let symbol = self.symbols.intern(name);
            self.builtins.insert(symbol);
        }
    }

    fn declare_crates(&mut self, input: &LinkInput<'_>) {
        for (row, krate) in input.crates.iter().enumerate() {
            let name = self.symbols.intern(&krate.name);
            let root = ModuleId(self.modules.len() as u32);
            let dollar_crate = self.symbols.intern(&dollar_crate(CrateId(row as u32)));
            self.dollar_crates.insert(dollar_crate, root);
            self.modules.push(Module {
                krate: CrateId(row as u32),
                parent: None,
                name,
                kind: ModuleKind::File,
                instance: None,
                scope: ScopeId(0),
                declaration: None,
                presence: if krate.kind.is_test() {
                    Presence::TEST
                } else {
                    Presence::ALL
                },
                entries: FxHashMap::default(),
                globs: Vec::new(),
                macros: FxHashMap::default(),
                pending: FxHashMap::default(),
                flat: 0..0,
            });
            self.crates.push(Krate {
                name: krate.name.clone(),
                package: krate.package.clone(),
                kind: krate.kind,
                root,
                edition: krate.edition,
                externs: FxHashMap::default(),
                macro_externs: Vec::new(),
                macro_crates: Vec::new(),
            });
        }
        for (row, krate) in input.crates.iter().enumerate() {
            let mut externs = FxHashMap::default();
            // Cargo names `proc_macro` for the crates that need it.
            let compiler = (krate.kind == CrateKind::ProcMacro).then_some("proc_macro");
            for name in ["std", "core"].into_iter().chain(compiler) {
                let symbol = self.symbols.intern(name);
                externs.insert(symbol, Def::Extern(self.extern_node(None, symbol)));
            }
            for (name, target) in &krate.externs {
                let def = match target {
                    Extern::Workspace(other) => Def::Module(self.crates[*other].root),
                    Extern::External(library) => {
                        let symbol = self.symbols.intern(library);
                        Def::Extern(self.extern_node(None, symbol))
                    }
                };
                externs.insert(self.symbols.intern(name), def);
            }
            self.crates[row].externs = externs;
        }
    }

    fn build(
        &mut self,
        files: Files<'_, '_>,
        krate: CrateId,
        input: &CrateInput<'_>,
        file_rows: &mut FxHashMap<FileId, u32>,
    ) {
        let mut pending = vec![Pending {
            module: self.crates[krate.index()].root,
            route: input.root,
            included: None,
        }];
        while let Some(Pending {
            module,
            route,
            included,
        }) = pending.pop()
        {
            let file = files.input.routes[route].file;
            let Some(facts) = files.facts(file) else {
                continue;
            };
            let symbols = *file_rows.entry(file).or_insert_with(|| {
                self.file_symbols.push(Vec::new());
                self.file_symbols.len() as u32 - 1
            });
            let known = &mut self.file_symbols[symbols as usize];
            self.symbols.of_file(facts, known);
            let id = InstanceId(self.instances.len() as u32);
            self.by_file.entry(file).or_default().push(id);
            let instance = Instance {
                file,
                krate,
                modules: Vec::new(),
                presences: Vec::new(),
                symbols,
            };
            self.instances.push(instance);
            let outside = included.unwrap_or(self.modules[module.index()].presence);
            let presence = self.scopes(facts, id, module, outside, input);
            if included.is_none() {
                let row = &mut self.modules[module.index()];
                row.instance = Some(id);
                row.scope = ScopeId(0);
                row.presence = presence;
            }
            self.items(files, facts, id, route, input, &mut pending);
            self.uses(facts, id, input);
            for &(call, route) in &files.input.routes[route].included {
                let scope = facts.macro_calls[call.index()].scope;
                let instance = &self.instances[id.index()];
                let presence = instance.presences[scope.index()];
                self.included.insert((file, call));
                if !presence.is_absent() {
                    pending.push(Pending {
                        module: self.real_module(instance.modules[scope.index()]),
                        route,
                        included: Some(presence),
                    });
                }
            }
        }
    }

    /// Gives each scope of a file its module and its presence; gives back that of the file itself.
    fn scopes(
        &mut self,
        facts: &FileFacts,
        id: InstanceId,
        root: ModuleId,
        outside: Presence,
        input: &CrateInput<'_>,
    ) -> Presence {
        let mut declaring: FxHashSet<ScopeId> = FxHashSet::default();
        declaring.extend(facts.items.iter().map(|item| item.scope));
        declaring.extend(facts.imports.iter().map(|import| import.scope));
        let symbols = self.instances[id.index()].symbols as usize;
        let mut modules = Vec::with_capacity(facts.scopes.len());
        let mut presences: Vec<Presence> = Vec::with_capacity(facts.scopes.len());
        for (row, scope) in facts.scopes.iter().enumerate() {
            let (around, outside) = match scope.parent {
                Some(parent) => (modules[parent.index()], presences[parent.index()]),
                None => (root, outside),
            };
            let presence = match scope.cfg {
                Some(cfg) => outside.and(presence(facts, cfg, input)),
                None => outside,
            };
            let scope_id = ScopeId(row as u32);
            let is_inline = is_inline(scope);
            let module = if is_module(scope, declaring.contains(&scope_id)) {
                let (name, declaration) = match scope.item {
                    Some(item) if is_inline => (
                        self.file_symbols[symbols][facts.item(item).name.index()],
                        Some((id, item)),
                    ),
                    _ => (self.known.empty, None),
                };
                let module = ModuleId(self.modules.len() as u32);
                self.modules.push(Module {
                    krate: self.modules[root.index()].krate,
                    parent: Some(around),
                    name,
                    kind: if is_inline {
                        ModuleKind::Inline
                    } else {
                        ModuleKind::Block
                    },
                    instance: Some(id),
                    scope: scope_id,
                    declaration,
                    presence,
                    entries: FxHashMap::default(),
                    globs: Vec::new(),
                    macros: FxHashMap::default(),
                    pending: FxHashMap::default(),
                    flat: 0..0,
                });
                module
            } else {
                around
            };
            modules.push(module);
            presences.push(presence);
        }
        let presence = presences[0];
        let instance = &mut self.instances[id.index()];
        instance.modules = modules;
        instance.presences = presences;
        presence
    }

    /// Binds the items of a file in their modules.
    fn items(
        &mut self,
        files: Files<'_, '_>,
        facts: &FileFacts,
        id: InstanceId,
        route: usize,
        input: &CrateInput<'_>,
        pending: &mut Vec<Pending>,
    ) {
        let mut links = files.input.routes[route].modules.iter().peekable();
        for (row, item) in facts.items.iter().enumerate() {
            let item_id = ItemId(row as u32);
            let link = links.next_if(|(linked, _)| *linked == item_id);
            let mut presence = self.instances[id.index()].presences[item.scope.index()];
            if let Some(cfg) = item.cfg {
                presence = presence.and(self::presence(facts, cfg, input));
            }
            if presence.is_absent() || is_superseded(facts, item) {
                continue;
            }
            let symbol = self.symbols_of(id)[item.name.index()];
            let scope = facts.scope(item.scope);
            if scope.kind == ScopeKind::Item {
                if let (ItemKind::Variant { .. }, Some(parent)) = (&item.kind, scope.item) {
                    let parent = ItemDef {
                        instance: id,
                        item: parent,
                    };
                    self.variants
                        .entry(parent)
                        .or_default()
                        .push((symbol, item_id));
                }
                continue;
            }
            let module = self.instances[id.index()].modules[item.scope.index()];
            let reach = self.reach(facts, item.visibility, module);
            let def = match item.kind {
                ItemKind::Module { inline: true } => {
                    let Some(body) = item.body else { continue };
                    Def::Module(self.instances[id.index()].modules[body.index()])
                }
                ItemKind::Module { inline: false } => {
                    let child = self.file_module(id, item_id, symbol, module, presence);
                    let choices = match item.expanded {
                        true => called(files, route, facts, item),
                        false => link.map_or(&[][..], |(_, choices)| choices),
                    };
                    let chosen = choices.iter().find(|choice| {
                        choice
                            .cfg
                            .is_none_or(|cfg| !self::presence(facts, cfg, input).is_absent())
                    });
                    pending.extend(chosen.map(|choice| Pending {
                        module: child,
                        route: choice.route,
                        included: None,
                    }));
                    Def::Module(child)
                }
                ItemKind::ExternCrate { krate } => {
                    self.extern_crate(facts, id, item, krate, module);
                    let Some(def) = self.extern_crate_def(id, krate) else {
                        continue;
                    };
                    def
                }
                _ => Def::Item(ItemDef {
                    instance: id,
                    item: item_id,
                }),
            };
            if let ItemKind::MacroRules { exported, .. } = item.kind {
                self.modules[module.index()].macros.insert(symbol, def);
                if exported {
                    let root = self.crates[self.modules[module.index()].krate.index()].root;
                    self.bind(
                        root,
                        symbol,
                        declared(Namespaces::MACROS, def, Reach::Everywhere, presence),
                    );
                }
                continue;
            }
            self.proc_macro(facts, item, module, def, presence, input.kind);
            let spaces = namespaces(item);
            if spaces != Namespaces::NONE && symbol != self.known.underscore {
                let open = item.cfg.is_some_and(|cfg| is_open(facts, cfg, input));
                let binding = declared(spaces, def, reach, presence);
                self.bind(module, symbol, Binding { open, ..binding });
            }
        }
    }

    fn file_module(
        &mut self,
        instance: InstanceId,
        item: ItemId,
        name: Symbol,
        parent: ModuleId,
        presence: Presence,
    ) -> ModuleId {
        let module = ModuleId(self.modules.len() as u32);
        self.modules.push(Module {
            krate: self.modules[parent.index()].krate,
            parent: Some(parent),
            name,
            kind: ModuleKind::File,
            instance: None,
            scope: ScopeId(0),
            declaration: Some((instance, item)),
            presence,
            entries: FxHashMap::default(),
            globs: Vec::new(),
            macros: FxHashMap::default(),
            pending: FxHashMap::default(),
            flat: 0..0,
        });
        module
    }

    /// What `extern crate` names.
    fn extern_crate_def(&mut self, instance: InstanceId, name: Name) -> Option<Def> {
        let krate = self.instances[instance.index()].krate;
        let symbol = self.symbols_of(instance)[name.index()];
        if symbol == self.known.self_ {
            return Some(Def::Module(self.crates[krate.index()].root));
        }
        match self.crates[krate.index()].externs.get(&symbol) {
            Some(&def) => Some(def),
            // `alloc`, `proc_macro`, `test` and the like are not in the prelude.
            None => Some(Def::Extern(self.extern_node(None, symbol))),
        }
    }

    /// An `extern crate` of the root is in the prelude of the whole crate, `#[macro_use]` brings its macros everywhere.
    fn extern_crate(
        &mut self,
        facts: &FileFacts,
        instance: InstanceId,
        item: &Item,
        name: Name,
        module: ModuleId,
    ) {
        let Some(def) = self.extern_crate_def(instance, name) else {
            return;
        };
        let alias = self.symbols_of(instance)[item.name.index()];
        let krate = self.instances[instance.index()].krate;
        if module == self.crates[krate.index()].root && alias != self.known.underscore {
            self.crates[krate.index()].externs.insert(alias, def);
        }
        let brings_macros = facts
            .attrs_of(item.attrs)
            .any(|attr| facts.attr_path(attr) == "macro_use");
        match def {
            Def::Extern(id) if brings_macros => {
                self.crates[krate.index()].macro_externs.push(id);
            }
            Def::Module(root) if brings_macros => {
                self.crates[krate.index()].macro_crates.push(root);
            }
            _ => {}
        }
    }

    /// A function that defines a procedural macro binds the macro's name in the root.
    fn proc_macro(
        &mut self,
        facts: &FileFacts,
        item: &Item,
        module: ModuleId,
        def: Def,
        presence: Presence,
        kind: CrateKind,
    ) {
        if kind != CrateKind::ProcMacro || !matches!(item.kind, ItemKind::Fn { .. }) {
            return;
        }
        for attr in facts.attrs_of(item.attrs) {
            let name = match facts.attr_path(attr) {
                "proc_macro" | "proc_macro_attribute" => item.name,
                "proc_macro_derive" => match facts.attr_list(attr, "proc_macro_derive") {
                    Some([first, ..]) => first.path,
                    _ => continue,
                },
                _ => continue,
            };
            let symbol = self.symbols.intern(facts.text(name));
            self.bind(
                module,
                symbol,
                declared(Namespaces::MACROS, def, Reach::Everywhere, presence),
            );
        }
    }

    /// Registers the imports of a file.
    fn uses(&mut self, facts: &FileFacts, id: InstanceId, input: &CrateInput<'_>) {
        for (row, import) in facts.imports.iter().enumerate() {
            let mut presence = self.instances[id.index()].presences[import.scope.index()];
            if let Some(cfg) = import.cfg {
                presence = presence.and(self::presence(facts, cfg, input));
            }
            if presence.is_absent() {
                continue;
            }
            let module = self.instances[id.index()].modules[import.scope.index()];
            let global = self.imports.len() as u32;
            let bound = Namespaces::NONE;
            let open = import.cfg.is_some_and(|cfg| is_open(facts, cfg, input));
            self.imports.push(ImportRow {
                instance: id,
                row: row as u32,
                module,
                presence,
                open,
                bound,
            });
            if import.glob {
                let reach = self.reach(facts, import.visibility, module);
                self.modules[module.index()].globs.push(Glob {
                    target: None,
                    reach,
                    presence,
                    import: global,
                    open,
                });
            } else {
                let name = self.symbols_of(id)[import.name.index()];
                *self.modules[module.index()]
                    .pending
                    .entry(name)
                    .or_default() += 1;
            }
        }
    }

    /// From where something declared in a module with this visibility can be seen.
    pub(crate) fn reach(
        &self,
        facts: &FileFacts,
        visibility: Visibility,
        module: ModuleId,
    ) -> Reach {
        let real = self.real_module(module);
        match visibility {
            Visibility::Public => Reach::Everywhere,
            Visibility::Crate => {
                Reach::Within(self.crates[self.modules[module.index()].krate.index()].root)
            }
            Visibility::Inherited => Reach::Within(real),
            Visibility::Restricted(path) => Reach::Within(self.restriction(facts, path, real)),
        }
    }

    /// The module in which, and inside which, something declared in a module with this visibility can be seen; none if it
    /// can be seen everywhere.
    pub fn seen_within(
        &self,
        facts: &FileFacts,
        visibility: Visibility,
        module: ModuleId,
    ) -> Option<ModuleId> {
        match self.reach(facts, visibility, module) {
            Reach::Everywhere => None,
            Reach::Within(module) => Some(module),
        }
    }

    /// The module that `pub(in path)` names: always one of those around.
    fn restriction(&self, facts: &FileFacts, path: Run, module: ModuleId) -> ModuleId {
        let root = self.crates[self.modules[module.index()].krate.index()].root;
        let mut around = Vec::new();
        let mut at = Some(module);
        while let Some(id) = at {
            around.push(id);
            at = self.modules[id.index()]
                .parent
                .map(|parent| self.real_module(parent));
        }
        let supers = facts
            .segments(path)
            .filter(|&segment| segment == "super")
            .count();
        let named = facts
            .segments(path)
            .filter(|segment| !matches!(*segment, "super" | "self" | "crate"))
            .count();
        if named == 0 {
            return around.get(supers).copied().unwrap_or(root);
        }
        // `pub(in crate::a::b)`: as deep as it has names.
        around
            .get(around.len().saturating_sub(named + 1))
            .copied()
            .unwrap_or(root)
    }

    pub(crate) fn bind(&mut self, module: ModuleId, name: Symbol, binding: Binding) {
        self.modules[module.index()]
            .entries
            .entry(name)
            .or_default()
            .push(binding);
    }

    /// `#[macro_use] mod` brings the macros of a module into the textual scope of the module around it.
    fn lift_macros(&mut self, files: Files<'_, '_>) {
        for row in (0..self.modules.len()).rev() {
            let module = &self.modules[row];
            let (Some(parent), Some((instance, item))) = (module.parent, module.declaration) else {
                continue;
            };
            let Some(facts) = files.facts(self.instances[instance.index()].file) else {
                continue;
            };
            let lifts = facts
                .attrs_of(facts.item(item).attrs)
                .any(|attr| facts.attr_path(attr) == "macro_use");
            if lifts {
                let macros: Vec<_> = module
                    .macros
                    .iter()
                    .map(|(&name, &def)| (name, def))
                    .collect();
                for (name, def) in macros {
                    self.modules[parent.index()]
                        .macros
                        .entry(name)
                        .or_insert(def);
                }
            }
        }
    }
}

/// Whether a scope is a module or a block of its own, given whether something is declared in it.
pub(crate) fn is_module(scope: &Scope, declares: bool) -> bool {
    scope.kind == ScopeKind::Block && declares || is_inline(scope)
}

fn is_inline(scope: &Scope) -> bool {
    scope.kind == ScopeKind::Module && scope.parent.is_some()
}

/// The files that a module may mean that an expansion declares.
fn called<'w>(
    files: Files<'w, '_>,
    route: usize,
    facts: &FileFacts,
    item: &Item,
) -> &'w [ModuleChoice] {
    // A call among the arguments of another one is expanded with that.
    let declares = |call| {
        item.in_macro
            .is_some_and(|outer| facts.is_within(call, outer))
    };
    let mut links = files.input.routes[route].called.iter();
    let link = links.find(|(call, name, _)| name == facts.text(item.name) && declares(*call));
    link.map_or(&[], |(_, _, choices)| choices)
}

/// What the expansion of a macro writes for `$crate`, if the macro is one of another crate.
pub(crate) fn dollar_crate(krate: CrateId) -> String {
    format!("__crate_{}", krate.0)
}

/// Whether an item is only what the arguments of a macro look like they declare, and the expansion is known.
fn is_superseded(facts: &FileFacts, item: &Item) -> bool {
    let expanded = |call: MacroCallId| facts.macro_calls[call.index()].body == MacroBody::Expanded;
    !item.expanded && item.in_macro.is_some_and(expanded)
}

fn declared(spaces: Namespaces, def: Def, reach: Reach, presence: Presence) -> Binding {
    Binding {
        spaces,
        def,
        reach,
        presence,
        import: None,
        certain: true,
        open: false,
    }
}

/// In which builds of a crate a condition holds.
pub(crate) fn presence(facts: &FileFacts, cfg: CfgId, input: &CrateInput<'_>) -> Presence {
    let may_hold = |build| under(facts, cfg, input, build) != Some(false);
    Presence {
        normal: !input.kind.is_test() && may_hold(Build::Normal),
        dev: may_hold(Build::Dev),
        test: may_hold(Build::Test),
    }
}

/// Whether not even one build is known in which a condition holds, or does not.
fn is_open(facts: &FileFacts, cfg: CfgId, input: &CrateInput<'_>) -> bool {
    let is_open = |build| under(facts, cfg, input, build).is_none();
    is_open(Build::Test) || is_open(Build::Normal)
}

/// Whether a condition holds in a build.
fn under(facts: &FileFacts, cfg: CfgId, input: &CrateInput<'_>, build: Build) -> Option<bool> {
    let holds = |flag: &str, value: Option<&str>| match (flag, value) {
        ("test", None) => Some(build == Build::Test),
        _ => (input.holds)(build, flag, value).or((flag == "debug_assertions").then_some(true)),
    };
    facts.evaluate(cfg, &holds)
}
