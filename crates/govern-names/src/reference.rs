//! What a path or import leads to.

use govern_facts::{NotExpanded, PathId};

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
    /// No such name in the workspace, but everything of a crate outside of it is imported where it could be, and of which one it is cannot
    /// be told.
    OutsideGlob,
    /// In the arguments of a macro, where it may be no path at all.
    MacroArgument,
}

/// Why it is not known what a macro call declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, bitcode::Encode, bitcode::Decode)]
pub enum Unexpanded {
    /// It is no macro of the workspace, as far as is known.
    Unknown,
    /// The expansion of another call has it, and it cannot be expanded there.
    Nested,
    /// The definition is no `macro_rules!` that can be read: it is procedural, `macro`, or declared by another macro.
    NoRules,
    /// The rules do not give an expansion.
    Rules(NotExpanded),
    /// The expansions of the call and of all calls in them are too long together.
    TooLong,
    /// What it expands to are no items.
    NoItems,
    /// The file has changed since it was read.
    NoText,
    /// It includes a file that is not there, or the one that it stands in.
    NoFile,
}

impl Unexpanded {
    /// The reason in words; "it" is the macro.
    pub fn text(self) -> &'static str {
        match self {
            Unexpanded::Unknown => "it is no macro of the workspace",
            Unexpanded::Nested => "it is called by another macro, and cannot be expanded there",
            Unexpanded::NoRules => "it is no `macro_rules!` that stands in a file",
            Unexpanded::Rules(NotExpanded::Arguments) => "its arguments are no token trees",
            Unexpanded::Rules(NotExpanded::NoRule) => "its arguments fit none of its rules",
            Unexpanded::Rules(NotExpanded::Transcription) => {
                "its rule cannot be followed, or makes too much of the arguments"
            }
            Unexpanded::TooLong => "what it and the macros in it expand to is too long",
            Unexpanded::NoItems => "what it expands to are no items",
            Unexpanded::NoText => "the file has changed since it was read",
            Unexpanded::NoFile => "its file is not there, or includes itself",
        }
    }
}

/// What was found in all files.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub(crate) references: Vec<Reference>,
    pub(crate) unresolved: Vec<Unresolved>,
}
