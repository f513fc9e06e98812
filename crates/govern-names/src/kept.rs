//! A linking as bytes, for a later run: it is the same as long as all that linking looks at is.
//!
//! What linking looks at of a file is what stands outside of the bodies of functions that declare nothing
//! ([`govern_facts::outside_bodies`]). Items and imports have the same rows then; scopes, macro calls and texts may have
//! others, so those are found out anew for files that have changed.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{OnceLock, atomic::AtomicBool};

use bitcode::{Decode, Encode};
use govern_diagnostics::FileId;
use govern_facts::{FileFacts, ItemId, MacroCallId, MacroPosition, ScopeId};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::applied::{Applied, apply_again};
use crate::input::{CrateInput, LinkInput};
use crate::model::{
    Binding, CrateId, Def, ExternId, ExternNode, Flat, Glob, ImportRow, Instance, InstanceId,
    ItemDef, Known, Krate, Module, ModuleId, ModuleKind, Names, Namespaces, Presence, Reach,
};
use crate::reference::Unexpanded;
use crate::symbols::{Symbol, Symbols};
use crate::tree::presence;

/// What is kept. Files are rows of a list that is kept with it, symbols those of `texts`.
#[derive(Encode, Decode)]
struct Kept {
    texts: govern_facts::Names,
    crates: Vec<KeptCrate>,
    modules: Vec<KeptModule>,
    bound: Vec<u32>,
    bindings: Vec<KeptBinding>,
    instances: Vec<KeptInstance>,
    /// The module and the presence of each scope of each instance.
    scopes: Vec<(u32, u8)>,
    externs: Vec<(Option<u32>, u32)>,
    imports: Vec<KeptImport>,
    variants: Vec<((u32, u32), u32, u32)>,
    known: [u32; 6],
    dollar_crates: Vec<(u32, u32)>,
    prelude: Vec<(u32, u32)>,
    builtins: Vec<u32>,
    refused: Vec<(KeptCall, Unexpanded)>,
    included: Vec<KeptCall>,
    /// By file.
    applied: Vec<(u32, KeptRounds)>,
}

/// What was added to a file, round for round, with how many calls among items come before the call.
type KeptRounds = Vec<Vec<(u32, Applied)>>;

#[derive(Encode, Decode)]
struct KeptCrate {
    externs: Vec<(u32, KeptDef)>,
    macro_externs: Vec<u32>,
    macro_crates: Vec<u32>,
}

#[derive(Encode, Decode)]
struct KeptModule {
    krate: u32,
    parent: Option<u32>,
    name: u32,
    kind: u8,
    instance: Option<u32>,
    scope: u32,
    declaration: Option<(u32, u32)>,
    presence: u8,
    /// How many rows of `bindings` are its.
    bindings: u32,
    globs: Vec<KeptGlob>,
    macros: Vec<(u32, KeptDef)>,
}

#[derive(Encode, Decode)]
struct KeptGlob {
    target: Option<KeptDef>,
    reach: Option<u32>,
    presence: u8,
    import: u32,
    open: bool,
}

#[derive(Encode, Decode)]
struct KeptBinding {
    spaces: u8,
    def: KeptDef,
    reach: Option<u32>,
    presence: u8,
    import: Option<u32>,
    certain: bool,
    open: bool,
}

#[derive(Encode, Decode)]
struct KeptInstance {
    file: u32,
    krate: u32,
    symbols: u32,
    /// How many rows of `scopes` are its.
    scopes: u32,
}

#[derive(Encode, Decode)]
struct KeptImport {
    instance: u32,
    row: u32,
    module: u32,
    presence: u8,
    open: bool,
    bound: u8,
}

/// A macro call among items: the file, its row there, and how many of the kind come before it.
#[derive(Encode, Decode)]
struct KeptCall {
    file: u32,
    row: u32,
    before: u32,
}

#[derive(Encode, Decode)]
enum KeptDef {
    Module(u32),
    Item(u32, u32),
    Extern(u32),
    Builtin,
}

impl Presence {
    fn bits(self) -> u8 {
        u8::from(self.normal) | u8::from(self.dev) << 1 | u8::from(self.test) << 2
    }

    fn of_bits(bits: u8) -> Presence {
        Presence {
            normal: bits & 1 != 0,
            dev: bits & 2 != 0,
            test: bits & 4 != 0,
        }
    }
}

impl From<Def> for KeptDef {
    fn from(def: Def) -> KeptDef {
        match def {
            Def::Module(id) => KeptDef::Module(id.0),
            Def::Item(def) => KeptDef::Item(def.instance.0, def.item.0),
            Def::Extern(id) => KeptDef::Extern(id.0),
            Def::Builtin => KeptDef::Builtin,
        }
    }
}

impl From<KeptDef> for Def {
    fn from(def: KeptDef) -> Def {
        match def {
            KeptDef::Module(row) => Def::Module(ModuleId(row)),
            KeptDef::Item(instance, item) => Def::Item(ItemDef {
                instance: InstanceId(instance),
                item: ItemId(item),
            }),
            KeptDef::Extern(row) => Def::Extern(ExternId(row)),
            KeptDef::Builtin => Def::Builtin,
        }
    }
}

impl Reach {
    fn within(self) -> Option<u32> {
        match self {
            Reach::Everywhere => None,
            Reach::Within(module) => Some(module.0),
        }
    }

    fn of_within(module: Option<u32>) -> Reach {
        module.map_or(Reach::Everywhere, |row| Reach::Within(ModuleId(row)))
    }
}

impl ModuleKind {
    const ALL: [ModuleKind; 3] = [ModuleKind::File, ModuleKind::Inline, ModuleKind::Block];
}

/// Symbols that are kept, numbered anew in the order in which they are met.
struct Renumbered<'n> {
    names: &'n Names,
    rows: Vec<Option<u32>>,
    texts: Symbols,
}

impl Renumbered<'_> {
    fn row(&mut self, symbol: Symbol) -> u32 {
        let Renumbered { names, rows, texts } = self;
        *rows[symbol.0 as usize].get_or_insert_with(|| texts.intern(names.text(symbol)).0)
    }

    fn defs<'d>(
        &mut self,
        defs: impl Iterator<Item = (&'d Symbol, &'d Def)>,
    ) -> Vec<(u32, KeptDef)> {
        let defs = defs.map(|(name, def)| (*name, KeptDef::from(*def)));
        self.by_text(defs.collect())
    }

    /// The same bytes for the same names, whatever numbers they had.
    fn by_text<T>(&mut self, mut rows: Vec<(Symbol, T)>) -> Vec<(u32, T)> {
        rows.sort_by_key(|(name, _)| self.names.text(*name));
        let rows = rows.into_iter();
        rows.map(|(name, row)| (self.row(name), row)).collect()
    }
}

/// The rows of macro calls that stand among items.
fn item_calls(facts: &FileFacts) -> impl Iterator<Item = u32> {
    let calls = (0_u32..).zip(&facts.macro_calls);
    calls
        .filter(|(_, call)| call.position == MacroPosition::Item)
        .map(|(row, _)| row)
}

impl Names {
    /// The linking as bytes; none if it cannot be kept. `row` numbers the files, `facts` are what they say.
    pub fn keep<'f>(
        &self,
        row: &dyn Fn(FileId) -> Option<u32>,
        facts: &dyn Fn(FileId) -> Option<&'f FileFacts>,
    ) -> Option<Vec<u8>> {
        let mut symbols = Renumbered {
            names: self,
            rows: vec![None; self.symbols.len()],
            texts: Symbols::default(),
        };
        let crates = self.crates.iter().map(|krate| KeptCrate {
            externs: symbols.defs(krate.externs.iter()),
            macro_externs: krate.macro_externs.iter().map(|id| id.0).collect(),
            macro_crates: krate.macro_crates.iter().map(|id| id.0).collect(),
        });
        let crates = crates.collect();
        let (mut bound, mut bindings) = (Vec::new(), Vec::new());
        let modules = self.modules.iter().map(|module| {
            let before = bindings.len();
            for (name, binding) in self.entries(module, &mut symbols) {
                bound.push(name);
                bindings.push(KeptBinding {
                    spaces: binding.spaces.0,
                    def: binding.def.into(),
                    reach: binding.reach.within(),
                    presence: binding.presence.bits(),
                    import: binding.import,
                    certain: binding.certain,
                    open: binding.open,
                });
            }
            let globs = module.globs.iter().map(|glob| KeptGlob {
                target: glob.target.map(KeptDef::from),
                reach: glob.reach.within(),
                presence: glob.presence.bits(),
                import: glob.import,
                open: glob.open,
            });
            KeptModule {
                krate: module.krate.0,
                parent: module.parent.map(|it| it.0),
                name: symbols.row(module.name),
                kind: module.kind as u8,
                instance: module.instance.map(|it| it.0),
                scope: module.scope.0,
                declaration: module
                    .declaration
                    .map(|(instance, item)| (instance.0, item.0)),
                presence: module.presence.bits(),
                bindings: (bindings.len() - before) as u32,
                globs: globs.collect(),
                macros: symbols.defs(module.macros.iter()),
            }
        });
        let modules = modules.collect();
        let mut scopes = Vec::new();
        let instances = self.instances.iter().map(|instance| {
            let of_scopes = instance.modules.iter().zip(&instance.presences);
            scopes.extend(of_scopes.map(|(module, presence)| (module.0, presence.bits())));
            Some(KeptInstance {
                file: row(instance.file)?,
                krate: instance.krate.0,
                symbols: instance.symbols,
                scopes: instance.modules.len() as u32,
            })
        });
        let instances = instances.collect::<Option<_>>()?;
        let call = |file: FileId, call: u32| {
            let before = item_calls(facts(file)?).position(|row| row == call)?;
            Some(KeptCall {
                file: row(file)?,
                row: call,
                before: before as u32,
            })
        };
        let refused: BTreeMap<(FileId, u32), Unexpanded> =
            self.refused.iter().map(|(key, why)| (*key, *why)).collect();
        let refused = refused
            .into_iter()
            .map(|((file, row), why)| Some((call(file, row)?, why)));
        let mut included: Vec<(FileId, MacroCallId)> = self.included.iter().copied().collect();
        included.sort();
        let included = included.into_iter().map(|(file, row)| call(file, row.0));
        let mut applied = Vec::with_capacity(self.applied.len());
        for (file, rounds) in &self.applied {
            let calls: Vec<u32> = item_calls(facts(*file)?).collect();
            let of_round = |round: &Vec<Applied>| {
                let round = round.iter().map(|it| {
                    let before = calls.binary_search(&it.call).ok()?;
                    Some((before as u32, it.clone()))
                });
                round.collect::<Option<Vec<_>>>()
            };
            let rounds = rounds.iter().map(of_round).collect::<Option<Vec<_>>>()?;
            applied.push((row(*file)?, rounds));
        }
        let mut variants: Vec<_> = self.variants.iter().collect();
        variants.sort_by_key(|(def, _)| **def);
        let variants = variants.into_iter().flat_map(|(def, of_enum)| {
            let of_enum = of_enum.iter();
            of_enum.map(|(name, item)| ((def.instance.0, def.item.0), *name, item.0))
        });
        let variants: Vec<_> = variants.collect();
        let Known {
            krate,
            self_,
            super_,
            dollar_crate,
            underscore,
            empty,
        } = self.known;
        let builtins = self.builtins.iter().map(|name| (*name, ()));
        let builtins = symbols.by_text(builtins.collect());
        let dollar_crates = self.dollar_crates.iter().map(|(name, id)| (*name, id.0));
        let dollar_crates = symbols.by_text(dollar_crates.collect());
        let prelude = self.prelude.iter().map(|(name, id)| (*name, id.0));
        let prelude = symbols.by_text(prelude.collect());
        let kept = Kept {
            crates,
            modules,
            bound,
            bindings,
            instances,
            scopes,
            externs: self
                .externs
                .iter()
                .map(|node| (node.parent.map(|it| it.0), symbols.row(node.name)))
                .collect(),
            imports: self.imports.iter().map(KeptImport::from).collect(),
            variants: variants
                .into_iter()
                .map(|(def, name, item)| (def, symbols.row(name), item))
                .collect(),
            known: [krate, self_, super_, dollar_crate, underscore, empty]
                .map(|symbol| symbols.row(symbol)),
            dollar_crates,
            prelude,
            builtins: builtins.into_iter().map(|(name, ())| name).collect(),
            refused: refused.collect::<Option<_>>()?,
            included: included.collect::<Option<_>>()?,
            applied,
            // All have been met.
            texts: symbols.texts.texts().clone(),
        };
        Some(bitcode::encode(&kept))
    }

    /// What a module binds, sorted by the symbols that are kept; of one name in the order in which it was bound.
    fn entries(&self, module: &Module, symbols: &mut Renumbered<'_>) -> Vec<(u32, Binding)> {
        let flat = module.flat.start as usize..module.flat.end as usize;
        let flat = self.flat.names[flat.clone()]
            .iter()
            .zip(&self.flat.bindings[flat]);
        let mut entries: Vec<(Symbol, Binding)> =
            flat.map(|(name, binding)| (*name, *binding)).collect();
        let own = module.entries.iter();
        entries.extend(own.flat_map(|(name, bindings)| bindings.iter().map(|it| (*name, *it))));
        let mut entries = symbols.by_text(entries);
        // As they are looked for.
        entries.sort_by_key(|(name, _)| *name);
        entries
    }

    /// The linking that was kept; none if it does not fit to the input. `files` are those that were numbered, `changed` those of
    /// them whose scopes, macro calls and texts are others now: if calls in them could be expanded, their facts with that are given
    /// back. The facts of those that have not changed need not have what calls expand to.
    pub fn of_kept(
        bytes: &[u8],
        input: &LinkInput<'_>,
        files: &[FileId],
        changed: &FxHashSet<FileId>,
    ) -> Option<(Names, BTreeMap<FileId, FileFacts>)> {
        let kept: Kept = bitcode::decode(bytes).ok()?;
        if kept.crates.len() != input.crates.len() {
            return None;
        }
        let mut applied = BTreeMap::new();
        let mut expanded = BTreeMap::new();
        for (row, rounds) in kept.applied {
            let file = *files.get(row as usize)?;
            if changed.contains(&file) {
                let facts = (input.facts)(file)?;
                let rounds = called_now(rounds, facts)?;
                expanded.insert(file, apply_again(facts, &rounds)?);
                applied.insert(file, rounds);
            } else {
                let rounds = rounds.into_iter();
                let rounds = rounds.map(|round| round.into_iter().map(|(_, it)| it).collect());
                applied.insert(file, rounds.collect());
            }
        }
        let facts = |file: FileId| expanded.get(&file).or_else(|| (input.facts)(file));
        let crates = kept.crates.into_iter().zip(&input.crates).enumerate();
        let crates = crates.map(|(row, (kept, input))| Krate {
            name: input.name.clone(),
            package: input.package.clone(),
            kind: input.kind,
            // The first modules are the roots, in the order of the crates.
            root: ModuleId(row as u32),
            edition: input.edition,
            externs: defs(kept.externs),
            macro_externs: kept.macro_externs.into_iter().map(ExternId).collect(),
            macro_crates: kept.macro_crates.into_iter().map(ModuleId).collect(),
        });
        let crates = crates.collect();
        let mut end = 0;
        let modules = kept.modules.into_iter().map(|kept| {
            let flat = end..end + kept.bindings;
            end = flat.end;
            module(kept, flat)
        });
        let modules = modules.collect::<Option<_>>()?;
        let mut scopes = kept.scopes.iter();
        let mut by_file: FxHashMap<FileId, Vec<InstanceId>> = FxHashMap::default();
        let mut instances = Vec::with_capacity(kept.instances.len());
        for (row, instance) in kept.instances.iter().enumerate() {
            let file = *files.get(instance.file as usize)?;
            let of_file = scopes.as_slice().get(..instance.scopes as usize)?;
            scopes = scopes.as_slice()[instance.scopes as usize..].iter();
            by_file
                .entry(file)
                .or_default()
                .push(InstanceId(row as u32));
            instances.push(Instance {
                file,
                krate: CrateId(instance.krate),
                modules: of_file
                    .iter()
                    .map(|(module, _)| ModuleId(*module))
                    .collect(),
                presences: of_file
                    .iter()
                    .map(|(_, bits)| Presence::of_bits(*bits))
                    .collect(),
                symbols: instance.symbols,
            });
        }
        let symbols = kept.instances.iter().map(|it| it.symbols + 1).max();
        let mut extern_table = FxHashMap::default();
        let externs = kept
            .externs
            .into_iter()
            .enumerate()
            .map(|(row, (parent, name))| {
                let node = ExternNode {
                    parent: parent.map(ExternId),
                    name: Symbol(name),
                };
                extern_table.insert((node.parent, node.name), ExternId(row as u32));
                node
            });
        let externs = externs.collect();
        let mut variants: FxHashMap<ItemDef, Vec<(Symbol, ItemId)>> = FxHashMap::default();
        for ((instance, item), name, variant) in kept.variants {
            let def = ItemDef {
                instance: InstanceId(instance),
                item: ItemId(item),
            };
            let of_enum = variants.entry(def).or_default();
            of_enum.push((Symbol(name), ItemId(variant)));
        }
        let call = |call: &KeptCall| {
            let file = *files.get(call.file as usize)?;
            let row = match changed.contains(&file) {
                true => item_calls(facts(file)?).nth(call.before as usize)?,
                false => call.row,
            };
            Some((file, row))
        };
        let refused = kept.refused.iter().map(|(it, why)| Some((call(it)?, *why)));
        let refused = refused.collect::<Option<_>>()?;
        let included = kept.included.iter().map(|it| {
            let (file, row) = call(it)?;
            Some((file, MacroCallId(row)))
        });
        let included = included.collect::<Option<_>>()?;
        let [krate, self_, super_, dollar_crate, underscore, empty] = kept.known.map(Symbol);
        let late = (0..symbols.unwrap_or_default()).map(|_| OnceLock::new());
        let mut names = Names {
            symbols: Symbols::from(kept.texts),
            file_symbols: Vec::new(),
            late_symbols: late.collect(),
            flat: Flat {
                names: kept.bound.into_iter().map(Symbol).collect(),
                bindings: kept.bindings.into_iter().map(Binding::from).collect(),
            },
            crates,
            modules,
            instances,
            externs,
            extern_table,
            imports: kept.imports.into_iter().map(ImportRow::from).collect(),
            variants,
            by_file,
            known: Known {
                krate,
                self_,
                super_,
                dollar_crate,
                underscore,
                empty,
            },
            dollar_crates: pairs(kept.dollar_crates)
                .map(|(name, row)| (name, ModuleId(row)))
                .collect(),
            prelude: pairs(kept.prelude)
                .map(|(name, row)| (name, ExternId(row)))
                .collect(),
            builtins: kept.builtins.into_iter().map(Symbol).collect(),
            collected: OnceLock::new(),
            refused,
            applied,
            included,
            globs_met: AtomicBool::new(false),
        };
        if names.flat.names.len() != end as usize || names.flat.bindings.len() != end as usize {
            return None;
        }
        names.rescope(input, &facts, changed)?;
        Some((names, expanded))
    }

    /// Finds out anew what the scopes of changed files are: the modules among them are the same, in the same order.
    fn rescope<'f>(
        &mut self,
        input: &LinkInput<'_>,
        facts: &dyn Fn(FileId) -> Option<&'f FileFacts>,
        changed: &FxHashSet<FileId>,
    ) -> Option<()> {
        let rows = 0..self.instances.len();
        let concerned = rows.filter(|&row| changed.contains(&self.instances[row].file));
        for row in concerned.collect::<Vec<_>>() {
            let id = InstanceId(row as u32);
            let instance = &self.instances[row];
            let facts = facts(instance.file)?;
            let krate = input.crates.get(instance.krate.index())?;
            let inside = (0_u32..).zip(&self.modules);
            let mut inside = inside
                .filter(|(_, module)| {
                    module.instance == Some(id) && module.kind != ModuleKind::File
                })
                .map(|(row, _)| ModuleId(row))
                .collect::<Vec<_>>()
                .into_iter();
            let scopes = self.scopes_again(facts, krate, instance, &mut inside)?;
            if inside.next().is_some() {
                return None;
            }
            for (module, scope) in scopes.declared {
                self.modules[module.index()].scope = scope;
            }
            let instance = &mut self.instances[row];
            instance.modules = scopes.modules;
            instance.presences = scopes.presences;
        }
        Some(())
    }

    /// What [`Names::scopes`] would find, with modules that are there already.
    fn scopes_again(
        &self,
        facts: &FileFacts,
        krate: &CrateInput<'_>,
        before: &Instance,
        inside: &mut impl Iterator<Item = ModuleId>,
    ) -> Option<Scopes> {
        let (root, outside) = (*before.modules.first()?, *before.presences.first()?);
        let mut declaring: FxHashSet<ScopeId> = FxHashSet::default();
        declaring.extend(facts.items.iter().map(|item| item.scope));
        declaring.extend(facts.imports.iter().map(|import| import.scope));
        let mut scopes = Scopes::default();
        for (row, scope) in facts.scopes.iter().enumerate() {
            let (around, outside) = match scope.parent {
                Some(parent) => (
                    scopes.modules[parent.index()],
                    scopes.presences[parent.index()],
                ),
                None => (root, outside),
            };
            let presence = match scope.cfg {
                Some(cfg) => outside.and(presence(facts, cfg, krate)),
                None => outside,
            };
            let id = ScopeId(row as u32);
            let module = match crate::tree::is_module(scope, declaring.contains(&id)) {
                true => {
                    let module = inside.next()?;
                    scopes.declared.push((module, id));
                    module
                }
                false => around,
            };
            scopes.modules.push(module);
            scopes.presences.push(presence);
        }
        Some(scopes)
    }
}

/// What the scopes of a file are.
#[derive(Default)]
struct Scopes {
    modules: Vec<ModuleId>,
    presences: Vec<Presence>,
    /// The modules among them, and which scope each is.
    declared: Vec<(ModuleId, ScopeId)>,
}

/// What was added to a file, for its calls as they are now.
fn called_now(rounds: Vec<Vec<(u32, Applied)>>, facts: &FileFacts) -> Option<Vec<Vec<Applied>>> {
    let calls: Vec<u32> = item_calls(facts).collect();
    let now = |(before, applied): (u32, Applied)| {
        let call = *calls.get(before as usize)?;
        Some(Applied { call, ..applied })
    };
    let rounds = rounds.into_iter();
    let rounds = rounds.map(|round| round.into_iter().map(now).collect());
    rounds.collect()
}

fn module(kept: KeptModule, flat: Range<u32>) -> Option<Module> {
    let globs = kept.globs.into_iter().map(|glob| Glob {
        target: glob.target.map(Def::from),
        reach: Reach::of_within(glob.reach),
        presence: Presence::of_bits(glob.presence),
        import: glob.import,
        open: glob.open,
    });
    Some(Module {
        krate: CrateId(kept.krate),
        parent: kept.parent.map(ModuleId),
        name: Symbol(kept.name),
        kind: *ModuleKind::ALL.get(usize::from(kept.kind))?,
        instance: kept.instance.map(InstanceId),
        scope: ScopeId(kept.scope),
        declaration: kept
            .declaration
            .map(|(instance, item)| (InstanceId(instance), ItemId(item))),
        presence: Presence::of_bits(kept.presence),
        entries: FxHashMap::default(),
        globs: globs.collect(),
        macros: defs(kept.macros),
        pending: FxHashMap::default(),
        flat,
    })
}

fn defs(kept: Vec<(u32, KeptDef)>) -> FxHashMap<Symbol, Def> {
    let kept = kept.into_iter();
    kept.map(|(name, def)| (Symbol(name), def.into())).collect()
}

fn pairs(kept: Vec<(u32, u32)>) -> impl Iterator<Item = (Symbol, u32)> {
    kept.into_iter().map(|(name, row)| (Symbol(name), row))
}

impl From<KeptBinding> for Binding {
    fn from(kept: KeptBinding) -> Binding {
        Binding {
            spaces: Namespaces(kept.spaces),
            def: kept.def.into(),
            reach: Reach::of_within(kept.reach),
            presence: Presence::of_bits(kept.presence),
            import: kept.import,
            certain: kept.certain,
            open: kept.open,
        }
    }
}

impl From<&ImportRow> for KeptImport {
    fn from(row: &ImportRow) -> KeptImport {
        KeptImport {
            instance: row.instance.0,
            row: row.row,
            module: row.module.0,
            presence: row.presence.bits(),
            open: row.open,
            bound: row.bound.0,
        }
    }
}

impl From<KeptImport> for ImportRow {
    fn from(kept: KeptImport) -> ImportRow {
        ImportRow {
            instance: InstanceId(kept.instance),
            row: kept.row,
            module: ModuleId(kept.module),
            presence: Presence::of_bits(kept.presence),
            open: kept.open,
            bound: Namespaces(kept.bound),
        }
    }
}
