//! What is known of a type.

use govern_diagnostics::FileId;
use govern_facts::ItemId;

/// An item, whichever crates have its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Def {
    pub(super) file: FileId,
    pub(super) item: ItemId,
}

/// What something is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ty {
    /// A type of another crate, by its path.
    External(String, Vec<Ty>),
    /// A type of the workspace.
    Item(Def, Vec<Ty>),
    Tuple(Vec<Ty>),
    List(Box<Ty>),
    /// Some other known type: of the language, a function, a trait object of another crate.
    Plain(String),
    /// A generic parameter, or something that implements traits.
    Open,
    Unknown,
}

/// The last segment of a path.
pub(super) fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
