//! A linking as bytes, for a later run: it is the same as long as all that linking looks at is.
//!
//! What linking looks at of a file is what stands outside of the bodies of functions that declare nothing
//! ([`govern_facts::outside_bodies`]). Items and imports have the same rows then; scopes, macro calls and texts may have
//! others, so those are found out anew for files that have changed.

mod rescope;
mod rows;

use std::collections::BTreeMap;
use std::sync::{OnceLock, atomic::AtomicBool};

use govern_diagnostics::FileId;
use govern_facts::{FileFacts, ItemId, MacroCallId, MacroPosition};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::applied::{Applied, apply_again};
use crate::input::LinkInput;
use crate::model::{
    Binding, CrateId, Def, ExternId, ExternNode, Flat, ImportRow, Instance, InstanceId, ItemDef,
    Known, Krate, Module, ModuleId, Names, Presence,
};
use crate::reference::Unexpanded;
use crate::symbols::{Symbol, Symbols};
use rows::{
    Kept, KeptBinding, KeptCall, KeptCrate, KeptDef, KeptGlob, KeptImport, KeptInstance,
    KeptModule, defs, module, pairs,
};

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
