//! Reads a linking from rows.

use std::collections::BTreeMap;
use std::sync::{OnceLock, atomic::AtomicBool};

use govern_diagnostics::FileId;
use govern_facts::{FileFacts, ItemId, MacroCallId};
use rustc_hash::{FxHashMap, FxHashSet};

use super::item_calls;
use super::rows::{Kept, KeptCall, KeptCrate, KeptInstance, KeptModule, KeptRounds};
use super::rows::{defs, module, pairs};
use crate::applied::{Applied, apply_again};
use crate::input::LinkInput;
use crate::model::{
    Binding, CrateId, ExternId, ExternNode, Flat, ImportRow, Instance, InstanceId, ItemDef, Known,
    Krate, Module, ModuleId, Names, Presence,
};
use crate::symbols::{Symbol, Symbols};

/// Which instances there are of each file.
type ByFile = FxHashMap<FileId, Vec<InstanceId>>;

/// The rows of names of other packages, by what they are in.
type ExternTable = FxHashMap<(Option<ExternId>, Symbol), ExternId>;

/// What rows are read for.
struct Reader<'a, 'i> {
    input: &'a LinkInput<'i>,
    /// Those that were numbered.
    files: &'a [FileId],
    /// Those of them that have other scopes, macro calls and texts now.
    changed: &'a FxHashSet<FileId>,
    /// The facts of changed files with what their calls expand to.
    expanded: BTreeMap<FileId, FileFacts>,
}

impl Names {
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
        let mut reader = Reader {
            input,
            files,
            changed,
            expanded: BTreeMap::new(),
        };
        let applied = reader.applied(kept.applied)?;
        let (modules, bound) = modules(kept.modules)?;
        if kept.bound.len() != bound || kept.bindings.len() != bound {
            return None;
        }
        let symbols = kept.instances.iter().map(|it| it.symbols as usize + 1);
        let symbols = symbols.max().unwrap_or_default();
        // Each file has one.
        if symbols > files.len() {
            return None;
        }
        let late = (0..symbols).map(|_| OnceLock::new());
        let (instances, by_file) = reader.instances(&kept.instances, &kept.scopes)?;
        let (externs, extern_table) = externs(kept.externs);
        let refused = kept.refused.iter();
        let refused = refused.map(|(call, why)| Some((reader.call(call)?, *why)));
        let included = kept.included.iter().map(|call| {
            let (file, row) = reader.call(call)?;
            Some((file, MacroCallId(row)))
        });
        let [krate, self_, super_, dollar_crate, underscore, empty] = kept.known.map(Symbol);
        let mut names = Names {
            symbols: Symbols::from(kept.texts),
            file_symbols: Vec::new(),
            late_symbols: late.collect(),
            flat: Flat {
                names: kept.bound.into_iter().map(Symbol).collect(),
                bindings: kept.bindings.into_iter().map(Binding::from).collect(),
            },
            crates: reader.crates(kept.crates),
            modules,
            instances,
            externs,
            extern_table,
            imports: kept.imports.into_iter().map(ImportRow::from).collect(),
            variants: variants(kept.variants),
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
            refused: refused.collect::<Option<_>>()?,
            applied,
            included: included.collect::<Option<_>>()?,
            globs_met: AtomicBool::new(false),
        };
        names.rescope(input, &|file| reader.facts(file), changed)?;
        Some((names, reader.expanded))
    }
}

impl Reader<'_, '_> {
    fn file(&self, row: u32) -> Option<FileId> {
        self.files.get(row as usize).copied()
    }

    fn facts(&self, file: FileId) -> Option<&FileFacts> {
        self.expanded
            .get(&file)
            .or_else(|| (self.input.facts)(file))
    }

    /// What was added to files, which is added again to those that have changed.
    fn applied(
        &mut self,
        kept: Vec<(u32, KeptRounds)>,
    ) -> Option<BTreeMap<FileId, Vec<Vec<Applied>>>> {
        let mut applied = BTreeMap::new();
        for (row, rounds) in kept {
            let file = self.file(row)?;
            if self.changed.contains(&file) {
                let facts = (self.input.facts)(file)?;
                let rounds = called_now(rounds, facts)?;
                self.expanded.insert(file, apply_again(facts, &rounds)?);
                applied.insert(file, rounds);
            } else {
                let rounds = rounds.into_iter();
                let rounds = rounds.map(|round| round.into_iter().map(|(_, it)| it).collect());
                applied.insert(file, rounds.collect());
            }
        }
        Some(applied)
    }

    fn crates(&self, kept: Vec<KeptCrate>) -> Vec<Krate> {
        let crates = kept.into_iter().zip(&self.input.crates).enumerate();
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
        crates.collect()
    }

    /// The instances, and which there are of each file.
    fn instances(
        &self,
        kept: &[KeptInstance],
        mut scopes: &[(u32, u8)],
    ) -> Option<(Vec<Instance>, ByFile)> {
        let mut by_file = ByFile::default();
        let mut instances = Vec::with_capacity(kept.len());
        for (row, instance) in kept.iter().enumerate() {
            let file = self.file(instance.file)?;
            let (own, rest) = scopes.split_at_checked(instance.scopes as usize)?;
            scopes = rest;
            let of_file = by_file.entry(file).or_default();
            of_file.push(InstanceId(row as u32));
            instances.push(Instance {
                file,
                krate: CrateId(instance.krate),
                modules: own.iter().map(|(module, _)| ModuleId(*module)).collect(),
                presences: own
                    .iter()
                    .map(|(_, bits)| Presence::of_bits(*bits))
                    .collect(),
                symbols: instance.symbols,
            });
        }
        Some((instances, by_file))
    }

    /// A macro call among items as it is now.
    fn call(&self, call: &KeptCall) -> Option<(FileId, u32)> {
        let file = self.file(call.file)?;
        let row = match self.changed.contains(&file) {
            true => item_calls(self.facts(file)?).nth(call.before as usize)?,
            false => call.row,
        };
        Some((file, row))
    }
}

/// The modules, and how much they bind together.
fn modules(kept: Vec<KeptModule>) -> Option<(Vec<Module>, usize)> {
    let mut end = 0_u32;
    let modules = kept.into_iter().map(|kept| {
        let flat = end..end.checked_add(kept.bindings)?;
        end = flat.end;
        module(kept, flat)
    });
    let modules = modules.collect::<Option<_>>()?;
    Some((modules, end as usize))
}

/// The names of other packages, and the rows of them.
fn externs(kept: Vec<(Option<u32>, u32)>) -> (Vec<ExternNode>, ExternTable) {
    let nodes = kept.into_iter().map(|(parent, name)| ExternNode {
        parent: parent.map(ExternId),
        name: Symbol(name),
    });
    let nodes: Vec<ExternNode> = nodes.collect();
    let rows = (0_u32..).zip(&nodes);
    let rows = rows.map(|(row, node)| ((node.parent, node.name), ExternId(row)));
    let table = rows.collect();
    (nodes, table)
}

fn variants(kept: Vec<((u32, u32), u32, u32)>) -> FxHashMap<ItemDef, Vec<(Symbol, ItemId)>> {
    let mut variants: FxHashMap<ItemDef, Vec<(Symbol, ItemId)>> = FxHashMap::default();
    for ((instance, item), name, variant) in kept {
        let def = ItemDef {
            instance: InstanceId(instance),
            item: ItemId(item),
        };
        let of_enum = variants.entry(def).or_default();
        of_enum.push((Symbol(name), ItemId(variant)));
    }
    variants
}

/// What was added to a file, for its calls as they are now.
fn called_now(rounds: KeptRounds, facts: &FileFacts) -> Option<Vec<Vec<Applied>>> {
    let calls: Vec<u32> = item_calls(facts).collect();
    let now = |(before, applied): (u32, Applied)| {
        let call = *calls.get(before as usize)?;
        Some(Applied { call, ..applied })
    };
    let rounds = rounds.into_iter();
    let rounds = rounds.map(|round| round.into_iter().map(now).collect());
    rounds.collect()
}
