//! The linked workspace: crates, modules, and what names are bound to.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{OnceLock, atomic::AtomicBool};

use govern_diagnostics::FileId;
use govern_facts::{FileFacts, Item, ItemId, MacroCallId, ScopeId};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::applied::Applied;
pub use crate::ids::{CrateId, Def, ExternId, InstanceId, ItemDef, ModuleId};
use crate::input::{Build, CrateKind, LinkInput};
use crate::reference::{Collected, Unexpanded};
use crate::symbols::{Symbol, Symbols};

/// In which builds something exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Presence {
    /// In the program.
    pub normal: bool,
    /// As examples, benchmarks and integration tests see it: without `cfg(test)`, but with the features that
    /// dev-dependencies switch on.
    pub dev: bool,
    /// With `cfg(test)`.
    pub test: bool,
}

impl Presence {
    pub(crate) const ALL: Presence = Presence {
        normal: true,
        dev: true,
        test: true,
    };
    pub(crate) const NONE: Presence = Presence {
        normal: false,
        dev: false,
        test: false,
    };
    pub(crate) const TEST: Presence = Presence {
        normal: false,
        ..Presence::ALL
    };

    /// In none: switched off by features or platform.
    pub fn is_absent(self) -> bool {
        self == Presence::NONE
    }

    /// Only with `cfg(test)`, or with features that only dev-dependencies switch on.
    pub fn is_test_only(self) -> bool {
        (self.dev || self.test) && !self.normal
    }

    pub(crate) fn and(self, other: Presence) -> Presence {
        Presence {
            normal: self.normal && other.normal,
            dev: self.dev && other.dev,
            test: self.test && other.test,
        }
    }

    pub(crate) fn or(self, other: Presence) -> Presence {
        Presence {
            normal: self.normal || other.normal,
            dev: self.dev || other.dev,
            test: self.test || other.test,
        }
    }

    /// Whether it exists for a lookup from code of a build.
    pub(crate) fn serves(self, build: Build) -> bool {
        match build {
            Build::Normal => self.normal,
            Build::Dev => self.dev,
            Build::Test => self.test,
        }
    }
}

/// A target.
#[derive(Debug)]
pub struct Krate {
    /// Its name in code.
    pub name: String,
    /// The package it belongs to.
    pub package: String,
    /// What it is.
    pub kind: CrateKind,
    /// Its root module.
    pub root: ModuleId,
    pub(crate) edition: govern_facts::Edition,
    pub(crate) externs: FxHashMap<Symbol, Def>,
    /// External crates whose macros are in scope everywhere (`#[macro_use] extern crate`).
    pub(crate) macro_externs: Vec<ExternId>,
    /// The same for crates of the workspace, by their roots.
    pub(crate) macro_crates: Vec<ModuleId>,
}

/// A module, or a block that declares names.
#[derive(Debug)]
pub struct Module {
    /// The crate.
    pub krate: CrateId,
    /// The module around it.
    pub parent: Option<ModuleId>,
    /// Its name; the crate's name for a root.
    pub name: Symbol,
    /// What it is.
    pub kind: ModuleKind,
    /// The file its contents stand in; none for the root of a target whose file could not be read.
    pub instance: Option<InstanceId>,
    /// Its scope in that file.
    pub scope: ScopeId,
    /// Where it is declared: the instance and the item; none for roots and blocks.
    pub declaration: Option<(InstanceId, ItemId)>,
    /// In which builds it exists.
    pub presence: Presence,
    /// Mostly one of each name.
    pub(crate) entries: FxHashMap<Symbol, SmallVec<[Binding; 1]>>,
    pub(crate) globs: Vec<Glob>,
    /// `macro_rules` by name, in textual scope.
    pub(crate) macros: FxHashMap<Symbol, Def>,
    /// Names of `use` declarations that are not resolved yet.
    pub(crate) pending: FxHashMap<Symbol, u32>,
    /// What it has in place of `entries` if it was linked in another run: rows of `Names::flat`.
    pub(crate) flat: Range<u32>,
}

/// What a module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModuleKind {
    /// A crate root or `mod name;`: a file of its own.
    File,
    /// `mod name { … }`.
    Inline,
    /// A block that declares names: belongs to the module around it.
    Block,
}

/// A file as part of one crate.
#[derive(Debug)]
pub struct Instance {
    /// The file.
    pub file: FileId,
    /// The crate.
    pub krate: CrateId,
    /// The module or block of each scope of the file.
    pub(crate) modules: Vec<ModuleId>,
    /// In which builds each scope exists.
    pub(crate) presences: Vec<Presence>,
    /// The symbol of each name of the file: row of `Names::file_symbols`.
    pub(crate) symbols: u32,
}

/// Namespaces, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Namespaces(pub(crate) u8);

impl Namespaces {
    pub(crate) const TYPES: Namespaces = Namespaces(1);
    pub(crate) const VALUES: Namespaces = Namespaces(2);
    pub(crate) const MACROS: Namespaces = Namespaces(4);
    pub(crate) const ALL: Namespaces = Namespaces(7);
    pub(crate) const NONE: Namespaces = Namespaces(0);

    pub(crate) fn meets(self, other: Namespaces) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn with(self, other: Namespaces) -> Namespaces {
        Namespaces(self.0 | other.0)
    }

    pub(crate) fn without(self, other: Namespaces) -> Namespaces {
        Namespaces(self.0 & !other.0)
    }
}

/// From where a name can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    Everywhere,
    /// In a module and the modules inside it.
    Within(ModuleId),
}

/// A name in a module.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Binding {
    pub(crate) spaces: Namespaces,
    pub(crate) def: Def,
    pub(crate) reach: Reach,
    pub(crate) presence: Presence,
    /// The import that made it: a row of `Names::imports`; none for a declaration.
    pub(crate) import: Option<u32>,
    /// External names may live in any namespace; they give way to what is known to live in one.
    pub(crate) certain: bool,
    /// Whether nobody knows if it exists: its condition is a flag that a build script may set. What is declared under
    /// the contrary is another binding of the same name.
    pub(crate) open: bool,
}

/// A glob import of a module.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glob {
    /// What it imports from; none while unresolved.
    pub(crate) target: Option<Def>,
    pub(crate) reach: Reach,
    pub(crate) presence: Presence,
    pub(crate) import: u32,
    /// As for bindings.
    pub(crate) open: bool,
}

/// A name in an external crate: its parent and its last segment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ExternNode {
    pub(crate) parent: Option<ExternId>,
    pub(crate) name: Symbol,
}

/// A `use` leaf in one crate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ImportRow {
    pub(crate) instance: InstanceId,
    /// Row of the file's imports.
    pub(crate) row: u32,
    /// The module or block it imports into.
    pub(crate) module: ModuleId,
    pub(crate) presence: Presence,
    /// As for bindings.
    pub(crate) open: bool,
    /// Namespaces that are bound already.
    pub(crate) bound: Namespaces,
}

/// What names are bound to in modules, one module after the other, in each of them sorted by name.
#[derive(Debug, Default)]
pub(crate) struct Flat {
    pub(crate) names: Vec<Symbol>,
    pub(crate) bindings: Vec<Binding>,
}

/// The linked workspace.
pub struct Names {
    pub(crate) symbols: Symbols,
    /// By `Instance::symbols`; empty if it was linked in another run.
    pub(crate) file_symbols: Vec<Vec<Symbol>>,
    /// The same then, found out when somebody asks.
    pub(crate) late_symbols: Vec<OnceLock<Vec<Symbol>>>,
    /// What modules have that were linked in another run.
    pub(crate) flat: Flat,
    pub(crate) crates: Vec<Krate>,
    pub(crate) modules: Vec<Module>,
    pub(crate) instances: Vec<Instance>,
    pub(crate) externs: Vec<ExternNode>,
    pub(crate) extern_table: FxHashMap<(Option<ExternId>, Symbol), ExternId>,
    pub(crate) imports: Vec<ImportRow>,
    /// Variants of each enum.
    pub(crate) variants: FxHashMap<ItemDef, Vec<(Symbol, ItemId)>>,
    pub(crate) by_file: FxHashMap<FileId, Vec<InstanceId>>,
    pub(crate) known: Known,
    /// The roots of crates by what expansions of macros of other crates write for `$crate`.
    pub(crate) dollar_crates: FxHashMap<Symbol, ModuleId>,
    /// Names that are in scope everywhere.
    pub(crate) prelude: FxHashMap<Symbol, ExternId>,
    pub(crate) builtins: FxHashSet<Symbol>,
    /// What all paths mean, once somebody has asked for all of them.
    pub(crate) collected: OnceLock<Collected>,
    /// Why calls that may declare something could not be expanded.
    pub(crate) refused: FxHashMap<(FileId, u32), Unexpanded>,
    /// What expansions added to files, round for round, if that was noted.
    pub(crate) applied: BTreeMap<FileId, Vec<Vec<Applied>>>,
    /// The `include!`s whose files are among the instances.
    pub(crate) included: FxHashSet<(FileId, MacroCallId)>,
    /// Whether a lookup that is traced has looked through globs: what those lead to can change it.
    pub(crate) globs_met: AtomicBool,
}

/// Symbols that the rules of the language name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub(crate) krate: Symbol,
    pub(crate) self_: Symbol,
    pub(crate) super_: Symbol,
    pub(crate) dollar_crate: Symbol,
    pub(crate) underscore: Symbol,
    pub(crate) empty: Symbol,
}

/// Facts of all files by instance, for the time of linking and asking.
#[derive(Clone, Copy)]
pub(crate) struct Files<'a, 'w> {
    pub(crate) input: &'a LinkInput<'w>,
    /// What is known better by now.
    pub(crate) expanded: &'a BTreeMap<FileId, FileFacts>,
}

impl<'a> Files<'a, '_> {
    pub(crate) fn facts(self, file: FileId) -> Option<&'a FileFacts> {
        if let Some(facts) = self.expanded.get(&file) {
            return Some(facts);
        }
        (self.input.facts)(file)
    }
}

impl Names {
    /// All targets.
    pub fn crates(&self) -> impl Iterator<Item = (CrateId, &Krate)> {
        self.crates
            .iter()
            .enumerate()
            .map(|(row, krate)| (CrateId(row as u32), krate))
    }

    /// A target.
    pub fn krate(&self, id: CrateId) -> &Krate {
        &self.crates[id.index()]
    }

    /// All modules of all targets, without blocks and without those that exist in no build.
    pub fn modules(&self) -> impl Iterator<Item = (ModuleId, &Module)> {
        self.modules
            .iter()
            .enumerate()
            .filter(|(_, module)| module.kind != ModuleKind::Block && !module.presence.is_absent())
            .map(|(row, module)| (ModuleId(row as u32), module))
    }

    /// A module.
    pub fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.index()]
    }

    /// A file as part of a crate.
    pub fn instance(&self, id: InstanceId) -> &Instance {
        &self.instances[id.index()]
    }

    /// All files as they are read into crates: those of modules and those that are included, not what is there in no build.
    pub fn instances(&self) -> impl Iterator<Item = (InstanceId, &Instance)> {
        self.instances
            .iter()
            .enumerate()
            .filter(|(_, instance)| !instance.presences[0].is_absent())
            .map(|(row, instance)| (InstanceId(row as u32), instance))
    }

    /// The text of a symbol.
    pub fn text(&self, symbol: Symbol) -> &str {
        self.symbols.text(symbol)
    }

    /// The full path of a module, `krate::a::b`.
    pub fn module_path(&self, id: ModuleId) -> String {
        let names = std::iter::successors(Some(self.real_module(id)), |&id| {
            let parent = self.module(id).parent?;
            Some(self.real_module(parent))
        });
        self.joined(names.map(|id| self.module(id).name))
    }

    /// A path of names that are given from its end; with room for one more, which is what most paths get.
    fn joined(&self, names: impl Iterator<Item = Symbol>) -> String {
        let names: SmallVec<[&str; 8]> = names.map(|name| self.text(name)).collect();
        let length: usize = names.iter().map(|name| name.len() + 2).sum();
        let mut path = String::with_capacity(length + 24);
        for name in names.iter().rev() {
            if !path.is_empty() {
                path.push_str("::");
            }
            path.push_str(name);
        }
        path
    }

    /// The module a block belongs to; a module itself.
    pub fn real_module(&self, mut id: ModuleId) -> ModuleId {
        while self.module(id).kind == ModuleKind::Block {
            match self.module(id).parent {
                Some(parent) => id = parent,
                None => break,
            }
        }
        id
    }

    /// From which build code of a module looks for names.
    pub(crate) fn build_of(&self, module: ModuleId, presence: Presence) -> Build {
        let krate = self.krate(self.module(module).krate);
        match presence {
            Presence { normal: true, .. } if krate.kind != CrateKind::Example => Build::Normal,
            Presence {
                test: true,
                normal: false,
                ..
            } => Build::Test,
            _ => Build::Dev,
        }
    }

    /// The module that a scope of a file belongs to, in the first crate that has the file.
    pub fn module_of(&self, file: FileId, scope: ScopeId) -> Option<ModuleId> {
        let instance = *self.by_file.get(&file)?.first()?;
        self.instances[instance.index()]
            .modules
            .get(scope.index())
            .map(|&module| self.real_module(module))
    }

    /// The module that a scope of a file belongs to, in one of the crates that have the file.
    pub fn module_in(&self, instance: InstanceId, scope: ScopeId) -> Option<ModuleId> {
        let module = self.instance(instance).modules.get(scope.index());
        module.map(|&module| self.real_module(module))
    }

    /// In which builds a scope of a file exists, in one of the crates that have the file.
    pub fn presence_in(&self, instance: InstanceId, scope: ScopeId) -> Option<Presence> {
        self.instance(instance)
            .presences
            .get(scope.index())
            .copied()
    }

    /// The instances of a file.
    pub fn instances_of(&self, file: FileId) -> &[InstanceId] {
        self.by_file.get(&file).map_or(&[], Vec::as_slice)
    }

    /// In which builds a scope of a file exists: in any crate that has the file.
    pub fn presence(&self, file: FileId, scope: ScopeId) -> Presence {
        let mut presence = Presence::NONE;
        for &instance in self.instances_of(file) {
            let instance = &self.instances[instance.index()];
            if let Some(own) = instance.presences.get(scope.index()) {
                presence = presence.or(*own);
            }
        }
        presence
    }

    /// The module an item is declared in.
    pub fn module_of_item(&self, def: ItemDef, facts: &FileFacts) -> ModuleId {
        let scope = facts.item(def.item).scope;
        self.real_module(self.instances[def.instance.index()].modules[scope.index()])
    }

    /// The path of a name in an external crate, `async_nats::Client`.
    pub fn extern_path(&self, id: ExternId) -> String {
        let nodes = std::iter::successors(Some(self.externs[id.index()]), |node| {
            Some(self.externs[node.parent?.index()])
        });
        self.joined(nodes.map(|node| node.name))
    }

    /// Whether a crate of the workspace, or an external one that it uses, has this name in code.
    pub fn knows_crate(&self, name: &str) -> bool {
        let external = self.symbols.get(name);
        self.crates.iter().any(|krate| krate.name == name)
            || external.is_some_and(|name| self.extern_table.contains_key(&(None, name)))
    }

    pub(crate) fn extern_node(&mut self, parent: Option<ExternId>, name: Symbol) -> ExternId {
        if let Some(&id) = self.extern_table.get(&(parent, name)) {
            return id;
        }
        let id = ExternId(self.externs.len() as u32);
        self.externs.push(ExternNode { parent, name });
        self.extern_table.insert((parent, name), id);
        id
    }

    /// The symbols of the names of a file, while it is being linked.
    pub(crate) fn symbols_of(&self, instance: InstanceId) -> &[Symbol] {
        &self.file_symbols[self.instances[instance.index()].symbols as usize]
    }

    /// The same once it is. A name that nothing in the workspace is bound to may have no symbol of its own.
    pub(crate) fn symbols_in(&self, facts: &FileFacts, instance: InstanceId) -> &[Symbol] {
        let row = self.instances[instance.index()].symbols as usize;
        match self.file_symbols.get(row) {
            Some(symbols) => symbols,
            None => self.late_symbols[row].get_or_init(|| {
                let texts = facts.names.iter();
                texts
                    .map(|text| self.symbols.get(text).unwrap_or(Symbol::NONE))
                    .collect()
            }),
        }
    }

    /// What a name is bound to in a module.
    pub(crate) fn bindings<'n>(&'n self, module: &'n Module, name: Symbol) -> &'n [Binding] {
        if module.flat.is_empty() {
            let bindings = module.entries.get(&name);
            return bindings.map_or(&[], |bindings| &bindings[..]);
        }
        let rows = module.flat.start as usize..module.flat.end as usize;
        let (names, bindings) = (&self.flat.names[rows.clone()], &self.flat.bindings[rows]);
        let start = names.partition_point(|known| *known < name);
        let length = names[start..].partition_point(|known| *known == name);
        &bindings[start..start + length]
    }

    /// Whether something that reaches so far can be seen from a module.
    pub(crate) fn sees(&self, reach: Reach, from: ModuleId) -> bool {
        match reach {
            Reach::Everywhere => true,
            Reach::Within(module) => self.is_within(from, module),
        }
    }

    /// Whether a module is `around` or lies inside it.
    pub fn is_within(&self, module: ModuleId, around: ModuleId) -> bool {
        let mut at = Some(module);
        while let Some(id) = at {
            if id == around {
                return true;
            }
            at = self.module(id).parent;
        }
        false
    }
}

/// The namespaces an item lives in.
pub(crate) fn namespaces(item: &Item) -> Namespaces {
    use govern_facts::{ItemKind, Shape};
    match &item.kind {
        ItemKind::Fn { .. } | ItemKind::Const { .. } | ItemKind::Static { .. } => {
            Namespaces::VALUES
        }
        ItemKind::Struct {
            shape: Shape::Named,
            ..
        } => Namespaces::TYPES,
        ItemKind::Struct { .. } | ItemKind::Variant { .. } => {
            Namespaces::TYPES.with(Namespaces::VALUES)
        }
        ItemKind::Module { .. }
        | ItemKind::Union { .. }
        | ItemKind::Enum
        | ItemKind::Trait { .. }
        | ItemKind::TypeAlias { .. }
        | ItemKind::ExternCrate { .. } => Namespaces::TYPES,
        ItemKind::MacroDef => Namespaces::MACROS,
        ItemKind::MacroRules { .. } | ItemKind::ExternBlock | ItemKind::Impl { .. } => {
            Namespaces::NONE
        }
    }
}
