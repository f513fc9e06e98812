//! Writes a linking as rows.

use std::collections::BTreeMap;

use govern_diagnostics::FileId;
use govern_facts::{FileFacts, MacroCallId};

use super::item_calls;
use super::rows::{
    Kept, KeptBinding, KeptCall, KeptCrate, KeptDef, KeptGlob, KeptImport, KeptInstance,
    KeptModule, KeptRounds,
};
use crate::applied::Applied;
use crate::model::{Binding, Def, Glob, Known, Module, Names};
use crate::reference::Unexpanded;
use crate::symbols::{Symbol, Symbols};

/// What is written, and by which numbers.
struct Writer<'a, 'f> {
    names: &'a Names,
    /// Numbers the files.
    row: &'a dyn Fn(FileId) -> Option<u32>,
    facts: &'a dyn Fn(FileId) -> Option<&'f FileFacts>,
    symbols: Renumbered<'a>,
}

/// The module and the presence of each scope.
type KeptScopes = Vec<(u32, u8)>;

/// Symbols that are kept, numbered anew in the order in which they are met.
struct Renumbered<'a> {
    names: &'a Names,
    rows: Vec<Option<u32>>,
    texts: Symbols,
}

impl Names {
    /// The linking as bytes; none if it cannot be kept. `row` numbers the files, `facts` are what they say.
    pub fn keep<'f>(
        &self,
        row: &dyn Fn(FileId) -> Option<u32>,
        facts: &dyn Fn(FileId) -> Option<&'f FileFacts>,
    ) -> Option<Vec<u8>> {
        let mut writer = Writer {
            names: self,
            row,
            facts,
            symbols: Renumbered {
                names: self,
                rows: vec![None; self.symbols.len()],
                texts: Symbols::default(),
            },
        };
        let crates = writer.crates();
        let (modules, bound, bindings) = writer.modules();
        let (instances, scopes) = writer.instances()?;
        let kept = Kept {
            crates,
            modules,
            bound,
            bindings,
            instances,
            scopes,
            externs: writer.externs(),
            imports: self.imports.iter().map(KeptImport::from).collect(),
            variants: writer.variants(),
            known: writer.known(),
            dollar_crates: writer
                .symbols
                .pairs(self.dollar_crates.iter().map(|(name, id)| (*name, id.0))),
            prelude: writer
                .symbols
                .pairs(self.prelude.iter().map(|(name, id)| (*name, id.0))),
            builtins: writer.builtins(),
            refused: writer.refused()?,
            included: writer.included()?,
            applied: writer.applied()?,
            // All have been met.
            texts: writer.symbols.texts.texts().clone(),
        };
        Some(bitcode::encode(&kept))
    }
}

impl Writer<'_, '_> {
    fn crates(&mut self) -> Vec<KeptCrate> {
        let crates = self.names.crates.iter().map(|krate| KeptCrate {
            externs: self.symbols.defs(krate.externs.iter()),
            macro_externs: krate.macro_externs.iter().map(|id| id.0).collect(),
            macro_crates: krate.macro_crates.iter().map(|id| id.0).collect(),
        });
        crates.collect()
    }

    /// The modules, and one after the other what they bind: names and bindings.
    fn modules(&mut self) -> (Vec<KeptModule>, Vec<u32>, Vec<KeptBinding>) {
        let (mut bound, mut bindings) = (Vec::new(), Vec::new());
        let modules = self.names.modules.iter().map(|module| {
            let before = bindings.len();
            for (name, binding) in self.symbols.entries(module) {
                bound.push(name);
                bindings.push(KeptBinding::from(&binding));
            }
            KeptModule {
                krate: module.krate.0,
                parent: module.parent.map(|it| it.0),
                name: self.symbols.row(module.name),
                kind: module.kind as u8,
                instance: module.instance.map(|it| it.0),
                scope: module.scope.0,
                declaration: module
                    .declaration
                    .map(|(instance, item)| (instance.0, item.0)),
                presence: module.presence.bits(),
                bindings: (bindings.len() - before) as u32,
                globs: module.globs.iter().map(KeptGlob::from).collect(),
                macros: self.symbols.defs(module.macros.iter()),
            }
        });
        let modules = modules.collect();
        (modules, bound, bindings)
    }

    /// The instances, and one after the other the modules and presences of their scopes.
    fn instances(&self) -> Option<(Vec<KeptInstance>, KeptScopes)> {
        let mut scopes = Vec::new();
        let instances = self.names.instances.iter().map(|instance| {
            let of_scopes = instance.modules.iter().zip(&instance.presences);
            scopes.extend(of_scopes.map(|(module, presence)| (module.0, presence.bits())));
            Some(KeptInstance {
                file: (self.row)(instance.file)?,
                krate: instance.krate.0,
                symbols: instance.symbols,
                scopes: instance.modules.len() as u32,
            })
        });
        let instances = instances.collect::<Option<_>>()?;
        Some((instances, scopes))
    }

    fn externs(&mut self) -> Vec<(Option<u32>, u32)> {
        let externs = self.names.externs.iter();
        externs
            .map(|node| (node.parent.map(|it| it.0), self.symbols.row(node.name)))
            .collect()
    }

    fn variants(&mut self) -> Vec<((u32, u32), u32, u32)> {
        let mut variants: Vec<_> = self.names.variants.iter().collect();
        variants.sort_by_key(|(def, _)| **def);
        let mut rows = Vec::new();
        for (def, of_enum) in variants {
            let holder = (def.instance.0, def.item.0);
            let of_enum = of_enum.iter();
            rows.extend(of_enum.map(|(name, item)| (holder, self.symbols.row(*name), item.0)));
        }
        rows
    }

    fn known(&mut self) -> [u32; 6] {
        let Known {
            krate,
            self_,
            super_,
            dollar_crate,
            underscore,
            empty,
        } = self.names.known;
        [krate, self_, super_, dollar_crate, underscore, empty]
            .map(|symbol| self.symbols.row(symbol))
    }

    fn builtins(&mut self) -> Vec<u32> {
        let builtins = self.names.builtins.iter().map(|name| (*name, ()));
        let builtins = self.symbols.by_text(builtins.collect());
        builtins.into_iter().map(|(name, ())| name).collect()
    }

    /// A macro call among items.
    fn call(&self, file: FileId, call: u32) -> Option<KeptCall> {
        let before = item_calls((self.facts)(file)?).position(|row| row == call)?;
        Some(KeptCall {
            file: (self.row)(file)?,
            row: call,
            before: before as u32,
        })
    }

    fn refused(&self) -> Option<Vec<(KeptCall, Unexpanded)>> {
        let refused = self.names.refused.iter();
        let refused: BTreeMap<(FileId, u32), Unexpanded> =
            refused.map(|(key, why)| (*key, *why)).collect();
        let refused = refused.into_iter();
        refused
            .map(|((file, row), why)| Some((self.call(file, row)?, why)))
            .collect()
    }

    fn included(&self) -> Option<Vec<KeptCall>> {
        let included = self.names.included.iter();
        let mut included: Vec<(FileId, MacroCallId)> = included.copied().collect();
        included.sort();
        let included = included.into_iter();
        included.map(|(file, row)| self.call(file, row.0)).collect()
    }

    fn applied(&self) -> Option<Vec<(u32, KeptRounds)>> {
        let applied = self.names.applied.iter().map(|(file, rounds)| {
            let calls: Vec<u32> = item_calls((self.facts)(*file)?).collect();
            let of_round = |round: &Vec<Applied>| {
                let round = round.iter().map(|it| {
                    let before = calls.binary_search(&it.call).ok()?;
                    Some((before as u32, it.clone()))
                });
                round.collect::<Option<Vec<_>>>()
            };
            let rounds = rounds.iter().map(of_round).collect::<Option<Vec<_>>>()?;
            Some(((self.row)(*file)?, rounds))
        });
        applied.collect()
    }
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

    fn pairs(&mut self, pairs: impl Iterator<Item = (Symbol, u32)>) -> Vec<(u32, u32)> {
        self.by_text(pairs.collect())
    }

    /// The same bytes for the same names, whatever numbers they had.
    fn by_text<T>(&mut self, mut rows: Vec<(Symbol, T)>) -> Vec<(u32, T)> {
        rows.sort_by_key(|(name, _)| self.names.text(*name));
        let rows = rows.into_iter();
        rows.map(|(name, row)| (self.row(name), row)).collect()
    }

    /// What a module binds, sorted by the symbols that are kept; of one name in the order in which it was bound.
    fn entries(&mut self, module: &Module) -> Vec<(u32, Binding)> {
        let flat = module.flat.start as usize..module.flat.end as usize;
        let names = &self.names.flat.names[flat.clone()];
        let flat = names.iter().zip(&self.names.flat.bindings[flat]);
        let mut entries: Vec<(Symbol, Binding)> =
            flat.map(|(name, binding)| (*name, *binding)).collect();
        let own = module.entries.iter();
        entries.extend(own.flat_map(|(name, bindings)| bindings.iter().map(|it| (*name, *it))));
        let mut entries = self.by_text(entries);
        // As they are looked for.
        entries.sort_by_key(|(name, _)| *name);
        entries
    }
}

impl From<&Binding> for KeptBinding {
    fn from(binding: &Binding) -> KeptBinding {
        KeptBinding {
            spaces: binding.spaces.0,
            def: binding.def.into(),
            reach: binding.reach.within(),
            presence: binding.presence.bits(),
            import: binding.import,
            certain: binding.certain,
            open: binding.open,
        }
    }
}

impl From<&Glob> for KeptGlob {
    fn from(glob: &Glob) -> KeptGlob {
        KeptGlob {
            target: glob.target.map(KeptDef::from),
            reach: glob.reach.within(),
            presence: glob.presence.bits(),
            import: glob.import,
            open: glob.open,
        }
    }
}
