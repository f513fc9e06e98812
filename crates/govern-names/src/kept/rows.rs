//! What is kept of a linking, in rows, and how rows become what they stand for.

use std::ops::Range;

use bitcode::{Decode, Encode};
use govern_facts::{ItemId, ScopeId};
use rustc_hash::FxHashMap;

use crate::applied::Applied;
use crate::model::{
    Binding, CrateId, Def, ExternId, Glob, ImportRow, InstanceId, ItemDef, Module, ModuleId,
    ModuleKind, Namespaces, Presence, Reach,
};
use crate::reference::Unexpanded;
use crate::symbols::Symbol;

/// What is kept. Files are rows of a list that is kept with it, symbols those of `texts`.
#[derive(Encode, Decode)]
pub(super) struct Kept {
    pub(super) texts: govern_facts::Names,
    pub(super) crates: Vec<KeptCrate>,
    pub(super) modules: Vec<KeptModule>,
    pub(super) bound: Vec<u32>,
    pub(super) bindings: Vec<KeptBinding>,
    pub(super) instances: Vec<KeptInstance>,
    /// The module and the presence of each scope of each instance.
    pub(super) scopes: Vec<(u32, u8)>,
    pub(super) externs: Vec<(Option<u32>, u32)>,
    pub(super) imports: Vec<KeptImport>,
    pub(super) variants: Vec<((u32, u32), u32, u32)>,
    pub(super) known: [u32; 6],
    pub(super) dollar_crates: Vec<(u32, u32)>,
    pub(super) prelude: Vec<(u32, u32)>,
    pub(super) builtins: Vec<u32>,
    pub(super) refused: Vec<(KeptCall, Unexpanded)>,
    pub(super) included: Vec<KeptCall>,
    /// By file.
    pub(super) applied: Vec<(u32, KeptRounds)>,
}

/// What was added to a file, round for round, with how many calls among items come before the call.
pub(super) type KeptRounds = Vec<Vec<(u32, Applied)>>;

#[derive(Encode, Decode)]
pub(super) struct KeptCrate {
    pub(super) externs: Vec<(u32, KeptDef)>,
    pub(super) macro_externs: Vec<u32>,
    pub(super) macro_crates: Vec<u32>,
}

#[derive(Encode, Decode)]
pub(super) struct KeptModule {
    pub(super) krate: u32,
    pub(super) parent: Option<u32>,
    pub(super) name: u32,
    pub(super) kind: u8,
    pub(super) instance: Option<u32>,
    pub(super) scope: u32,
    pub(super) declaration: Option<(u32, u32)>,
    pub(super) presence: u8,
    /// How many rows of `bindings` are its.
    pub(super) bindings: u32,
    pub(super) globs: Vec<KeptGlob>,
    pub(super) macros: Vec<(u32, KeptDef)>,
}

#[derive(Encode, Decode)]
pub(super) struct KeptGlob {
    pub(super) target: Option<KeptDef>,
    pub(super) reach: Option<u32>,
    pub(super) presence: u8,
    pub(super) import: u32,
    pub(super) open: bool,
}

#[derive(Encode, Decode)]
pub(super) struct KeptBinding {
    pub(super) spaces: u8,
    pub(super) def: KeptDef,
    pub(super) reach: Option<u32>,
    pub(super) presence: u8,
    pub(super) import: Option<u32>,
    pub(super) certain: bool,
    pub(super) open: bool,
}

#[derive(Encode, Decode)]
pub(super) struct KeptInstance {
    pub(super) file: u32,
    pub(super) krate: u32,
    pub(super) symbols: u32,
    /// How many rows of `scopes` are its.
    pub(super) scopes: u32,
}

#[derive(Encode, Decode)]
pub(super) struct KeptImport {
    pub(super) instance: u32,
    pub(super) row: u32,
    pub(super) module: u32,
    pub(super) presence: u8,
    pub(super) open: bool,
    pub(super) bound: u8,
}

/// A macro call among items: the file, its row there, and how many of the kind come before it.
#[derive(Encode, Decode)]
pub(super) struct KeptCall {
    pub(super) file: u32,
    pub(super) row: u32,
    pub(super) before: u32,
}

#[derive(Encode, Decode)]
pub(super) enum KeptDef {
    Module(u32),
    Item(u32, u32),
    Extern(u32),
    Builtin,
}

impl Presence {
    pub(super) fn bits(self) -> u8 {
        u8::from(self.normal) | u8::from(self.dev) << 1 | u8::from(self.test) << 2
    }

    pub(super) fn of_bits(bits: u8) -> Presence {
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
    pub(super) fn within(self) -> Option<u32> {
        match self {
            Reach::Everywhere => None,
            Reach::Within(module) => Some(module.0),
        }
    }

    pub(super) fn of_within(module: Option<u32>) -> Reach {
        module.map_or(Reach::Everywhere, |row| Reach::Within(ModuleId(row)))
    }
}

impl ModuleKind {
    pub(super) const ALL: [ModuleKind; 3] =
        [ModuleKind::File, ModuleKind::Inline, ModuleKind::Block];
}

pub(super) fn module(kept: KeptModule, flat: Range<u32>) -> Option<Module> {
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

pub(super) fn defs(kept: Vec<(u32, KeptDef)>) -> FxHashMap<Symbol, Def> {
    let kept = kept.into_iter();
    kept.map(|(name, def)| (Symbol(name), def.into())).collect()
}

pub(super) fn pairs(kept: Vec<(u32, u32)>) -> impl Iterator<Item = (Symbol, u32)> {
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
