//! What a path or import leads to.

use govern_facts::PathId;

use crate::ids::{Def, InstanceId, ItemDef, ModuleId};

/// A path or import that leads out of its module.
///
/// There are two readings of where it leads: `via`, the module as written (`crate::prelude::Foo` leads to `prelude`), and
/// `def`, what the name is bound to when all re-exports, globs and renames are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The file it stands in, as part of a crate.
    pub instance: InstanceId,
    /// The module it stands in.
    pub from: ModuleId,
    /// The fact it comes from.
    pub origin: Origin,
    /// Whether it exists only with `cfg(test)`.
    pub test: bool,
    /// The module in which the last segment was looked up, if the path names one.
    pub via: Option<ModuleId>,
    /// What it is bound to.
    pub def: Def,
    /// The module that declares what it is bound to; none for external names.
    pub def_module: Option<ModuleId>,
    /// How many segments at the end lie inside an external crate, or are associated items.
    pub rest: u16,
    /// The first import the path went through: a row that [`Names::import_site`](crate::Names::import_site) explains.
    pub import: Option<u32>,
}

/// The fact that a reference comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A leaf of a `use`: row of the file's imports.
    Import(u32),
    /// A path.
    Path(PathId),
}

/// Where a reference leads in one reading.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A module of the workspace.
    Module(ModuleId),
    /// A name in an external crate, by its path.
    External(String),
}

/// What a path means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A module of the workspace.
    Module(ModuleId),
    /// An item of the workspace; how many segments of the path come behind it (associated items).
    Item(ItemDef, usize),
    /// A name in an external crate or the standard library.
    External(String),
    /// A primitive type.
    Builtin,
    /// Not known.
    Unresolved,
}

/// A path that could not be resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unresolved {
    /// The file it stands in, as part of a crate.
    pub instance: InstanceId,
    /// The fact.
    pub origin: Origin,
    /// Why.
    pub reason: UnresolvedReason,
    /// The module in which a macro may have declared it; none if that is not one of the workspace, or no macro may.
    pub declared_in: Option<ModuleId>,
}

/// Why a path could not be resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnresolvedReason {
    /// No such name: broken code, or a gap of the analysis.
    NotFound,
    /// No such name, but a macro whose expansion is not known stands where it could be declared.
    MacroGenerated,
    /// In the arguments of a macro, where it may be no path at all.
    MacroArgument,
}
