//! What things of the linked workspace are referred to by.

use govern_facts::{ItemId, rows};

rows! {
    /// A target of the workspace.
    CrateId,
    /// A module, or a block that declares names.
    ModuleId,
    /// A file as part of one crate; a file that two targets share has two.
    InstanceId,
    /// A name in an external crate.
    ExternId,
}

/// An item of the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemDef {
    /// The file it stands in, as part of its crate.
    pub instance: InstanceId,
    /// The item.
    pub item: ItemId,
}

/// What a name is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Def {
    /// A module, or a crate of the workspace by its root.
    Module(ModuleId),
    /// An item: type, function, variant, macro …
    Item(ItemDef),
    /// A name in an external crate.
    Extern(ExternId),
    /// A primitive type.
    Builtin,
}
